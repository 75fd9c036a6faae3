import type { TaskStatus } from "../../core/task.ts";
import type { Entry } from "../entry.ts";
import { type Field, fieldNamed } from "../fields.ts";
import { readExplicitId, readIdCell } from "../ids-in-text.ts";
import type { Line } from "../lines.ts";
import { quoted, type Report } from "../problems.ts";
import { type Table, type TableRow, tablesOf } from "../tables.ts";
import { explicitIdsAt, idsAt } from "./id-position.ts";

/** Headings of a column that holds ids of any form: `ID`, `Task ID`, `Spec ID`, `Bug ID`, but no session's. */
const ID_HEADING = /^(?:(?!session|user|commit)\w+ )?id$/;

/** Headings of a column whose cells may start with an id, the likeliest first: `Task` may also be a title. */
const LIKELY_ID_HEADINGS = ["ticket", "task", "feature", "issue", "category"];

/** Headings of a column that may hold titles, the surest first. */
const TITLE_COLUMNS = ["title", "description", "task", "name", "issue", "summary", "feature"];

/** The tasks in a roadmap's tables, whatever their columns are called (84 different headers were counted in one project). */
export function readRoadmapTables(
  lines: readonly Line[],
  file: string,
  sectionStatusAt: (line: number) => TaskStatus | undefined,
  report: Report,
): Entry[] {
  return tablesOf(lines).flatMap((table) => readTable(table, file, sectionStatusAt(table.header.line), report));
}

function readTable(table: Table, file: string, sectionStatus: TaskStatus | undefined, report: Report): Entry[] {
  const headings = table.header.cells.map((cell) =>
    cell
      .toLowerCase()
      .replace(/[*_`.]/g, "")
      .trim(),
  );
  const idColumn = idColumnOf(headings, table);
  if (idColumn === undefined) return [];
  const idsOf = ID_HEADING.test(headings[idColumn] ?? "") ? explicitIdsAt : idsAt;
  const titleColumn = TITLE_COLUMNS.map((name) => headings.indexOf(name)).find((column) => column !== -1 && column !== idColumn);
  return table.rows.flatMap((row) => {
    const at = { file, line: row.line };
    const cell = row.cells[idColumn] ?? "";
    const list = isFiller(cell) ? undefined : idsOf(cell, at, report);
    if (list === undefined) {
      reportShift(row, idColumn, file, report);
      return [];
    }
    if (row.cells.length < headings.length) {
      report(
        "shifted-row",
        at,
        list.ids[0] ?? null,
        `expected ${headings.length} cells, got ${row.cells.length} in ${quoted(row.cells.join(" | "))}`,
      );
    }
    const fields = fieldsOfRow(row, headings, idColumn);
    const status: Field[] =
      sectionStatus === undefined || fields.some(({ name }) => name === "status")
        ? []
        : [{ name: "status", value: sectionStatus, line: row.line }];
    const title = (titleColumn === undefined ? "" : (row.cells[titleColumn] ?? "")) || list.rest;
    return [{ origin: "roadmap" as const, ids: list.ids, at, title, fields: [...fields, ...status], promptFile: null }];
  });
}

/** A column that says it holds ids, or else the first likely one in which some row starts with an id. */
function idColumnOf(headings: readonly string[], table: Table): number | undefined {
  const likely = LIKELY_ID_HEADINGS.map((name) => headings.indexOf(name));
  return [headings.findIndex((heading) => ID_HEADING.test(heading)), ...likely].find((column) =>
    table.rows.some(
      (row) => /\d/.test(row.cells[column] ?? "") && namesTask(row.cells[column] ?? "", ID_HEADING.test(headings[column] ?? "")),
    ),
  );
}

function namesTask(cell: string, explicit: boolean): boolean {
  return (explicit ? readExplicitId(cell) : readIdCell(cell)).kind === "ids";
}

function fieldsOfRow(row: TableRow, headings: readonly string[], idColumn: number): Field[] {
  return row.cells.flatMap((value, column) => {
    const name = column === idColumn ? undefined : fieldNamed(headings[column] ?? "");
    return name === undefined || name === "id" || name === "title" || value === "" ? [] : [{ name, value, line: row.line }];
  });
}

/** An id in another column, where this row has none of its own, is a row whose cells slipped. */
function reportShift(row: TableRow, idColumn: number, file: string, report: Report): void {
  const slipped = row.cells.find((cell, column) => column !== idColumn && namesTask(cell, false));
  if (slipped === undefined) return;
  report(
    "shifted-row",
    { file, line: row.line },
    null,
    `expected a task id in column ${idColumn + 1}, got it elsewhere: ${quoted(slipped)}`,
  );
}

function isFiller(cell: string): boolean {
  return /^[-–—_*\s().]*(?:none|n\/a|total|tbd|subtotal)?[-–—_*\s().:]*$/i.test(cell);
}
