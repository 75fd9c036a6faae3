import type { DatabaseSync } from "node:sqlite";
import { allRules } from "./all-rules.ts";
import type { Finding, Outcome, Rule } from "./rule.ts";
import { readSpan, type Span, shareSpan } from "./span.ts";

/** So many broken rows are shown of each rule. */
const SHOWN = 5;

export interface Report {
  readonly span: Span;
  readonly outcomes: readonly Outcome[];
  /** No rule is broken. */
  readonly ok: boolean;
}

/**
 * Asks a seeded database about the rules, all of them unless said. Reads only; the temporary table `span` lives in the connection.
 * @throws Error when the database was never seeded.
 */
export function validate(database: DatabaseSync, rules: readonly Rule[] = allRules(database)): Report {
  const span = readSpan(database);
  if (span === undefined) throw new Error("expected a seeded database, got one that says nothing of its seeding");
  shareSpan(database, span);
  const tables = new Set(column(database, "select name from sqlite_schema where type = 'table'").map(String));
  const outcomes = rules.map((rule) => skipped(rule, span, tables) ?? ask(database, rule));
  return { span, outcomes, ok: outcomes.every(({ verdict }) => verdict !== "broken") };
}

function skipped(rule: Rule, span: Span, tables: ReadonlySet<string>): Outcome | undefined {
  const missing = rule.onlyWith?.filter((table) => !tables.has(table)) ?? [];
  if (missing.length > 0) return outcome(rule, "skipped", { why: `this schema has no ${missing.join(", ")}` });
  if (span.months < (rule.monthsMin ?? 0))
    return outcome(rule, "skipped", { why: `needs ${rule.monthsMin} months, there are ${span.months}` });
  return undefined;
}

function ask(database: DatabaseSync, rule: Rule): Outcome {
  const rows = Number(column(database, `select count(*) from ${rule.counts}`)[0] ?? 0);
  if (rows === 0 && rule.mayBeEmpty === undefined) return outcome(rule, "broken", { why: "expected rows to check, got none" });
  const first: Finding[] = [];
  let broken = 0;
  for (const row of database.prepare(`select key, found from (${rule.sql}) order by key`).iterate()) {
    if (broken++ < SHOWN) first.push({ key: String(row["key"]), found: String(row["found"]) });
  }
  return outcome(rule, broken === 0 ? "holds" : "broken", { rows, broken, first });
}

function outcome(rule: Rule, verdict: Outcome["verdict"], rest: Partial<Outcome>): Outcome {
  return { rule, verdict, rows: 0, broken: 0, first: [], ...rest };
}

function column(database: DatabaseSync, sql: string): readonly unknown[] {
  return database
    .prepare(sql)
    .all()
    .map((row) => Object.values(row)[0]);
}
