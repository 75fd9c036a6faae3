import type { ContentIndex } from "../content/content-index.ts";
import { type FileFacts, NO_FACTS } from "./file-facts.ts";
import { type FileKind, fileKind } from "./file-kind.ts";
import { importGraph } from "./import-graph.ts";
import { type Lookups, lookupsOf } from "./lookups.ts";
import { pagesOf } from "./page-routes.ts";
import { filesUnder } from "./sorted-paths.ts";
import { testsOf } from "./tests-of.ts";

/** What the tree of one commit holds: paths, what files define and import. Pure and complete; nothing is read later. */
export interface TreeIndex {
  /** All tracked files, sorted. */
  readonly files: readonly string[];
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
  /** Files of that last path segment, with or without its endings: `preferences.ts`, `preferences`. Sorted. */
  named(name: string): readonly string[];
  /** Is it a directory that holds a tracked file? */
  hasDirectory(path: string): boolean;
  /** Files below a directory (`""` is the root), sorted. */
  filesUnder(directory: string): readonly string[];
  /** Files of a route: those that define it, or, where nothing defines it, those that link to it. */
  routeFiles(route: string): readonly string[];
  /** Files an import name stands for when nothing says from where: `pkg.mod`, `crate::store`, `com.acme.Order`, `@scope/name`. */
  moduleFiles(name: string): readonly string[];
  /** What the files say; another tree's as soon as that is asked for, so ask before each use. */
  contents(): ContentIndex;
  /** Why a file was not looked into: `binary` or `too-large`; null when it was, or nothing of it is of use. */
  skipped(path: string): "binary" | "too-large" | null;
}

/**
 * The index of a tree whose files are looked up by `look`; import edges are resolved when first asked for.
 * @param bookkeeping patterns of `bookkeepingPaths`.
 */
export function treeIndex(look: Lookups, bookkeeping: readonly string[] = []): TreeIndex {
  const facts = (path: string) => look.factsOf(path) ?? NO_FACTS;
  const kinds = new Map<string, FileKind>();
  const kindOf = (path: string) => {
    let kind = kinds.get(path);
    if (kind === undefined) {
      kind = fileKind(path, bookkeeping, facts(path).note);
      if (look.has(path)) kinds.set(path, kind);
    }
    return kind;
  };
  const graph = importGraph(look);
  return {
    get files() {
      return look.files;
    },
    has: look.has,
    kindOf,
    definers: (symbol) => look.find("symbol", symbol),
    symbolsOf: (path) => facts(path).symbols,
    imports: graph.imports,
    importedBy: graph.importedBy,
    testsOf: (path) => testsOf(path, look, graph.importedBy),
    named: (name) => look.find("name", name),
    hasDirectory: (path) => filesUnder(look.files, path).length > 0,
    filesUnder: (directory) => filesUnder(look.files, directory),
    routeFiles: (route) => routeFiles(route, look),
    moduleFiles: graph.moduleFiles,
    contents: () => look.contents(),
    skipped(path) {
      const { note } = facts(path);
      return note === "binary" || note === "too-large" ? note : null;
    },
  };
}

/** An index that knows paths only: for languages nobody scans, for tests, and where content cannot be read. */
export function treeOfPaths(paths: readonly string[], bookkeeping: readonly string[] = []): TreeIndex {
  return treeOfFacts(new Map(paths.map((path) => [path, NO_FACTS])), bookkeeping);
}

/** The index of a tree that is wholly in memory. */
export function treeOfFacts(files: ReadonlyMap<string, FileFacts>, bookkeeping: readonly string[] = []): TreeIndex {
  return treeIndex(lookupsOf(files), bookkeeping);
}

function routeFiles(route: string, look: Lookups): readonly string[] {
  const clean = route.length > 1 ? route.replace(/\/$/, "") : route;
  const last = clean.slice(clean.lastIndexOf("/") + 1);
  const pages = pagesOf(
    clean,
    ["page", "+page", "route", "index", last].flatMap((name) => look.find("name", name)),
  );
  const defined = [...new Set([...look.find("route", clean), ...look.find("route", `${clean}/`), ...pages])];
  return defined.length > 0 ? defined.sort() : look.find("link", clean);
}
