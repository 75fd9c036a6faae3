import type { FileKind } from "./file-kind.ts";
import { lazily } from "./lookups.ts";

const TESTS_MAX = 20;

/**
 * The tests of a file, at most `TESTS_MAX`: those named after it (nearest path first), then those that import it.
 * @param files sorted paths.
 */
export function testFinder(
  files: readonly string[],
  kindOf: (path: string) => FileKind,
  importedBy: (path: string) => readonly string[],
): (path: string) => readonly string[] {
  const byStem = lazily(() => {
    const stems = new Map<string, string[]>();
    for (const path of files) {
      if (kindOf(path) !== "test") continue;
      const stem = testStem(path);
      const same = stems.get(stem);
      if (same === undefined) stems.set(stem, [path]);
      else same.push(path);
    }
    return stems;
  });
  return (path) => {
    if (kindOf(path) === "test") return [];
    const named = (byStem().get(stemOf(path)) ?? []).filter((test) => test !== path);
    const near = [...named].sort((a, b) => shared(b, path) - shared(a, path) || (a < b ? -1 : 1));
    const importing = importedBy(path).filter((test) => kindOf(test) === "test");
    return [...new Set([...near, ...importing])].slice(0, TESTS_MAX);
  };
}

/** What a test's name says it tests: `test_a.py`, `a_test.go`, `a.test.ts`, `ATest.java` all test `a`. */
function testStem(path: string): string {
  return stemOf(path)
    .replace(/^test[_-]/, "")
    .replace(/[._-](?:test|tests|spec|e2e)$/, "")
    .replace(/(?<=[a-z0-9])(?:tests?|it)$/, (end, at: number, all: string) => (path.includes(all) ? end : all.slice(at, at)));
}

/** The last segment without its final ending, in lower case. */
function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return (dot > 0 ? name.slice(0, dot) : name).toLowerCase();
}

/** How many leading and trailing directories two paths have in common: `src/a/x.ts` and `test/a/x.test.ts` share one. */
function shared(a: string, b: string): number {
  const [left, right] = [a.split("/").slice(0, -1), b.split("/").slice(0, -1)];
  const have = new Set(left);
  return right.filter((part) => have.has(part)).length;
}
