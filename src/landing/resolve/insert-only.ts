import { type ConflictHunk, isHunk, linesOf, type MergedPart } from "../../git/merge-file.ts";
import { entryKind, entryName, isProse } from "./line-natures.ts";
import { endedAs, type PathResult, type PathVersions, refused, resolved } from "./resolution.ts";

/**
 * The insert-only proof: every line of base is, in order, in both sides, so nobody removed or changed anything, and a
 * text with all lines of both sides loses nothing. Two blocks put into the same gap stand one after the other (ours,
 * which is on main already, first) only where that cannot disturb: prose, and imports or entries of one line each. A union
 * that would say one line twice is refused: both sides meant the same thing, and somebody must look.
 * @param parts the three versions merged by git, conflicts left open.
 */
export function resolveInsertOnly(versions: PathVersions, parts: readonly MergedPart[]): PathResult {
  const { path, base, ours, theirs } = versions;
  if (base === null) return refused("both sides made the file");
  const [left, right] = [linesOf(ours), linesOf(theirs)];
  if (!areInsertions(versions)) return refused("a side changed or removed lines, not only added some");
  const text: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (!isHunk(part)) {
      text.push(...part);
      continue;
    }
    const joined = joinHunk(path, part, neighbours(parts, index));
    if (typeof joined === "string") return refused(joined);
    text.push(...joined);
  }
  if (!isSubsequence(left, text) || !isSubsequence(right, text)) return refused("the union would not hold every line of both sides");
  return resolved(endedAs(ours, text.join("")), "both sides only added lines; all of them are kept, those on main first");
}

/** Did both sides only add lines? */
export function areInsertions({ base, ours, theirs }: PathVersions): boolean {
  if (base === null) return false;
  const before = linesOf(base);
  return isSubsequence(before, linesOf(ours)) && isSubsequence(before, linesOf(theirs));
}

/** The lines of one hunk, or why there is no safe order for them. */
function joinHunk(path: string, { ours, base, theirs }: ConflictHunk, around: readonly string[]): readonly string[] | string {
  const [left, right] = [gapsOf(base, ours), gapsOf(base, theirs)];
  if (left === undefined || right === undefined) return "a side changed or removed lines, not only added some";
  const lines: string[] = [];
  for (const [gap, mine] of left.entries()) {
    const others = right[gap] ?? [];
    const joined = mine.length === 0 || others.length === 0 ? [...mine, ...others] : joinGap(path, mine, others, around);
    if (typeof joined === "string") return joined;
    lines.push(...joined, ...base.slice(gap, gap + 1));
  }
  return lines;
}

function joinGap(path: string, mine: readonly string[], others: readonly string[], around: readonly string[]): readonly string[] | string {
  const said = new Set(mine.filter(isSaying).map((line) => line.trim()));
  const twice = others.find((line) => isSaying(line) && said.has(line.trim()));
  if (twice !== undefined) return `both sides add the line \`${twice.trim().slice(0, 80)}\``;
  if (isProse(path)) return [...mine, ...others];
  const kinds = new Set([...mine, ...others].map((line) => entryKind(path, line)));
  const [kind] = kinds;
  if (kinds.size !== 1 || kind === undefined) return "both sides add lines at the same place, and their order may matter";
  const names = new Set(mine.map((line) => entryName(kind, line)));
  const doubled = others.map((line) => entryName(kind, line)).find((name) => names.has(name));
  if (doubled !== undefined) return `both sides add an entry for ${doubled.slice(0, 80)}`;
  const entries = around.filter((line) => entryKind(path, line) === kind);
  const isKeptSorted = entries.length > 1 && [mine, others].every((added) => isSorted([...added]));
  return isKeptSorted && isSorted(entries) ? [...mine, ...others].sort(byText) : [...mine, ...others];
}

/** The lines just before and after a hunk, which show whether a list is kept sorted. */
function neighbours(parts: readonly MergedPart[], index: number): readonly string[] {
  const [before, after] = [parts[index - 1], parts[index + 1]];
  return [
    ...(before !== undefined && !isHunk(before) ? before.slice(-3) : []),
    ...(after !== undefined && !isHunk(after) ? after.slice(0, 3) : []),
  ];
}

/** What stands in each gap of `base` within `side`; undefined when `base` is no subsequence of it. */
function gapsOf(base: readonly string[], side: readonly string[]): string[][] | undefined {
  const gaps: string[][] = [[]];
  for (const line of side) {
    if (line === base[gaps.length - 1]) gaps.push([]);
    else gaps.at(-1)?.push(line);
  }
  return gaps.length === base.length + 1 ? gaps : undefined;
}

export function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  return gapsOf(part, whole) !== undefined;
}

/** Does a line hold more than brackets and signs? */
export function isSaying(line: string): boolean {
  return /[\p{L}\p{N}]/u.test(line);
}

function isSorted(lines: readonly string[]): boolean {
  return lines.every((line, index) => index === 0 || byText(lines[index - 1] ?? "", line) <= 0);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
