/**
 * How fast the lander lands without gates: `node bench/lander/lander.ts [--rounds 5] [--files 6000]`.
 * The method is printed with the result.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Change } from "../../src/core/change.ts";
import { fetchBranch } from "../../src/git/fetch-branch.ts";
import { Git, type GitLocation, type GitRunOptions } from "../../src/git/git.ts";
import { writeCommit, writeEmptyTree } from "../../src/git/objects.ts";
import { pushAtomically, type RefUpdate } from "../../src/git/push.ts";
import { buildCandidate } from "../../src/landing/build-candidate.ts";
import { pushCandidate } from "../../src/landing/push-candidate.ts";
import { systemClock, systemRandom } from "../../src/system/clock.ts";
import { generateRepository, writeHeads } from "./repository.ts";

const BATCHES = [1, 8, 64];

/** Counts every git the lander starts itself; what git starts in turn is not counted. */
class CountingGit extends Git {
  static started = 0;
  override with(location: Partial<GitLocation>): Git {
    return new CountingGit({ ...this.location, ...location });
  }
  override attempt(args: readonly string[], options?: GitRunOptions) {
    CountingGit.started++;
    return super.attempt(args, options);
  }
}

interface Measured {
  readonly ms: number;
  /** Processor time of this process and of every process it waited for: hardly moved by what else the machine does. */
  readonly cpuMs: number;
  readonly processes: number;
}

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" }, files: { type: "string", default: "6000" } } });
const rounds = Number(values.rounds);
const files = Number(values.files);
const root = await mkdtemp(join(tmpdir(), "signalbox-bench-lander-"));
try {
  const { remote, gitDir } = await generateRepository(root, files);
  const cache = new CountingGit({ gitDir });
  let main = await fetchBranch(cache, remote, "main");
  const measured = new Map<number, Measured[]>(BATCHES.map((size) => [size, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const size of BATCHES) {
      const landed = await landBatch(cache, remote, main, `${round}-${size}`, size);
      main = landed.main;
      // The first round warms caches and is thrown away.
      if (round > 0) measured.get(size)?.push(landed);
    }
  }
  print(measured);
} finally {
  await rm(root, { recursive: true, force: true });
}

/** Lands `size` independent one-file changes with one candidate and one push; making the changes is not timed. */
async function landBatch(cache: Git, remote: string, main: string, name: string, size: number): Promise<Measured & { main: string }> {
  const heads = await writeHeads(cache, main, name, size, files);
  const leases = await takeLeases(cache, remote, [...heads.map((_, index) => `claims/${name}-${index}`), `lander-${name}`]);
  const changes = heads.map((head, index) => ({ change: changeOf(`${name}-${index}`, main, head), protect: ["docs/**"], forbid: [] }));
  const before = CountingGit.started;
  const cpuBeforeMs = await cpuTimeMs();
  const startedMs = performance.now();
  const { candidate } = await buildCandidate(cache, {
    main,
    changes,
    nowMs: Date.now(),
    render: async (_, included) => [{ path: "docs/ROADMAP.md", content: included.map(({ id }) => `- [x] ${id}\n`).join("") }],
  });
  if (candidate?.links.length !== size) throw new Error(`expected ${size} links, got ${candidate?.links.length}`);
  const journal = { open: async () => undefined, close: async () => undefined };
  const context = { cache, remote, main: "main", journal, clock: systemClock, random: systemRandom };
  const outcome = await pushCandidate(context, { candidate, testedTree: candidate.tree, leases });
  if (outcome.kind !== "landed") throw new Error(`expected a landing, got ${JSON.stringify(outcome)}`);
  const ms = performance.now() - startedMs;
  return { ms, cpuMs: (await cpuTimeMs()) - cpuBeforeMs, processes: CountingGit.started - before, main: outcome.main };
}

/** From `/proc`, in steps of 10 ms; not a number elsewhere. */
async function cpuTimeMs(): Promise<number> {
  const stat = await readFile("/proc/self/stat", "utf8").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]) * 10, 0);
}

async function takeLeases(cache: Git, remote: string, names: readonly string[]): Promise<RefUpdate[]> {
  const tree = await writeEmptyTree(cache);
  const records: RefUpdate[] = [];
  for (const name of names) {
    const to = await writeCommit(cache, { tree, parents: [], message: `${systemRandom.hex(16)}\n` });
    records.push({ ref: `refs/signalbox/${name}`, expected: null, to });
  }
  const outcome = await pushAtomically(cache, remote, records);
  if (outcome.kind !== "done") throw new Error(`expected leases, got ${JSON.stringify(outcome)}`);
  const next: RefUpdate[] = [];
  for (const { ref, to } of records) {
    next.push({ ref, expected: to, to: await writeCommit(cache, { tree, parents: [to], message: `${systemRandom.hex(16)}\n` }) });
  }
  return next;
}

function changeOf(task: string, base: string, head: string): Change {
  const session = `Session-20260105-${task}-00000001`;
  return {
    id: `${session}.1`,
    kind: "task",
    task,
    session,
    epoch: 1,
    base,
    head,
    subject: `${task}: work`,
    state: "queued",
    submittedAtMs: 0,
  };
}

function print(measured: ReadonlyMap<number, readonly Measured[]>): void {
  console.log(`Lander without gates: ${files} files, ${rounds} rounds after one to warm up, K interleaved, ${cpus().length} cores, \
load ${loadavg()[0]?.toFixed(1)}, node ${process.version}.`);
  console.log("One landing = prepare, merge, render one record file, journal (in memory), one atomic push of main + K claims + lander");
  console.log(
    "to a bare repository on the same disk. Submit to landed = the whole batch's time: its first change waits as long as its last.",
  );
  console.log("\n  K  landed/s (median)   submit→landed ms: median   min   max   CPU ms/landing   git processes/landing");
  for (const [size, runs] of measured) {
    const times = runs.map(({ ms }) => ms).sort((a, b) => a - b);
    const median = times[Math.floor(times.length / 2)] ?? Number.NaN;
    const processes = runs.reduce((sum, run) => sum + run.processes, 0) / runs.length / size;
    const cpuMs = runs.reduce((sum, run) => sum + run.cpuMs, 0) / runs.length / size;
    const cells = [
      size,
      ((size * 1000) / median).toFixed(1),
      median.toFixed(0),
      times[0]?.toFixed(0),
      times.at(-1)?.toFixed(0),
      cpuMs.toFixed(0),
      processes.toFixed(1),
    ];
    console.log([3, 19, 28, 6, 6, 17, 24].map((width, index) => String(cells[index]).padStart(width)).join(""));
  }
}
