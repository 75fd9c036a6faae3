/** Rows of a comma-separated file by their column's name (RFC 4180: quoted fields may hold commas, quotes and line ends). */
export function parseCsv(text: string): Record<string, string>[] {
  const [head = [], ...rows] = cells(text);
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ""])));
}

function cells(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A field is quoted whole or not at all; a quote inside a quoted one is doubled.
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) throw new Error(`expected a field, got \`${text.slice(rows.length, 40)}\` after row ${rows.length}`);
    const [, value = "", end] = match;
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === ",") continue;
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  }
  return rows;
}
