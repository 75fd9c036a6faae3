import type { HistoryCommit } from "../../git/history.ts";
import { type FileFacts, NO_FACTS } from "../tree/file-facts.ts";
import type { HistoryState } from "./history-state.ts";
import { factsOf, stateOf, type TreeState } from "./tree-state.ts";

/** The forms in which states are kept: JSON without repeated keys. The checksum vouches for what is read back. */

type FactsRow = readonly [path: string, ...facts: readonly unknown[]];

export function encodeTree(state: TreeState): string {
  const rows = [...factsOf(state)].map(([path, facts]) =>
    facts === NO_FACTS || isEmpty(facts)
      ? [path]
      : [path, facts.symbols, facts.imports, facts.routes, facts.links, facts.module, facts.words, facts.note],
  );
  return JSON.stringify([state.commit, state.pathsOnly, rows]);
}

export function decodeTree(text: string): TreeState {
  const [commit, pathsOnly, rows] = JSON.parse(text) as [string, boolean, readonly FactsRow[]];
  const intern = interner();
  const facts = new Map<string, FileFacts>();
  for (const [path, symbols, imports, routes, links, module, words, note] of rows) {
    const found: FileFacts = {
      symbols: intern(symbols),
      imports: intern(imports),
      routes: intern(routes),
      links: intern(links),
      module: (module ?? null) as string | null,
      words: (words ?? "") as string,
      note: (note ?? null) as FileFacts["note"],
    };
    facts.set(path, symbols === undefined ? NO_FACTS : found);
  }
  return stateOf(commit, facts, pathsOnly);
}

/** `main`, `String` and `./types.ts` occur in thousands of files: kept once. */
function interner(): (list: unknown) => readonly string[] {
  const known = new Map<string, string>();
  return (list) =>
    ((list ?? []) as readonly string[]).map((text) => {
      const same = known.get(text);
      if (same === undefined) known.set(text, text);
      return same ?? text;
    });
}

function isEmpty({ symbols, imports, routes, links, module, words, note }: FileFacts): boolean {
  return symbols.length + imports.length + routes.length + links.length + words.length === 0 && module === null && note === null;
}

type CommitRow = readonly [string, readonly string[], number, number, string, string, string, readonly (readonly string[])[]];

export function encodeHistory({ commit, commits, shallow, mergesOnly }: HistoryState): string {
  const rows = commits.map((one): CommitRow => {
    const changes = one.changes.map(({ kind, path, from }) => (from === undefined ? [kind, path] : [kind, path, from]));
    return [one.oid, one.parents, one.authoredAtMs, one.committedAtMs, one.author, one.subject, one.body, changes];
  });
  return JSON.stringify([commit, shallow, mergesOnly, rows]);
}

export function decodeHistory(text: string): HistoryState {
  const [commit, shallow, mergesOnly, rows] = JSON.parse(text) as [string, boolean, boolean, readonly CommitRow[]];
  const commits = rows.map(([oid, parents, authoredAtMs, committedAtMs, author, subject, body, changes]): HistoryCommit => {
    const read = changes.map(([kind, path = "", from]) => ({
      kind: kind as HistoryCommit["changes"][number]["kind"],
      path,
      ...(from === undefined ? {} : { from }),
    }));
    return { oid, parents, authoredAtMs, committedAtMs, author, subject, body, changes: read };
  });
  return { commit, shallow, mergesOnly, commits };
}
