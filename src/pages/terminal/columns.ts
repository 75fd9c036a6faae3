/** One column of a table: its heading and whether figures line up at its right edge. */
export interface Column {
  readonly name: string;
  readonly right?: boolean;
}

/** Rows under headings, columns two spaces apart; the last column is cut at `width`, never the others. */
export function columns(heads: readonly Column[], rows: readonly (readonly string[])[], width: number): string[] {
  const all = [heads.map(({ name }) => name), ...rows];
  const widths = heads.map((_, column) => all.reduce((most, row) => Math.max(most, (row[column] ?? "").length), 0));
  return all.map((row) => {
    const cells = heads.map(({ right }, column) => {
      const cell = row[column] ?? "";
      if (right === true) return cell.padStart(widths[column] ?? 0);
      return column === heads.length - 1 ? cell : cell.padEnd(widths[column] ?? 0);
    });
    const line = cells.join("  ").trimEnd();
    return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
  });
}
