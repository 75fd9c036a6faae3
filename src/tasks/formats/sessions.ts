import type { TaskStatus } from "../../core/task.ts";
import type { Entry } from "../entry.ts";
import { type Field, fieldsOf } from "../fields.ts";
import { type Line, linesOf, proseOf } from "../lines.ts";
import { quoted, type Report } from "../problems.ts";
import { isRow, type Table, type TableRow, tablesOf } from "../tables.ts";
import { plainText } from "../values/decoration.ts";
import { parseStatus } from "../values/status.ts";
import { reportLeftovers } from "./leftovers.ts";
import type { FormatReader } from "./reader.ts";
import { sessionEntry, sessionIn, tasksOfSession } from "./session-line.ts";

/** What a section of the session table says about the sessions in it; sections of rules and notes say nothing. */
const SECTIONS: readonly (readonly [RegExp, TaskStatus])[] = [
  [/\b(?:completed|complete|merged|archived?|previously|recently)\b/i, "done"],
  [/\bblocked\b/i, "blocked"],
  [/\b(?:paused|waiting)\b/i, "blocked"],
  [/\b(?:currently working|working|active|in progress)\b/i, "in-progress"],
];

/** Sections about sessions, not of them. */
const NO_SECTION = /\b(?:rules?|hygiene|summary|template|how to)\b/i;

interface Scope {
  readonly file: string;
  readonly report: Report;
}

/**
 * The shared session table (`ACTIVE_SESSIONS.md`): its tables, the list lines appended behind them in their many forms,
 * and blocks that start with `## Session:`. Says who is at work on what; describes no task.
 */
export const readSessions: FormatReader = (file, report) => {
  const lines = proseOf(linesOf(file.text));
  const scope = { file: file.path, report };
  for (const line of lines) reportLeftovers(line.text, { file: file.path, line: line.number }, report);
  return sectionsOf(lines).flatMap((section) => {
    if (section.session !== undefined) return readBlock(section, scope);
    // Lines are appended to the end of the file, below whatever section comes last; tables of rules hold no sessions.
    const about = NO_SECTION.test(section.title);
    const status = (about ? undefined : SECTIONS.find(([pattern]) => pattern.test(section.title))?.[1]) ?? "in-progress";
    const tables = about ? [] : tablesOf(section.lines);
    return [
      ...tables.flatMap((table) => readTable(table, status, scope)),
      ...section.lines.flatMap((line) => readListLine(line, status, scope)),
    ];
  });
};

interface Section {
  readonly title: string;
  readonly line: number;
  /** Set when the heading itself names a session: the block form. */
  readonly session: string | undefined;
  readonly lines: readonly Line[];
}

function sectionsOf(lines: readonly Line[]): Section[] {
  const starts = lines.flatMap((line, index) => (/^\s{0,3}#{1,6}\s/.test(line.text) ? [index] : []));
  return [-1, ...starts].map((start, at, all) => {
    const title = plainText((lines[start]?.text ?? "").replace(/^\s*#+/, ""));
    const session = /^Session:/i.test(title) ? (sessionIn(title) ?? title.slice("Session:".length).trim()) : undefined;
    return { title, line: lines[start]?.number ?? 1, session, lines: lines.slice(start + 1, all[at + 1]) };
  });
}

/** A row is found by the session id in it, wherever it slipped to; the columns only say what the other cells mean. */
function readTable(table: Table, sectionStatus: TaskStatus, scope: Scope): Entry[] {
  const headings = table.header.cells.map((cell) => cell.toLowerCase().trim());
  const sessionColumn = headings.findIndex((heading) => /^session(?: id)?$/.test(heading));
  const taskColumn = headings.indexOf("task");
  if (sessionColumn === -1 && taskColumn === -1) return [];
  return table.rows.flatMap((row) => {
    if (row.cells.every((cell) => /^[-–—_*\s]*(?:\(none\))?[-–—_*\s]*$/i.test(cell))) return [];
    const session = row.cells.map(sessionIn).find((id) => id !== undefined);
    const shifted = shiftOf(row, headings, sessionColumn);
    const ids = tasksOfSession((shifted === undefined ? row.cells[taskColumn] : row.cells.join(" ; ")) ?? "", session);
    if (shifted !== undefined) scope.report("shifted-row", { file: scope.file, line: row.line }, ids[0] ?? null, shifted);
    const stated = shifted === undefined ? row.cells[headings.indexOf("status")] : undefined;
    return entryOf(ids, session, parseStatus(stated ?? "") ?? sectionStatus, row.line, scope);
  });
}

/** Says how a row's cells slipped: too few of them, or the session's id in another column (branches carry it too). */
function shiftOf(row: TableRow, headings: readonly string[], sessionColumn: number): string | undefined {
  const said = quoted(row.cells.join(" | "));
  if (row.cells.length !== headings.length) return `expected ${headings.length} cells, got ${row.cells.length} in ${said}`;
  const columns = row.cells.flatMap((cell, column) => (/^\W*(?:Session-)?20\d{6}-/.test(cell) ? [column] : []));
  if (sessionColumn === -1 || columns.length === 0 || columns.includes(sessionColumn)) return undefined;
  return `expected the session id in column ${sessionColumn + 1}, got it in column ${(columns[0] ?? 0) + 1} of ${said}`;
}

/** `- QA-016: Session-…`, `* [PERF-001] Session-… (Status: ACTIVE)`, `- Session-…: BUG-001 - title`, `- [Session-…](…) - …`. */
function readListLine(line: Line, sectionStatus: TaskStatus, scope: Scope): Entry[] {
  const item = isRow(line.text) ? undefined : /^\s{0,3}[-*+]\s+(.*)$/.exec(line.text)?.[1];
  const session = item === undefined ? undefined : sessionIn(item);
  if (item === undefined || session === undefined) return [];
  const stated = /\bstatus:\s*([^,;)\]]+)/i.exec(item)?.[1];
  const done = item.includes("/completed/") ? "done" : undefined;
  return entryOf(tasksOfSession(item, session), session, parseStatus(stated ?? "") ?? done ?? sectionStatus, line.number, scope);
}

/** The block form: `## Session: <id>` with `**Task ID:**`, `**Branch:**`, `**Started:**` below. */
function readBlock(section: Section, scope: Scope): Entry[] {
  const fields = section.lines.flatMap((line) => fieldsOf(line.text, line.number));
  const task = fields.find(({ name }) => name === "id")?.value ?? "";
  const status = parseStatus(String(fields.find(({ name }) => name === "status")?.value ?? ""));
  return entryOf(tasksOfSession(String(task), section.session), section.session, status ?? "in-progress", section.line, scope);
}

function entryOf(ids: readonly string[], session: string | undefined, status: TaskStatus, line: number, scope: Scope): Entry[] {
  const fields: Field[] = [{ name: "status", value: status, line }];
  return ids.length === 0 ? [] : [sessionEntry(ids, session, { file: scope.file, line }, fields)];
}
