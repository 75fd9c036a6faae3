import { SignalboxError } from "../core/errors.ts";
import type { Plan } from "../core/plan.ts";
import type { Task } from "../core/task.ts";
import { dependencyCycles } from "../tasks/dependency-cycles.ts";
import { compareIds } from "../tasks/merge.ts";

export interface Selection {
  readonly tasks: readonly Task[];
  readonly excluded: Plan["excluded"];
}

/** Longer circles are told by their beginning: ten thousand tasks that name ten thousand each would fill the memory. */
const CIRCLE_NAMED_MAX = 12;

/**
 * The tasks that can be done now, and why each other one is left out, both by id. Fails closed: what depends on something that
 * will not be done in this plan is left out as well.
 * @throws SignalboxError `bad-input` when two tasks have one id, ignoring case: their refs would collide.
 */
export function selectTasks(unordered: readonly Task[], only: readonly string[] | undefined): Selection {
  const tasks = [...unordered].sort((a, b) => compareIds(a.id, b.id));
  assertUnique(tasks);
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
    for (const id of cycle) excluded.set(id, `in a circle of dependencies: ${circleText(cycle)}`);
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

function circleText(cycle: readonly string[]): string {
  if (cycle.length <= CIRCLE_NAMED_MAX) return [...cycle, cycle[0]].join(" → ");
  return `${cycle.slice(0, CIRCLE_NAMED_MAX).join(" → ")} → … → ${cycle[0]} (${cycle.length} tasks)`;
}

function assertUnique(tasks: readonly Task[]): void {
  const known = new Map<string, string>();
  for (const { id } of tasks) {
    const other = known.get(id.toLowerCase());
    if (other !== undefined) {
      const hint = "give each task an id of its own, not only in the case of letters";
      throw new SignalboxError("bad-input", `expected every task once, got \`${id}\`${other === id ? " twice" : ` beside ${other}`}`, {
        hint,
      });
    }
    known.set(id.toLowerCase(), id);
  }
}

/** Why a task that waits is left out: what it waits for, and why that will not be done. */
interface Missing {
  readonly id: string;
  readonly why: string;
}

/** Leaving one task out takes those that wait for it with it: from task to task, each looked at once. */
function excludeDependents(wanted: readonly Task[], known: ReadonlyMap<string, Task>, excluded: Map<string, string>): void {
  const planned = new Set(wanted.map(({ id }) => id));
  const missing = new Map<string, Missing>([...excluded].map(([id, why]) => [id, { id, why }]));
  const dependents = new Map<string, Task[]>();
  const open: string[] = [];
  for (const task of wanted) {
    for (const id of new Set(task.dependsOn)) {
      if (known.get(id)?.status === "done") continue;
      const others = dependents.get(id);
      if (others === undefined) dependents.set(id, [task]);
      else others.push(task);
      if (!planned.has(id) && !missing.has(id))
        missing.set(id, { id, why: known.has(id) ? "which is not part of this plan" : "which no source describes" });
    }
  }
  open.push(...missing.keys());
  for (let at = 0; at < open.length; at++) {
    const id = open[at] ?? "";
    const root = missing.get(id);
    for (const task of dependents.get(id) ?? []) {
      if (root === undefined || excluded.has(task.id)) continue;
      excluded.set(task.id, `depends on ${id}${root.id === id ? "" : `, which waits for ${root.id}`}: ${root.why}`);
      missing.set(task.id, root);
      open.push(task.id);
    }
  }
}
