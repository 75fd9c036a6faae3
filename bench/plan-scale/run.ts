/**
 * What does a plan of ten thousand tasks on a repository of a hundred thousand files cost?
 *
 * Method: tasks with predicted footprints of realistic shape (on average 25 files of 0.02 to 0.95, 30 imports, some globs, files
 * that a fourth of all tasks may write, half of all tasks in a twentieth of the files), prompt texts, effort, priorities, a
 * dependency for every fifth and a primary, for 16 agents; `makePlan` once in a fresh process per size. CPU is that process's own
 * (user + system), wall depends on what else runs on the machine; memory is its largest resident size, input and compiled code
 * included. With `--end-to-end` the footprints are predicted instead, from a generated repository of that size and its history;
 * loading the kept index and predicting are said apart, and the memory is of all three.
 *
 * `signalbox bench plan-scale [--tasks 100,1000,10000] [--files 100000] [--seed 1] [--end-to-end] [--commits 10000]`
 */
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { seededRandom } from "../../src/core/seeded-random.ts";
import { makeRepository } from "../footprint-scale/repository.ts";

const program = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  options: {
    tasks: { type: "string", default: "100,1000,10000" },
    files: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    "end-to-end": { type: "boolean", default: false },
    commits: { type: "string", default: "10000" },
  },
});
const { files, seed, commits } = values;

console.log(`method: ${files} files, 16 agents, seed ${seed}, one process a plan, Node ${process.version}`);
if (values["end-to-end"]) await planEndToEnd();
else for (const tasks of values.tasks.split(",")) await planOnce(tasks, []);

async function planEndToEnd(): Promise<void> {
  const { git, root } = await makeRepository({ files: Number(files), commits: Number(commits) }, seededRandom(Number(seed)));
  try {
    const [gitDir, indexFile] = [git.location.gitDir ?? "", join(root, "footprint.index")];
    await say(program("../footprint-scale/index-once.ts"), [gitDir, "main", indexFile]);
    for (const tasks of values.tasks.split(",")) await planOnce(tasks, [gitDir, indexFile]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function planOnce(tasks: string, repository: readonly string[]): Promise<void> {
  return say(program("plan-once.ts"), [tasks, files, seed, ...repository]);
}

async function say(file: string, args: readonly string[]): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...args]);
  console.log(stdout.trimEnd());
}
