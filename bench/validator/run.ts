/**
 * How fast does the example's validator judge a seeded business?
 *
 * Method: the example's app with DATA-001's recorded solution laid over it seeds a database in a process of its own; then this
 * process asks all of its rules, reading only. The rows are the sum over all rules of the rows each one says it looked at: a row that five
 * rules look at counts five times, rows that a rule reads only to compare with are not counted. Wall time of `validate`, the
 * median and the slowest of 5 calls after one unmeasured one; the file lies in the page cache.
 *
 * `signalbox bench validator [--scale 1] [--months 22]`
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { validate } from "../../examples/terp/agents/DATA-001/src/validate/validate.ts";

const { values } = parseArgs({ options: { scale: { type: "string", default: "1" }, months: { type: "string", default: "22" } } });
const ROOT = join(import.meta.dirname, "../..");
const CALLS = 5;

const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-validator-"));
try {
  const file = seed(folder);
  const database = new DatabaseSync(file, { readOnly: true });
  validate(database);
  const times: number[] = [];
  let rows = 0;
  for (let call = 0; call < CALLS; call++) {
    const startedMs = performance.now();
    const report = validate(database);
    times.push(performance.now() - startedMs);
    rows = report.outcomes.reduce((sum, outcome) => sum + outcome.rows, 0);
    if (!report.ok) throw new Error("expected a seeded business that breaks no rule, got one that does");
    if (call === 0) console.log(`scale ${values.scale}, ${values.months} months: ${report.outcomes.length} rules, ${rows} rows looked at`);
  }
  database.close();
  times.sort((one, other) => one - other);
  const [median = 0, slowest = 0] = [times[Math.floor(CALLS / 2)], times.at(-1)];
  const perSecond = (ms: number) => `${Math.round(rows / ms / 10) / 100} million rows/s`;
  console.log(
    `median ${Math.round(median)} ms (${perSecond(median)}), slowest ${Math.round(slowest)} ms (${perSecond(slowest)}) of ${CALLS}`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** The seeded database of a fresh tree. */
function seed(root: string): string {
  const tree = join(root, "tree");
  for (const from of ["app", "agents/DATA-001"]) cpSync(join(ROOT, "examples/terp", from), tree, { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
  const file = join(root, "terp.db");
  const args = ["scripts/seed.ts", "--database", file, "--scale", values.scale, "--months", values.months];
  execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], { cwd: tree, stdio: ["ignore", "ignore", "inherit"] });
  return file;
}
