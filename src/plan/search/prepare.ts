// Typed arrays are read `as number`: every index comes from a checked project, and a test per read would cost more than the work.
import { canonicalOrder } from "./canonical-order.ts";
import { checkProject } from "./check-project.ts";
import { type PackedDemand, packDemand } from "./pack-demand.ts";
import type { Project } from "./project.ts";

/** Neighbours of every activity in one array: those of `i` stand from `first[i]` up to, not including, `first[i + 1]`. */
export interface Neighbours {
  readonly first: Int32Array;
  readonly list: Int32Array;
  /** By position in `list`; all 0 where the pairs carry no cost. */
  readonly costs: Float64Array;
}

/** A project checked and laid out for the search; activities are numbered in canonical order. */
export interface Prepared {
  readonly count: number;
  /** By canonical number: index in the input. */
  readonly order: Int32Array;
  /** By index in the input: canonical number. */
  readonly rank: Int32Array;
  /** Modes of all activities in one row: those of `i` stand from `firstMode[i]` up to `firstMode[i + 1]`. */
  readonly firstMode: Int32Array;
  readonly ticks: Int32Array;
  readonly costs: Float64Array;
  readonly weights: Float64Array;
  readonly demand: PackedDemand;
  /** By mode: the sum of what it occupies of each resource, as a share of its capacity. */
  readonly shares: Float64Array;
  readonly before: Neighbours;
  readonly after: Neighbours;
  /** Without pairs that predecessors keep apart anyway. */
  readonly exclusive: Neighbours;
  readonly soft: Neighbours;
  readonly hasSoft: boolean;
  readonly hasChoice: boolean;
  readonly hasRunning: boolean;
  /** 1 where the activity runs already. */
  readonly running: Uint8Array;
  /** No schedule of a decoder ends later. */
  readonly horizon: number;
}

/** Checks a project and lays it out in typed arrays, once per search. Throws `bad-input`. */
export function prepare(project: Project): Prepared {
  checkProject(project);
  const order = canonicalOrder(project);
  const rank = new Int32Array(order.length);
  for (const [at, index] of order.entries()) rank[index] = at;
  const activities = [...order].flatMap((index) => project.activities[index] ?? []);
  const running = Uint8Array.from(activities, (activity) => (activity.running ? 1 : 0));
  const modes = activities.map(({ modes, running }) =>
    // A running activity has one mode left: the one it runs in, as long as it still takes.
    running ? modes.slice(running.mode, running.mode + 1).map((mode) => ({ ...mode, ticks: running.ticksLeft })) : modes,
  );
  const rankOf = (index: number) => rank[index] as number;
  // What runs no longer waits for anything.
  const precedences = activities.flatMap(({ predecessors, running }, at) =>
    running ? [] : [...new Set(predecessors)].map((index) => [rankOf(index), at] as const),
  );
  const before = neighbours(
    activities.length,
    precedences.map(([a, b]) => [b, a, 0]),
  );
  const after = neighbours(
    activities.length,
    precedences.map(([a, b]) => [a, b, 0]),
  );
  const apart = ordered(activities.length, before);
  const free = (a: number, b: number) => !apart(a, b) && !(running[a] === 1 && running[b] === 1);
  const both = (a: number, b: number, cost: number) => (free(a, b) ? [[a, b, cost] as const, [b, a, cost] as const] : []);
  const exclusive = unique(project.exclusive.map(([a, b]) => [rankOf(a), rankOf(b), 0]));
  const soft = unique(project.soft.map(({ a, b, cost }) => [rankOf(a), rankOf(b), cost])).filter(([, , cost]) => cost > 0);
  const row = modes.flat();
  return {
    count: activities.length,
    order,
    rank,
    firstMode: Int32Array.from(firsts(modes.map(({ length }) => length))),
    ticks: Int32Array.from(row, ({ ticks }) => ticks),
    costs: Float64Array.from(row, ({ cost }) => cost),
    weights: Float64Array.from(activities, ({ weight }) => weight),
    shares: Float64Array.from(row, ({ demand }) => sumOfShares(demand, project.capacities)),
    demand: packDemand(project.capacities, modes, running),
    before,
    after,
    exclusive: neighbours(
      activities.length,
      exclusive.flatMap(([a, b]) => both(a, b, 0)),
    ),
    soft: neighbours(
      activities.length,
      soft.flatMap(([a, b, cost]) => both(a, b, cost)),
    ),
    hasSoft: soft.length > 0,
    hasChoice: modes.some(({ length }) => length > 1),
    hasRunning: running.includes(1),
    running,
    horizon: modes.reduce((sum, row) => sum + Math.max(...row.map(({ ticks }) => ticks)), 0),
  };
}

function sumOfShares(demand: readonly number[], capacities: readonly number[]): number {
  return demand.reduce((sum, amount, resource) => sum + amount / Math.max(1, capacities[resource] ?? 1), 0);
}

type WeightedPair = readonly [number, number, number];

/** Each unordered pair once, costs of repeated ones added up. */
function unique(pairs: readonly WeightedPair[]): readonly WeightedPair[] {
  const sums = new Map<string, WeightedPair>();
  for (const [a, b, cost] of pairs) {
    const [low, high] = a < b ? [a, b] : [b, a];
    const key = `${low} ${high}`;
    sums.set(key, [low, high, cost + (sums.get(key)?.[2] ?? 0)]);
  }
  return [...sums.values()];
}

function firsts(lengths: readonly number[]): number[] {
  const result = [0];
  for (const length of lengths) result.push((result.at(-1) ?? 0) + length);
  return result;
}

function neighbours(count: number, edges: readonly WeightedPair[]): Neighbours {
  const sorted = edges.toSorted(([a, b], [c, d]) => a - c || b - d);
  const lengths = new Array<number>(count).fill(0);
  for (const [from] of sorted) lengths[from] = (lengths[from] ?? 0) + 1;
  return {
    first: Int32Array.from(firsts(lengths)),
    list: Int32Array.from(sorted, ([, to]) => to),
    costs: Float64Array.from(sorted, ([, , cost]) => cost),
  };
}

/** Whether predecessors put one of two activities after the other, directly or through others. */
function ordered(count: number, before: Neighbours): (a: number, b: number) => boolean {
  const words = (count + 31) >>> 5;
  const ancestors = new Int32Array(count * words);
  for (const index of topological(count, before)) {
    for (let at = before.first[index] as number; at < (before.first[index + 1] as number); at++) {
      const other = before.list[at] as number;
      for (let word = 0; word < words; word++) {
        ancestors[index * words + word] = (ancestors[index * words + word] as number) | (ancestors[other * words + word] as number);
      }
      const place = index * words + (other >>> 5);
      ancestors[place] = (ancestors[place] as number) | (1 << (other & 31));
    }
  }
  const has = (a: number, b: number) => (((ancestors[a * words + (b >>> 5)] as number) >>> (b & 31)) & 1) === 1;
  return (a, b) => has(a, b) || has(b, a);
}

/** The activities with every predecessor before what follows it; of the free ones the smallest number first on each level. */
export function topological(count: number, before: Neighbours): readonly number[] {
  const done = new Uint8Array(count);
  const result: number[] = [];
  const visit = (start: number) => {
    const stack = [start];
    while (stack.length > 0) {
      const index = stack[stack.length - 1] as number;
      let open = -1;
      for (let at = before.first[index] as number; at < (before.first[index + 1] as number); at++) {
        if (done[before.list[at] as number] === 0) open = before.list[at] as number;
      }
      if (open >= 0) stack.push(open);
      else {
        stack.pop();
        if (done[index] === 0) result.push(index);
        done[index] = 1;
      }
    }
  };
  for (let index = 0; index < count; index++) visit(index);
  return result;
}
