import { readdir } from "node:fs/promises";
import { setImmediate as others } from "node:timers/promises";
import type { Clock } from "../core/ports.ts";
import { ProcFiles } from "../system/proc-files.ts";
import { hasMark, processMark } from "./process-mark.ts";

/**
 * The environment variable every process of a session inherits. A daemon can leave its parent, its process group and
 * its terminal session, but `/proc/<pid>/environ` keeps showing what it was started with.
 */
export const RUN_TOKEN_NAME = "SIGNALBOX_RUN_TOKEN";

/** What belongs together: one process, its descendants, its terminal session, and whoever carries the token or its mark. */
export interface ProcessTree {
  /** Process id of the first process, which may lead a terminal session of its own; null when only the token is known. */
  readonly rootPid: () => number | null;
  readonly token: string;
}

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** The terminal session, named after the process that opened it. */
  readonly terminalSession: number;
  /** The kernel's short name of the program. */
  readonly name: string;
  /** In its environment, or as the mark that is inherited without one (`process-mark.ts`). */
  readonly hasToken: boolean;
}

const POLL_MS = 20;
/**
 * So many looks must find nothing. One is not enough: a process may fork after `/proc` was listed and end before it is
 * read, and one that is just starting another program shows no environment for a moment (seen on a busy machine).
 */
const EMPTY_LOOKS = 3;
const KILLING_MS_MAX = 30_000;
/** About a millisecond of reading. */
const READ_AT_ONCE = 32;

/**
 * Ends every process of the tree: asks politely (SIGTERM) and waits up to `graceMs`, then kills until none is left.
 * Looks again after each round, because a process may have forked meanwhile.
 * @returns the process ids that were still there after 30 s of killing (stuck in the kernel); normally none.
 */
export async function endProcessTree(tree: ProcessTree, graceMs: number, clock: Clock): Promise<readonly number[]> {
  if (graceMs > 0) await askToEnd(tree, graceMs, clock);
  const giveUpMs = clock.monotonicMs() + KILLING_MS_MAX;
  for (let emptyLooks = 0; ; ) {
    const members = await findProcessTree(tree);
    emptyLooks = members.length === 0 ? emptyLooks + 1 : 0;
    if (emptyLooks === EMPTY_LOOKS || clock.monotonicMs() >= giveUpMs) return members.map((member) => member.pid);
    send("SIGKILL", members);
    await clock.sleep(POLL_MS);
  }
}

/**
 * Each program is asked at most once, and what it starts to clean up is left in peace. A sandbox's own processes would
 * die at SIGTERM and take everything inside along, so what they contain is asked, as soon as it is there.
 */
async function askToEnd(tree: ProcessTree, graceMs: number, clock: Clock): Promise<void> {
  const graceEndMs = clock.monotonicMs() + graceMs;
  let isAsked = false;
  for (;;) {
    const members = await findProcessTree(tree);
    if (members.length === 0 || clock.monotonicMs() >= graceEndMs) return;
    const programs: readonly ProcessEntry[] = isAsked ? [] : members.filter((member) => member.name !== "bwrap");
    send("SIGTERM", programs);
    isAsked ||= programs.length > 0;
    await clock.sleep(POLL_MS);
  }
}

/**
 * Ends what a session left behind, knowing nothing but its token: after a coordinator was killed.
 * @returns the process ids that could not be ended.
 */
export function sweepProcesses(token: string, clock: Clock): Promise<readonly number[]> {
  return endProcessTree({ rootPid: () => null, token }, 0, clock);
}

/** The living members of the tree; empty where there is no `/proc`. */
export async function findProcessTree(tree: ProcessTree): Promise<readonly ProcessEntry[]> {
  const names = await readdir("/proc").catch(() => []);
  const living = await readEntries(
    names.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid),
    tree.token,
  );
  const rootPid = tree.rootPid();
  const isMember = (entry: ProcessEntry) => entry.hasToken || entry.pid === rootPid || entry.terminalSession === rootPid;
  const members = new Set(living.filter(isMember).map((entry) => entry.pid));
  for (let size = -1; size !== members.size; ) {
    size = members.size;
    for (const entry of living) if (members.has(entry.parent)) members.add(entry.pid);
  }
  return living.filter((entry) => members.has(entry.pid));
}

/** In pieces, so that whatever else waits has its turn. */
async function readEntries(pids: readonly string[], token: string): Promise<readonly ProcessEntry[]> {
  const files = new ProcFiles();
  const found: ProcessEntry[] = [];
  for (const [index, pid] of pids.entries()) {
    if (index % READ_AT_ONCE === READ_AT_ONCE - 1) await others();
    const entry = readEntry(files, pid, token);
    if (entry !== null) found.push(entry);
  }
  return found;
}

/** Null for a process that has ended, a zombie included: nobody may ever collect it. */
function readEntry(files: ProcFiles, pid: string, token: string): ProcessEntry | null {
  const stat = files.read(`/proc/${pid}/stat`).toString("utf8");
  // `pid (name) state parent group session …`: the name may itself hold spaces and parentheses.
  const nameEnd = stat.lastIndexOf(")");
  const [state, parent, , terminalSession] = stat.slice(nameEnd + 2).split(" ");
  if (nameEnd < 0 || state === undefined || parent === undefined || "ZX".includes(state)) return null;
  return {
    pid: Number(pid),
    parent: Number(parent),
    terminalSession: Number(terminalSession),
    name: stat.slice(stat.indexOf("(") + 1, nameEnd),
    hasToken: holds(files.read(`/proc/${pid}/environ`), `${RUN_TOKEN_NAME}=${token}`) || isMarked(files, pid, token),
  };
}

/** Is it one of the texts, which end with a NUL byte each? */
function holds(environment: Buffer, variable: string): boolean {
  return environment.indexOf(`${variable}\0`) === 0 || environment.includes(`\0${variable}\0`);
}

function isMarked(files: ProcFiles, pid: string, token: string): boolean {
  const mark = processMark(token);
  return mark !== null && hasMark(files.read(`/proc/${pid}/limits`).toString("latin1"), mark);
}

function send(signal: NodeJS.Signals, processes: readonly ProcessEntry[]): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, signal);
    } catch {
      // ESRCH: it ended by itself meanwhile.
    }
  }
}
