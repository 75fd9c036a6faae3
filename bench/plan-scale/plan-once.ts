/**
 * `plan-once.ts TASKS FILES SEED [GIT_DIRECTORY INDEX_FILE]`: makes one plan in a process of its own, and says what that cost.
 * With a repository and its kept index the footprints are predicted, else they are made up.
 */
import { parseConfig } from "../../src/core/config.ts";
import type { Footprint } from "../../src/core/footprint.ts";
import { openPredictor } from "../../src/footprint/open-predictor.ts";
import { Git } from "../../src/git/git.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { syntheticTasks } from "./synthetic-tasks.ts";

const [tasks = 0, files = 0, seed = 0] = process.argv.slice(2, 5).map(Number);
const [gitDir, indexFile = ""] = process.argv.slice(5);
const input = syntheticTasks({ tasks, files, seed });
const footprints = gitDir === undefined ? input.footprints : await predicted(gitDir);
const entries = [...footprints.values()].reduce((sum, footprint) => sum + footprint.entries.length, 0);
const unknown = [...footprints.values()].filter((footprint) => footprint.unknown !== null).length;
const before = Math.round(process.memoryUsage().rss / 2 ** 20);
const { result: plan, took } = await timed(async () =>
  makePlan(input.tasks, { agents: 16, primary: "T-1", texts: input.texts, footprints }),
);
const { makespanHours, evaluations } = plan.search;
console.log(
  `plan of ${tasks} tasks (${Math.round(entries / tasks)} entries each, ${unknown} unknown): ${took}, ` +
    `memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB (${before} MB before the plan); ` +
    `${plan.conflicts.length} conflicts listed, ${plan.twins.length} twins, ${evaluations} schedules, ` +
    `makespan ${(100 * (makespanHours / plan.lowerBounds.bestHours - 1)).toFixed(1)} % over the bound`,
);

async function predicted(directory: string): Promise<ReadonlyMap<string, Footprint>> {
  const open = () => openPredictor(new Git({ gitDir: directory, cwd: directory }), "main", { indexFile, config: parseConfig({}) });
  const { result: predictor, took } = await timed(open);
  console.log(`  load the kept index: ${took}`);
  const all = await timed(async () =>
    input.tasks.map((task) => [task.id, predictor.predict({ task, text: input.texts.get(task.id) ?? "" })] as const),
  );
  console.log(`  predict ${tasks} footprints: ${all.took}`);
  return new Map(all.result);
}

async function timed<T>(action: () => Promise<T>): Promise<{ readonly result: T; readonly took: string }> {
  const [cpu, from] = [process.cpuUsage(), performance.now()];
  const result = await action();
  const { user, system } = process.cpuUsage(cpu);
  return { result, took: `CPU ${Math.round((user + system) / 1000)} ms, wall ${Math.round(performance.now() - from)} ms` };
}
