/**
 * What does the coordinator cost for each agent that works, and how soon is finished work submitted?
 *
 * Method: `signalbox run` as people start it, on a repository of so many files, with scripted agents that each work in a
 * folder of their own, say a word every half second and change a file every two. It is run with 1, a quarter, half and all of
 * `--agents`. The coordinator's process is looked at four times a second (/proc: Linux only) while all of them work: from the
 * last start of an agent to the first end. Processor time is user and system, of the coordinator itself and of the git it
 * runs; memory is the median resident set. What one agent more costs is the slope of the straight line through the
 * points (least squares), told with how far the points are off it: a difference of two points would hide that. From
 * "agent ended" to "submitted" is read off the history. Wall times depend on the machine and on everybody finishing at once;
 * shares and megabytes hardly do.
 *
 * `signalbox bench overhead -- [--agents 20] [--seconds 60] [--files 2000]`
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openSite } from "../../src/coordinator/site.ts";
import type { StoredEvent } from "../../src/core/event.ts";
import { openStore } from "../../src/store/open-store.ts";
import { systemClock } from "../../src/system/clock.ts";
import { type Sample, watchProcess } from "./watch-process.ts";
import { makeWorkplace } from "./workplace.ts";

const { values } = parseArgs({
  options: {
    agents: { type: "string", default: "20" },
    seconds: { type: "string", default: "60" },
    files: { type: "string", default: "2000" },
  },
});
const [agents, seconds, files] = [Number(values.agents), Number(values.seconds), Number(values.files)];
const BIN = fileURLToPath(new URL("../../bin/signalbox.js", import.meta.url));

interface Played {
  /** While everybody worked. */
  readonly samples: readonly Sample[];
  /** From the end of an agent to its change submitted, milliseconds, sorted. */
  readonly submittedMs: readonly number[];
}

async function play(count: number): Promise<Played> {
  const root = await mkdtemp(join(tmpdir(), "signalbox-bench-overhead-"));
  process.env["XDG_STATE_HOME"] = join(root, "state");
  try {
    const clone = await makeWorkplace(root, { tasks: count, files, seconds });
    const args = [BIN, "run", "--agents", String(count), "--agent", "bench"];
    const child = spawn(process.execPath, args, { cwd: clone, stdio: ["ignore", "ignore", "inherit"] });
    let isOver = false;
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    void ended.then(() => {
      isOver = true;
    });
    const samples = await watchProcess(child.pid ?? 0, () => isOver);
    const exit = await ended;
    if (exit !== 0) throw new Error(`expected every task landed, got exit ${exit}`);
    const store = await openStore((await openSite(clone)).state.storeFile, { clock: systemClock });
    const events = await store.events({ kinds: ["agent-started", "agent-ended", "change-submitted"] }).finally(() => store.close());
    const [fromMs, toMs] = [lastOf(events, "agent-started"), firstOf(events, "agent-ended")];
    if (fromMs >= toMs) throw new Error(`expected a time at which all ${count} agents worked, got none: try longer --seconds`);
    return { samples: samples.filter(({ atMs }) => atMs > fromMs && atMs < toMs), submittedMs: delays(events) };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function lastOf(events: readonly StoredEvent[], kind: string): number {
  return Math.max(...events.filter(({ body }) => body.kind === kind).map(({ atMs }) => atMs));
}

function firstOf(events: readonly StoredEvent[], kind: string): number {
  return Math.min(...events.filter(({ body }) => body.kind === kind).map(({ atMs }) => atMs));
}

function delays(events: readonly StoredEvent[]): readonly number[] {
  const ended = new Map(events.flatMap(({ session, body, atMs }) => (body.kind === "agent-ended" ? [[session, atMs] as const] : [])));
  const submitted = events.filter(({ body }) => body.kind === "change-submitted");
  return submitted.map(({ session, atMs }) => atMs - (ended.get(session) ?? Number.NaN)).sort((a, b) => a - b);
}

/** Share of one core, over the whole window. */
function shareOf(samples: readonly Sample[], used: (sample: Sample) => number): number {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.atMs === first.atMs) return Number.NaN;
  return (used(last) - used(first)) / ((last.atMs - first.atMs) / 1000);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

const median = (numbers: readonly number[]) =>
  quantile(
    [...numbers].sort((a, b) => a - b),
    0.5,
  );
const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

/** The straight line through points that is nearest to them by least squares, and the farthest any of them is off it. */
function lineThrough(points: readonly (readonly [x: number, y: number])[]): { readonly slope: number; readonly offMax: number } {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const slope = mean(points.map(([x, y]) => (x - meanX) * (y - meanY))) / mean(points.map(([x]) => (x - meanX) ** 2));
  return { slope, offMax: Math.max(...points.map(([x, y]) => Math.abs(y - meanY - slope * (x - meanX)))) };
}

console.log(`${files} files, scripted agents that work ${seconds} s each, run by \`signalbox run\`; window: everybody works\n`);
const counts = [...new Set([1, Math.ceil(agents / 4), Math.ceil(agents / 2), agents])];
const rows: { readonly count: number; readonly own: number; readonly all: number; readonly residentMb: number }[] = [];
for (const count of counts) {
  const { samples, submittedMs } = await play(count);
  const window = ((samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0)) / 1000;
  const own = shareOf(samples, ({ ownSeconds }) => ownSeconds);
  const git = shareOf(samples, ({ endedSeconds }) => endedSeconds);
  const residentMb = median(samples.map((sample) => sample.residentMb));
  rows.push({ count, own, all: own + git, residentMb });
  console.log(
    `${count} agents: ${window.toFixed(1)} s, coordinator ${percent(own)} of a core, the git it runs ${percent(git)}, ${residentMb.toFixed(0)} MB`,
  );
  console.log(`  agent ended to submitted: median ${quantile(submittedMs, 0.5)} ms, p95 ${quantile(submittedMs, 0.95)} ms`);
}
const whole = rows.at(-1);
if (whole !== undefined && rows.length > 1) {
  const memory = lineThrough(rows.map(({ count, residentMb }) => [count, residentMb]));
  const cpu = lineThrough(rows.map(({ count, own }) => [count, own]));
  console.log(
    `\nfor each of ${whole.count} agents, the coordinator itself included: ${percent(whole.own / whole.count)} of a core (${percent(whole.all / whole.count)} with git; aim below 1 %)`,
  );
  console.log(
    `for each agent more: ${percent(cpu.slope)} of a core, ${memory.slope.toFixed(1)} MB (aim below 5; points are at most ${memory.offMax.toFixed(0)} MB off the line)`,
  );
}
