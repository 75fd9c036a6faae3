// Typed arrays are read `as number`: every index comes from a prepared project.
import type { Neighbours, Prepared } from "./prepare.ts";

/** Steps of the exact search; beyond, the heaviest set found so far is still a bound. */
const STEPS_MAX = 20_000;

/**
 * Ticks no schedule can end before because of one set of activities of which no two may overlap: what must come before the
 * first of them, all of them one after the other, what must come after the last. Sets are cliques of the exclusive pairs;
 * predecessors count as exclusive too. Heaviest clique by branch and bound.
 *
 * @param heads longest chain before each activity, `tails` after it, `least` ticks of its fastest mode
 */
export function heaviestExclusive(project: Prepared, heads: Int32Array, tails: Int32Array, least: Int32Array): number {
  const { count, exclusive } = project;
  const members = Int32Array.from({ length: count }, (_, at) => at).filter((at) => degree(exclusive, at) > 0);
  members.sort((a, b) => (least[b] as number) - (least[a] as number) || a - b);
  const adjacent = members.length === 0 ? () => false : adjacency(project);
  let best = 0;
  let steps = 0;
  const grow = (weight: number, head: number, tail: number, candidates: readonly number[], left: number) => {
    best = Math.max(best, weight + head + tail);
    for (let at = 0, rest = left; at < candidates.length; at++) {
      // Heads and tails only shrink while the set grows.
      if (weight + rest + head + tail <= best || ++steps > STEPS_MAX) return;
      const next = candidates[at] as number;
      const others: number[] = [];
      let othersWeight = 0;
      for (let other = at + 1; other < candidates.length; other++) {
        const candidate = candidates[other] as number;
        if (!adjacent(next, candidate)) continue;
        others.push(candidate);
        othersWeight += least[candidate] as number;
      }
      const own = least[next] as number;
      grow(weight + own, Math.min(head, heads[next] as number), Math.min(tail, tails[next] as number), others, othersWeight);
      rest -= own;
    }
  };
  for (let at = 0; at < members.length; at++) {
    const first = members[at] as number;
    const others = [...members.subarray(at + 1)].filter((other) => adjacent(first, other));
    const weight = others.reduce((sum, other) => sum + (least[other] as number), 0);
    grow(least[first] as number, heads[first] as number, tails[first] as number, others, weight);
  }
  return best;
}

function degree({ first }: Neighbours, at: number): number {
  return (first[at + 1] as number) - (first[at] as number);
}

/** Whether two activities can never overlap: excluded, or one comes directly before the other. */
function adjacency({ count, exclusive, before, after }: Prepared): (a: number, b: number) => boolean {
  const table = new Uint8Array(count * count);
  for (const { first, list } of [exclusive, before, after]) {
    for (let at = 0; at < count; at++) {
      for (let edge = first[at] as number; edge < (first[at + 1] as number); edge++) table[at * count + (list[edge] as number)] = 1;
    }
  }
  return (a, b) => table[a * count + b] === 1;
}
