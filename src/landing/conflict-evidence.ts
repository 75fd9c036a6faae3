import type { ReturnReason } from "../core/change.ts";
import type { Git } from "../git/git.ts";
import { type ConflictHunk, isHunk, mergeFile } from "../git/merge-file.ts";
import type { ConflictedPath } from "../git/merge-tree.ts";
import type { PreparedChange } from "./prepare-changes.ts";
import { type Conflict, metConflicts } from "./resolve/conflicted.ts";
import { readVersions, textsOf } from "./resolve/read-versions.ts";
import type { PathRefusal } from "./resolve/resolution.ts";

const FILES_NAMED_MAX = 100;
const FILES_SHOWN_MAX = 20;
const COMMITS_SHOWN_MAX = 10;
const HUNKS_CHARACTERS_MAX = 16 * 1024;

/**
 * Everything the later agent needs to resolve a textual conflict: which files, what git said, who changed them on main
 * meanwhile, both sides and what both started from, and why no rung of the ladder applied.
 */
export async function conflictReason(
  cache: Git,
  tip: string,
  { mergeBase }: Pick<PreparedChange, "mergeBase">,
  conflict: Conflict,
  unresolved: readonly PathRefusal[],
): Promise<ReturnReason> {
  const files = conflict.files.slice(0, FILES_NAMED_MAX);
  const named = ["--", ...files.map((path) => `:(literal)${path}`)];
  const [landed, hunks] = await Promise.all([
    cache.text(["log", "--first-parent", "-m", `--max-count=${COMMITS_SHOWN_MAX}`, "--format=%h %s", `${mergeBase}..${tip}`, ...named]),
    conflictHunks(cache, conflict.paths.slice(0, FILES_SHOWN_MAX)),
  ]);
  const evidence = [
    conflict.messages,
    `Landed on these files since the work began:\n${landed || "nothing"}`,
    unresolved.length === 0
      ? ""
      : `Not resolved while landing:\n${unresolved.map(({ path, because }) => `${path}: ${because}`).join("\n")}`,
    hunks,
  ];
  const conflicts = metConflicts(conflict.paths.slice(0, FILES_NAMED_MAX));
  const message = `expected a clean merge, got conflicts in ${files.slice(0, 5).join(", ")}`;
  return { code: "conflict", message, evidence: evidence.filter((part) => part !== "").join("\n\n"), files, conflicts };
}

/** The conflicting places of some files: main's lines, what both sides started from, and the change's. */
async function conflictHunks(cache: Git, paths: readonly ConflictedPath[]): Promise<string> {
  const contents = await readVersions(cache, paths);
  const shown: string[] = [];
  for (const path of contents === undefined ? [] : paths) {
    const versions = textsOf(path, contents ?? new Map());
    if (versions === undefined) continue;
    const parts = (await mergeFile(versions.base ?? "", versions.ours, versions.theirs)) ?? [];
    const hunks = parts.filter(isHunk).map(hunkText);
    if (hunks.length > 0) shown.push(`${path.path}:\n${hunks.join("\n")}`);
  }
  const text = shown.join("\n\n");
  return text.length <= HUNKS_CHARACTERS_MAX ? text : `${text.slice(0, HUNKS_CHARACTERS_MAX)}\n… (cut)`;
}

function hunkText({ ours, base, theirs }: ConflictHunk): string {
  const sides = [
    ["<<<<<<< main", ours],
    ["||||||| where both started", base],
    ["======= this change", theirs],
  ] as const;
  return `${sides.map(([title, lines]) => `${title}\n${lines.join("")}`).join("")}>>>>>>>`;
}
