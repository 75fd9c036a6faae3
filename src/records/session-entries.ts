import { taskOfSessionId } from "../core/ids.ts";
import { leadingIds } from "./leading-ids.ts";
import { fencedLines, LINE_CHARACTERS_MAX, type Line } from "./lines.ts";
import { cellsOf, findTables, type Table } from "./table.ts";

/** One entry of the session table: a table row, a list item, or the block form `## Session: <id>`. */
export interface SessionEntry {
  readonly form: "row" | "item" | "block";
  /** Lines `[first, end)`. */
  readonly first: number;
  readonly end: number;
  /** Session ids in it, with the `Session-` prefix even where the text has none. */
  readonly sessions: readonly string[];
  readonly tasks: readonly string[];
  /** The agent or owner the entry names. */
  readonly agent: string | null;
  /** `live` claims to be going on (working, paused, blocked); `history` reports the past. */
  readonly section: "live" | "history";
  /** For a row: the table it stands in. */
  readonly table: Table | null;
}

export interface SessionTable {
  readonly entries: readonly SessionEntry[];
  /** The first table of live sessions, where new rows go. */
  readonly live: Table | null;
}

const SESSION = /(?:Session-)?20\d{6}-(?:[A-Za-z0-9]+[._-])*[A-Za-z0-9]{5,9}(?![A-Za-z0-9])/g;
const HEADING = /^ {0,3}(#{1,6})\s/;
const HISTORY = /complet|archiv|merged|\bdone\b|cleanup|\brules?\b|hygiene|history/i;
const HALTED = /paused|waiting|blocked/i;

/** Every session id a line names; ids of other tools included. */
export function sessionIds(text: string): readonly string[] {
  if (text.length > LINE_CHARACTERS_MAX) return [];
  const ids = [...text.replaceAll("\\_", "_").matchAll(SESSION)].map(([id]) => (id.startsWith("Session-") ? id : `Session-${id}`));
  return [...new Set(ids)];
}

/** The task in a session id: exact for our own form, else the middle part that looks like a task id. */
export function taskInSessionId(session: string): string | undefined {
  return taskOfSessionId(session) ?? leadingIds(session.replace(/^Session-\d{8}-/, "").replace(/-[A-Za-z0-9]{5,9}$/, ""))[0];
}

/** Reads an ACTIVE_SESSIONS file. Never throws on prose. */
export function readSessionTable(lines: readonly Line[], known: ReadonlySet<string> = new Set()): SessionTable {
  const fenced = fencedLines(lines);
  const headings = headingAbove(lines, fenced);
  const tables = findTables(lines).filter((table) => isSessionTable(lines, table));
  const tableOf = new Map(tables.flatMap((table) => range(table.firstRow, table.endRow).map((line) => [line, table])));
  const entries: SessionEntry[] = [];
  for (let line = 0; line < lines.length; line++) {
    const text = fenced[line] ? "" : (lines[line]?.text ?? "");
    const section = HISTORY.test(headings[line] ?? "") ? "history" : "live";
    const table = tableOf.get(line);
    if (isBlockHeading(text)) {
      const end = endOfBlock(lines, line);
      entries.push(blockEntry(lines, line, end, section, known));
      line = end - 1;
    } else if (table !== undefined) {
      if (!isEmptyRow(text)) entries.push(rowEntry(text, line, table, section, known));
    } else if (/^\s*[-*+]\s/.test(text) && sessionIds(text).length > 0) entries.push(itemEntry(text, line, section, known));
  }
  const isLive = ({ headerLine }: Table) => !HISTORY.test(headings[headerLine] ?? "") && !HALTED.test(headings[headerLine] ?? "");
  return { entries, live: tables.find(isLive) ?? null };
}

/** Is this row the placeholder of an empty table (`_(none)_`)? */
export function isEmptyRow(text: string): boolean {
  const cells = cellsOf(text).filter((cell) => cell.text !== "");
  return cells.every((cell) => /^[_*\\]*\(?none\)?[_*\\]*$/i.test(cell.text) || /^[-–—]+$/.test(cell.text));
}

function rowEntry(text: string, line: number, table: Table, section: SessionEntry["section"], known: ReadonlySet<string>): SessionEntry {
  const sessions = sessionIds(text);
  const cells = cellsOf(text).map((cell) => cell.text);
  const column = (name: RegExp) => cells[table.header.findIndex((title) => name.test(title))];
  const tasks = [...leadingIds(column(/^task/i) ?? "", known), ...tasksOf(sessions)];
  return {
    form: "row",
    first: line,
    end: line + 1,
    sessions,
    tasks: [...new Set(tasks)],
    agent: column(/agent|owner/i) || null,
    section,
    table,
  };
}

function itemEntry(text: string, line: number, section: SessionEntry["section"], known: ReadonlySet<string>): SessionEntry {
  const sessions = sessionIds(text);
  const listed = /\(((?:[A-Z][A-Z0-9]*-\d+[,\s]*)+)\)/.exec(text)?.[1] ?? "";
  const tasks = [...leadingIds(text.replace(/^\s*[-*+]\s+/, ""), known), ...leadingIds(listed, known), ...tasksOf(sessions)];
  const agent = /\bAgent: ([^,)\]]{1,60})/.exec(text)?.[1] ?? /\b(Agent-\d+)\b/.exec(text)?.[1] ?? null;
  return { form: "item", first: line, end: line + 1, sessions, tasks: [...new Set(tasks)], agent, section, table: null };
}

function blockEntry(
  lines: readonly Line[],
  first: number,
  end: number,
  section: SessionEntry["section"],
  known: ReadonlySet<string>,
): SessionEntry {
  const text = lines.slice(first, end).map((line) => line.text);
  const sessions = sessionIds(text[0] ?? "");
  const field = (name: string) => text.map((line) => new RegExp(`\\*\\*${name}:\\*\\*\\s*(.{1,80})`, "i").exec(line)?.[1]).find(Boolean);
  const tasks = [...leadingIds(field("Task ID") ?? field("Task") ?? "", known), ...tasksOf(sessions)];
  return { form: "block", first, end, sessions, tasks: [...new Set(tasks)], agent: field("Agent")?.trim() ?? null, section, table: null };
}

/** A block is its heading and what follows up to the next heading, without blank lines at its end. */
function endOfBlock(lines: readonly Line[], first: number): number {
  let end = first + 1;
  for (let line = first + 1; line < lines.length && !HEADING.test(lines[line]?.text ?? ""); line++) {
    if (lines[line]?.text.trim() !== "") end = line + 1;
  }
  return end;
}

/**
 * For each line the headings it stands under, joined: its h1 or h2 and the last deeper one. The heading of a block is
 * an entry, not a section.
 */
function headingAbove(lines: readonly Line[], fenced: readonly boolean[]): readonly string[] {
  let [section, below] = ["", ""];
  return lines.map(({ text }, index) => {
    const level = fenced[index] || isBlockHeading(text) ? undefined : HEADING.exec(text)?.[1]?.length;
    if (level !== undefined && level <= 2) [section, below] = [text, ""];
    else if (level !== undefined) below = text;
    return `${section} ${below}`;
  });
}

function isBlockHeading(text: string): boolean {
  return HEADING.test(text) && /session:?\s/i.test(text) && sessionIds(text).length > 0;
}

function isSessionTable(lines: readonly Line[], { header, firstRow, endRow }: Table): boolean {
  return header.some((name) => /session/i.test(name)) || lines.slice(firstRow, endRow).some(({ text }) => sessionIds(text).length > 0);
}

function tasksOf(sessions: readonly string[]): readonly string[] {
  return sessions.flatMap((session) => taskInSessionId(session) ?? []);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
