import type { Footprint, FootprintEntry } from "../../core/footprint.ts";
import { anyPatternCovers, EVERYTHING, hasWildcard } from "../../core/paths.ts";
import type { Task } from "../../core/task.ts";
import { isHarmless } from "../../footprint/tree/file-kind.ts";
import { plainPattern } from "./pattern.ts";

/**
 * Chance that a path is changed whose task names it, by what is named. Any two of them together stay above `HARD_FROM`:
 * where owners' words overlap, the leases do, and the plan must not promise what a run refuses.
 */
const NAMED = { file: 0.95, directory: 0.85, glob: 0.75 } as const;

/**
 * What each task will write, as far as conflicts go: the prediction where there is one, and what the task declares beside it.
 * Records, lock files and generated files are left out. A task about which nothing is known says so in `unknown`
 * (promise 6: it runs alone).
 */
export function footprintsOf(
  tasks: readonly Task[],
  predicted: ReadonlyMap<string, Footprint> | undefined,
  bookkeeping: readonly string[],
): ReadonlyMap<string, Footprint> {
  return new Map(
    tasks.map((task) => {
      const footprint = withNamed(task, predicted?.get(task.id)) ?? declaredFootprint(task);
      const known = footprint.entries.length > 0 || footprint.unknown !== null;
      return [
        task.id,
        {
          ...footprint,
          entries: footprint.entries.filter(({ path, probability }) => probability > 0 && !isHarmless(path, bookkeeping)),
          reads: footprint.reads.filter(({ path }) => !isHarmless(path, bookkeeping)),
          unknown: known ? footprint.unknown : `${task.id} says nothing about what it changes`,
        },
      ];
    }),
  );
}

/** A forecast speaks of files; what the owner names beside them, folders above all, is leased as well. */
function withNamed(task: Task, footprint: Footprint | undefined): Footprint | undefined {
  if (footprint === undefined) return undefined;
  const known = new Set(footprint.entries.map(({ path }) => plainPattern(path).pattern));
  const named = declaredFootprint(task).entries.filter(({ path }) => !known.has(plainPattern(path).pattern));
  return named.length === 0 ? footprint : { ...footprint, entries: [...footprint.entries, ...named] };
}

function declaredFootprint(task: Task): Footprint {
  const places = task.sources.map(({ file, line }) => `${file}:${line}`);
  const evidence = places.length === 0 ? ["its owner names it"] : [`named in ${places[0]}`];
  const entries = [...new Set(task.declared.write)]
    .filter((path) => path === EVERYTHING || !anyPatternCovers(task.declared.forbid, path))
    .map((path): FootprintEntry => ({ path, mode: "write", probability: NAMED[natureOf(path)], evidence }))
    .sort((a, b) => b.probability - a.probability || (a.path < b.path ? -1 : 1));
  const unknown = entries.length === 0 ? `${task.id} says nothing about what it changes` : null;
  return { task: task.id, entries, reads: [], symbols: [], size: null, unknown };
}

function natureOf(path: string): keyof typeof NAMED {
  const { pattern, isPlace } = plainPattern(path);
  if (hasWildcard(pattern)) return "glob";
  return isPlace || !/\.[^/]+$/.test(pattern) ? "directory" : "file";
}
