import { KINDS, type Outcome } from "./rule.ts";
import type { Report } from "./validate.ts";

const MARKS = { holds: "ok", broken: "BROKEN", skipped: "skipped" } as const;

/** The report for people: a table of the rules by kind, below each broken one its first rows, and a summary. */
export function reportText({ span, outcomes, ok }: Report): string {
  const width = Math.max(...outcomes.map(({ rule }) => rule.id.length));
  const lines = KINDS.flatMap((kind) => {
    const ofKind = outcomes.filter(({ rule }) => rule.kind === kind);
    return ofKind.length === 0 ? [] : [kind, ...ofKind.flatMap((one) => lineOf(one, width))];
  });
  const rows = outcomes.reduce((sum, one) => sum + one.rows, 0);
  const broken = outcomes.filter(({ verdict }) => verdict === "broken");
  const skipped = outcomes.filter(({ verdict }) => verdict === "skipped").length;
  const summary = `${outcomes.length} rules, ${rows} rows checked, ${skipped} skipped; ${span.firstOn} to ${span.lastOn}, scale ${span.scale}`;
  return [...lines, summary, ok ? "every rule holds" : `broken: ${broken.map(({ rule }) => rule.id).join(", ")}`].join("\n");
}

function lineOf({ rule, verdict, rows, broken, first, why }: Outcome, width: number): readonly string[] {
  const counts = `${String(rows).padStart(9)} ${String(broken).padStart(7)}`;
  const line = `  ${MARKS[verdict].padEnd(7)} ${rule.id.padEnd(width)} ${counts}  ${rule.says}${why === undefined ? "" : ` (${why})`}`;
  return [line, ...first.map(({ key, found }) => `            ${key}: ${found}`)];
}

/** The report for programs. */
export function reportJson({ span, outcomes, ok }: Report): string {
  const rules = outcomes.map(({ rule, ...rest }) => ({ id: rule.id, kind: rule.kind, says: rule.says, ...rest }));
  return JSON.stringify({ ok, span, rules }, undefined, 2);
}
