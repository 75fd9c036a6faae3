/**
 * How good is the forecast of single tasks, of totals, and of whole projects?
 *
 * `signalbox bench forecast [--part one-by-one|totals|projects] [--projects 300] [--every 1] [--seed 1] [--data DIRECTORY]`
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { seededRandom } from "../../src/core/seeded-random.ts";
import { DATA_SETS, type DataSet, type EstimatedTask, openDataSet } from "./data-sets.ts";
import { OURS, oneByOne } from "./one-by-one.ts";
import { CASES, measureAlarms, measureProjects, type Share } from "./projects.ts";
import type { Scores } from "./scores.ts";
import { blockTotals } from "./totals.ts";

const METHOD = `Method: three public collections of finished tasks with their estimates (planning protocol P4), replayed in the order of their
estimates; each forecast knows exactly what was finished before that day, and the first 300 tasks only warm up.
One by one: the ratio of actual to estimated time. Places are randomised among repeated values (8 to 44 % of all ratios are
exactly 1); coverage is the share of tasks at or below P10, P50, P80, P95; KS is the places' largest distance from uniform;
pinball is the mean loss at the four levels on the logarithm of the ratio; "unsteady" is how far P80 is off in one block of 200
tasks after the other. Even projects are for tuning, odd ones for reporting; "kernel empirical alone" is ours before its levels
are made conformal. Totals: the sum of 10, 20 and 40 consecutive tasks, forecast before the first.
Projects (P5): generated projects of 40 tasks with known truth, forecast at the start and after each week, with running tasks;
coverage of what is still open at P50, P80, P95, with 95 % intervals over projects. Alarms: in how many repositories 30
completions, watched one by one, raise one when nothing changes and when the spread grows by half.`;

const { values } = parseArgs({
  options: {
    part: { type: "string", default: "" },
    projects: { type: "string", default: "300" },
    every: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    data: { type: "string", default: fileURLToPath(new URL("../../../shared/data/estimates", import.meta.url)) },
  },
});
const [projects, every, seed] = [values.projects, values.every, values.seed].map(Number) as [number, number, number];
const isAsked = (part: string) => values.part === "" || values.part === part;
const fixed = (numbers: readonly number[]) => numbers.map((number) => number.toFixed(3)).join(" ");

console.log(`${METHOD}\nSeed ${seed}, one of ${every} tasks scored, ${projects} projects a case.`);
for (const set of DATA_SETS) {
  if (!isAsked("one-by-one") && !isAsked("totals")) break;
  const tasks = openDataSet(set, values.data);
  if (tasks === null) console.log(`\n${set.name}: skipped, ${set.files.join(" and ")} not found in ${values.data}`);
  else measureSet(set, tasks);
}
if (isAsked("projects")) measureCases();

function measureSet(set: DataSet, tasks: readonly EstimatedTask[]): void {
  if (isAsked("one-by-one")) {
    console.log(`\n${set.name}, one by one${" ".repeat(27 - set.name.length)}tasks  pinball     KS  unsteady  P10   P50   P80   P95`);
    for (const [which, isCounted] of [
      ["even", (project: number) => project % 2 === 0],
      ["odd", (project: number) => project % 2 === 1],
      ["all", () => true],
    ] as const) {
      const scores = oneByOne(tasks, every, seededRandom(seed), isCounted);
      for (const [name, one] of scores) if (which === "all" || name === OURS) printScores(`${name}, ${which}`, one);
      if (which === "all") printVerdict(set, scores.get(OURS));
    }
  }
  for (const size of isAsked("totals") ? [10, 20, 40] : []) {
    console.log(`\n${set.name}, totals of ${size}              blocks  CRPS/estimate  P10   P50   P80   P95`);
    for (const { name, blocks, crps, coverage } of blockTotals(tasks, size, seededRandom(seed)))
      console.log(`  ${name.padEnd(29)} ${String(blocks).padStart(6)}  ${crps.toFixed(4).padStart(13)}  ${fixed(coverage)}`);
  }
}

function printScores(name: string, { count, pinball, distance, unsteadiness, coverage }: Scores): void {
  const figures = `${pinball.toFixed(4)}  ${distance.toFixed(3)}     ${unsteadiness.toFixed(3)}  ${fixed(coverage)}`;
  console.log(`  ${name.padEnd(35)} ${String(count).padStart(6)}   ${figures}`);
}

function printVerdict({ pinballMax }: DataSet, ours: Scores | undefined): void {
  if (ours === undefined) return;
  const [, , p80 = 0, p95 = 0] = ours.coverage;
  const off = (covered: number, level: number) => `${(100 * Math.abs(covered - level)).toFixed(1)} points`;
  console.log(
    `  target: pinball at most ${pinballMax}: ${ours.pinball <= pinballMax ? "met" : "MISSED"}; within 3 points at P80 and P95: ` +
      `${off(p80, 0.8)}, ${off(p95, 0.95)}: ${Math.abs(p80 - 0.8) <= 0.03 && Math.abs(p95 - 0.95) <= 0.03 ? "met" : "MISSED"}`,
  );
}

function measureCases(): void {
  const row = (shares: readonly Share[] | undefined) => shares?.map(({ text }) => text).join(" ") ?? "";
  for (const one of CASES) {
    const { tasks, all, weeks } = measureProjects(one, projects, seed);
    console.log(`\nprojects after ${one.name}: coverage at P50, P80, P95`);
    for (const [week, shares] of tasks.entries())
      console.log(`  ${week === 0 ? "at the start" : `after week ${week}`}: each task ${row(shares)}; everything ${row(all[week])}`);
    for (const [at, week] of [1, 2, 4].entries())
      console.log(`  tasks finished by the end of week ${week}, at least what was forecast with 80, 50, 20 %: ${row(weeks[at])}`);
  }
  const { same, wider } = measureAlarms(projects, seed);
  console.log(
    `\nalarms within 30 completions: ${(100 * same).toFixed(0)} % when nothing changes, ${(100 * wider).toFixed(0)} % at half more spread`,
  );
}
