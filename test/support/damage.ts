import { readdir, readFile, readlink } from "node:fs/promises";
import { CHANGE_MACHINE } from "../../src/core/change.ts";
import { isTerminal } from "../../src/core/machine.ts";
import { HOLDING_STATES } from "../../src/core/session.ts";
import { bodies, cacheOf, landings, mainTips, readStore, type StoredHistory, salvaged } from "./history.ts";
import { git } from "./repository.ts";
import type { Workplace } from "./run.ts";

/** What others did to the same remote: places of main, and changes that landed. */
export interface Others {
  readonly foreign?: readonly string[];
  readonly landedElsewhere?: readonly string[];
}

/**
 * Everything that must hold of a workplace once a run is over, however often it was killed on the way: one line for each
 * thing that does not. Work that is neither on main nor in salvage, a change that ended twice or never, a main that went
 * back or holds a tree no gate passed, a claim nobody holds, a process nobody minds. A session that waits for a person's
 * answer keeps its claim and its workspace, work included.
 */
export async function findDamage(workplace: Workplace, others: Others = {}): Promise<string[]> {
  const history = await readStore(workplace);
  return [
    ...sessionDamage(history),
    ...changeDamage(history),
    ...(await landingDamage(workplace, history, others.landedElsewhere ?? [])),
    ...(await mainDamage(workplace, history, others.foreign ?? [])),
    ...(await lostWork(workplace, history)),
    ...(await heldRefs(workplace, history)),
    ...(await livingProcesses(workplace.root)).map((line) => `a process is left: ${line}`),
  ];
}

function sessionDamage({ sessions, openAttempts }: StoredHistory): string[] {
  const holding = sessions.filter((session) => !isAsking(session) && (HOLDING_STATES as readonly string[]).includes(session.state));
  const unfinished = sessions.filter(({ state }) => state === "landed" || state === "verified");
  const ended = sessions.filter(({ state }) => state === "archived" || state === "done-by");
  return [
    ...holding.map(({ id, state }) => `${id} still holds its claim, as ${state}`),
    ...unfinished.map(({ id, state }) => `${id} never got beyond ${state}`),
    ...twice(ended.map(({ task }) => task)).map((task) => `${task} was finished twice`),
    ...(openAttempts > 0 ? [`${openAttempts} pushes were never settled`] : []),
  ];
}

function changeDamage(history: StoredHistory): string[] {
  const kinds = ["change-landed", "change-returned", "change-rejected", "change-withdrawn"] as const;
  const endings = kinds.flatMap((kind) => bodies(history, kind).map(({ change }) => change));
  return [
    ...history.changes.filter(({ state }) => !isTerminal(CHANGE_MACHINE, state)).map(({ id, state }) => `${id} is still ${state}`),
    ...twice(endings).map((id) => `${id} ended twice`),
  ];
}

/** What the store says landed, and what main says, must be the same. */
async function landingDamage(workplace: Workplace, { changes }: StoredHistory, foreign: readonly string[]): Promise<string[]> {
  const onMain = (await landings(workplace)).filter(({ change }) => !foreign.includes(change));
  const said = changes.filter(({ state }) => state === "landed");
  return [
    ...twice(onMain.map(({ change }) => change)).map((id) => `${id} is on main twice`),
    ...onMain
      .filter(({ change }) => !said.some(({ id }) => id === change))
      .map(({ change }) => `${change} is on main and the store denies it`),
    ...said
      .filter(({ id, commit }) => !onMain.some((landing) => landing.change === id && landing.commit === commit))
      .map(({ id, commit }) => `${id} is not on main as ${commit}`),
  ];
}

async function mainDamage(workplace: Workplace, history: StoredHistory, foreign: readonly string[]): Promise<string[]> {
  const tips = await mainTips(workplace);
  const damage: string[] = [];
  const runs = bodies(history, "gate-run").filter(({ gate, passed }) => gate === "check" && passed);
  for (const [index, tip] of tips.entries()) {
    const before = tips[index - 1];
    if (before !== undefined && !(await contains(workplace.remote, tip, before))) damage.push(`main went back from ${before} to ${tip}`);
    const tree = await git(workplace.remote, "rev-parse", `${tip}^{tree}`);
    // The first push is the repository's own beginning; the second configures Signalbox.
    if (index > 1 && !foreign.includes(tip) && !runs.some((run) => run.tree === tree))
      damage.push(`main was at ${tip}, whose tree no gate passed`);
  }
  return damage;
}

/** Every commit a session handed in, and every file it left, must be reachable from main or from salvage. */
async function lostWork(workplace: Workplace, { changes, sessions }: StoredHistory): Promise<string[]> {
  const cache = await cacheOf(workplace);
  await git(cache, "fetch", "--quiet", workplace.remote, "+refs/heads/main:refs/remotes/origin/main");
  const kept = ["refs/remotes/origin/main", ...(await salvaged(workplace)).map(({ oid }) => oid)];
  const damage: string[] = [];
  const asking = sessions.filter(isAsking).map(({ id }) => id);
  for (const { id, head, state, session } of changes) {
    if (state === "returned" && asking.includes(session ?? "")) continue;
    const reachable = await Promise.all(kept.map((from) => contains(cache, from, head)));
    if (!reachable.includes(true)) damage.push(`the work of ${id} (${state}) is neither on main nor in salvage`);
  }
  const left = await readdir(cache.replace(/cache\.git$/, "workspaces"));
  return [
    ...damage,
    ...left
      .filter((name) => !asking.includes(name) && sessions.some(({ id }) => id === name))
      .map((name) => `the workspace of ${name} was left behind`),
  ];
}

function isAsking({ state, question }: StoredHistory["sessions"][number]): boolean {
  return state === "waiting-input" && question !== null;
}

async function heldRefs({ remote }: Workplace, { sessions }: StoredHistory): Promise<string[]> {
  const asking = sessions.filter(isAsking).map(({ task }) => `refs/signalbox/claims/${task}`);
  const refs = await git(remote, "for-each-ref", "--format=%(refname)%00%(contents)%00%00", "refs/signalbox");
  return refs.split("\0\0").flatMap((entry) => {
    const [ref = "", message = ""] = entry.trim().split("\0");
    return message.includes('"state":"held"') && !asking.includes(ref) ? [`${ref} is still held`] : [];
  });
}

/** Processes that work below `root` or were started with it in their environment, whoever their parent is by now. */
export async function livingProcesses(root: string): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [command, cwd] = await Promise.all([
        readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""),
        readlink(`/proc/${pid}/cwd`).catch(() => ""),
      ]);
      return command.includes(root) || cwd.startsWith(root) ? [`${pid} ${command.replaceAll("\0", " ").slice(0, 200)}`] : [];
    }),
  );
  return found.flat();
}

async function contains(repository: string, descendant: string, ancestor: string): Promise<boolean> {
  return git(repository, "merge-base", "--is-ancestor", ancestor, descendant).then(
    () => true,
    () => false,
  );
}

function twice(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
