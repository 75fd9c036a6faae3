import type { Plan } from "../core/plan.ts";
import type { Task } from "../core/task.ts";
import { dependencyCycles } from "../tasks/dependency-cycles.ts";
import { compareIds } from "../tasks/merge.ts";

export interface Selection {
  readonly tasks: readonly Task[];
  readonly excluded: Plan["excluded"];
}

/**
 * The tasks that can be done now, and why each other one is left out, both by id. Fails closed: what depends on something that
 * will not be done in this plan is left out as well.
 */
export function selectTasks(unordered: readonly Task[], only: readonly string[] | undefined): Selection {
  const tasks = [...unordered].sort((a, b) => compareIds(a.id, b.id));
  const excluded = new Map<string, string>();
  const known = new Map(tasks.map((task) => [task.id, task]));
  for (const id of only ?? []) if (!known.has(id)) excluded.set(id, "no source describes it");
  const wantedIds = new Set(only);
  const wanted = only === undefined ? tasks : tasks.filter(({ id }) => wantedIds.has(id));
  for (const task of wanted) {
    const reason = ownReason(task);
    if (reason !== undefined) excluded.set(task.id, reason);
  }
  // A circle through a finished task holds nobody up.
  const open = wanted.filter(({ id }) => !excluded.has(id));
  for (const cycle of dependencyCycles(new Map(open.map((task) => [task.id, task.dependsOn])))) {
    const circle = [...cycle, cycle[0]].join(" → ");
    for (const id of cycle) excluded.set(id, `in a circle of dependencies: ${circle}`);
  }
  excludeDependents(wanted, known, excluded);
  return {
    tasks: wanted.filter(({ id }) => !excluded.has(id)),
    excluded: [...excluded].map(([task, reason]) => ({ task, reason })).sort((a, b) => compareIds(a.task, b.task)),
  };
}

function ownReason(task: Task): string | undefined {
  if (task.status === "done") return "done already";
  if (task.status === "dropped") return "dropped by its owner";
  if (task.status === "blocked") return "blocked by its owner";
  return task.promptFile === null && task.title === task.id ? "nothing says what to do" : undefined;
}

/** Repeats until nothing more falls out: leaving one task out may take others with it. */
function excludeDependents(wanted: readonly Task[], known: ReadonlyMap<string, Task>, excluded: Map<string, string>): void {
  const planned = new Set(wanted.map(({ id }) => id));
  for (let again = true; again; ) {
    again = false;
    for (const task of wanted) {
      if (excluded.has(task.id)) continue;
      const missing = task.dependsOn.find((id) => known.get(id)?.status !== "done" && (!planned.has(id) || excluded.has(id)));
      if (missing === undefined) continue;
      const why = !known.has(missing) ? "which no source describes" : (excluded.get(missing) ?? "which is not part of this plan");
      excluded.set(task.id, `depends on ${missing}: ${why}`);
      again = true;
    }
  }
}
