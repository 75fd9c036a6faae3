import type { Plan } from "../../core/plan.ts";
import type { Task } from "../../core/task.ts";
import { HARD_FROM } from "./probability.ts";
import type { WriteIndex } from "./write-index.ts";

const HOT_TASKS_MIN = 3;
const HOT_FILES_MAX = 50;
/** Of many tasks that may write a file some will. */
const MAY_WRITE_FROM = 0.2;

/**
 * Files that three or more tasks will write, by the sum of their chances, the most wanted first, with the tasks that may
 * well write them. The chances are learnt from history, so a file that every third change touches is one of them even if no
 * task is sure to. Places are not: their files are.
 */
export function hotFilesOf({ patterns, writers }: WriteIndex, tasks: readonly Task[]): Plan["hotFiles"] {
  return patterns
    .map((path, pattern) => {
      const writes = (writers[pattern] ?? []).filter(({ isPlace, probability }) => !isPlace && probability >= MAY_WRITE_FROM);
      const likely = writes.filter(({ probability }) => probability >= HARD_FROM).length;
      const expected = writes.reduce((sum, { probability }) => sum + probability, 0);
      return { path, writers: Math.max(likely, expected), tasks: writes.map(({ task }) => tasks[task]?.id ?? "") };
    })
    .filter((hot) => hot.writers >= HOT_TASKS_MIN)
    .sort((a, b) => b.writers - a.writers || (a.path < b.path ? -1 : 1))
    .slice(0, HOT_FILES_MAX)
    .map(({ path, tasks: ids }) => ({ path, tasks: ids }));
}
