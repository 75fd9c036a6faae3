import fc from "fast-check";
import type { AgentClass } from "../../../src/core/plan.ts";
import { PRIORITIES, type Task } from "../../../src/core/task.ts";
import { conflictGraph } from "../../../src/plan/conflicts/conflict-graph.ts";
import { listOrder } from "../../../src/plan/list-order.ts";
import { type Planning, type Timetable, ticksOf } from "../../../src/plan/schedule/planning.ts";
import { task } from "../tasks.ts";

const IDS = Array.from({ length: 12 }, (_, index) => `T-${index + 1}`);

/** Any tasks for one to three classes of agents; some write nobody knows what, and so run alone. */
export const anyPlanning: fc.Arbitrary<Planning> = fc
  .record({
    tasks: fc.tuple(...IDS.map(anyTask)),
    classes: fc.array(fc.record({ capacity: fc.integer({ min: 1, max: 3 }), speed: fc.constantFrom(0.5, 1, 2), costPerHour: fc.nat(3) }), {
      ...{ minLength: 1, maxLength: 3 },
    }),
    primary: fc.constantFrom(null, ...IDS),
  })
  .map(({ tasks, classes, primary }) =>
    planningOf(
      tasks,
      classes.map((facts, index) => ({ name: `class-${index}`, ...facts })),
      primary,
    ),
  );

export function planningOf(tasks: readonly Task[], classes: readonly AgentClass[], primary: string | null): Planning {
  const hoursOf = ({ effort }: Task, { speed }: AgentClass) => (effort?.minHours ?? 1) / speed;
  const fastest = (each: Task) => Math.min(...classes.map((agentClass) => hoursOf(each, agentClass)));
  const list = listOrder(tasks, primary, fastest);
  return { tasks: list, classes, graph: conflictGraph(list), primary, hoursOf };
}

function anyTask(id: string, number: number): fc.Arbitrary<Task> {
  return fc
    .record({
      write: fc.option(fc.subarray(["a.ts", "b.ts", "c.ts", "d.ts", "e.ts", "f.ts"], { minLength: 1, maxLength: 2 }), {
        nil: [],
        freq: 12,
      }),
      dependsOn: fc.subarray(IDS.slice(0, number), { maxLength: Math.min(2, number) }),
      conflictsWith: fc.subarray(IDS, { maxLength: 1 }),
      priority: fc.constantFrom(null, ...PRIORITIES),
      effort: fc.integer({ min: 1, max: 12 }).map((hours) => ({ minHours: hours, maxHours: hours })),
    })
    .map((facts) => task(id, facts));
}

/** Everything a timetable does that its planning forbids, in words. */
export function violations({ tasks, classes, graph, hoursOf }: Planning, { starts, ends, classes: chosen }: Timetable): string[] {
  const found: string[] = [];
  const at = (values: readonly number[], index: number) => values[index] ?? Number.NaN;
  const runs = (index: number, tick: number) => at(starts, index) <= tick && tick < at(ends, index);
  for (const [index, one] of tasks.entries()) {
    const agentClass = classes[at(chosen, index)];
    const ticks = agentClass === undefined ? Number.NaN : ticksOf(hoursOf(one, agentClass));
    if (at(starts, index) < 0 || at(ends, index) - at(starts, index) !== ticks) found.push(`${one.id} does not take its ${ticks} ticks`);
    for (const [number, other] of tasks.entries()) {
      if (one.dependsOn.includes(other.id) && at(ends, number) > at(starts, index)) found.push(`${one.id} starts before ${other.id} ends`);
      if (number < index && graph.between(one.id, other.id) && at(ends, number) > at(starts, index) && at(ends, index) > at(starts, number))
        found.push(`${one.id} and ${other.id} overlap`);
    }
  }
  for (const tick of new Set(starts)) {
    for (const [place, { name, capacity }] of classes.entries()) {
      const busy = tasks.filter((_, index) => chosen[index] === place && runs(index, tick)).length;
      if (busy > capacity) found.push(`${busy} of ${capacity} agents of ${name} work at ${tick}`);
    }
  }
  return found;
}
