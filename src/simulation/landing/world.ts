import { seededRandom } from "../../core/seeded-random.ts";
import { poissonArrivals } from "./arrivals.ts";
import type { WorldParameters } from "./base-parameters.ts";

export interface WorldChange {
  /** Its place in the order of arrival; foreign pushes come after them all. */
  readonly index: number;
  readonly id: string;
  readonly arrivedMs: number;
  /** When its agent took main. */
  readonly begunMs: number;
  /** Fails by itself. */
  readonly bad: boolean;
  readonly barrier: boolean;
  /** Factor on the duration of every whole run that holds it. */
  readonly slowness: number;
}

/** What is true of one seed's changes, whatever a policy makes of them: the same for every policy (paired seeds). */
export interface World {
  readonly seed: number;
  readonly parameters: WorldParameters;
  readonly changes: readonly WorldChange[];
  overlaps(a: number, b: number): boolean;
  /** The overlaps that the queue is told of: the real ones up to the footprint's error. */
  seen(a: number, b: number): boolean;
  /** They fail together, unless one was begun on top of the other. */
  breaks(a: number, b: number): boolean;
  /** They cannot be merged with each other. */
  misfits(a: number, b: number): boolean;
}

/** Replaces parts of a drawn world, for worlds that are hard on purpose. */
export interface WorldShape {
  readonly arrivalsMs?: readonly number[];
  readonly isBad?: (index: number) => boolean;
  readonly isBarrier?: (index: number) => boolean;
  readonly slowness?: (index: number) => number;
  readonly overlaps?: (a: number, b: number) => boolean;
  readonly breaks?: (a: number, b: number) => boolean;
  readonly misfits?: (a: number, b: number) => boolean;
}

const MINUTE = 60_000;

/** Draws a world. Pairs are hashed, not stored: a world of 100,000 changes takes no more room than its changes. */
export function makeWorld(parameters: WorldParameters, seed: number, shape: WorldShape = {}): World {
  const random = seededRandom(seed);
  const arrivals = shape.arrivalsMs ?? poissonArrivals(random, parameters.changesPerHour, parameters.hours);
  const changes = arrivals.map((arrivedMs, index): WorldChange => {
    const [isBad, isBarrier] = [random.fraction() < parameters.failure, random.fraction() < parameters.barriers];
    return {
      index,
      id: `c${index}`,
      arrivedMs,
      begunMs: arrivedMs - parameters.agentMinutes * MINUTE,
      bad: shape.isBad?.(index) ?? isBad,
      barrier: shape.isBarrier?.(index) ?? isBarrier,
      slowness: shape.slowness?.(index) ?? 1,
    };
  });
  const drawn = (salt: number) => (a: number, b: number) => pairFraction(seed, salt, Math.min(a, b), Math.max(a, b));
  const [overlapDrawn, seenDrawn, breakDrawn] = [drawn(1), drawn(2), drawn(3)];
  const { overlap, edgesDropped, edgesAdded, brokenOverlapping, brokenDisjoint } = parameters;
  const addedToDisjoint = overlap < 1 ? (edgesAdded * overlap) / (1 - overlap) : 0;
  const overlaps = shape.overlaps ?? ((a: number, b: number) => overlapDrawn(a, b) < overlap);
  return {
    ...{ seed, parameters, changes, overlaps },
    seen: (a, b) => (overlaps(a, b) ? seenDrawn(a, b) >= edgesDropped : seenDrawn(a, b) < addedToDisjoint),
    breaks: shape.breaks ?? ((a, b) => breakDrawn(a, b) < (overlaps(a, b) ? brokenOverlapping : brokenDisjoint)),
    misfits: shape.misfits ?? (() => false),
  };
}

/** A number in [0, 1) that seed, salt and pair determine (the mixing step of murmur3). */
function pairFraction(seed: number, salt: number, a: number, b: number): number {
  let mixed = Math.imul(seed ^ (salt << 24), 0x9e3779b1) ^ Math.imul(a + 1, 0x85ebca6b) ^ Math.imul(b + 7, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13) ^ b, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16) ^ a, 0x27d4eb2f);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}
