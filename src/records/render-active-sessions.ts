import { editLines, type Line, type LineEdit, oneLine, splitLines } from "./lines.ts";
import type { RecordFacts, SessionFact } from "./record-facts.ts";
import { isEmptyRow, readSessionTable, type SessionEntry } from "./session-entries.ts";
import { dayOf, folderOf, stateWords } from "./session-words.ts";
import { cellsOf, type Table, tableLine } from "./table.ts";

const COLUMNS = ["Session ID", "Task", "Agent", "Status", "Started"] as const;
const EMPTY_CELL = "_(none)_";

/**
 * The session table with Signalbox's own entries as the facts say; everybody else's text stays byte for byte.
 * Removed are: entries of our sessions that ended, second copies, and live entries whose every task Signalbox finished.
 * An absent file is made only when there is a session to show.
 */
export function renderActiveSessions(text: string | undefined, facts: RecordFacts): string | undefined {
  const going = facts.sessions.filter((session) => folderOf(session) === "active");
  if (text === undefined && going.length === 0) return undefined;
  if (text === undefined || text.trim() === "") return going.length === 0 ? text : newFile(going);
  const lines = splitLines(text);
  const { entries, live } = readSessionTable(lines, new Set(facts.tasks.map(({ id }) => id)));
  const present = new Set<string>();
  const edits: LineEdit[] = [];
  for (const entry of entries.filter(({ section }) => section === "live")) {
    // An entry that names another session too is not ours alone.
    const ours = entry.sessions.length === 1 ? facts.sessions.find(({ id }) => entry.sessions[0] === id) : undefined;
    if (ours === undefined ? isStale(entry, facts) : folderOf(ours) !== "active" || present.has(ours.id)) {
      edits.push({ at: entry.first, remove: entry.end - entry.first, insert: [] });
    } else if (ours !== undefined) {
      present.add(ours.id);
      edits.push(...rewritten(entry, ours, lines));
    }
  }
  const missing = going.filter(({ id }) => !present.has(id));
  return editLines(text, [...edits, ...added(lines, entries, live, missing, edits)]);
}

/** Every task the entry is about was finished by Signalbox: its session cannot be going on. */
function isStale({ tasks }: SessionEntry, facts: RecordFacts): boolean {
  const finished = (id: string) => facts.tasks.some((task) => task.id === id && task.status === "complete");
  return tasks.length > 0 && tasks.every(finished);
}

function rewritten(entry: SessionEntry, session: SessionFact, lines: readonly Line[]): LineEdit[] {
  const now = lines[entry.first]?.text ?? "";
  if (entry.form === "block") return [];
  if (entry.form === "item") return now === itemFor(session) ? [] : [{ at: entry.first, remove: 1, insert: [itemFor(session)] }];
  const row = rowFor(session, entry.table?.header ?? COLUMNS);
  // Compared by cell: somebody's formatter may have padded the row.
  const same = cellsOf(row).every(({ text }, index) => text === cellsOf(now)[index]?.text);
  return same ? [] : [{ at: entry.first, remove: 1, insert: [row] }];
}

/** New entries go into the table of live sessions, else behind the last live list item, else into a section of their own. */
function added(
  lines: readonly Line[],
  entries: readonly SessionEntry[],
  live: Table | null,
  missing: readonly SessionFact[],
  removals: readonly LineEdit[],
): LineEdit[] {
  if (live !== null) return tableEdits(lines, live, missing, removals);
  if (missing.length === 0) return [];
  const item = entries.findLast(({ form, section }) => form === "item" && section === "live");
  if (item !== undefined) return [{ at: item.end, remove: 0, insert: missing.map(itemFor) }];
  return [{ at: lines.length, remove: 0, insert: ["", ...section(missing)] }];
}

/** Appends rows, and keeps the placeholder row true: there only while the table is empty. */
function tableEdits(lines: readonly Line[], table: Table, missing: readonly SessionFact[], removals: readonly LineEdit[]): LineEdit[] {
  const removed = new Set(removals.filter(({ insert }) => insert.length === 0).map(({ at }) => at));
  const rows = lines
    .slice(table.firstRow, table.endRow)
    .map(({ text }, index) => ({ at: table.firstRow + index, empty: isEmptyRow(text) }));
  const remaining = rows.filter(({ at, empty }) => !empty && !removed.has(at)).length + missing.length;
  const insert = missing.map((session) => rowFor(session, table.header));
  if (remaining === 0 && removed.size > 0 && !rows.some(({ empty }) => empty)) {
    insert.push(tableLine(table.header.map((_, index) => (index === 0 ? EMPTY_CELL : ""))));
  }
  const placeholders = missing.length === 0 ? [] : rows.filter(({ empty }) => empty);
  return [
    ...placeholders.map(({ at }) => ({ at, remove: 1, insert: [] })),
    ...(insert.length === 0 ? [] : [{ at: table.endRow, remove: 0, insert }]),
  ];
}

function rowFor(session: SessionFact, header: readonly string[]): string {
  return tableLine(header.map((name) => cellFor(session, name.toLowerCase())));
}

function cellFor(session: SessionFact, column: string): string {
  if (column.includes("session")) return session.id;
  if (column.startsWith("task")) return taskWords(session);
  if (column.includes("branch")) return `signalbox/${session.task}`;
  if (/agent|owner/.test(column)) return oneLine(session.agent, 60);
  if (column.includes("status")) return stateWords(session);
  return /started|since/.test(column) ? dayOf(session.startedAtMs) : "-";
}

/** The list form of the guide's generator, with the state behind it. */
function itemFor(session: SessionFact): string {
  return `- ${session.task}: ${session.id} (${dayOf(session.startedAtMs)}) - ${stateWords(session)}`;
}

function taskWords({ task, title }: SessionFact): string {
  return title === task ? task : `${task}: ${oneLine(title, 100)}`;
}

function section(sessions: readonly SessionFact[]): string[] {
  return [
    "## Currently Working",
    "",
    tableLine(COLUMNS),
    tableLine(COLUMNS.map((name) => "-".repeat(name.length))),
    ...sessions.map((session) => rowFor(session, COLUMNS)),
  ];
}

function newFile(sessions: readonly SessionFact[]): string {
  return ["# Active sessions", "", ...section(sessions), ""].join("\n");
}
