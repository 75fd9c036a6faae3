import { seededRandom } from "../../src/core/seeded-random.ts";
import { changeConflicts } from "../../src/landing/conflicts/change-conflicts.ts";
import { learnedPairs } from "../../src/landing/conflicts/learned-pairs.ts";
import type { SubmittedChange } from "../../src/landing/conflicts/submitted-change.ts";

const FILES_PER_CHANGE = 8;
const FILES = 20_000;
const USES_PER_CHANGE = 20;

/** Adds `count` changes one by one, asking for the neighbours of each as a queue does, and takes the first half out again. */
export function measureScale(count: number): void {
  const random = seededRandom(7);
  const changes = Array.from({ length: count }, (_, at) => changeOf(`c${at}`, random.fraction));
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const analysis = changeConflicts({ barriers: [], bookkeeping: [], learned: learnedPairs() });
  let edges = 0;
  const cpuMs = () => process.cpuUsage().user / 1000;
  const startedMs = cpuMs();
  for (const change of changes) {
    analysis.addChange(change);
    edges += analysis.neighbours(change.id).length;
  }
  const addedMs = cpuMs() - startedMs;
  globalThis.gc?.();
  const megabytes = (process.memoryUsage().heapUsed - before) / 1e6;
  for (const { id } of changes.slice(0, count / 2)) analysis.removeChange(id);
  const removedMs = cpuMs() - startedMs - addedMs;
  console.log(`${count} changes of ${FILES_PER_CHANGE} files among ${FILES}, ${edges} edges: ${addedMs.toFixed(0)} ms (processor time) to add all and ask each for its \
neighbours, ${removedMs.toFixed(0)} ms to take half out, ${megabytes.toFixed(0)} MB kept`);
}

function changeOf(id: string, random: () => number): SubmittedChange {
  // Most changes meet few files, and a few files meet most changes.
  const path = () => `src/area-${Math.floor(random() * 50)}/file-${Math.floor(random() ** 2 * (FILES / 50))}.ts`;
  const names = () => [`name${Math.floor(random() * 40)}`];
  const files = Array.from({ length: FILES_PER_CHANGE }, path);
  return {
    id,
    files: files.map((each) => ({ path: each, mode: "modified" })),
    exports: files.map((each) => ({ path: each, names: names() })),
    imports: Array.from({ length: USES_PER_CHANGE }, () => ({ path: path(), names: names(), by: files[0] ?? "" })),
    flags: [],
  };
}
