import type { ScheduledTask } from "../../core/plan.ts";
import { type Planning, TICKS_PER_HOUR, type Timetable } from "./planning.ts";

/** A scheduled task and those it waited for: dependencies, conflicts, and the task before it on its agent. */
export interface Slot extends ScheduledTask {
  readonly after: readonly string[];
}

/**
 * The timetable with an agent for each task, in the order in which they start. Agents are numbered from 1 over all classes; of
 * several free ones the first is taken. At the same moment the primary comes first, then the order of the list.
 */
export function slotsOf(planning: Planning, timetable: Timetable): Slot[] {
  const { tasks, classes, primary } = planning;
  const { starts, ends } = timetable;
  const first = classes.map((_, index) => classes.slice(0, index).reduce((sum, { capacity }) => sum + capacity, 1));
  const freeFrom = classes.map(({ capacity }) => new Array<number>(capacity).fill(0));
  const lastOn = new Map<number, string>();
  const taken = new Map<string, Slot>();
  const order = [...tasks.keys()].sort(
    (a, b) => (starts[a] ?? 0) - (starts[b] ?? 0) || Number(tasks[b]?.id === primary) - Number(tasks[a]?.id === primary) || a - b,
  );
  for (const number of order) {
    const task = tasks[number];
    const index = timetable.classes[number] ?? 0;
    const [start, end, free] = [starts[number] ?? 0, ends[number] ?? 0, freeFrom[index] ?? []];
    if (task === undefined) continue;
    const place = free.findIndex((from) => from <= start);
    free[place] = end;
    const agent = (first[index] ?? 1) + place;
    const waitedFor = [...task.dependsOn, ...planning.graph.neighbours(task.id), lastOn.get(agent) ?? ""];
    taken.set(task.id, {
      ...{ task: task.id, agent, agentClass: classes[index]?.name ?? "" },
      ...{ startHours: start / TICKS_PER_HOUR, endHours: end / TICKS_PER_HOUR },
      after: lastOfEachAgent(waitedFor.flatMap((id) => taken.get(id) ?? [])),
    });
    lastOn.set(agent, task.id);
  }
  return [...taken.values()];
}

/** Of each agent only the last one is named; those before it came before that one. */
function lastOfEachAgent(slots: readonly Slot[]): string[] {
  const last = new Map<number, Slot>();
  for (const slot of slots) if (slot.endHours > (last.get(slot.agent)?.endHours ?? -1)) last.set(slot.agent, slot);
  return [...last.values()].map(({ task }) => task);
}
