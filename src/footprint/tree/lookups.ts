import type { TreeFile } from "./tree-index.ts";

/** Finding files by a part of their path or by something they hold. Lists are sorted; the maps are built when first asked for. */
export interface Lookups {
  has(path: string): boolean;
  definers(symbol: string): readonly string[];
  named(name: string): readonly string[];
  hasDirectory(path: string): boolean;
  filesUnder(directory: string): readonly string[];
  routeFiles(route: string): readonly string[];
}

const NONE: readonly string[] = [];

/** @param files sorted by path. */
export function lookups(files: readonly TreeFile[]): Lookups {
  const paths = files.map(({ path }) => path);
  const known = new Set(paths);
  const symbols = lazily(() => grouped(files, ({ facts }) => facts.symbols));
  const names = lazily(() => grouped(files, ({ path }) => namesOf(path)));
  const routes = lazily(() => grouped(files, ({ facts }) => facts.routes));
  return {
    has: (path) => known.has(path),
    definers: (symbol) => symbols().get(symbol) ?? NONE,
    named: (name) => names().get(name) ?? NONE,
    hasDirectory: (path) => firstUnder(paths, path) !== undefined,
    filesUnder: (directory) => under(paths, directory),
    routeFiles: (route) => routes().get(route) ?? NONE,
  };
}

/** Computes once, when first asked. */
export function lazily<T>(compute: () => T): () => T {
  let value: { readonly it: T } | undefined;
  return () => {
    value ??= { it: compute() };
    return value.it;
  };
}

function grouped(files: readonly TreeFile[], keysOf: (file: TreeFile) => readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    for (const key of keysOf(file)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [file.path]);
      else if (group.at(-1) !== file.path) group.push(file.path);
    }
  }
  return groups;
}

/** `preferences.test.ts` is found as itself, as `preferences.test` and as `preferences`. */
function namesOf(path: string): string[] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const names = [name];
  for (let dot = name.lastIndexOf("."); dot > 0; dot = name.lastIndexOf(".", dot - 1)) names.push(name.slice(0, dot));
  return names;
}

/** Sorted paths hold everything below a directory in one run: `a/` comes before `a/b`, and `a0` after all of them. */
function under(paths: readonly string[], directory: string): readonly string[] {
  if (directory === "") return paths;
  const start = lowerBound(paths, `${directory}/`);
  const end = lowerBound(paths, `${directory}0`);
  return paths.slice(start, end);
}

function firstUnder(paths: readonly string[], directory: string): string | undefined {
  const first = paths[lowerBound(paths, `${directory}/`)];
  return first?.startsWith(`${directory}/`) ? first : undefined;
}

function lowerBound(paths: readonly string[], key: string): number {
  let [low, high] = [0, paths.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((paths[middle] ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
