import type { WorldParameters } from "./base-parameters.ts";
import { type MeasureName, type Measures, measuresOf, waitsOf } from "./measures.ts";
import type { PolicyKind } from "./policy.ts";
import { simulate } from "./simulation.ts";
import { makeWorld, type WorldShape } from "./world.ts";

/** A mean with the half width of its 95 % confidence interval. */
export interface Estimate {
  readonly mean: number;
  readonly within: number;
}

/** One policy's measures in the same worlds as every other's, in the order of the seeds. */
export interface Experiment {
  readonly policy: PolicyKind;
  readonly runs: readonly Measures[];
  /** Every change's wait in minutes, of all worlds together, shortest first. */
  readonly waits: Float64Array;
}

export interface Seeds {
  readonly first: number;
  readonly count: number;
}

/** Plays every policy in the same worlds (paired seeds). `say` hears what is done, one policy after the other. */
export function experiment(
  parameters: WorldParameters,
  policies: readonly PolicyKind[],
  seeds: Seeds,
  shape: WorldShape = {},
  say: (policy: PolicyKind) => void = () => {},
): readonly Experiment[] {
  const worlds = Array.from({ length: seeds.count }, (_, at) => makeWorld(parameters, seeds.first + at, shape));
  return policies.map((policy) => {
    say(policy);
    const outcomes = worlds.map((world) => simulate(world, policy));
    return {
      policy,
      runs: outcomes.map((outcome) => measuresOf(outcome, parameters.retryShare)),
      waits: waitsOf(outcomes.flatMap(({ changes }) => changes)),
    };
  });
}

export function estimate(values: readonly number[]): Estimate {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, count);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, count - 1);
  return { mean, within: count < 2 ? 0 : 1.96 * Math.sqrt(variance / count) };
}

export function estimateOf({ runs }: Experiment, measure: MeasureName): Estimate {
  return estimate(runs.map((run) => run[measure]));
}

/** The mean of the ratios within each world, not the ratio of the means. */
export function ratioTo(yardstick: Experiment, { runs }: Experiment, measure: MeasureName): Estimate {
  return estimate(runs.map((run, at) => run[measure] / (yardstick.runs[at]?.[measure] || 1)));
}
