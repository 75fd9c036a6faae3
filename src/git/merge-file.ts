import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Git } from "./git.ts";

/** Lines of the three versions where they cannot be merged; each line keeps its line end. */
export interface ConflictHunk {
  readonly ours: readonly string[];
  readonly base: readonly string[];
  readonly theirs: readonly string[];
}

/** A merged text in order: lines that merged, and hunks that did not. */
export type MergedPart = readonly string[] | ConflictHunk;

export function isHunk(part: MergedPart): part is ConflictHunk {
  return !Array.isArray(part);
}

/** Longer than any run of marker characters that a text is likely to begin a line with, so a text about merges is safe. */
const MARKER_SIZE = 47;
const [OURS, BASE, THEIRS, END] = ["<", "|", "=", ">"].map((sign) => sign.repeat(MARKER_SIZE));

/**
 * The three-way merge of one text by git's own algorithm (`git merge-file --diff3`), taken apart. Each version is taken to
 * end with a line end: a last line without one would differ from itself.
 * @returns undefined when git finds no text in it, or a version holds such long markers itself.
 */
export async function mergeFile(base: string, ours: string, theirs: string): Promise<readonly MergedPart[] | undefined> {
  if ([base, ours, theirs].some((text) => [OURS, BASE, THEIRS, END].some((marker) => text.includes(marker ?? "")))) return undefined;
  const directory = await mkdtemp(join(tmpdir(), "signalbox-merge-"));
  try {
    await Promise.all([write("ours", ours), write("base", base), write("theirs", theirs)]);
    const names = ["-L", "ours", "-L", "base", "-L", "theirs", "ours", "base", "theirs"];
    const merged = await new Git({ cwd: directory }).attempt(["merge-file", "-p", "--diff3", `--marker-size=${MARKER_SIZE}`, ...names]);
    // The exit code is the number of conflicts, at most 127; what cannot be merged at all is 255.
    return merged.ended === null && merged.exitCode >= 0 && merged.exitCode <= 127 ? partsOf(merged.stdout.toString("utf8")) : undefined;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  function write(name: string, text: string): Promise<void> {
    return writeFile(join(directory, name), withLastLineEnd(text));
  }
}

function partsOf(text: string): readonly MergedPart[] {
  const parts: MergedPart[] = [];
  let plain: string[] = [];
  let hunk: { ours: string[]; base: string[]; theirs: string[] } | undefined;
  let into = plain;
  for (const line of linesOf(text)) {
    if (line.startsWith(`${OURS} `)) {
      if (plain.length > 0) parts.push(plain);
      hunk = { ours: [], base: [], theirs: [] };
      into = hunk.ours;
    } else if (hunk !== undefined && line.startsWith(`${BASE} `)) into = hunk.base;
    else if (hunk !== undefined && line.startsWith(THEIRS ?? "")) into = hunk.theirs;
    else if (hunk !== undefined && line.startsWith(`${END} `)) {
      parts.push(hunk);
      hunk = undefined;
      plain = [];
      into = plain;
    } else into.push(line);
  }
  if (plain.length > 0) parts.push(plain);
  return parts;
}

function withLastLineEnd(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

/** The lines of a text, each with its line end; the last one gets one if it has none. */
export function linesOf(text: string): string[] {
  return withLastLineEnd(text).match(/[^\n]*\n/g) ?? [];
}
