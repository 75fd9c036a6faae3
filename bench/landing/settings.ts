import { type WorldParameters, worldParameters } from "../../src/simulation/landing/base-parameters.ts";

/** As many changes a run as the reference's table had, whatever the rate. */
const CHANGES = 240;

export interface Setting {
  readonly name: string;
  readonly parameters: WorldParameters;
}

function setting(name: string, workers: number, changesPerHour: number, overlap: number, rest: Partial<WorldParameters> = {}): Setting {
  const hours = CHANGES / changesPerHour;
  return { name, parameters: worldParameters({ workers, changesPerHour, overlap, hours, ...rest }) };
}

/** The settings of the reference's table (landing.md §5), in its order. */
export const SETTINGS = {
  single: setting("W=1, 5/h, overlap .04", 1, 5, 0.04),
  crowded: setting("W=4, 16/h, overlap .26", 4, 16, 0.26),
  usual: setting("W=4, 16/h, overlap .04", 4, 16, 0.04),
  busy: setting("W=8, 60/h, overlap .04", 8, 60, 0.04),
  singleFull: setting("W=1, 10/h, overlap .04: saturated", 1, 10, 0.04),
  doubleFull: setting("W=2, 20/h, overlap .04: saturated", 2, 20, 0.04),
  rough: setting("W=4, 16/h, overlap .04, failure .15, flake .05", 4, 16, 0.04, { failure: 0.15, flake: 0.05 }),
} as const;

export interface Sweep {
  /** Names the plot's file. */
  readonly name: string;
  readonly label: string;
  readonly values: readonly number[];
  readonly at: (value: number) => WorldParameters;
}

const usual = SETTINGS.usual.parameters;
const hoursAt = (changesPerHour: number) => CHANGES / changesPerHour;

export const SWEEPS: readonly Sweep[] = [
  {
    name: "load",
    label: "changes submitted per hour",
    values: [4, 8, 12, 16, 20, 24, 28, 32],
    at: (changesPerHour) => ({ ...usual, changesPerHour, hours: hoursAt(changesPerHour) }),
  },
  { name: "workers", label: "workers", values: [1, 2, 3, 4, 6, 8, 12], at: (workers) => ({ ...usual, workers }) },
  {
    name: "failure",
    label: "share of changes that fail by themselves",
    values: [0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3],
    at: (failure) => ({ ...usual, failure }),
  },
  {
    name: "flake",
    label: "share of runs that fail for nothing",
    values: [0, 0.01, 0.02, 0.05, 0.1, 0.2],
    at: (flake) => ({ ...usual, flake }),
  },
  {
    name: "overlap",
    label: "share of pairs that overlap",
    values: [0, 0.02, 0.04, 0.1, 0.26, 0.5, 1],
    at: (overlap) => ({ ...usual, overlap }),
  },
  {
    name: "edges-dropped",
    label: "share of overlaps the queue does not see (overlap .26)",
    values: [0, 0.1, 0.25, 0.5, 0.75, 1],
    at: (edgesDropped) => ({ ...usual, overlap: 0.26, edgesDropped }),
  },
  {
    name: "edges-added",
    label: "false overlaps the queue sees, for each real one (overlap .04)",
    values: [0, 0.5, 1, 2, 4, 8],
    at: (edgesAdded) => ({ ...usual, edgesAdded }),
  },
  {
    name: "retry-share",
    label: "cost of running only some tests, as a share of a whole run",
    values: [0.05, 0.1, 0.25, 0.5, 0.75, 1],
    at: (retryShare) => ({ ...usual, retryShare }),
  },
];
