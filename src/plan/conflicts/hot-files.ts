import type { Plan } from "../../core/plan.ts";
import type { Task } from "../../core/task.ts";
import { HARD_FROM } from "./probability.ts";
import type { WriteIndex } from "./write-index.ts";

const HOT_TASKS_MIN = 3;
const HOT_FILES_MAX = 50;

/** Files that three or more tasks will probably write, the most wanted first. */
export function hotFilesOf({ patterns, writers }: WriteIndex, tasks: readonly Task[]): Plan["hotFiles"] {
  return patterns
    .map((path, pattern) => ({
      path,
      tasks: (writers[pattern] ?? []).filter(({ probability }) => probability >= HARD_FROM).map(({ task }) => tasks[task]?.id ?? ""),
    }))
    .filter((hot) => hot.tasks.length >= HOT_TASKS_MIN)
    .sort((a, b) => b.tasks.length - a.tasks.length || (a.path < b.path ? -1 : 1))
    .slice(0, HOT_FILES_MAX);
}
