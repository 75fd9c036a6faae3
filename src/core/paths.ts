import picomatch from "picomatch";
import { SignalboxError } from "./errors.ts";

/**
 * Repository-relative paths and patterns. A pattern is a path, a directory (everything below it), or a glob.
 * `**` alone means everything: the footprint of a task about which nothing is known (promise 6).
 */

export const EVERYTHING = "**";

const PATH_CHARACTERS_MAX = 1000;

/**
 * A path in the one form we compare: no leading `./`, no doubled or trailing slashes.
 * @returns undefined when the text would leave the repository, is absolute, names `.git`, or holds control characters.
 */
export function normalizePath(text: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL and friends are exactly what must not pass.
  if (text.length > PATH_CHARACTERS_MAX || /[\u0000-\u001f\u007f\\]/.test(text) || text.startsWith("/")) return undefined;
  const parts = text.split("/").filter((part) => part !== "" && part !== ".");
  const escapes = parts.some((part) => part === ".." || part.toLowerCase() === ".git");
  return escapes || parts.length === 0 ? undefined : parts.join("/");
}

/** @throws SignalboxError `bad-input` when `text` is no path inside the repository. */
export function parsePath(text: string): string {
  const path = normalizePath(text);
  if (path !== undefined) return path;
  throw new SignalboxError("bad-input", `expected a path inside the repository, got \`${text.slice(0, 200)}\``, {
    hint: "use a path relative to the repository's root, without `..`",
  });
}

const matchers = new Map<string, (path: string) => boolean>();

/** Does `pattern` (path, directory with or without a final slash, or glob) cover `path`? */
export function patternCovers(pattern: string, path: string): boolean {
  if (pattern.endsWith("/")) return patternCovers(pattern.slice(0, -1), path);
  if (pattern === path || pattern === EVERYTHING || path.startsWith(`${pattern}/`)) return true;
  if (!isGlob(pattern)) return false;
  let matcher = matchers.get(pattern);
  if (matcher === undefined) {
    matcher = picomatch(pattern, { dot: true });
    if (matchers.size > 10_000) matchers.clear();
    matchers.set(pattern, matcher);
  }
  return matcher(path);
}

export function anyPatternCovers(patterns: readonly string[], path: string): boolean {
  return patterns.some((pattern) => patternCovers(pattern, path));
}

/**
 * May some path be covered by both patterns? Exact for paths and directories; for two globs it compares their literal
 * beginnings and errs towards yes, because a missed overlap costs a conflict and a false one only some waiting.
 */
export function patternsOverlap(a: string, b: string): boolean {
  if (patternCovers(a, b) || patternCovers(b, a)) return true;
  if (!isGlob(a) && !isGlob(b)) return false;
  const [headA, headB] = [literalHead(a), literalHead(b)];
  if (isGlob(a) && isGlob(b)) return headA.startsWith(headB) || headB.startsWith(headA);
  const [glob, path] = isGlob(a) ? [headA, b] : [headB, a];
  // The path may be a directory that contains what the glob means.
  return glob.startsWith(`${path}/`);
}

/** The first pair of overlapping patterns, or undefined when the two lists are disjoint. */
export function firstOverlap(a: readonly string[], b: readonly string[]): readonly [string, string] | undefined {
  for (const left of a) {
    for (const right of b) if (patternsOverlap(left, right)) return [left, right];
  }
  return undefined;
}

export function isGlob(pattern: string): boolean {
  return /[*?[\]{}!()]/.test(pattern);
}

function literalHead(glob: string): string {
  return glob.slice(0, Math.max(0, glob.search(/[*?[\]{}!()]/)));
}
