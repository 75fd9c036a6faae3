import { posix } from "node:path";
import { readFewBlobs } from "../../git/blobs.ts";
import type { BlobChange } from "../../git/diff-blobs.ts";
import type { Git } from "../../git/git.ts";
import { writeBlob } from "../../git/objects.ts";
import { editTree, type TreeEdit } from "../../git/trees.ts";
import { planRenumbering, type Renumbering } from "./plan-renumbering.ts";
import type { MadeResolution } from "./resolution.ts";

export interface MergedChange {
  /** Commit where the work began, tree of the tip it was merged onto, and tree of the merge. */
  readonly mergeBase: string;
  readonly tip: string;
  readonly merged: string;
  readonly edits: readonly BlobChange[];
}

export interface Renumbered {
  readonly tree: string;
  /** The change's paths after the move. */
  readonly files: readonly string[];
  readonly resolutions: readonly MadeResolution[];
}

const NUMBER = /\d/;
const BYTES_MAX = 64 * 1024 * 1024;

/**
 * Gives a change's new files the next free numbers where the tip took theirs meanwhile, and follows the new names through
 * the change's own files. Costs nothing for a change that adds no numbered path.
 */
export async function renumber(cache: Git, { mergeBase, tip, merged, edits }: MergedChange): Promise<Renumbered> {
  const files = edits.map(({ path }) => path);
  const added = edits.filter(({ path, before, after }) => before === null && after !== null && NUMBER.test(path)).map(({ path }) => path);
  const unchanged = { tree: merged, files, resolutions: [] };
  if (added.length === 0) return unchanged;
  const [before, now] = await Promise.all([pathsOf(cache, mergeBase), pathsOf(cache, tip)]);
  const plan = planRenumbering({ added, before: new Set(before), tip: now });
  if (plan.length === 0) return unchanged;
  const tree = await editTree(cache, merged, await editsFor(cache, merged, files, plan));
  const resolutions = plan.map(({ from, to }) => ({
    path: from,
    rung: "renumbered" as const,
    decided: `is ${to} now: its number was taken meanwhile`,
    key: `renumbered ${from} ${to}`,
  }));
  return { tree, files: files.map((path) => moved(path, plan)), resolutions };
}

async function pathsOf(cache: Git, treeish: string): Promise<readonly string[]> {
  return cache.fields(["ls-tree", "-r", "-z", "--name-only", "--full-tree", treeish]);
}

function moved(path: string, plan: readonly Renumbering[]): string {
  const move = plan.find(({ from }) => path === from || path.startsWith(`${from}/`));
  return move === undefined ? path : move.to + path.slice(move.from.length);
}

/** Moves the files, and writes the new names into the change's own texts. Removals come first, to make room. */
async function editsFor(cache: Git, tree: string, files: readonly string[], plan: readonly Renumbering[]): Promise<readonly TreeEdit[]> {
  const own = new Set(files);
  const lines = await cache.fields(["ls-tree", "-r", "-z", "--full-tree", tree]);
  const blobs = lines.flatMap((line) => {
    const [, mode, oid, path] = /^(100(?:644|755)) blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    return mode !== undefined && oid !== undefined && path !== undefined && own.has(path) ? [{ mode, oid, path }] : [];
  });
  const contents =
    (await readFewBlobs(
      cache,
      blobs.map(({ oid }) => oid),
      BYTES_MAX,
    )) ?? [];
  const edits: TreeEdit[] = [];
  for (const [index, { mode, oid, path }] of blobs.entries()) {
    const content = contents[index];
    const text = content === undefined || content.includes(0) ? undefined : withNewNames(content.toString("utf8"), plan);
    const isNew = text !== undefined && text !== content?.toString("utf8");
    const to = moved(path, plan);
    if (to === path && !isNew) continue;
    if (to !== path) edits.push({ path, content: null });
    edits.push({ path: to, content: { oid: isNew ? await writeBlob(cache, text) : oid, mode } });
  }
  return edits.toSorted((a, b) => Number(a.content !== null) - Number(b.content !== null));
}

/** Every old name, with and without its ending, as a word of its own. One pass: a new name may be another's old one. */
function withNewNames(text: string, plan: readonly Renumbering[]): string {
  const names = new Map<string, string>();
  for (const { from, to } of plan) {
    const [before, after] = [posix.basename(from), posix.basename(to)];
    // A bare number may stand for anything.
    if (/[A-Za-z]/.test(stem(before))) names.set(stem(before), stem(after));
    names.set(before, after);
  }
  const words = [...names.keys()].sort((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return text.replace(new RegExp(`(?<![\\w-])(?:${words.join("|")})(?![\\w-])`, "g"), (name) => names.get(name) ?? name);
}

/** A name up to its first dot: what a migration is usually called by. */
function stem(name: string): string {
  return name.replace(/(?<=.)\..*$/, "");
}
