/**
 * How fast does the example's validator judge a seeded business?
 *
 * Method: the example's app with DATA-001's recorded solution laid over it seeds a database in a process of its own; then this
 * process asks all of its rules, reading only. The rows are the sum over all rules of the rows each one says it looked at: a row that five
 * rules look at counts five times, rows that a rule reads only to compare with are not counted. Processor time of this process
 * (user and system) and wall time of a call, the median and the slowest of 5 after one unmeasured; the file lies in the page cache.
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
  const busy: number[] = [];
  const elapsed: number[] = [];
  let rows = 0;
  for (let call = 0; call < CALLS; call++) {
    const startedMs = performance.now();
    const before = process.cpuUsage();
    const report = validate(database);
    const { user, system } = process.cpuUsage(before);
    busy.push((user + system) / 1000);
    elapsed.push(performance.now() - startedMs);
    rows = report.outcomes.reduce((sum, outcome) => sum + outcome.rows, 0);
    if (!report.ok) throw new Error("expected a seeded business that breaks no rule, got one that does");
    if (call === 0) console.log(`scale ${values.scale}, ${values.months} months: ${report.outcomes.length} rules, ${rows} rows looked at`);
  }
  database.close();
  console.log(`processor time: ${spread(busy, rows)}`);
  console.log(`wall time: ${spread(elapsed, rows)}`);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function spread(times: readonly number[], rows: number): string {
  const sorted = [...times].sort((one, other) => one - other);
  const say = (ms: number) => `${Math.round(ms)} ms (${(rows / ms / 1000).toFixed(2)} million rows/s)`;
  return `median ${say(sorted[Math.floor(sorted.length / 2)] ?? 0)}, slowest ${say(sorted.at(-1) ?? 0)} of ${sorted.length}`;
}

/** The seeded database of a fresh tree: the app with the recorded solution, and NET_30 repaired as on the example's main. */
function seed(root: string): string {
  const tree = join(root, "tree");
  for (const from of ["app", "agents/DATA-001"]) cpSync(join(ROOT, "examples/terp", from), tree, { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
  execFileSync(process.execPath, [join(ROOT, "examples/terp/agents/REPAIR/repair.ts")], { cwd: tree });
  const file = join(root, "terp.db");
  const args = ["scripts/seed.ts", "--database", file, "--scale", values.scale, "--months", values.months];
  execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], { cwd: tree, stdio: ["ignore", "ignore", "inherit"] });
  return file;
}
