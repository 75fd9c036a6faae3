/**
 * How much does it matter how agents are run? The nine tasks of the example, done by the same scripted agents in several ways, one after
 * another, and judged by what really happened on main.
 *
 * `npm run benchmark -- [--agents 4] [--runs 1] [--seed 1] [--fast] [--variant naive,signalbox] [--out DIR]`
 *
 * Prints the table; with `--out` writes benchmark-figures.md and benchmark-figures.svg there. docs/benchmark.md says what is counted and how.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { wholeNumber } from "../../../src/cli/options.ts";
import { SignalboxError } from "../../../src/core/errors.ts";
import { Git } from "../../../src/git/git.ts";
import type { Evaluation } from "./evaluate/evaluate.ts";
import { playAndJudge } from "./play-and-judge.ts";
import { prepareScript } from "./prepare-script.ts";
import type { Comparison } from "./report/comparison.ts";
import { markdownOf, PICTURE, settingLines, tableOf } from "./report/markdown.ts";
import { svgOf } from "./report/svg.ts";
import { variantsNamed } from "./variants.ts";

const { values } = parseArgs({
  options: {
    agents: { type: "string", default: "4" },
    runs: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    fast: { type: "boolean", default: false },
    variant: { type: "string", default: "naive,signalbox" },
    out: { type: "string" },
  },
});

try {
  await compare();
} catch (error) {
  if (!(error instanceof SignalboxError)) throw error;
  console.error(`${error.message}${error.hint === undefined ? "" : `\n${error.hint}`}`);
  process.exitCode = 2;
}

async function compare(): Promise<void> {
  const agents = wholeNumber(values.agents, "agents", 1, 16);
  const runs = wholeNumber(values.runs, "runs", 1, 100);
  const first = wholeNumber(values.seed, "seed", 0, 2 ** 31 - 1);
  const variants = variantsNamed(values.variant);
  const seeds = Array.from({ length: runs }, (_, index) => first + index);
  const judged = variants.map((): Evaluation[] => []);
  const loads: number[] = [];
  for (const seed of seeds) {
    const { folder, script } = await prepareScript(seed, values.fast);
    for (const [index, variant] of variants.entries()) {
      const setting = { agents, script, seed, fast: values.fast, print: (text: string) => console.log(text) };
      const { play, evaluation, load } = await playAndJudge(variant, setting);
      judged[index]?.push(evaluation);
      loads.push(load);
      await rm(play.root, { recursive: true, force: true, maxRetries: 5 });
    }
    await rm(folder, { recursive: true });
  }
  const setting = { agents, seeds, fast: values.fast, machine: await machineLine(), loads };
  const comparison = { variants: variants.map(({ title }, index) => ({ title, runs: judged[index] ?? [] })), setting };
  console.log(["", ...tableOf(comparison), "", ...settingLines(comparison)].join("\n"));
  if (values.out !== undefined) await write(values.out, comparison);
}

async function write(folder: string, comparison: Comparison): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "benchmark-figures.md"), markdownOf(comparison));
  await writeFile(join(folder, PICTURE), svgOf(comparison));
}

async function machineLine(): Promise<string> {
  const [processor] = cpus();
  const git = await new Git({}).text(["--version"]);
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${processor?.model.trim() || "processor"}, ${gib} GiB, Node ${process.version}, ${git}`;
}
