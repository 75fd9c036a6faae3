import type { Footprint } from "../core/footprint.ts";
import type { Task } from "../core/task.ts";
import { predictByMentions } from "./predict-by-mentions.ts";
import type { HistoryState } from "./store/history-state.ts";
import type { TreeIndex } from "./tree/tree-index.ts";

export interface PredictTask {
  readonly task: Task;
  /** The prompt's own words. */
  readonly text: string;
}

/** Everything prediction looks at, for one commit. */
export interface Predictor {
  /** Pure; less than 100 ms. */
  predict(asked: PredictTask): Footprint;
}

/** A predictor over one commit's tree and history. */
export function predictorFor(tree: TreeIndex, _history: HistoryState): Predictor {
  return { predict: (asked) => predictByMentions(asked, tree) };
}
