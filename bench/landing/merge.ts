/**
 * What a chained merge check costs: `node bench/landing/merge.ts [--rounds 7] [--changes 64] [--files 6000] [--mirror DIRECTORY]`.
 * The method is printed with the result.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Change } from "../../src/core/change.ts";
import { fetchBranch } from "../../src/git/fetch-branch.ts";
import { Git } from "../../src/git/git.ts";
import { openMerger } from "../../src/git/merge-process.ts";
import { type Merge, mergeCommits } from "../../src/git/merge-tree.ts";
import { buildCandidate } from "../../src/landing/build-candidate.ts";
import { generateRepository, writeHeads } from "../lander/repository.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    changes: { type: "string", default: "64" },
    files: { type: "string", default: "6000" },
    mirror: { type: "string" },
  },
});
const [rounds, count, files] = [values.rounds, values.changes, values.files].map(Number) as [number, number, number];
const root = await mkdtemp(join(tmpdir(), "signalbox-bench-merge-"));
console.log(`Chained merge check: ${rounds} rounds after one to warm up, ways interleaved, medians; ${cpus().length} cores, load \
${loadavg()[0]?.toFixed(1)}, node ${process.version}.`);
try {
  await chained();
  if (values.mirror !== undefined) await replayed(values.mirror);
} finally {
  await rm(root, { recursive: true, force: true });
}

/** A queue of independent changes on a generated repository: the whole check against the bare merges in it. */
async function chained(): Promise<void> {
  const { remote, gitDir } = await generateRepository(root, files);
  const cache = new Git({ gitDir });
  const main = await fetchBranch(cache, remote, "main");
  const heads = await writeHeads(cache, main, "queue", count, files);
  const changes = heads.map((head, index) => ({ change: changeOf(`${index}`, main, head), protect: ["docs/**"], forbid: [] }));
  const merger = openMerger(cache);
  const check = (merge?: Merge) =>
    buildCandidate(cache, { main, changes, nowMs: 0, render: async () => [], ...(merge === undefined ? {} : { merge }) });
  const { candidate } = await check();
  const tips = [main, ...(candidate?.links.map(({ commit }) => commit) ?? [])];
  if (candidate?.links.length !== count) throw new Error(`expected ${count} links, got ${candidate?.links.length}`);
  const times = await race({
    raw: async () => {
      for (const [index, head] of heads.entries()) await cache.attempt(["merge-tree", "--write-tree", tips[index] ?? "", head]);
    },
    each: () => check(),
    kept: () => check(merger.merge),
  });
  await merger.close();
  console.log(
    `\n${count} changes of one line each on ${files} files; check = prepare, merge, stale-base guard, commit, for the whole queue.`,
  );
  print(times, count, { raw: "git merge-tree, a process each", each: "check, a process each", kept: "check, one kept process" });
}

/** The merges of a real history, parents as they were. */
async function replayed(mirror: string): Promise<void> {
  const git = new Git({ cwd: mirror });
  const lines = await git.text(["rev-list", "--merges", "--min-parents=2", "--max-parents=2", "--parents", "--max-count=200", "--all"]);
  const pairs = lines.split("\n").map((line) => line.split(" ").slice(1));
  const merger = openMerger(git);
  const all = (merge: Merge) => async () => {
    for (const [ours = "", theirs = ""] of pairs) await merge(ours, theirs).catch(() => undefined);
  };
  const times = await race({ raw: all((ours, theirs) => mergeCommits(git, ours, theirs)), kept: all(merger.merge) });
  await merger.close();
  console.log(`\n${pairs.length} newest merges of ${mirror.split("/").slice(-2).join("/")}, conflicts among them; merging alone.`);
  print(times, pairs.length, { raw: "a process each", kept: "one kept process" });
}

async function race<Way extends string>(ways: Readonly<Record<Way, () => Promise<unknown>>>): Promise<Record<Way, number>> {
  const names = Object.keys(ways) as Way[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Way, number[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const startedMs = performance.now();
      await ways[name]();
      // The first round warms caches and is thrown away.
      if (round > 0) times[name].push(performance.now() - startedMs);
    }
  }
  const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Way, number>;
}

function print<Way extends string>(
  times: Record<Way | "raw", number>,
  merges: number,
  labels: Readonly<Record<Way | "raw", string>>,
): void {
  for (const way of Object.keys(labels) as (Way | "raw")[]) {
    const cells = [(times[way] / merges).toFixed(2).padStart(8), (times[way] / times.raw).toFixed(2).padStart(6)];
    console.log(`${cells[0]} ms/merge ${cells[1]}x  ${labels[way]}`);
  }
}

function changeOf(task: string, base: string, head: string): Change {
  const rest = { kind: "branch", session: null, epoch: null, subject: `${task}: work`, state: "queued", submittedAtMs: 0 } as const;
  return { id: `branch-${task}`, task: null, base, head, ...rest };
}
