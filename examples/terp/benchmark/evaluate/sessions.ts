import type { Config } from "../../../../src/core/config.ts";
import type { Git } from "../../../../src/git/git.ts";
import { readFileAt } from "../../../../src/git/objects.ts";
import { splitLines } from "../../../../src/records/lines.ts";
import { readSessionTable, sessionIds } from "../../../../src/records/session-entries.ts";

/** What the records of one commit know of sessions, by session id. */
export interface Sessions {
  /** Listed in the session table as going on. */
  readonly live: readonly string[];
  /** Listed among past ones, or with a file among the completed ones. */
  readonly ended: readonly string[];
  /** Known at all: listed anywhere, or with a file anywhere. */
  readonly known: readonly string[];
}

/** Reads them as Signalbox reads any repository's session table, and from the names of the session files. */
export async function readSessions(git: Git, commit: string, { tasks, records }: Config): Promise<Sessions> {
  const table = tasks.sessions === null ? undefined : await readFileAt(git, commit, tasks.sessions);
  const { entries } = readSessionTable(splitLines(table ?? ""));
  const listed = (wanted: "live" | "history") => entries.filter(({ section }) => section === wanted).flatMap(({ sessions }) => sessions);
  const files = (await git.text(["ls-tree", "-r", "--name-only", commit, "--", `${records.sessions}/`])).split("\n");
  const inFiles = (some: readonly string[]) => some.flatMap((path) => sessionIds(path));
  const sets = {
    live: listed("live"),
    ended: [...listed("history"), ...inFiles(files.filter((path) => !path.startsWith(`${records.sessions}/active/`)))],
    known: [...listed("live"), ...listed("history"), ...inFiles(files)],
  };
  return { live: unique(sets.live), ended: unique(sets.ended), known: unique(sets.known) };
}

const unique = (ids: readonly string[]) => [...new Set(ids)].sort();
