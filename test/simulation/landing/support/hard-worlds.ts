import { burstArrivals } from "../../../../src/simulation/landing/arrivals.ts";
import { type WorldParameters, worldParameters } from "../../../../src/simulation/landing/base-parameters.ts";
import type { WorldFaults } from "../../../../src/simulation/landing/faults.ts";
import type { WorldShape } from "../../../../src/simulation/landing/world.ts";

export interface HardWorld {
  readonly name: string;
  readonly parameters: WorldParameters;
  readonly shape?: WorldShape;
  readonly faults?: WorldFaults;
  /** More work than the workers can do, or workers that lie: then nothing bounds the wait. */
  readonly isOverloaded?: boolean;
}

const calm = (replaced: Partial<WorldParameters> = {}) => worldParameters({ hours: 10, changesPerHour: 12, ...replaced });

const unknownPushes: WorldFaults = { pushLost: 0.15, pushUnanswered: 0.15, pushLate: 0.15, staleLock: 0.05 };

const everything: WorldFaults = { ...unknownPushes, crash: 0.01, duplicate: 0.2, late: 0.2, lost: 0.1, foreignEveryMinutes: 120 };

/** Worlds that are hard on purpose: what landing.md §5 and §6 name, and all of it at once. */
export const HARD_WORLDS: readonly HardWorld[] = [
  { name: "nothing goes wrong", parameters: calm() },
  { name: "one worker", parameters: calm({ workers: 1, changesPerHour: 5 }) },
  { name: "two workers", parameters: calm({ workers: 2, changesPerHour: 9 }) },
  { name: "duplicated events", parameters: calm(), faults: { duplicate: 0.3 } },
  { name: "late and so reordered events", parameters: calm(), faults: { late: 0.3, lateMinutesMax: 6 } },
  { name: "lost workers", parameters: calm(), faults: { lost: 0.2 } },
  { name: "lying workers", parameters: calm(), faults: { lying: 0.1 }, isOverloaded: true },
  { name: "a process killed at any await", parameters: calm(), faults: { crash: 0.02 }, isOverloaded: true },
  { name: "pushes whose result nobody knows", parameters: calm(), faults: { ...unknownPushes, late: 0.3 } },
  {
    name: "pushes that arrive after the process that sent them",
    parameters: calm(),
    faults: { crash: 0.02, pushLate: 0.5 },
    isOverloaded: true,
  },
  { name: "stale locks on main", parameters: calm(), faults: { staleLock: 0.3 } },
  { name: "foreign pushes", parameters: calm(), faults: { foreignEveryMinutes: 40 } },
  {
    name: "a flake storm",
    parameters: calm(),
    faults: { flakeStorm: { fromMinutes: 60, toMinutes: 240, chance: 0.5 } },
    isOverloaded: true,
  },
  { name: "one long conflicting chain", parameters: calm(), shape: { overlaps: (a, b) => Math.abs(a - b) === 1 } },
  { name: "one hot file", parameters: calm({ overlap: 1 }), isOverloaded: true },
  { name: "a poison head", parameters: calm(), shape: { isBad: (index) => index === 0 } },
  { name: "a slow head", parameters: calm(), shape: { slowness: (index) => (index === 0 ? 5 : 1) }, isOverloaded: true },
  { name: "a barrier every five changes", parameters: calm(), shape: { isBarrier: (index) => index % 5 === 0 } },
  { name: "bursts of 64", parameters: calm(), shape: { arrivalsMs: burstArrivals(64, 8 * 3_600_000, 2) }, isOverloaded: true },
  { name: "changes that cannot be merged with each other", parameters: calm(), shape: { misfits: everyTwentieth } },
  { name: "many bad changes and flakes", parameters: calm({ failure: 0.3, flake: 0.1 }), isOverloaded: true },
  { name: "tests that cannot be run alone", parameters: calm({ retryShare: 1 }) },
  { name: "footprints that err", parameters: calm({ overlap: 0.26, edgesDropped: 0.5, edgesAdded: 0.5 }), isOverloaded: true },
  {
    name: "everything at once",
    parameters: calm({ overlap: 0.26, failure: 0.15, flake: 0.05, barriers: 0.03 }),
    shape: { misfits: everyTwentieth },
    faults: everything,
    isOverloaded: true,
  },
];

function everyTwentieth(a: number, b: number): boolean {
  return (Math.imul(a * b + 3 * (a + b), 0x9e3779b1) >>> 8) % 20 === 0;
}
