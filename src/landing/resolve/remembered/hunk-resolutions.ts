import { type ConflictHunk, isHunk, linesOf, type MergedPart } from "../../../git/merge-file.ts";
import { isSaying } from "../insert-only.ts";

type Lines = readonly string[];

/**
 * What each hunk of a conflict became in a text that resolves it. Everything outside the hunks must stand there as git merged it:
 * where more was edited in the file, what passed the gates was both together, and nothing is known of the hunks alone.
 * (Looser rules, by the lines around a hunk, were tried on real merges: they learned more and were wrong more often.)
 * @returns the text of each hunk in order; undefined when the text holds anything else, or could be read in more than one way.
 */
export function hunkResolutions(parts: readonly MergedPart[], text: string): readonly string[] | undefined {
  const lines = linesOf(text);
  const found: string[] = [];
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (!isHunk(part)) {
      // What follows a hunk was stepped over with it.
      if (index === 0 && !standsAt(lines, part, 0)) return undefined;
      if (index === 0) at = part.length;
      continue;
    }
    const end = endOfHunk(lines, at, parts[index + 1], index + 2 === parts.length);
    if (end === undefined) return undefined;
    found.push(lines.slice(at, end.at).join(""));
    at = end.next;
  }
  return at === lines.length && found.length > 0 ? found : undefined;
}

/** Where the hunk that begins at `from` ends, and where the lines after it do; undefined where that is not certain. */
function endOfHunk(lines: Lines, from: number, after: MergedPart | undefined, isLast: boolean): { at: number; next: number } | undefined {
  if (after === undefined) return { at: lines.length, next: lines.length };
  if (isHunk(after)) return undefined;
  const last = lines.length - after.length;
  if (isLast) return last >= from && standsAt(lines, after, last) ? { at: last, next: lines.length } : undefined;
  const [only, ...others] = placesOf(lines, after, from);
  return only === undefined || others.length > 0 ? undefined : { at: only, next: only + after.length };
}

/** Every place from `from` on at which `wanted` stands in `lines`, line by line. */
export function placesOf(lines: Lines, wanted: Lines, from = 0): readonly number[] {
  const places: number[] = [];
  for (let at = from; at + wanted.length <= lines.length; at++) if (standsAt(lines, wanted, at)) places.push(at);
  return places;
}

function standsAt(lines: Lines, wanted: Lines, at: number): boolean {
  return at + wanted.length <= lines.length && wanted.every((line, index) => lines[at + index] === line);
}

/**
 * Was every conflict of the file decided for the same side? Then that side is there whole, and the other's work is not: no
 * answer to be given again by a machine (the trap is overstory#84: an automatic resolution dropped another agent's section).
 */
export function isOneSide(hunks: readonly ConflictHunk[], resolutions: readonly string[]): boolean {
  const takes = (side: "ours" | "theirs") => hunks.every((hunk, index) => hunk[side].join("") === resolutions[index]);
  return takes("ours") || takes("theirs");
}

/**
 * The same question where nothing can be read off the text: did each side leave a line there that the other does not have?
 * A line without a letter or digit says nothing.
 */
export function keepsBoth(hunks: readonly ConflictHunk[], text: string): boolean {
  const lines = new Set(linesOf(text).filter(isSaying));
  const left = (side: "ours" | "theirs", other: "ours" | "theirs") =>
    hunks.some((hunk) => hunk[side].some((line) => lines.has(line) && !hunk[other].includes(line)));
  return left("ours", "theirs") && left("theirs", "ours");
}
