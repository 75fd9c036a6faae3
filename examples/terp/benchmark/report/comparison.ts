import type { Evaluation } from "../evaluate/evaluate.ts";

/** All that was measured in one call of the benchmark. */
export interface Comparison {
  readonly variants: readonly { readonly title: string; readonly runs: readonly Evaluation[] }[];
  readonly setting: Setting;
}

/** How it was measured. */
export interface Setting {
  readonly agents: number;
  readonly seeds: readonly number[];
  readonly fast: boolean;
  /** Processors, their model, memory, Node and git: one line. */
  readonly machine: string;
  /** Load average of the last minute before each play, in the order in which they were played. */
  readonly loads: readonly number[];
}
