import type { DatabaseSync } from "node:sqlite";

/** The months the reference volumes are given for. */
export const MONTHS = 22;

/** How long and how large a business the database holds. */
export interface Span {
  /** `YYYY-MM-DD`; nothing of the business is older. */
  readonly firstOn: string;
  /** `YYYY-MM-DD`: today, as far as the business knows. */
  readonly lastOn: string;
  readonly months: number;
  /** 1 is the whole business. */
  readonly scale: number;
}

/** Makes the span readable to the rules, as the one row of the temporary table `span`. */
export function shareSpan(database: DatabaseSync, { firstOn, lastOn, months, scale }: Span): void {
  database.exec("pragma temp_store = memory; drop table if exists temp.span");
  database.exec("create temp table span (first_on text, last_on text, months real, scale real)");
  database.prepare("insert into temp.span values (?, ?, ?, ?)").run(firstOn, lastOn, months, scale);
}

/** Reads the span from what the seeder wrote down. */
export function readSpan(database: DatabaseSync): Span {
  const kept = new Map(
    database
      .prepare("select name, value from sequences where name like 'seed:%'")
      .all()
      .map((row) => [String(row["name"]), Number(row["value"])]),
  );
  const lastDay = String(kept.get("seed:last-day") ?? 20251027);
  return {
    firstOn: "2024-01-01",
    lastOn: lastDay.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3"),
    months: kept.get("seed:months") ?? MONTHS,
    scale: (kept.get("seed:scale") ?? 1000) / 1000,
  };
}
