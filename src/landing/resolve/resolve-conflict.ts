import { anyPatternCovers } from "../../core/paths.ts";
import type { Git } from "../../git/git.ts";
import { mergeFile } from "../../git/merge-file.ts";
import type { ConflictedPath } from "../../git/merge-tree.ts";
import { writeBlob } from "../../git/objects.ts";
import { editTree, type TreeEdit } from "../../git/trees.ts";
import { type Conflict, type Conflicted, oddities, versionsOf } from "./conflicted.ts";
import { areInsertions } from "./insert-only.ts";
import { lockToolOf } from "./lock/lock-tools.ts";
import { resolveLock } from "./lock/resolve-lock.ts";
import { regenerate } from "./regenerate.ts";
import type { Memory } from "./remembered/memory.ts";
import { type Recalled, resolveRemembered } from "./remembered/resolve-remembered.ts";
import { type MadeResolution, type PathRefusal, type PathVersions, type Rung, resolutionKey } from "./resolution.ts";
import { resolvePath } from "./resolve-path.ts";
import { runDriver } from "./run-driver.ts";
import type { Workshop } from "./workshop.ts";

/**
 * resolved   `tree` is the merge with every conflicted path resolved, to be gated like any other.
 * refused    by path, why no rung applies; nothing of the merge is used.
 */
export type ConflictResult =
  | { readonly kind: "resolved"; readonly tree: string; readonly resolutions: readonly MadeResolution[] }
  | { readonly kind: "refused"; readonly because: readonly PathRefusal[] };

/** Resolves a conflicted merge whole or not at all. */
export type ResolveConflict = (conflict: Conflict) => Promise<ConflictResult>;

export interface LadderContext {
  readonly cache: Git;
  /** Was this conflict (`resolutionKey`) resolved so before, and the result refused by the gates? */
  readonly isBarred: (key: string) => boolean;
  /** Null: the rungs that run a program refuse. */
  readonly workshop: Workshop | null;
  /** Null: nothing is remembered. */
  readonly memory: Memory | null;
}

/** What is done on the way up: the tree so far, what was decided, and what could not be. */
interface Climb {
  tree: string;
  readonly resolutions: MadeResolution[];
  readonly refusals: PathRefusal[];
}

type Resolved = Extract<Recalled, { readonly kind: "resolved" }>;
type TextResult = Resolved | { readonly kind: "refused"; readonly because: string };

/**
 * Goes up the ladder with every conflicted path; the merge is resolved only when each of them is. Texts come first, because
 * lock files are written from merged manifests, and generated files from everything else.
 */
export async function resolveConflict(context: LadderContext, conflict: Conflict): Promise<ConflictResult> {
  const odd = oddities(conflict);
  if (odd.length > 0) return { kind: "refused", because: odd };
  const versions = await versionsOf(context.cache, conflict.paths);
  if (!Array.isArray(versions)) return { kind: "refused", because: [versions] };
  const climb: Climb = { tree: conflict.tree, resolutions: [], refusals: [] };
  const written = versions.filter(([path]) => isWritten(context, path.path));
  const steps = [
    () =>
      resolveTexts(
        context,
        climb,
        versions.filter((one) => !written.includes(one)),
        written,
      ),
    () =>
      resolveLocks(
        context,
        climb,
        written.filter(([{ path }]) => lockToolOf(path) !== undefined),
      ),
    () =>
      resolveGenerated(
        context,
        climb,
        written.filter(([{ path }]) => lockToolOf(path) === undefined),
      ),
  ];
  for (const step of steps) {
    await step();
    if (climb.refusals.length > 0) return { kind: "refused", because: climb.refusals };
  }
  return { kind: "resolved", tree: climb.tree, resolutions: climb.resolutions };
}

/** Is the file a program's, not a person's? */
function isWritten({ workshop }: LadderContext, path: string): boolean {
  return lockToolOf(path) !== undefined || ruleOf(workshop, path) !== undefined;
}

function ruleOf(workshop: Workshop | null, path: string): Workshop["generated"][number] | undefined {
  return workshop?.generated.find(({ paths }) => anyPatternCovers(paths, path));
}

/** @param written files that are a program's: main's version stands in the tree until it writes them. */
async function resolveTexts(
  context: LadderContext,
  climb: Climb,
  texts: readonly Conflicted[],
  written: readonly Conflicted[],
): Promise<void> {
  const edits: TreeEdit[] = written.map(([{ path, ours }]) => ({ path, content: ours }));
  for (const [path, versions] of texts) {
    const result = await resolveText(context, path, versions);
    if (result.kind === "resolved") edits.push(await take(context.cache, climb, path, result));
    else climb.refusals.push({ path: path.path, because: result.because });
  }
  if (climb.refusals.length === 0) climb.tree = await editTree(context.cache, climb.tree, edits);
}

async function resolveText(context: LadderContext, path: ConflictedPath, versions: PathVersions): Promise<TextResult> {
  const { cache, memory, isBarred, workshop } = context;
  // Nobody looks at the parts of any other conflict, and git need not be asked for them.
  const parts = areInsertions(versions) ? await mergeFile(versions.base ?? "", versions.ours, versions.theirs) : [];
  const result = resolvePath(versions, parts, (rung) => isBarred(resolutionKey(path, rung)));
  if (result.kind === "resolved") return resolvedBy(path, result.rung, result);
  const reasons = [result.because];
  if (workshop !== null && workshop.driver.driver !== null && !isBarred(resolutionKey(path, "driver"))) {
    const driven = await runDriver(workshop, versions);
    if (driven.kind === "resolved") return resolvedBy(path, "driver", driven);
    reasons.push(driven.because);
  }
  if (memory !== null) {
    const recalled = await resolveRemembered({ cache, memory, isBarred }, path, versions);
    if (recalled.kind === "resolved") return recalled;
    if (recalled.because !== null) reasons.push(recalled.because);
  }
  return { kind: "refused", because: reasons.join("; ") };
}

async function resolveLocks({ cache, isBarred, workshop }: LadderContext, climb: Climb, locks: readonly Conflicted[]): Promise<void> {
  for (const [path, versions] of locks) {
    const tool = lockToolOf(path.path);
    const because =
      workshop === null
        ? "no package manager may run here"
        : isBarred(resolutionKey(path, "lock-file"))
          ? "written anew it did not pass before"
          : null;
    if (workshop === null || tool === undefined || because !== null) {
      climb.refusals.push({ path: path.path, because: because ?? "no tool writes it" });
      continue;
    }
    const result = await resolveLock({ cache, tools: workshop.tools }, tool, versions, climb.tree);
    if (result.kind === "refused") climb.refusals.push({ path: path.path, because: result.because });
    else climb.tree = await editTree(cache, climb.tree, [await take(cache, climb, path, resolvedBy(path, "lock-file", result))]);
  }
}

async function resolveGenerated({ cache, isBarred, workshop }: LadderContext, climb: Climb, files: readonly Conflicted[]): Promise<void> {
  if (workshop === null) return;
  const byRule = Map.groupBy(files, ([{ path }]) => ruleOf(workshop, path));
  for (const [rule, group] of byRule) {
    const names = group.map(([{ path }]) => path);
    const isRefused = group.some(([path]) => isBarred(resolutionKey(path, "generated")));
    const edits =
      rule === undefined || isRefused
        ? "written anew it did not pass before"
        : await regenerate({ cache, workshop }, rule, names, climb.tree);
    if (typeof edits === "string") climb.refusals.push(...names.map((path) => ({ path, because: edits })));
    else {
      climb.tree = await editTree(cache, climb.tree, edits);
      const decided = "written anew by its generator from the merged tree";
      climb.resolutions.push(
        ...group.map(([path]) => ({ path: path.path, rung: "generated" as const, decided, key: resolutionKey(path, "generated") })),
      );
    }
  }
}

function resolvedBy(path: ConflictedPath, rung: Rung, { content, decided }: { content: string; decided: string }): Resolved {
  return { kind: "resolved", content, made: { path: path.path, rung, decided, key: resolutionKey(path, rung) } };
}

/** Notes a resolution. @returns its content as an edit, with the mode both sides have. */
async function take(cache: Git, climb: Climb, { path, ours }: ConflictedPath, { content, made }: Resolved): Promise<TreeEdit> {
  climb.resolutions.push(made);
  return { path, content: { oid: await writeBlob(cache, content), mode: ours?.mode ?? "100644" } };
}
