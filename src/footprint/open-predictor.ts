import type { Config } from "../core/config.ts";
import { isGlob } from "../core/paths.ts";
import type { Git } from "../git/git.ts";
import { ownersWordOf, withOwnersWord } from "./owners-word.ts";
import { type Predictor, predictorFor } from "./predict.ts";
import { type IndexMemory, keepIndex, openIndex, type Say } from "./store/kept-index.ts";
import { lookupsIn } from "./store/tree-state.ts";
import { bookkeepingPaths } from "./tree/bookkeeping.ts";
import { treeIndex } from "./tree/tree-index.ts";

export interface PredictorOptions {
  /** Where the index is kept between runs; null keeps none. */
  readonly indexFile: string | null;
  readonly config: Pick<Config, "records" | "tasks" | "footprints" | "protect">;
  /** Told what a person should know: that a damaged index was built anew, that it could not be kept, that learning takes a while. */
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
  if (index.history.shallow) say("this clone is shallow: what older commits would tell of the task is not here (git fetch --unshallow)");
  const tree = treeIndex(lookupsIn(index.tree), bookkeepingPaths(config));
  const predictor = predictorFor(tree, index.history, index.learnt.model);
  const exists = (path: string) => isGlob(path) || tree.has(path) || tree.hasDirectory(path);
  return {
    predict(asked) {
      const word = ownersWordOf(asked.task, config);
      const nothing = { task: asked.task.id, entries: [], reads: [], symbols: [], size: null, unknown: null };
      return withOwnersWord(word.pin.length > 0 ? nothing : predictor.predict(asked), word, exists);
    },
  };
}
