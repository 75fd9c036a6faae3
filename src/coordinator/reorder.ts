import { messageOf } from "../core/errors.ts";
import { HOLDING_STATES } from "../core/session.ts";
import type { Task } from "../core/task.ts";
import { outlookOf } from "./live/outlook.ts";
import { nextOrder } from "./next-order.ts";
import { type RunContext, record } from "./run-context.ts";
import type { TaskView } from "./snapshot.ts";
import { taskStates } from "./task-states.ts";

const MS_PER_HOUR = 3_600_000;

/**
 * Looks at conflicts and order of the open tasks again, if anything happened that may change them: a session finished,
 * failed, strayed or is late, a task came up, somebody else moved main. Execution follows the list, not the timetable, and
 * the list stays as it is unless another one is clearly better. What changed is recorded; a fault of the planner is told
 * once and stops nobody: leases keep tasks apart whatever the order.
 */
export async function reorder(context: RunContext): Promise<void> {
  const { live } = context;
  live.replanBecause ??= await lateCause(context);
  const because = live.replanBecause;
  if (because === null && live.outlook !== null) return;
  live.replanBecause = null;
  try {
    await lookAgain(context, because);
    live.planningFault = null;
  } catch (error) {
    const text = `the order of the open tasks stays as it is: ${messageOf(error)}`;
    if (live.planningFault === text) return;
    live.planningFault = text;
    await record(context, {}, { kind: "note", level: "warning", text });
  }
}

/** @param because what happened; null: only the conflicts are looked at, for the first time. */
async function lookAgain(context: RunContext, because: string | null): Promise<void> {
  const { engine, live, tasks, classes, durations, options, run } = context;
  const sessions = await engine.store.sessions({ states: HOLDING_STATES });
  const states = await taskStates(context, await engine.store.sessions({ run }));
  const open = startable(live.order, { tasks, states, begun: new Set(sessions.map(({ task }) => task)) });
  live.outlook = await outlookOf(context, open, sessions);
  if (because === null) return;
  const { outlook } = live;
  const { primary } = options;
  const { order, gain } = nextOrder({ open, sessions, outlook, tasks, classes, primary, durations, nowMs: engine.clock.now() });
  if (order.every((id, place) => id === open[place])) return;
  const moved = new Set(order);
  live.order = [...order, ...live.order.filter((id) => !moved.has(id))];
  await record(context, {}, { kind: "replanned", order, because, gain });
}

export interface Known {
  readonly tasks: ReadonlyMap<string, Pick<Task, "dependsOn">>;
  readonly states: ReadonlyMap<string, TaskView["state"]>;
  /** Tasks that a session holds. */
  readonly begun: ReadonlySet<string>;
}

/**
 * The tasks that nobody has begun and that nothing but time holds back, in the present order: not those behind a task that
 * failed or that somebody else holds. Pure.
 */
export function startable(order: readonly string[], { tasks, states, begun }: Known): readonly string[] {
  const open = new Set(order.filter((id) => !begun.has(id) && states.get(id) === "open"));
  const isHeldUp = (other: string) => !open.has(other) && !begun.has(other) && (states.get(other) ?? "done") !== "done";
  for (let size = Infinity; open.size < size; ) {
    size = open.size;
    for (const id of open) if (tasks.get(id)?.dependsOn.some(isHeldUp) !== false) open.delete(id);
  }
  return [...open];
}

/** The first session that has just become late: it takes longer than four in five tasks like it. Each is told of once. */
async function lateCause({ engine, live, tasks, durations }: RunContext): Promise<string | null> {
  for (const { id, task: taskId, agent, openedAtMs } of await engine.store.sessions({ states: ["working"] })) {
    const task = tasks.get(taskId);
    if (task === undefined || live.late.has(id)) continue;
    if ((engine.clock.now() - openedAtMs) / MS_PER_HOUR < durations.durationOf(task, agent).quantile(0.8)) continue;
    live.late.add(id);
    return `${taskId} takes longer than expected`;
  }
  return null;
}
