/**
 * What a simulated world is like. Times in minutes, chances and shares from 0 to 1. The base values are in
 * `BASE_PARAMETERS`, each with where it comes from; nothing else in the simulator sets a number of the world.
 */
export interface WorldParameters {
  /** Whole runs of the gates at once. */
  readonly workers: number;
  /** Mean of the Poisson arrivals. They do not wait for the queue (open loop). */
  readonly changesPerHour: number;
  /** How long changes arrive; then the queue is drained. */
  readonly hours: number;
  /** Chance that two changes overlap. */
  readonly overlap: number;
  /** Chance that a change fails by itself. */
  readonly failure: number;
  /** Chance that a run fails for no reason of its changes; a short run too, with one of the tests it ran. */
  readonly flake: number;
  /** Chance that the failing tests point at a culprit of the run. A flake points at any of its changes as often. */
  readonly blame: number;
  readonly suiteMinutes: number;
  /** Standard deviation of the logarithm of a run's duration. */
  readonly suiteSpread: number;
  /** Chance that two overlapping changes break each other, where neither was begun on top of the other. */
  readonly brokenOverlapping: number;
  /** The same for two changes that do not overlap. */
  readonly brokenDisjoint: number;
  /** What running only some tests costs, as a share of a whole run. */
  readonly retryShare: number;
  /** From main as an agent took it to its change. What landed earlier cannot break it. */
  readonly agentMinutes: number;
  /** Chance that the queue does not see an overlap. */
  readonly edgesDropped: number;
  /** Overlaps the queue sees that are none, for each real one. */
  readonly edgesAdded: number;
  /** Chance that a change conflicts with everything, as a lock file does. */
  readonly barriers: number;
}

interface BaseParameter {
  readonly value: number;
  readonly source: string;
}

const REFERENCE = "reference landing.md §5";

export const BASE_PARAMETERS: Readonly<Record<keyof WorldParameters, BaseParameter>> = {
  workers: { value: 4, source: `${REFERENCE}, the setting its targets are for` },
  changesPerHour: { value: 16, source: `${REFERENCE}, the same` },
  hours: { value: 12, source: "chosen: 192 changes at 16/h; the reference had 200 to 260" },
  overlap: { value: 0.04, source: `${REFERENCE}; measured pairs share a file in 3.7 to 21.8 % (§3.1)` },
  failure: { value: 0.05, source: REFERENCE },
  flake: { value: 0.02, source: REFERENCE },
  blame: { value: 0.7, source: `${REFERENCE}, assumed there` },
  suiteMinutes: { value: 8, source: REFERENCE },
  suiteSpread: {
    value: 0.3,
    source: "chosen: lognormal as the reference, which does not state it; 95 % of the runs end within 1.6 medians",
  },
  brokenOverlapping: { value: 0.033, source: REFERENCE },
  brokenDisjoint: { value: 0.0005, source: REFERENCE },
  retryShare: { value: 0.25, source: "chosen: some tests still need the set-up of all; swept up to 1" },
  agentMinutes: { value: 30, source: "chosen: sessions of the measured project took minutes, not hours" },
  edgesDropped: { value: 0, source: `${REFERENCE}: footprints exact; swept` },
  edgesAdded: { value: 0, source: `${REFERENCE}: footprints exact; swept` },
  barriers: { value: 0, source: `${REFERENCE}: none; tests have their own` },
};

/** The base world with some values replaced. */
export function worldParameters(replaced: Partial<WorldParameters> = {}): WorldParameters {
  const base = Object.fromEntries(Object.entries(BASE_PARAMETERS).map(([name, { value }]) => [name, value]));
  return { ...(base as unknown as WorldParameters), ...replaced };
}
