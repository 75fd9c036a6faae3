import type { Config } from "../core/config.ts";
import type { Footprint } from "../core/footprint.ts";
import { EVERYTHING } from "../core/paths.ts";
import type { Task } from "../core/task.ts";
import { ownWords } from "../footprint/mentions/own-words.ts";
import { openPredictor } from "../footprint/open-predictor.ts";
import { isHarmless } from "../footprint/tree/file-kind.ts";
import type { Git } from "../git/git.ts";
import { isLeased } from "../plan/conflicts/is-leased.ts";
import { USUAL_BOOKKEEPING } from "../plan/conflicts/path-nature.ts";
import { runsAlone } from "../plan/conflicts/runs-alone.ts";
import { compactPaths } from "./compact-paths.ts";

/** Where predictions come from: a commit of a repository, and the index kept of it (null: none is kept). */
export interface PredictionSource {
  readonly git: Git;
  /** Null in a repository without a commit: only what is declared is known. */
  readonly commit: string | null;
  readonly indexFile: string | null;
  readonly config: Config;
  /** Told what a person should know of the index: damaged, not kept, a shallow clone. */
  readonly say?: (line: string) => void;
}

/**
 * What each task is expected to change, by task id.
 * @param texts of these tasks and of those beside them: what most of a folder's prompts share says nothing of one task.
 */
export async function footprintsOf(
  { git, commit, indexFile, config, say }: PredictionSource,
  tasks: readonly Task[],
  texts: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Footprint>> {
  if (commit === null) return new Map(tasks.map((task) => [task.id, declaredFootprint(task)]));
  if (tasks.length === 0) return new Map();
  const predictor = await openPredictor(git, commit, { indexFile, config, ...(say === undefined ? {} : { say }) });
  const own = ownWords(texts);
  return new Map(tasks.map((task) => [task.id, predictor.predict({ task, text: own.get(task.id) ?? "" })]));
}

/** The footprint of a task of which only its sources' own words are known. */
export function declaredFootprint(task: Task): Footprint {
  const evidence = task.sources.slice(0, 1).map(({ file, line }) => `declared in ${file}:${line}`);
  return {
    task: task.id,
    entries: task.declared.write.map((path) => ({ path, mode: "write" as const, probability: 1, evidence })),
    reads: [],
    symbols: [],
    size: null,
    unknown: task.declared.write.length > 0 ? null : `nothing says which files ${task.id} writes`,
  };
}

/**
 * The paths a task leases when it starts: what its owner declared and files more likely written than not; everything where
 * too little is known (promise 6) or every other change is concerned. What is less likely is leased when it is written, and
 * what makes no two tasks wait for each other is not leased at all. Pure.
 * @param bookkeeping patterns of the files Signalbox keeps itself; the usual ones when missing.
 */
export function leasePaths(task: Task, footprint: Footprint | undefined, bookkeeping = USUAL_BOOKKEEPING): readonly string[] {
  const expected = footprint ?? declaredFootprint(task);
  if (runsAlone(expected) !== undefined) return [EVERYTHING];
  const likely = expected.entries.filter((entry) => isLeased(entry, false)).map(({ path }) => path);
  return compactPaths([...task.declared.write, ...likely].filter((path) => !isHarmless(path, bookkeeping)));
}
