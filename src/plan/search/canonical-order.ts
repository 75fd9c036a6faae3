// Typed arrays are read `as number`: every index comes from a checked project, and a test per read would cost more than the work.
import type { Project } from "./project.ts";

/** Edge visits after which activities still alike keep the order of the input: several seconds for none of the sizes planned. */
const VISITS_MAX = 4_000_000;

interface Edge {
  readonly from: number;
  readonly to: number;
  /** What the edge means, seen from `to`. */
  readonly kind: number;
}

/**
 * The activities in an order that depends on what they are and how they are connected, not on where they stand in the input:
 * so the same project written in another order is searched in the same way and has the same result. Colour refinement
 * (Weisfeiler & Leman 1968): every activity's hash takes in its neighbours' until no two more can be told apart; of those
 * still alike one is picked and the rest refined again.
 *
 * @returns the indexes of the input, first to last
 */
export function canonicalOrder(project: Project): Int32Array {
  const count = project.activities.length;
  const edges = edgesOf(project);
  let colours = Uint32Array.from(project.activities, ownColour);
  let visitsLeft = VISITS_MAX;
  let classes = new Set(colours).size;
  const refine = () => {
    for (let round = 0; round < count; round++) {
      const next = refined(colours, edges);
      visitsLeft -= edges.length + count;
      const found = new Set(next).size;
      if (found <= classes && round > 0) break;
      classes = found;
      colours = next;
      if (visitsLeft < 0) break;
    }
  };
  refine();
  while (classes < count && visitsLeft > 0) {
    const tied = firstTied(colours);
    colours[tied] = mix(colours[tied] as number, 0x5bd1e995);
    classes = new Set(colours).size;
    refine();
  }
  return Int32Array.from([...colours.keys()].sort((a, b) => (colours[a] as number) - (colours[b] as number) || a - b));
}

function edgesOf(project: Project): readonly Edge[] {
  const edges: Edge[] = [];
  const add = (a: number, b: number, kindAtA: number, kindAtB: number) =>
    edges.push({ from: b, to: a, kind: kindAtA }, { from: a, to: b, kind: kindAtB });
  for (const [index, { predecessors }] of project.activities.entries()) for (const before of predecessors) add(before, index, 1, 2);
  for (const [a, b] of project.exclusive) add(a, b, 3, 3);
  for (const { a, b, cost } of project.soft) add(a, b, mixNumber(4, cost), mixNumber(4, cost));
  return edges;
}

function ownColour(activity: Project["activities"][number]): number {
  let colour = mixNumber(7, activity.weight);
  for (const { ticks, demand, cost } of activity.modes) {
    colour = mixNumber(mixNumber(colour, ticks), cost);
    for (const amount of demand) colour = mixNumber(colour, amount);
  }
  const { running } = activity;
  return running === undefined ? colour : mixNumber(mixNumber(colour, running.mode + 1), running.ticksLeft);
}

/** Sums of mixed hashes: the order in which neighbours are visited does not matter. */
function refined(colours: Uint32Array, edges: readonly Edge[]): Uint32Array<ArrayBuffer> {
  const sums = new Uint32Array(colours.length);
  for (const { from, to, kind } of edges) sums[to] = (sums[to] as number) + mix(colours[from] as number, kind);
  return sums.map((sum, index) => mix(colours[index] as number, sum));
}

/** The first in the input of the alike with the smallest hash. */
function firstTied(colours: Uint32Array): number {
  const sorted = colours.toSorted();
  const twice = sorted.findIndex((colour, index) => colour === sorted[index + 1]);
  return colours.indexOf(sorted[twice] as number);
}

const bits = new DataView(new ArrayBuffer(8));

function mixNumber(hash: number, value: number): number {
  bits.setFloat64(0, value);
  return mix(mix(hash, bits.getUint32(0)), bits.getUint32(4));
}

function mix(hash: number, value: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ Math.imul(value ^ (value >>> 13), 0x297a2d39);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x85ebca6b) + 0x6d2b79f5;
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
