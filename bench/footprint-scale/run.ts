/** `node bench/footprint-scale/run.ts [--files 100000] [--commits 50000] [--predictions 10000] [--updates 30] [--seed N]` */
import { execFile } from "node:child_process";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { parseConfig } from "../../src/core/config.ts";
import { seededRandom } from "../../src/core/seeded-random.ts";
import type { Task } from "../../src/core/task.ts";
import { openPredictor } from "../../src/footprint/open-predictor.ts";
import type { IndexMemory } from "../../src/footprint/store/kept-index.ts";
import { makeRepository, pathOf } from "./repository.ts";

const METHOD = `Method: a synthetic repository by git fast-import (not timed): areas of folders of 50 files in nine file types, five of them scanned for
symbols and imports; each commit changes one to four files that lie together, half of the commits in a hundredth of the files.
"index" opens a predictor where nothing is kept, learns the model and keeps the index, in a process of its own; "load" opens it from
the kept file;
"update" moves a predictor in memory by one commit, git included, median and worst of several; "predict" is one task's
footprint, the first with everything that is computed when first asked. CPU is this process's own (user + system), without
git's; wall depends on what else runs on the machine. Memory is the largest resident size of each process over all of it.`;
const INDEX_PROGRAM = fileURLToPath(new URL("index-once.ts", import.meta.url));

const { values } = parseArgs({
  options: {
    files: { type: "string", default: "100000" },
    commits: { type: "string", default: "50000" },
    predictions: { type: "string", default: "10000" },
    updates: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
  },
});
const [files, commits, predictions, updates] = [values.files, values.commits, values.predictions, values.updates].map(Number) as [
  number,
  number,
  number,
  number,
];
const random = seededRandom(Number(values.seed));
console.log(`${METHOD}\nSeed ${values.seed}, ${files} files, ${commits} commits, Node ${process.version}.\n`);

const { git, root } = await makeRepository({ files, commits: commits + updates }, random);
try {
  await measureAll();
} finally {
  await rm(root, { recursive: true, force: true });
}

async function measureAll(): Promise<void> {
  const options = { indexFile: join(root, "footprint.index"), config: parseConfig({}), say: (line: string) => console.log(`  (${line})`) };
  const at = (back: number) => git.text(["rev-parse", `main~${back}`]);
  const start = await at(updates);
  // In a process of its own, as the command that finds nothing kept would be.
  await promisify(execFile)(process.execPath, [INDEX_PROGRAM, git.location.gitDir ?? "", start, options.indexFile]).then(({ stdout }) =>
    console.log(stdout.trim()),
  );
  console.log(`  kept file: ${((await stat(options.indexFile)).size / 1e6).toFixed(1)} MB`);
  const memory: IndexMemory = new Map();
  let predictor = await timed("load", () => openPredictor(git, start, { ...options, memory }));
  await timed("predict, first", async () => predictor.predict(task(1)));
  const walls: number[] = [];
  const cpus: number[] = [];
  for (let back = updates - 1; back >= 0; back--) {
    const commit = await at(back);
    const took = await measured(async () => {
      predictor = await openPredictor(git, commit, { ...options, memory });
    });
    walls.push(took.wallMs);
    cpus.push(took.cpuMs);
  }
  console.log(`update by one commit: CPU ${spread(cpus)}, wall ${spread(walls)}`);
  await timed("predict, first after an update", async () => predictor.predict(task(2)));
  const each: number[] = [];
  await timed(`predict, ${predictions} tasks`, async () => {
    for (let number = 0; number < predictions; number++) {
      const from = performance.now();
      predictor.predict(task(number));
      each.push(performance.now() - from);
    }
  });
  console.log(`one prediction: wall ${spread(each)}`);
  console.log(`memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
}

/** A prompt that names a file by its words, another by its path, and what it is about. */
function task(number: number): { readonly task: Task; readonly text: string } {
  const [a, b] = [pathOf((number * 7919) % files), pathOf((number * 104_729) % files)];
  const id = `T-${number}`;
  const none = { priority: null, status: "todo", effort: null, acceptance: null, promptFile: null, production: false } as const;
  const words = a.split("/").at(-1)?.replaceAll("-", " ") ?? "";
  const declared = { write: [], forbid: [] };
  const text = `# ${id}: Keep the ${words} right\n\nThe ${words} loses its rows when \`${b}\` is loaded. Add tests.\n`;
  return { task: { id, title: `Keep the ${words} right`, ...none, dependsOn: [], conflictsWith: [], declared, sources: [] }, text };
}

async function timed<T>(what: string, action: () => Promise<T>): Promise<T> {
  const { result, cpuMs, wallMs } = await measured(action);
  console.log(`${what}: CPU ${cpuMs.toFixed(0)} ms, wall ${wallMs.toFixed(0)} ms`);
  return result;
}

async function measured<T>(action: () => Promise<T>) {
  const [cpu, from] = [process.cpuUsage(), performance.now()];
  const result = await action();
  const used = process.cpuUsage(cpu);
  return { result, cpuMs: (used.user + used.system) / 1000, wallMs: performance.now() - from };
}

function spread(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  return `median ${(sorted[sorted.length >> 1] ?? 0).toFixed(1)} ms, worst ${(sorted.at(-1) ?? 0).toFixed(1)} ms`;
}
