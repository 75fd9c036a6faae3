/** `node bench/claims/run.ts [--writers 1,4,16,64] [--rounds 5] [--window-ms 12000] [--seed N]` */
import { parseArgs } from "node:util";
import { seededRandom } from "../../src/core/seeded-random.ts";
import { CONTENDERS, type Contender } from "./contenders.ts";
import { type Measurement, measure, quantile } from "./measure.ts";

const METHOD = `Method: claims acknowledged per second. One process and one clone per writer, all on one bare remote on disk; no batching
across processes. Every writer claims tasks of its own, one after another, until the window ends; all start together.
Node starts before the window, and one writer makes many claims, so start-up does not count; each claim is plain git
spawns. "ours" is the whole protocol: read the ref, write the record, journal it (fsync), leased push. "paper" is
pull, add a row to the session table, commit, push, and again when refused; it always starts from main as it is, so it
never meets a merge conflict. "paper-with-backoff" also pauses with jitter (50 ms, doubling). Fresh remote for every
measurement; contenders interleaved in an order drawn from the seed; medians over the rounds, [min-max] beside them.
Latencies are of claims acknowledged inside the window only, which flatters whoever leaves many unfinished.`;

const { values } = parseArgs({
  options: {
    writers: { type: "string", default: "1,4,16,64" },
    rounds: { type: "string", default: "5" },
    "window-ms": { type: "string", default: "12000" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
const writerCounts = values.writers.split(",").map(Number);
const rounds = Number(values.rounds);
const windowMs = Number(values["window-ms"]);
const random = seededRandom(Number(values.seed));
const BATCHES = [1, 8, 64];

console.log(`${METHOD}\nSeed ${values.seed}, ${rounds} rounds, windows of ${windowMs} ms, Node ${process.version}.\n`);
console.log("writers  contender            claims/s [min-max]        p50 ms   p99 ms  wasted pushes   ours is");
for (const writers of writerCounts) await compare(writers);
console.log("\nBatched claims of one host (one process, several claims in one push; not part of the comparison):");
for (const batch of BATCHES) await reportBatch(batch);

async function compare(writers: number): Promise<void> {
  const runs = new Map<Contender, Measurement[]>(CONTENDERS.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contender of shuffled(CONTENDERS)) {
      runs.get(contender)?.push(await measure({ contender, writers, batch: 1, windowMs }));
    }
  }
  const ours = medianOf(runs.get("ours") ?? [], "claimsPerSecond");
  for (const [contender, measured] of runs) {
    const theirs = medianOf(measured, "claimsPerSecond");
    const ratio = contender === "ours" ? "" : theirs > 0 ? `${(ours / theirs).toFixed(1)} x` : "beyond measure";
    console.log(`${String(writers).padStart(7)}  ${contender.padEnd(19)}  ${row(measured)}   ${ratio}`);
  }
}

async function reportBatch(batch: number): Promise<void> {
  const measured: Measurement[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await measure({ contender: "ours", writers: 1, batch, windowMs }));
  console.log(`${String(batch).padStart(4)} in a push: ${row(measured)}`);
}

function row(measured: readonly Measurement[]): string {
  const speeds = measured.map(({ claimsPerSecond }) => claimsPerSecond);
  const range = `[${Math.min(...speeds).toFixed(1)}-${Math.max(...speeds).toFixed(1)}]`;
  const number = (key: "p50Ms" | "p99Ms") => medianOf(measured, key).toFixed(0).padStart(7);
  const wasted = `${(medianOf(measured, "wasted") * 100).toFixed(0)} %`;
  return `${medianOf(measured, "claimsPerSecond").toFixed(1).padStart(8)} ${range.padEnd(16)} ${number("p50Ms")}  ${number("p99Ms")}  ${wasted.padStart(13)}`;
}

function medianOf(measured: readonly Measurement[], key: keyof Measurement): number {
  const sorted = measured.flatMap((one) => one[key] ?? []).sort((a, b) => a - b);
  return quantile(sorted, 0.5) ?? Number.NaN;
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: random.fraction() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
