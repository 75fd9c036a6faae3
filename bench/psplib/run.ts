/**
 * How good are the planner's schedules on the public instances of PSPLIB (Kolisch & Sprecher 1996)?
 *
 * Method: every instance of J30, J60 and J120 is searched once with a fixed seed and a fixed number of schedules, where every
 * pass of a decoder (building a schedule or justifying one) counts as one. Printed is the mean deviation in percent from the
 * critical path, as the literature does, and from the best makespan known (for J30 the optimum); and the processor time of
 * this process per schedule, preparation and bounds included.
 *
 * `signalbox bench psplib [--sets j30,j60,j120] [--evaluations 5000] [--seed 1] [--every 1] [--data DIRECTORY]`
 */
import { parseArgs } from "node:util";
import { searchSchedule } from "../../src/plan/search/search-schedule.ts";
import { DATA_DIRECTORY, readInstances } from "./read-instances.ts";

const { values } = parseArgs({
  options: {
    sets: { type: "string", default: "j30,j60,j120" },
    evaluations: { type: "string", default: "5000" },
    seed: { type: "string", default: "1" },
    every: { type: "string", default: "1" },
    data: { type: "string", default: DATA_DIRECTORY },
  },
});
const evaluations = Number(values.evaluations);
const seed = Number(values.seed);
const every = Number(values.every);

console.log(
  `method: ${evaluations} schedules an instance at most (every decoding or justification pass counts), seed ${seed}, ${every === 1 ? "all instances" : `every ${every}th instance`}`,
);
for (const set of values.sets.split(",")) measure(set);

function measure(set: string): void {
  const instances = readInstances(set, values.data)?.filter((_, index) => index % every === 0);
  if (instances === undefined) {
    console.log(`${set}: skipped, no instances in the data directory`);
    return;
  }
  let overCriticalPath = 0;
  let overBest = 0;
  let atBest = 0;
  let proven = 0;
  let spent = 0;
  const before = process.cpuUsage();
  for (const { project, cpm, best } of instances) {
    const found = searchSchedule(project, { objective: "makespan", evaluations, seed });
    const { makespan } = found.schedule;
    if (makespan < found.bounds.best) throw new Error(`expected a makespan of at least ${found.bounds.best}, got ${makespan}`);
    overCriticalPath += makespan / cpm - 1;
    overBest += makespan / best - 1;
    atBest += makespan <= best ? 1 : 0;
    proven += found.proven ? 1 : 0;
    spent += found.evaluations;
  }
  const used = process.cpuUsage(before);
  const count = instances.length;
  const percent = (sum: number) => `${((100 * sum) / count).toFixed(3)} %`;
  console.log(
    `${set}: ${count} instances, ${percent(overCriticalPath)} over the critical path, ${percent(overBest)} over the best known; ` +
      `${atBest} equal it, ${proven} proven; ${Math.round(spent / count)} schedules each, ${((used.user + used.system) / spent).toFixed(1)} µs of processor time a schedule`,
  );
}
