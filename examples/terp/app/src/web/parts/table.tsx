import type { ReactNode } from "react";

export interface Column<Row> {
  readonly title: string;
  /** Figures are set to the right, so that they can be compared; neither they nor days are broken into lines. */
  readonly kind?: "number" | "day";
  readonly cell: (row: Row) => ReactNode;
}

interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  /** What is said instead of an empty table. */
  readonly empty: string;
  /** `data-list`, by which tests know the list. */
  readonly list?: string;
}

/** A list of things; wider than the screen it scrolls by itself, also by keyboard. */
export function Table<Row>({ label, columns, rows, rowKey, empty, list }: TableProps<Row>) {
  if (rows.length === 0) {
    return (
      <p className="empty" data-list={list}>
        {empty}
      </p>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" aria-label={label} tabIndex={0} data-list={list}>
      <table>
        <thead>
          <tr>
            {columns.map(({ title, kind }) => (
              <th key={title} scope="col" className={kind}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ title, kind, cell }) => (
                <td key={title} className={kind}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
