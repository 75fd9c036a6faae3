import type { Evaluation } from "../evaluate/evaluate.ts";

/** One line of the comparison. */
export interface Row {
  readonly name: string;
  readonly value: (evaluation: Evaluation) => number;
  /** Decimals shown. */
  readonly decimals: 0 | 1;
}

const MINUTE = 60_000;

/** What is compared, the worst consequences first. */
export const ROWS: readonly Row[] = [
  { name: "tasks done at the end, by their acceptance", value: ({ done }) => done.length, decimals: 0 },
  { name: "lost updates", value: ({ lost }) => lost.length, decimals: 0 },
  {
    name: "minutes main was broken",
    value: ({ broken }) => sum(broken.map(({ fromMs, untilMs }) => untilMs - fromMs)) / MINUTE,
    decimals: 1,
  },
  { name: "pushes that broke main", value: ({ broken }) => broken.filter(({ by }) => by.length > 0).length, decimals: 0 },
  { name: "pushes onto broken main that left it broken", value: ({ broken }) => sum(broken.map(({ pushes }) => pushes)), decimals: 0 },
  { name: "false completions, when said", value: ({ falsely }) => falsely.length, decimals: 0 },
  { name: "false completions at the end", value: ({ falseAtEnd }) => falseAtEnd.length, decimals: 0 },
  { name: "tasks worked on twice", value: ({ duplicated }) => duplicated.length, decimals: 0 },
  { name: "textual conflicts in work", value: ({ met }) => met.work.length, decimals: 0 },
  { name: "textual conflicts in records", value: ({ met }) => met.records.length, decimals: 0 },
  { name: "sessions still called active at the end", value: ({ leftActive }) => leftActive.length, decimals: 0 },
  { name: "pushes to main", value: ({ pushes }) => pushes.length, decimals: 0 },
  { name: "wall time, minutes", value: ({ wallMs }) => wallMs / MINUTE, decimals: 1 },
  { name: "agent minutes", value: ({ agentMs }) => agentMs / MINUTE, decimals: 1 },
];

/** The figure over all runs of a variant: the median, and the least and most where they differ. */
export function figureOf({ value, decimals }: Row, runs: readonly Evaluation[]): string {
  const sorted = runs.map(value).sort((a, b) => a - b);
  const shown = (number: number | undefined) => (number ?? Number.NaN).toFixed(decimals);
  const [least, most] = [shown(sorted[0]), shown(sorted.at(-1))];
  const middle =
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? Number.NaN)) / 2;
  return least === most ? least : `${shown(middle)} (${least} to ${most})`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
