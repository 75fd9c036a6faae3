import { type FileFacts, NO_FACTS } from "./file-facts.ts";
import { type FileKind, fileKind } from "./file-kind.ts";
import { importGraph } from "./import-graph.ts";
import { lookups } from "./lookups.ts";
import { testFinder } from "./tests-of.ts";

/** What the tree of one commit holds: paths, what files define and import. Pure and complete; nothing is read later. */
export interface TreeIndex {
  /** All tracked files, sorted. */
  readonly files: readonly string[];
  /** Files that were not looked into, sorted by path. */
  readonly skipped: readonly { readonly path: string; readonly reason: "binary" | "too-large" }[];
  has(path: string): boolean;
  kindOf(path: string): FileKind;
  /** Files that define the symbol (a function, class, type, exported value), as written; sorted. */
  definers(symbol: string): readonly string[];
  /** Symbols a file defines, in its own order. */
  symbolsOf(path: string): readonly string[];
  /** Files of this repository it imports, sorted. */
  imports(path: string): readonly string[];
  importedBy(path: string): readonly string[];
  /** Tests of a file: by name first, then by import. */
  testsOf(path: string): readonly string[];
  /** Files of that last path segment, with or without its ending: `preferences.ts`, `preferences`. Sorted. */
  named(name: string): readonly string[];
  /** Is it a directory that holds a tracked file? */
  hasDirectory(path: string): boolean;
  /** Files below a directory (`""` is the root), sorted. */
  filesUnder(directory: string): readonly string[];
  /** Files that mention the route literal, those that register it before those that only link to it. */
  routeFiles(route: string): readonly string[];
  /** Files an import name stands for when nothing says from where: `pkg.mod`, `crate::store`, `com.acme.Order`, `@scope/name`. */
  moduleFiles(name: string): readonly string[];
}

/** A file of the tree and what is known of its content; without facts only its path counts. */
export interface TreeFile {
  readonly path: string;
  readonly facts: FileFacts;
}

/**
 * Builds the index; everything derived (import graph, tests, symbols) is computed when first asked for.
 * @param bookkeeping patterns of `bookkeepingPaths`.
 */
export function treeIndex(all: readonly TreeFile[], bookkeeping: readonly string[] = []): TreeIndex {
  const sorted = [...all].sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  const files = sorted.map(({ path }) => path);
  const facts = new Map(sorted.map((file) => [file.path, file.facts]));
  const kinds = new Map<string, FileKind>();
  const kindOf = (path: string) => {
    let kind = kinds.get(path);
    if (kind === undefined) {
      kind = fileKind(path, bookkeeping, facts.get(path)?.note ?? null);
      if (facts.has(path)) kinds.set(path, kind);
    }
    return kind;
  };
  const look = lookups(sorted);
  const graph = importGraph(sorted, look);
  const tests = testFinder(files, kindOf, graph.importedBy);
  return {
    files,
    skipped: sorted.flatMap(({ path, facts: { note } }) => (note === "binary" || note === "too-large" ? [{ path, reason: note }] : [])),
    has: (path) => facts.has(path),
    kindOf,
    definers: look.definers,
    symbolsOf: (path) => (facts.get(path) ?? NO_FACTS).symbols,
    imports: graph.imports,
    importedBy: graph.importedBy,
    testsOf: tests,
    named: look.named,
    hasDirectory: look.hasDirectory,
    filesUnder: look.filesUnder,
    routeFiles: look.routeFiles,
    moduleFiles: graph.moduleFiles,
  };
}

/** An index that knows paths only: for languages nobody scans, for tests, and where content cannot be read. */
export function treeOfPaths(paths: readonly string[], bookkeeping: readonly string[] = []): TreeIndex {
  return treeIndex(
    [...new Set(paths)].map((path) => ({ path, facts: NO_FACTS })),
    bookkeeping,
  );
}
