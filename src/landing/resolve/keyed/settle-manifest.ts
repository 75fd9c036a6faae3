const DEPENDENCY_FIELDS = new Set(["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]);

/**
 * Two raised version ranges of one dependency, where the higher one lies within the lower: it satisfies both sides.
 * Proven only for plain caret and tilde ranges whose own rule keeps them together (semver.org §4, npm's `^` and `~`).
 */
export function settleManifest(path: readonly string[], base: string, ours: string, theirs: string): "ours" | "theirs" | undefined {
  if (path.length !== 2 || !DEPENDENCY_FIELDS.has(path[0] ?? "")) return undefined;
  const [was, left, right] = [rangeOf(base), rangeOf(ours), rangeOf(theirs)];
  if (was === undefined || left === undefined || right === undefined) return undefined;
  if (left.sign !== right.sign || left.fixed !== right.fixed) return undefined;
  if (compare(left.version, was.version) <= 0 || compare(right.version, was.version) <= 0) return undefined;
  return compare(left.version, right.version) >= 0 ? "ours" : "theirs";
}

interface Range {
  readonly sign: string;
  readonly version: readonly number[];
  /** The numbers this range never leaves. */
  readonly fixed: string;
}

function rangeOf(text: string): Range | undefined {
  const [, sign, ...digits] = /^"([\^~])(\d{1,6})\.(\d{1,6})\.(\d{1,6})"$/.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const version = digits.map(Number);
  const leading = version.findIndex((number) => number > 0);
  const count = sign === "~" ? 2 : leading === -1 ? 3 : leading + 1;
  return { sign, version, fixed: version.slice(0, count).join(".") };
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, number] of a.entries()) {
    const difference = number - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
