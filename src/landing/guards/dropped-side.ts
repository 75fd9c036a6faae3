import { diffBlobs } from "../../git/diff-blobs.ts";
import type { Git } from "../../git/git.ts";
import { readFileAt } from "../../git/objects.ts";
import { isAncestor, mergeBase } from "../../git/refs.ts";
import { contentOf } from "./content-of.ts";
import { linesWithout } from "./lines-without.ts";
import type { StaleBaseQuestion, StaleOverwrite } from "./stale-base.ts";

/** Work that merged main into itself more often than this is looked at no further. */
const MERGES_MAX = 20;

/**
 * Conflicts that the work resolved by keeping its own side of a file whole (the trap is overstory#84: an automatic resolution
 * silently dropped another agent's section). Of each merge of main in the work's own line: a path that both sides changed,
 * where the merge has the work's own version to the byte, and lines that had landed there are gone in what would land now.
 * A merge that kept both sides, or wrote something new, has another version and is not looked at.
 */
export async function findDroppedSides(cache: Git, { main, merged, prepared }: StaleBaseQuestion): Promise<readonly StaleOverwrite[]> {
  const { change, mergeBase: fork } = prepared;
  if (change.base === fork) return [];
  const line = await cache.text(["rev-list", "--merges", "--first-parent", `--max-count=${MERGES_MAX}`, `${change.base}..${change.head}`]);
  const dropped = new Map<string, StaleOverwrite>();
  for (const merge of line.split("\n").filter((oid) => oid !== "")) {
    if (!(await isAncestor(cache, `${merge}^2`, main))) continue;
    for (const side of await droppedBy(cache, merge, merged)) if (!dropped.has(side.path)) dropped.set(side.path, side);
  }
  return [...dropped.values()];
}

async function droppedBy(cache: Git, merge: string, merged: string): Promise<readonly StaleOverwrite[]> {
  const base = await mergeBase(cache, `${merge}^1`, `${merge}^2`);
  if (base === undefined) return [];
  const [landed, own] = [await diffBlobs(cache, base, `${merge}^2`), await diffBlobs(cache, base, `${merge}^1`)];
  const mine = new Map(own.map((edit) => [edit.path, edit]));
  const kept = new Set((await diffBlobs(cache, `${merge}^1`, merge)).map(({ path }) => path));
  const found: StaleOverwrite[] = [];
  for (const { path, before, after } of landed) {
    if (after === null || after.mode === "160000" || !mine.has(path) || kept.has(path)) continue;
    const [old, theirs, now] = [
      await contentOf(cache, before),
      await contentOf(cache, after),
      (await readFileAt(cache, merged, path)) ?? "",
    ];
    const lost = linesWithout(linesWithout(theirs, old).join("\n"), now);
    if (lost.length > 0) found.push({ path, lost, restored: [] });
  }
  return found;
}
