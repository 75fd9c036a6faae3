import { readdir, readFile } from "node:fs/promises";
import type { Clock } from "../core/ports.ts";

/**
 * The environment variable every process of a session inherits. A daemon can leave its parent, its process group and
 * its terminal session, but `/proc/<pid>/environ` keeps showing what it was started with.
 */
export const RUN_TOKEN_NAME = "SIGNALBOX_RUN_TOKEN";

/** What belongs together: the descendants of one process, and whoever carries the token. */
export interface ProcessTree {
  /** Process id of the first process while it runs; null once it has ended, because ids are used again. */
  readonly rootPid: () => number | null;
  readonly token: string;
}

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** The kernel's short name of the program. */
  readonly name: string;
  readonly hasToken: boolean;
}

const POLL_MS = 20;
const KILLING_MS_MAX = 30_000;

/**
 * Ends every process of the tree: asks politely (SIGTERM) and waits up to `graceMs`, then kills until none is left.
 * Looks again after each round, because a process may have forked meanwhile.
 * @returns the process ids that were still there after 30 s of killing (stuck in the kernel); normally none.
 */
export async function endProcessTree(tree: ProcessTree, graceMs: number, clock: Clock): Promise<readonly number[]> {
  if (graceMs > 0) await askToEnd(tree, graceMs, clock);
  const giveUpMs = clock.monotonicMs() + KILLING_MS_MAX;
  let members = await findProcessTree(tree);
  while (members.length > 0 && clock.monotonicMs() < giveUpMs) {
    send("SIGKILL", members);
    await clock.sleep(POLL_MS);
    members = await findProcessTree(tree);
  }
  return members.map((member) => member.pid);
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
  const entries = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map((name) => readEntry(name, tree.token)));
  const living = entries.filter((entry) => entry !== null && entry.pid !== process.pid) as readonly ProcessEntry[];
  const rootPid = tree.rootPid();
  const members = new Set(living.filter((entry) => entry.hasToken || entry.pid === rootPid).map((entry) => entry.pid));
  for (let size = -1; size !== members.size; ) {
    size = members.size;
    for (const entry of living) if (members.has(entry.parent)) members.add(entry.pid);
  }
  return living.filter((entry) => members.has(entry.pid));
}

/** Null for a process that has ended, a zombie included: nobody may ever collect it. */
async function readEntry(pid: string, token: string): Promise<ProcessEntry | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // `pid (name) state parent …`: the name may itself hold spaces and parentheses.
  const nameEnd = stat.lastIndexOf(")");
  const [state, parent] = stat.slice(nameEnd + 2).split(" ");
  if (nameEnd < 0 || state === undefined || parent === undefined || "ZX".includes(state)) return null;
  const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => "");
  return {
    pid: Number(pid),
    parent: Number(parent),
    name: stat.slice(stat.indexOf("(") + 1, nameEnd),
    hasToken: environment.split("\0").includes(`${RUN_TOKEN_NAME}=${token}`),
  };
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
