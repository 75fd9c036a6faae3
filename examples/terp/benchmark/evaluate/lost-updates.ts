import type { Config } from "../../../../src/core/config.ts";
import type { Git } from "../../../../src/git/git.ts";
import { type LostLines, lostLines } from "./lost-lines.ts";
import { type MainState, recordPaths } from "./main-history.ts";

/** Something main had and a later push took away, though it was not that push's to take. */
export interface LostUpdate {
  readonly kind: "lines" | "session" | "completion";
  /** Whose: a task; for a session its id. */
  readonly of: string;
  /** The push that took it: main before and after, and whose work it brought. */
  readonly from: string;
  readonly commit: string;
  readonly by: readonly string[];
  /** Where, and for lines how many there. */
  readonly paths: readonly { readonly path: string; readonly lines: readonly string[] }[];
}

/**
 * Counts what each push took away:
 * - `lines`: lines that the work of another task had brought to main during the play, gone from their file after the push. One update
 *   for each push and task that lost, however many lines. Lines the repository had at the start are everybody's to change.
 * - `session`: a session that after a push of another task is no longer listed as going on, though nothing says it ended; or of which
 *   nothing is left at all, neither line nor file.
 * - `completion`: a task the records called done and no longer do after a push of another task.
 * It relies on what is true of the recorded solutions: none has a reason to change what another brought.
 */
export async function lostUpdates(git: Git, history: readonly MainState[], config: Config): Promise<readonly LostUpdate[]> {
  const lost: LostUpdate[] = [];
  for (const [index, after] of history.entries()) {
    const before = history[index - 1];
    if (before === undefined) continue;
    const push = { from: before.commit, commit: after.commit, by: after.by };
    for (const [of, paths] of byTask(await lostLines(git, { start: history[0]?.commit ?? "", ...push, ignore: recordPaths(config) }))) {
      lost.push({ kind: "lines", of, ...push, paths });
    }
    for (const of of lostSessions(before, after)) {
      lost.push({ kind: "session", of, ...push, paths: [{ path: config.tasks.sessions ?? "", lines: [] }] });
    }
    for (const of of lostCompletions(before, after)) {
      lost.push({ kind: "completion", of, ...push, paths: [{ path: config.tasks.roadmap ?? "", lines: [] }] });
    }
  }
  return lost;
}

function byTask(lines: readonly LostLines[]): ReadonlyMap<string, { path: string; lines: readonly string[] }[]> {
  const grouped = new Map<string, { path: string; lines: readonly string[] }[]>();
  for (const { task, path, lines: gone } of lines) grouped.set(task, [...(grouped.get(task) ?? []), { path, lines: gone }]);
  return grouped;
}

function lostSessions({ sessions: before }: MainState, { sessions: after, by }: MainState): readonly string[] {
  const isOwn = (session: string) => by.some((task) => session.includes(`-${task}-`));
  const isGone = (session: string) => (before.live.includes(session) && !after.live.includes(session)) || !after.known.includes(session);
  return before.known.filter((session) => isGone(session) && !after.ended.includes(session) && !isOwn(session));
}

function lostCompletions(before: MainState, after: MainState): readonly string[] {
  return before.saidDone.filter((task) => !after.saidDone.includes(task) && !after.by.includes(task));
}
