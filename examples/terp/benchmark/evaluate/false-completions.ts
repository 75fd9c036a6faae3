import type { Judge } from "./judge.ts";
import type { MainState } from "./main-history.ts";

/** A task the records called done while its acceptance failed on the same commit. */
export interface FalseCompletion {
  readonly task: string;
  /** The push that said so. */
  readonly commit: string;
  /** At the end it was true after all. */
  readonly becameTrue: boolean;
}

/**
 * Tasks whose acceptance failed at the moment the records first called them done.
 * @param tasks those that have an acceptance check.
 */
export async function falseCompletions(
  history: readonly MainState[],
  tasks: readonly string[],
  judge: Judge,
): Promise<readonly FalseCompletion[]> {
  const found: FalseCompletion[] = [];
  for (const task of tasks) {
    const said = history.find(({ saidDone }) => saidDone.includes(task));
    const last = history.at(-1);
    if (said === undefined || last === undefined || (await judge.accepts(said.tree, task))) continue;
    found.push({ task, commit: said.commit, becameTrue: await judge.accepts(last.tree, task) });
  }
  return found;
}

/** Tasks the records call done at the end though their acceptance fails there: never done, or undone by a later push. */
export async function falseAtTheEnd(history: readonly MainState[], tasks: readonly string[], judge: Judge): Promise<readonly string[]> {
  const last = history.at(-1);
  const wrong: string[] = [];
  for (const task of tasks) {
    if (last?.saidDone.includes(task) === true && !(await judge.accepts(last.tree, task))) wrong.push(task);
  }
  return wrong;
}
