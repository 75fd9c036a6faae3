import { isTestPath } from "./file-kind.ts";
import { type Lookups, stemOf } from "./lookups.ts";

const TESTS_MAX = 20;

/** The tests of a file, at most `TESTS_MAX`: those named after it (nearest path first), then those that import it. */
export function testsOf(path: string, look: Lookups, importedBy: (path: string) => readonly string[]): readonly string[] {
  if (isTestPath(path)) return [];
  const named = look.find("tests", stemOf(path).toLowerCase()).filter((test) => test !== path);
  const near = [...named].sort((a, b) => shared(b, path) - shared(a, path) || (a < b ? -1 : 1));
  return [...new Set([...near, ...importedBy(path).filter(isTestPath)])].slice(0, TESTS_MAX);
}

/** How many directories two paths have in common by name, the last one twice: `src/a/x.ts` and `test/a/x.test.ts` share `a`. */
function shared(a: string, b: string): number {
  const [left, right] = [a.split("/").slice(0, -1), b.split("/").slice(0, -1)];
  const have = new Set(left);
  return right.filter((part) => have.has(part)).length + (left.at(-1) === right.at(-1) ? 1 : 0);
}
