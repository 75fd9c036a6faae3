import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReturnReason } from "../../core/change.ts";
import { type BlobChange, type BlobVersion, diffBlobs } from "../../git/diff-blobs.ts";
import { Git } from "../../git/git.ts";
import { isAncestor, resolveCommit } from "../../git/refs.ts";
import type { PreparedChange } from "../prepare-changes.ts";
import { contentOf } from "./content-of.ts";
import { linesWithout } from "./lines-without.ts";

const LINES_SHOWN_MAX = 40;

/** A path on which a change would silently undo what landed after its base. */
export interface StaleOverwrite {
  readonly path: string;
  /** Lines others landed that would be gone, and lines others removed that would be back. */
  readonly lost: readonly string[];
  readonly restored: readonly string[];
}

export interface StaleBaseQuestion {
  /** Commit of main, tree of the chain's tip, and tree of the merge that is being judged. */
  readonly main: string;
  readonly tip: string;
  readonly merged: string;
  readonly prepared: PreparedChange;
}

/**
 * The stale-base guard (DESIGN §7; the trap is kamp-us/phoenix#3621: work done on an old copy of a file, committed on top
 * of a newer main, is a clean green diff that reverts what landed in between).
 *
 * A three-way merge from the commit the work started from cannot do that: it keeps every landed line the work did not
 * touch. Only a history that claims to start later can. So, when the merge base is not the recorded base, each path that
 * landed since and that this merge changes is merged again from the recorded base, the change winning every conflict. What
 * comes out differently is exactly what landed on places where the change still has its base's text: its own diff
 * base→head does not touch those lines, the merged diff undoes them. An edit of a landed line is a conflict in that second
 * merge, so honest edits pass, and so does whatever the change moves to another file.
 *
 * Work whose merge base is off main's own line started from an earlier landed part of itself; nothing of others is in
 * between.
 */
export async function findStaleOverwrites(cache: Git, { main, tip, merged, prepared }: StaleBaseQuestion): Promise<StaleOverwrite[]> {
  const { change, mergeBase } = prepared;
  if (change.base === mergeBase || !(await isEarlier(cache, change.base, mergeBase))) return [];
  const ownLine = await cache.text(["rev-list", "--first-parent", `${change.base}..${main}`]);
  if (!ownLine.split("\n").includes(mergeBase)) return [];
  const landed = new Map((await diffBlobs(cache, change.base, tip)).map((edit) => [edit.path, edit]));
  const edits = await diffBlobs(cache, tip, merged);
  const overwrites: StaleOverwrite[] = [];
  for (const { path, after } of edits) {
    const since = landed.get(path);
    if (since === undefined) continue;
    const overwrite = await compare(cache, since, after);
    if (overwrite !== undefined) overwrites.push(overwrite);
  }
  return withoutMovedLines(cache, overwrites, edits);
}

/** A base nobody here has seen says nothing about where the work started. */
async function isEarlier(cache: Git, base: string, mergeBase: string): Promise<boolean> {
  return (await resolveCommit(cache, base)) !== undefined && (await isAncestor(cache, base, mergeBase));
}

/** Others landed `base → ours` while the change has `theirs`: what of it would the change undo? */
async function compare(cache: Git, landed: BlobChange, theirs: BlobVersion | null): Promise<StaleOverwrite | undefined> {
  const { path, before: base, after: ours } = landed;
  const [inBase, inOurs, inTheirs] = await Promise.all([contentOf(cache, base), contentOf(cache, ours), contentOf(cache, theirs)]);
  let right = inOurs;
  if (base?.oid !== theirs?.oid) {
    // One side made or removed the whole file: the change did so itself, knowing main's version.
    if (base === null || ours === null || theirs === null) return undefined;
    right = await mergeFavouringFirst(inTheirs, inBase, inOurs);
  }
  const lost = linesWithout(right, inTheirs);
  const restored = linesWithout(inTheirs, right);
  return lost.length + restored.length === 0 ? undefined : { path, lost, restored };
}

/** The three-way merge of one text, `first` winning every conflict; `first` itself for binary content. */
async function mergeFavouringFirst(first: string, base: string, second: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "signalbox-merge-"));
  try {
    const names = ["first", "base", "second"];
    await Promise.all([first, base, second].map((text, index) => writeFile(join(directory, names[index] ?? ""), text)));
    const merged = await new Git({ cwd: directory }).attempt(["merge-file", "-p", "--ours", ...names]);
    return merged.exitCode === 0 ? merged.stdout.toString("utf8") : first;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Takes out lines that the change adds to another path: they moved. */
async function withoutMovedLines(
  cache: Git,
  overwrites: readonly StaleOverwrite[],
  edits: readonly BlobChange[],
): Promise<StaleOverwrite[]> {
  if (overwrites.length === 0) return [];
  const added = new Map<string, string>();
  for (const { path, before, after } of edits) {
    added.set(path, linesWithout(await contentOf(cache, after), await contentOf(cache, before)).join("\n"));
  }
  return overwrites
    .map(({ path, lost, restored }) => {
      const elsewhere = [...added].flatMap(([other, lines]) => (other === path ? [] : [lines])).join("\n");
      return { path, lost: linesWithout(lost.join("\n"), elsewhere), restored };
    })
    .filter(({ lost, restored }) => lost.length + restored.length > 0);
}

/** The reason a person or agent reads: which lines, on which paths. */
export function staleReason(overwrites: readonly StaleOverwrite[]): ReturnReason {
  const shown = overwrites.flatMap(({ path, lost, restored }) => [
    `${path}:`,
    ...lost.slice(0, LINES_SHOWN_MAX).map((line) => `- ${line}`),
    ...restored.slice(0, LINES_SHOWN_MAX).map((line) => `+ ${line}`),
  ]);
  const files = overwrites.map(({ path }) => path);
  return {
    code: "stale-base",
    message: `expected landed work to stay, got a change that undoes it in ${files.slice(0, 5).join(", ")}`,
    evidence: `Lines that landed after the work began and would be gone (-), or were removed and would be back (+):\n${shown.join("\n")}`,
    files,
  };
}
