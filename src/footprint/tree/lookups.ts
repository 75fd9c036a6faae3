import type { ContentIndex } from "../content/content-index.ts";
import { contentsOf } from "../content/contents-of.ts";
import type { Changes, FileFacts } from "./file-facts.ts";
import { isTestPath } from "./file-kind.ts";
import { languageOf } from "./scan-file.ts";

/** The ways to find files by a part of their path or by something they hold. */
const INDEXES = {
  /** By a symbol it defines. */
  symbol: (_path: string, { symbols }: FileFacts) => symbols,
  /** By its last segment, with or without endings. */
  name: (path: string) => namesOf(path),
  /** A test by the name of what it tests, in lower case. */
  tests: (path: string) => (isTestPath(path) ? [testedStem(path)] : []),
  route: (_path: string, { routes }: FileFacts) => routes,
  link: (_path: string, { links }: FileFacts) => links,
  /** By the package or module it says it is. */
  module: (_path: string, facts: FileFacts) => (facts.module === null ? [] : [facts.module]),
  /** By the last words of what it imports. */
  importKey: (path: string, { imports }: FileFacts) => importKeys(path, imports),
} as const satisfies Readonly<Record<string, (path: string, facts: FileFacts) => readonly string[]>>;

export type IndexName = keyof typeof INDEXES;

/** Finding the files of one tree. Every list is sorted. */
export interface Lookups {
  readonly files: readonly string[];
  has(path: string): boolean;
  factsOf(path: string): FileFacts | undefined;
  find(index: IndexName, key: string): readonly string[];
  /** What the files say; another tree's as soon as that is asked for, so ask before each use. */
  contents(): ContentIndex;
}

const NONE: readonly string[] = [];
const NO_CHANGES: Changes = new Map();

/** Over a whole tree; each index is built when first asked for. */
export function lookupsOf(tree: ReadonlyMap<string, FileFacts>): Lookups {
  const files = [...tree.keys()].sort();
  const built = new Map<IndexName, ReadonlyMap<string, readonly string[]>>();
  const look: Lookups = {
    files,
    has: (path) => tree.has(path),
    factsOf: (path) => tree.get(path),
    find(index, key) {
      let groups = built.get(index);
      if (groups === undefined) {
        groups = grouped(files, tree, INDEXES[index]);
        built.set(index, groups);
      }
      return groups.get(key) ?? NONE;
    },
    contents: () => contentsOf(look, NO_CHANGES),
  };
  return look;
}

/** The same tree some commits later, without building anything again: what changed is looked up on its own. */
export function lookupsAfter(base: Lookups, changes: Changes): Lookups {
  const present = new Map([...changes].flatMap(([path, facts]) => (facts === null ? [] : [[path, facts] as const])));
  const fresh = lookupsOf(present);
  let files: readonly string[] | undefined;
  return {
    get files() {
      files ??= merged(
        base.files.filter((path) => !changes.has(path)),
        fresh.files,
      );
      return files;
    },
    has: (path) => (changes.has(path) ? present.has(path) : base.has(path)),
    factsOf: (path) => (changes.has(path) ? present.get(path) : base.factsOf(path)),
    find(index, key) {
      const [old, added] = [base.find(index, key), fresh.find(index, key)];
      if (added.length === 0 && !old.some((path) => changes.has(path))) return old;
      return merged(
        old.filter((path) => !changes.has(path)),
        added,
      );
    },
    contents: () => contentsOf(base, changes),
  };
}

function grouped(
  files: readonly string[],
  tree: ReadonlyMap<string, FileFacts>,
  keysOf: (path: string, facts: FileFacts) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const path of files) {
    const facts = tree.get(path);
    if (facts === undefined) continue;
    for (const key of keysOf(path, facts)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [path]);
      else if (group.at(-1) !== path) group.push(path);
    }
  }
  return groups;
}

/** Two sorted lists without common items, as one. */
function merged(a: readonly string[], b: readonly string[]): readonly string[] {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const all: string[] = [];
  let at = 0;
  for (const path of b) {
    for (let next = a[at]; next !== undefined && next < path; next = a[++at]) all.push(next);
    all.push(path);
  }
  for (; at < a.length; at++) all.push(a[at] ?? "");
  return all;
}

/** `preferences.test.ts` is found as itself, as `preferences.test` and as `preferences`. */
export function namesOf(path: string): readonly string[] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const names = [name];
  for (let dot = name.lastIndexOf("."); dot > 0; dot = name.lastIndexOf(".", dot - 1)) names.push(name.slice(0, dot));
  return names;
}

/** The last segment without its final ending. */
export function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(0, dot) : name;
}

/** What a test's name says it tests: `test_a.py`, `a_test.go`, `a.test.ts` and `ATest.java` all test `a`. */
function testedStem(path: string): string {
  return stemOf(path)
    .replace(/^test[_-]|[._-](?:tests?|spec|e2e)$|(?<=[a-z0-9])(?:Tests?|IT)$/, "")
    .toLowerCase();
}

function importKeys(path: string, imports: readonly string[]): readonly string[] {
  const language = languageOf(path);
  return language === undefined ? NONE : [...new Set(imports.flatMap((specifier) => language.keysOf(specifier)))];
}
