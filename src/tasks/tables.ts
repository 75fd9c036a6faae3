import type { Line } from "./lines.ts";

export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly header: TableRow;
  readonly rows: readonly TableRow[];
}

/** The pipe tables among `lines`, in order. Rows keep the number of cells they were written with. */
export function tablesOf(lines: readonly Line[]): Table[] {
  const tables: Table[] = [];
  for (let at = 0; at + 1 < lines.length; at++) {
    const [header, rule] = [lines[at], lines[at + 1]];
    if (header === undefined || rule === undefined || !isRow(header.text) || !isRule(rule.text) || isRule(header.text)) continue;
    const rows: TableRow[] = [];
    for (at += 2; at < lines.length; at++) {
      const line = lines[at];
      if (line === undefined || !isRow(line.text) || line.number !== (rows.at(-1)?.line ?? rule.number) + 1) break;
      rows.push(rowOf(line));
    }
    at--;
    tables.push({ header: rowOf(header), rows });
  }
  return tables;
}

/** True for lines that belong to a table. */
export function isRow(text: string): boolean {
  return /^\s{0,3}\|.*\|?\s*$/.test(text);
}

function isRule(text: string): boolean {
  return /^\s{0,3}\|?(?:\s*:?-{1,}:?\s*\|)+(?:\s*:?-{1,}:?\s*)?$/.test(text.trimEnd());
}

function rowOf(line: Line): TableRow {
  const cells = line.text
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replace(/\\([|_*])/g, "$1"));
  return { line: line.number, cells };
}
