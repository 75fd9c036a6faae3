import fc from "fast-check";
import type { Activity, Mode, Project } from "../../../src/plan/search/project.ts";

interface Shape {
  readonly activities: { readonly min: number; readonly max: number };
  /** Ticks of a mode; 0 is a milestone. */
  readonly ticks: { readonly min: number; readonly max: number };
  readonly hasSoft: boolean;
}

/**
 * Any sound project of that shape: one or two resources, one to three modes an activity, predecessors among the activities
 * before it, pairs that exclude each other, sometimes one activity that runs already.
 */
export function anyProject(shape: Shape): fc.Arbitrary<Project> {
  const capacities = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 });
  return fc.tuple(fc.integer(shape.activities), capacities).chain(([count, resources]) =>
    fc
      .record({
        activities: fc.tuple(...Array.from({ length: count }, (_, index) => anyActivity(shape, index, resources))),
        exclusive: fc.array(anyPair(count), { maxLength: count }),
        soft: fc.array(fc.record({ pair: anyPair(count), cost: fc.integer({ min: 0, max: 20 }) }), { maxLength: shape.hasSoft ? 3 : 0 }),
        running: fc.option(fc.record({ index: fc.nat(count - 1), ticksLeft: fc.integer({ min: 1, max: 4 }) }), { nil: null, freq: 2 }),
      })
      .map(({ activities, exclusive, soft, running }) => ({
        capacities: resources,
        activities: activities.map((activity, index) =>
          index === running?.index ? { ...activity, running: { mode: 0, ticksLeft: running.ticksLeft } } : activity,
        ),
        exclusive: exclusive.filter(([a, b]) => a !== b),
        soft: soft.flatMap(({ pair: [a, b], cost }) => (a === b ? [] : [{ a, b, cost }])),
      })),
  );
}

function anyPair(count: number): fc.Arbitrary<readonly [number, number]> {
  return fc.tuple(fc.nat(count - 1), fc.nat(count - 1));
}

function anyActivity(shape: Shape, index: number, capacities: readonly number[]): fc.Arbitrary<Activity> {
  const mode: fc.Arbitrary<Mode> = fc.record({
    ticks: fc.integer(shape.ticks),
    demand: fc.tuple(...capacities.map((capacity) => fc.nat(capacity))),
    cost: fc.nat(3),
  });
  return fc.record({
    modes: fc.array(mode, { minLength: 1, maxLength: 3 }),
    weight: fc.nat(5),
    predecessors: fc.subarray([...Array(index).keys()], { maxLength: Math.min(2, index) }),
  });
}

/** The same project with its activities in another order: `order[i]` is the old index of activity `i`. */
export function reordered(project: Project, order: readonly number[]): Project {
  const place = order.map((_, index) => order.indexOf(index));
  const at = (index: number) => place[index] ?? -1;
  return {
    capacities: project.capacities,
    activities: order.flatMap((index) => {
      const activity = project.activities[index];
      return activity === undefined ? [] : [{ ...activity, predecessors: activity.predecessors.map(at) }];
    }),
    exclusive: project.exclusive.map(([a, b]) => [at(a), at(b)] as const),
    soft: project.soft.map(({ a, b, cost }) => ({ a: at(a), b: at(b), cost })),
  };
}
