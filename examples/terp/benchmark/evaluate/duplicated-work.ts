import { taskInSessionId } from "../../../../src/records/session-entries.ts";
import type { Journal } from "../play.ts";
import type { Judge } from "./judge.ts";
import type { MainState } from "./main-history.ts";

/** Work that was done a second time. */
export interface DuplicatedWork {
  readonly task: string;
  /** `again`: more than one session worked on it. `done-before`: when its own work came, main already had what it was to bring. */
  readonly kind: "again" | "done-before";
  readonly sessions: readonly string[];
  /** The push that brought the second work to main; null where it cannot be named. */
  readonly commit: string | null;
}

/**
 * Tasks worked on twice. Sessions are those of the records that main ever had since the start, and those in which an agent was
 * started; one session that was interrupted and went on is one.
 * @param tasks those that have an acceptance check.
 */
export async function duplicatedWork(
  history: readonly MainState[],
  journal: Journal,
  tasks: readonly string[],
  judge: Judge,
): Promise<readonly DuplicatedWork[]> {
  const sessions = sessionsByTask(history, journal);
  const again = [...sessions].filter(([, ids]) => ids.size > 1);
  const found = again.map(([task, ids]): DuplicatedWork => ({ task, kind: "again", sessions: [...ids], commit: null }));
  for (const task of tasks) {
    const ids = [...(sessions.get(task) ?? [])];
    const arrival = history.findIndex(
      ({ by, brought, saidDone }) => brought.includes(task) || (by.includes(task) && saidDone.includes(task)),
    );
    const [before, after] = [history[arrival - 1], history[arrival]];
    if (ids.length !== 1 || before === undefined || after === undefined || !(await judge.accepts(before.tree, task))) continue;
    found.push({ task, kind: "done-before", sessions: ids, commit: after.commit });
  }
  return found;
}

function sessionsByTask(history: readonly MainState[], { work }: Journal): ReadonlyMap<string, ReadonlySet<string>> {
  const atStart = new Set(history[0]?.sessions.known);
  const seen = history.flatMap(({ sessions }) => sessions.known).filter((session) => !atStart.has(session));
  const named = seen.map((session) => ({ task: taskInSessionId(session), session }));
  const byTask = new Map<string, Set<string>>();
  for (const { task, session } of [...named, ...work]) {
    if (task !== undefined) byTask.set(task, (byTask.get(task) ?? new Set()).add(session));
  }
  return byTask;
}
