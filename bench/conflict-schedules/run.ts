/**
 * How far from the optimum are schedules of tasks that exclude each other?
 *
 * Method: 48 generated instances of 12 to 24 tasks, one or two agent classes, shared files, predecessors and weights, whose
 * optimal makespan and optimal sum of weight × end were proved (HiGHS on a time-indexed model); each is searched with several
 * seeds per objective and a fixed number of schedules, for one seed alone is luck: one instance is two percent. Then generated plans of 200 tasks for 16 agents of two classes: gap to
 * the lower bound, processor time of a plan and of a replan (300 schedules from the plan's own list after a tenth of it ran).
 * Times are processor time of this process, preparation and bounds included.
 *
 * `signalbox bench conflict-schedules [--evaluations 20000] [--seed 1] [--seeds 5] [--data DIRECTORY]`
 */
import { parseArgs } from "node:util";
import { searchSchedule } from "../../src/plan/search/search-schedule.ts";
import { DATA_DIRECTORY } from "../psplib/read-instances.ts";
import { generateProject, runningAt } from "./generate-project.ts";
import { type Fixture, readFixtures } from "./read-fixtures.ts";

const { values } = parseArgs({
  options: {
    evaluations: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    seeds: { type: "string", default: "5" },
    data: { type: "string", default: DATA_DIRECTORY },
  },
});
const evaluations = Number(values.evaluations);
const seed = Number(values.seed);
const seeds = Array.from({ length: Number(values.seeds) }, (_, more) => seed + more);

console.log(`method: ${evaluations} schedules a search at most; fixtures with seeds ${seeds.join(", ")}, the rest with seed ${seed}`);
const fixtures = readFixtures(values.data);
if (fixtures === null) console.log("fixtures: skipped, none in the data directory");
else for (const objective of ["makespan", "weighted"] as const) measureFixtures(fixtures, objective);
for (const objective of ["makespan", "weighted", "balanced"] as const) measureLarge(objective);

function measureFixtures(all: readonly Fixture[], objective: "makespan" | "weighted"): void {
  const found = seeds.flatMap((own) => all.map((fixture) => ({ own, ...searched(fixture, objective, own) })));
  const isExact = ({ gap }: { readonly gap: number }) => gap < 1e-9;
  const exact = found.filter(isExact).length;
  const mean = found.reduce((sum, { gap }) => sum + gap, 0) / found.length;
  const perSeed = seeds.map((own) => found.filter((one) => one.own === own && isExact(one)).length);
  console.log(
    `fixtures, ${objective}: ${exact} of ${found.length} searches optimal (${((100 * exact) / found.length).toFixed(1)} %; by seed ` +
      `${perSeed.join(", ")} of ${all.length}), mean gap ${mean.toFixed(3)} %, worst ${Math.max(...found.map(({ gap }) => gap)).toFixed(2)} %, ` +
      `${found.filter(({ isProven }) => isProven).length} proven by a bound, slowest search ${Math.round(Math.max(...found.map(({ ms }) => ms)))} ms`,
  );
}

/** One search: its gap to the optimum in percent. */
function searched({ id, project, ...optima }: Fixture, objective: "makespan" | "weighted", own: number) {
  const { schedule, proven, ms } = timed(() => searchSchedule(project, { objective, evaluations, seed: own }));
  const sum = schedule.ends.reduce((total, end, task) => total + end * (project.activities[task]?.weight ?? 0), 0);
  const value = objective === "makespan" ? schedule.makespan : sum;
  const optimum = optima[objective];
  if (value < optimum) throw new Error(`expected at least the optimum ${optimum} of ${id}, got ${value}`);
  return { gap: 100 * (value / optimum - 1), isProven: proven, ms };
}

function measureLarge(objective: "makespan" | "weighted" | "balanced"): void {
  for (let instance = 1; instance <= 3; instance++) {
    const project = generateProject({ tasks: 200, classes: [10, 6], seed: instance });
    const plan = timed(() => searchSchedule(project, { objective, evaluations, seed }));
    const { list, modes, schedule, bounds } = plan;
    const later = runningAt(project, schedule, Math.floor(schedule.makespan / 10));
    const warmStart = { list: list.flatMap((task) => later.index.get(task) ?? []), modes: later.kept.map((task) => modes[task] ?? 0) };
    // The second of two: the first one also compiles.
    const replan = () => timed(() => searchSchedule(later.project, { objective, evaluations: 300, seed, warmStart }));
    replan();
    console.log(
      `200 tasks, 16 agents, instance ${instance}, ${objective}: makespan ${schedule.makespan}, ${(100 * (schedule.makespan / bounds.best - 1)).toFixed(1)} % over the bound, ` +
        `plan ${Math.round(plan.ms)} ms for ${plan.evaluations} schedules, replan ${replan().ms.toFixed(1)} ms`,
    );
  }
}

function timed<T extends object>(work: () => T): T & { readonly ms: number } {
  const before = process.cpuUsage();
  const result = work();
  const used = process.cpuUsage(before);
  return { ...result, ms: (used.user + used.system) / 1000 };
}
