import type { Config } from "../core/config.ts";
import type { Git } from "../git/git.ts";
import { pinnedFootprint, withOwnersWord } from "./owners-word.ts";
import { type Predictor, predictorFor } from "./predict.ts";
import { type IndexMemory, keepIndex, openIndex, type Say } from "./store/kept-index.ts";
import { lookupsIn } from "./store/tree-state.ts";
import { bookkeepingPaths } from "./tree/bookkeeping.ts";
import { treeIndex } from "./tree/tree-index.ts";

export interface PredictorOptions {
  /** Where the index is kept between runs; null keeps none. */
  readonly indexFile: string | null;
  readonly config: Pick<Config, "records" | "tasks" | "footprints" | "protect">;
  /** Told what a person should know: that a damaged index was built anew, that it could not be kept. */
  readonly say?: Say;
  /** For a process that asks again and again: spares reading the kept file each time. */
  readonly memory?: IndexMemory;
}

/**
 * Opens or updates the kept index for a commit and makes a predictor of it. The same commit gives the same predictions,
 * whatever was kept; predictions are pure and say the owner's word for certain.
 * @throws SignalboxError `git-failed` when `commit` is none.
 */
export async function openPredictor(git: Git, commit: string, options: PredictorOptions): Promise<Predictor> {
  const { indexFile, config, memory, say = () => undefined } = options;
  const index = await keepIndex(await openIndex(git, commit, indexFile, say, memory), indexFile, say, memory);
  const tree = treeIndex(lookupsIn(index.tree), bookkeepingPaths(config));
  const predictor = predictorFor(tree, index.history);
  return {
    predict(asked) {
      const { task } = asked;
      return pinnedFootprint(task, config, tree) ?? withOwnersWord(predictor.predict(asked), task, config, tree);
    },
  };
}
