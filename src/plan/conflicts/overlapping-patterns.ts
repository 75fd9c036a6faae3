import { beforeWildcard, hasWildcard, patternsOverlap } from "../../core/paths.ts";

/**
 * For each pattern the numbers of the others that may mean a file of it. Paths are found by name, each below the
 * directories above it; only globs are compared, and only with what lies on their way from the root: 100,000 paths take
 * a second where comparing all with all would take hours.
 */
export function overlappingPatterns(patterns: readonly string[]): readonly (readonly number[])[] {
  const overlaps: Set<number>[] = patterns.map(() => new Set());
  const paths = new Map(patterns.flatMap((pattern, number) => (hasWildcard(pattern) ? [] : [[pattern, number] as const])));
  const globs = globsByDirectory(patterns);
  const join = (one: number, other: number) => {
    overlaps[one]?.add(other);
    overlaps[other]?.add(one);
  };
  for (const [number, pattern] of patterns.entries()) {
    const glob = hasWildcard(pattern);
    for (const directory of directoriesOf(glob ? directoryOf(beforeWildcard(pattern)) : pattern)) {
      const above = paths.get(directory);
      if (above !== undefined && above !== number && (!glob || patternsOverlap(pattern, directory))) join(number, above);
      for (const other of globs.get(directory) ?? []) {
        if (other !== number && patternsOverlap(pattern, patterns[other] ?? "")) join(number, other);
      }
    }
  }
  return overlaps.map((others) => [...others].sort((a, b) => a - b));
}

function globsByDirectory(patterns: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const globs = new Map<string, number[]>();
  for (const [number, pattern] of patterns.entries()) {
    if (!hasWildcard(pattern)) continue;
    const directory = literalDirectory(pattern);
    const same = globs.get(directory);
    if (same === undefined) globs.set(directory, [number]);
    else same.push(number);
  }
  return globs;
}

/** The directory below which everything lies that the glob means; empty for the root. */
function literalDirectory(glob: string): string {
  // Brackets beside a wildcard may be a part of a name or mean several.
  return directoryOf(glob.slice(0, Math.max(0, glob.search(/[*?[\]{}!()]/))));
}

function directoryOf(head: string): string {
  return head.slice(0, Math.max(0, head.lastIndexOf("/")));
}

/** The path itself, every directory above it, and the root as the empty name. */
function directoriesOf(path: string): string[] {
  const found = [path];
  for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) found.push(path.slice(0, slash));
  if (path !== "") found.push("");
  return found;
}
