import type { AgentClass } from "../core/plan.ts";
import type { Task } from "../core/task.ts";
import type { DurationModel } from "../plan/forecast/duration-model.ts";
import { type Replanned, replan, type TaskUnderWay } from "../plan/replan/replan.ts";
import type { SessionRow } from "../store/rows.ts";
import { classOfSlot } from "./agent-classes.ts";
import { LANDING_HOURS } from "./decide.ts";
import type { Outlook } from "./live/outlook.ts";
import { occupiesAgent } from "./places.ts";

const MS_PER_HOUR = 3_600_000;

export interface Situation {
  /** Tasks that may start as soon as paths, agents and their dependencies among these let them, in the present order. */
  readonly open: readonly string[];
  /** Of those that hold paths now. */
  readonly sessions: readonly SessionRow[];
  readonly outlook: Pick<Outlook, "graph" | "tasks">;
  readonly tasks: ReadonlyMap<string, Task>;
  readonly classes: readonly AgentClass[];
  readonly primary: string | null;
  readonly durations: DurationModel;
  readonly nowMs: number;
}

/** The order in which the open tasks are taken up from now on, as far as the outlook reaches. Pure. */
export function nextOrder({ open, sessions, outlook, tasks, classes, primary, durations, nowMs }: Situation): Replanned {
  const reached = new Set(outlook.tasks);
  const underWay = sessions
    .filter(({ task, slot }) => reached.has(task) && slot >= 0)
    .map(({ task, state, slot, openedAtMs }): TaskUnderWay => {
      const known = tasks.get(task);
      if (known === undefined || !occupiesAgent(state)) return { task, agentClass: null, hoursLeft: LANDING_HOURS };
      const agentClass = classOfSlot(classes, slot);
      const elapsed = Math.max(0, nowMs - openedAtMs) / MS_PER_HOUR;
      return { task, agentClass, hoursLeft: durations.durationOf(known, agentClass).meanLeft(elapsed) };
    });
  const going = new Set(underWay.map(({ task }) => task));
  const near = open.filter((id) => reached.has(id) && !going.has(id));
  const planned = [...going, ...near].flatMap((id) => tasks.get(id) ?? []);
  const hoursOf = (task: Task, { name }: AgentClass) => durations.durationOf(task, name).quantile(0.5);
  return replan({ tasks: planned, classes, graph: outlook.graph, primary, hoursOf }, underWay);
}
