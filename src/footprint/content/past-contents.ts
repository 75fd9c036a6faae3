import type { Changes } from "../tree/file-facts.ts";
import type { Lookups } from "../tree/lookups.ts";
import type { ContentIndex } from "./content-index.ts";
import { contentsOf } from "./contents-of.ts";

/** What the files of a repository said while its history went on. */
export interface PastContents {
  /** Some tree, and what differed from it at the beginning. */
  readonly base: Lookups;
  readonly start: Changes;
  /** What had changed again before the commit of that number; rising. */
  readonly steps: readonly { readonly before: number; readonly changes: Changes }[];
}

/** Goes through past contents once. @returns the contents before a commit, by its number; asked for with rising numbers */
export function replayed({ base, start, steps }: PastContents): (commit: number) => ContentIndex {
  const changes = new Map(start);
  let next = 0;
  return (commit) => {
    const contents = contentsOf(base, changes);
    for (let step = steps[next]; step !== undefined && step.before <= commit; step = steps[++next]) {
      for (const [path, facts] of step.changes) {
        // Both at once: whoever asks for another tree next goes by what these contents differ in.
        changes.set(path, facts);
        contents.set(path, facts);
      }
    }
    return contents;
  };
}
