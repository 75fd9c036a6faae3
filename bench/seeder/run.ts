/**
 * How fast does the example's seeder write a business, and how much memory does it take?
 *
 * Method: the example's app with DATA-001's recorded solution laid over it; for each scale `scripts/seed.ts` seeds a new file in a
 * process of its own, RUNS times. Rows are those the seeder inserted. Two times are
 * given: the seeder's own (from before the file is opened until it is closed, with copy, indexes and the check of all foreign keys) as
 * the wall clock and as the time its main thread had on a core, and the wall clock of the whole process with its start. The best of the
 * runs is printed: what other processes take away is not the seeder's. Memory is the process's largest resident set (VmHWM), in
 * millions of bytes.
 *
 * `signalbox bench seeder [--scales 1,10] [--months 22] [--runs 3]`
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    scales: { type: "string", default: "1,10" },
    months: { type: "string", default: "22" },
    runs: { type: "string", default: "3" },
  },
});
const ROOT = join(import.meta.dirname, "../..");
const BYTES_PER_KILOBYTE = 1024;
const BYTES_PER_MB = 1_000_000;

/** Runs in the tree: seeds a file and prints what it took. */
const PROBE = `import { seedFile } from "./src/seed/seed-file.ts";
const [file = "", scale, months] = process.argv.slice(2);
const started = { wall: performance.now(), thread: process.threadCpuUsage() };
const rows = await seedFile(file, { scale: Number(scale), months: Number(months) });
const used = process.threadCpuUsage(started.thread);
const seconds = (performance.now() - started.wall) / 1000;
console.log(JSON.stringify({ rows, seconds, thread: (used.user + used.system) / 1e6, kilobytes: process.resourceUsage().maxRSS }));
`;

interface Run {
  readonly rows: number;
  readonly seconds: number;
  readonly thread: number;
  readonly kilobytes: number;
  readonly whole: number;
}

const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-seeder-"));
try {
  const tree = join(folder, "tree");
  for (const from of ["app", "agents/DATA-001"]) cpSync(join(ROOT, "examples/terp", from), tree, { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
  writeFileSync(join(tree, "probe.ts"), PROBE);
  for (const scale of values.scales.split(",")) {
    const runs = Array.from({ length: Number(values.runs) }, () => seed(tree, scale));
    console.log(`scale ${scale}, ${values.months} months, best of ${runs.length}: ${summary(runs)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function seed(tree: string, scale: string): Run {
  const file = join(folder, "terp.db");
  const startedMs = performance.now();
  const args = ["--disable-warning=ExperimentalWarning", "probe.ts", file, scale, values.months];
  const said = execFileSync(process.execPath, args, { cwd: tree, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const whole = (performance.now() - startedMs) / 1000;
  for (const ending of ["", "-wal", "-shm"]) rmSync(file + ending, { force: true });
  return { ...(JSON.parse(said) as Omit<Run, "whole">), whole };
}

function summary(runs: readonly Run[]): string {
  const rows = runs[0]?.rows ?? 0;
  const best = (of: (run: Run) => number) => Math.min(...runs.map(of));
  const speed = (seconds: number) => `${seconds.toFixed(2)} s (${Math.round(rows / seconds / 1000)},000 rows/s)`;
  const memory = Math.round(Math.max(...runs.map((run) => run.kilobytes)) * (BYTES_PER_KILOBYTE / BYTES_PER_MB));
  return `${rows} rows; seeding ${speed(best((run) => run.seconds))}, of that on the core ${speed(best((run) => run.thread))}; whole process ${speed(best((run) => run.whole))}; ${memory} MB`;
}
