import { HOLDING_STATES } from "../core/session.ts";
import { type Outlook, outlookOf } from "./live/outlook.ts";
import { type RunContext, record } from "./run-context.ts";

const MS_PER_HOUR = 3_600_000;

/**
 * Looks at conflicts and order of the open tasks again, if anything happened that may change them: a session finished,
 * failed, strayed or is late, a task came up, somebody else moved main. Execution follows the list, not the timetable, and
 * the list stays as it is unless another one is clearly better. What changed is recorded.
 */
export async function reorder(context: RunContext): Promise<void> {
  const { live } = context;
  live.replanBecause ??= await lateCause(context);
  const because = live.replanBecause;
  if (because === null && live.outlook !== null) return;
  live.replanBecause = null;
  const open = await openTasks(context);
  live.outlook = await outlookOf(context, open);
  if (because === null) return;
  const { order, gain } = nextOrder(context, live.outlook, open);
  if (order.every((id, place) => id === open[place])) return;
  const others = live.order.filter((id) => !order.includes(id));
  live.order = [...order, ...others];
  await record(context, {}, { kind: "replanned", order, because, gain });
}

/** The planned tasks that nobody has begun, in the present order. */
async function openTasks({ engine, live, run }: RunContext): Promise<readonly string[]> {
  const sessions = await engine.store.sessions();
  const begun = new Set(
    sessions.filter((one) => one.run === run || (HOLDING_STATES as readonly string[]).includes(one.state)).map(({ task }) => task),
  );
  return live.order.filter((id) => !begun.has(id));
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

/** The order in which the open tasks are taken up from now on. */
function nextOrder(
  _context: RunContext,
  _outlook: Outlook,
  open: readonly string[],
): { readonly order: readonly string[]; readonly gain: number } {
  return { order: open, gain: 0 };
}
