import { type Estimate, type Experiment, estimate, estimateOf, ratioTo } from "../../src/simulation/landing/experiment.ts";
import { shown } from "../../src/simulation/landing/experiment-table.ts";
import type { MeasureName } from "../../src/simulation/landing/measures.ts";
import { SETTINGS } from "./settings.ts";

/** What was measured of a setting, by policy. */
export type Measured = ReadonlyMap<string, readonly Experiment[]>;

interface Target {
  readonly what: string;
  readonly setting: { readonly name: string };
  readonly measured: (of: (policy: string) => Experiment) => Estimate;
  readonly bound: { readonly atMost: number } | { readonly atLeast: number };
}

/** What the landing engine has to reach ("Speed to reach"), always for the two-stage queue. */
const TARGETS: readonly Target[] = [
  { what: "p50 over the oracle's", setting: SETTINGS.usual, measured: (of) => ratio(of, "oracle", "p50"), bound: { atMost: 3 } },
  { what: "p95 over the oracle's", setting: SETTINGS.usual, measured: (of) => ratio(of, "oracle", "p95"), bound: { atMost: 3 } },
  {
    what: "runs per landing, short ones counted whole",
    setting: SETTINGS.usual,
    measured: (of) => estimateOf(of("two-stage"), "runsPerLanding"),
    bound: { atMost: 1.6 },
  },
  {
    what: "suites per landing, short runs by their share",
    setting: SETTINGS.usual,
    measured: (of) => estimateOf(of("two-stage"), "suitesPerLanding"),
    bound: { atMost: 1.6 },
  },
  {
    what: "landed/h over the oracle's",
    setting: SETTINGS.busy,
    measured: (of) => ratio(of, "oracle", "landedPerHour"),
    bound: { atLeast: 0.85 },
  },
  {
    what: "landed/h over FIFO's",
    setting: SETTINGS.singleFull,
    measured: (of) => ratio(of, "fifo", "landedPerHour"),
    bound: { atLeast: 1.4 },
  },
];

function ratio(of: (policy: string) => Experiment, yardstick: string, measure: MeasureName): Estimate {
  return ratioTo(of(yardstick), of("two-stage"), measure);
}

/** One line a target: its setting, what was measured, and whether it is reached. */
export function* judged(measured: Measured): Iterable<string> {
  for (const { what, setting, measured: measure, bound } of TARGETS) {
    const experiments = measured.get(setting.name);
    if (experiments === undefined) continue;
    const value = measure((policy) => {
      const found = experiments.find((one) => one.policy.name === policy);
      if (found === undefined) throw new Error(`expected the policy \`${policy}\` to be measured, got none`);
      return found;
    });
    const isReached = "atMost" in bound ? value.mean <= bound.atMost : value.mean >= bound.atLeast;
    const wanted = "atMost" in bound ? `at most ${bound.atMost}` : `at least ${bound.atLeast}`;
    yield `${isReached ? "reached" : "missed "}  ${setting.name}: ${what} ${shown(value, 2)}, wanted ${wanted}`;
  }
  const bound = measured.get(SETTINGS.singleFull.name);
  const [fifo, best] = ["fifo", "batching-bound"].map((name) => bound?.find(({ policy }) => policy.name === name));
  if (fifo !== undefined && best !== undefined) {
    yield `         (nothing that tests can land more than ${shown(ratioTo(fifo, best, "landedPerHour"), 2)} times FIFO's there: the batching bound)`;
  }
}

/** How sure it is that nothing escapes: landings simulated, and times main broke. */
export function escapes(experiments: readonly Experiment[], policy: string): { readonly landings: number; readonly broken: number } {
  const runs = experiments.filter((one) => one.policy.name === policy).flatMap((one) => one.runs);
  const total = (name: MeasureName) => Math.round(estimate(runs.map((run) => run[name])).mean * runs.length);
  return { landings: total("landed"), broken: total("escapes") };
}
