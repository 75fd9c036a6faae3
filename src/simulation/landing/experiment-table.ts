import { type Estimate, type Experiment, estimateOf, ratioTo } from "./experiment.ts";
import type { MeasureName } from "./measures.ts";
import { ORACLE } from "./policies/oracles.ts";

interface Column {
  readonly head: string;
  readonly measure: MeasureName;
  readonly digits: number;
  /** 100 for a share that is printed in percent. */
  readonly factor?: number;
}

const COLUMNS: readonly Column[] = [
  { head: "p50 min", measure: "p50", digits: 1 },
  { head: "p95 min", measure: "p95", digits: 1 },
  { head: "p99 min", measure: "p99", digits: 1 },
  { head: "longest", measure: "longest", digits: 0 },
  { head: "landed/h", measure: "landedPerHour", digits: 1 },
  { head: "runs", measure: "runsPerLanding", digits: 2 },
  { head: "suites", measure: "suitesPerLanding", digits: 2 },
  { head: "worker min", measure: "workerMinutesPerLanding", digits: 1 },
  { head: "cancelled %", measure: "cancelledShare", digits: 0, factor: 100 },
  { head: "green %", measure: "greenShare", digits: 1, factor: 100 },
  { head: "escapes", measure: "escapes", digits: 2 },
  { head: "returned", measure: "returned", digits: 1 },
  { head: "innocent", measure: "falseRejections", digits: 2 },
  { head: "culprit %", measure: "culpritAccuracy", digits: 1, factor: 100 },
  { head: "overtakes", measure: "overtakes", digits: 2 },
];

/** What the columns mean. */
export const COLUMN_NOTES = `p50, p95, p99, longest: minutes from submitted to landed or returned; x: ratio to the oracle in the same world. landed/h: until the
last change has ended. runs: runs begun per landing, short and cancelled ones too; suites: the same, a short run counted as its
share of a whole one. escapes: times main broke; innocent: returned without being to blame; culprit %: returned ones that were.`;

/** One row a policy, with a head; means over the seeds, ± half the 95 % confidence interval where it says most. */
export function experimentTable(experiments: readonly Experiment[]): readonly (readonly string[])[] {
  const oracle = experiments.find(({ policy }) => policy.name === ORACLE.name);
  const ratios = oracle === undefined ? [] : (["p50", "p95"] as const);
  const rows = experiments.map((one) => [
    one.policy.name,
    ...ratios.map((measure) => (oracle === undefined ? "" : `${shown(ratioTo(oracle, one, measure), 1)}x`)),
    ...COLUMNS.map(({ measure, digits, factor = 1 }) => {
      const { mean, within } = estimateOf(one, measure);
      const isMain = measure === "p50" || measure === "p95" || measure === "landedPerHour" || measure === "runsPerLanding";
      return isMain ? shown({ mean, within }, digits) : (factor * mean).toFixed(digits);
    }),
  ]);
  return [["policy", ...ratios.map((measure) => `${measure} x`), ...COLUMNS.map(({ head }) => head)], ...rows];
}

export function shown({ mean, within }: Estimate, digits: number): string {
  return within === 0 ? mean.toFixed(digits) : `${mean.toFixed(digits)}±${within.toFixed(digits)}`;
}
