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
    matcher = picomatch([pattern, withBracketsAsNames(pattern)], { dot: true });
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
 * beginnings and errs towards yes, because a missed overlap costs a conflict and a false one only some waiting. Brackets
 * without a wildcard are part of a name here: `app/[id]/page.tsx`.
 */
export function patternsOverlap(left: string, right: string): boolean {
  const [a, b] = [left.replace(/\/$/, ""), right.replace(/\/$/, "")];
  if (a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)) return true;
  const [globA, globB] = [hasWildcard(a), hasWildcard(b)];
  if (globA !== globB) return globA ? meets(a, b) : meets(b, a);
  if (!globA || patternCovers(a, b) || patternCovers(b, a)) return globA;
  const [headA, headB] = [literalHead(a), literalHead(b)];
  return headA.startsWith(headB) || headB.startsWith(headA);
}

/** Does the glob cover the path, or may it cover something in it? What has an ending is taken for a file: nothing is in it. */
function meets(glob: string, path: string): boolean {
  if (patternCovers(glob, path)) return true;
  if (/[^/.]\.[^/]*$/.test(path)) return false;
  const [wanted, given] = [glob.split("/"), path.split("/")];
  for (const [depth, name] of given.entries()) {
    const part = wanted[depth];
    if (part === undefined) return false;
    // Several folders, or a choice with slashes in it: errs towards yes.
    if (part.includes("**") || /[{(][^})]*$/.test(part)) return true;
    if (!patternCovers(part, name)) return false;
  }
  return wanted.length > given.length;
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

const WILDCARD = /[*?{]|[!@+]\(/;

/** True for a pattern that means several names, whatever brackets are in it. */
export function hasWildcard(pattern: string): boolean {
  return WILDCARD.test(pattern);
}

/** The pattern up to its first wildcard; all of it when it has none. */
export function beforeWildcard(pattern: string): string {
  const at = pattern.search(WILDCARD);
  return at === -1 ? pattern : pattern.slice(0, at);
}

/** `app/[id]/**` and `app/(shop)/*.tsx` mean folders of those names in many a web framework. */
function withBracketsAsNames(pattern: string): string {
  return pattern.replaceAll(/[[\]]/g, "\\$&").replaceAll(/(^|\/)\(([^/()]*)\)/g, "$1\\($2\\)");
}

function literalHead(glob: string): string {
  return glob.slice(0, Math.max(0, glob.search(/[*?[\]{}!()]/)));
}
