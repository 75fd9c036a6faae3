import { fencedLines, LINE_CHARACTERS_MAX, type Line } from "./lines.ts";

/** A Markdown table: its header cells and the lines of its rows, `[firstRow, endRow)`. */
export interface Table {
  readonly header: readonly string[];
  readonly headerLine: number;
  readonly firstRow: number;
  readonly endRow: number;
}

/** A cell's text without padding, and where the cell (padding included) lies in its line. */
export interface Cell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const SEPARATOR = /^\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*$/;

/** All tables outside code blocks, in order. */
export function findTables(lines: readonly Line[]): Table[] {
  const fenced = fencedLines(lines);
  const tables: Table[] = [];
  for (let index = 1; index < lines.length; index++) {
    const [above, line] = [lines[index - 1]?.text ?? "", lines[index]?.text ?? ""];
    if (fenced[index] || line.length > LINE_CHARACTERS_MAX || !line.includes("|") || !above.includes("|") || !SEPARATOR.test(line))
      continue;
    let endRow = index + 1;
    while (endRow < lines.length && !fenced[endRow] && lines[endRow]?.text.includes("|") && lines[endRow]?.text.trim() !== "") endRow++;
    tables.push({ header: cellsOf(above).map(({ text }) => text), headerLine: index - 1, firstRow: index + 1, endRow });
    index = endRow;
  }
  return tables;
}

/** The cells of a table line; an escaped pipe does not end a cell. */
export function cellsOf(line: string): Cell[] {
  const bars: number[] = [];
  for (let index = 0; index < line.length; index++) {
    if (line[index] === "\\") index++;
    else if (line[index] === "|") bars.push(index);
  }
  const edges = [...(line.trimStart().startsWith("|") ? [] : [-1]), ...bars];
  const last = edges.at(-1) ?? -1;
  if (line.slice(last + 1).trim() !== "") edges.push(line.length);
  const cells: Cell[] = [];
  for (let index = 0; index + 1 < edges.length; index++) {
    const [start, end] = [(edges[index] ?? -1) + 1, edges[index + 1] ?? line.length];
    cells.push({ text: line.slice(start, end).trim(), start, end });
  }
  return cells;
}

/** The line with one cell's text replaced; the column's width is kept while the text fits. */
export function replaceCell(line: string, cell: Cell, text: string): string {
  const padded = ` ${text} `.padEnd(cell.end - cell.start);
  return line.slice(0, cell.start) + padded + line.slice(cell.end);
}

/** A table line of these texts; pipes in them are escaped. */
export function tableLine(texts: readonly string[]): string {
  return `| ${texts.map(escapeCell).join(" | ")} |`;
}

/** A text as it stands in a cell. */
export function escapeCell(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("|", "\\|");
}
