/**
 * How long does looking again at the order of a large run take?
 *
 * Method: 200 generated tasks (1 to 8 hours, four priorities, 1 to 3 files of which a few are written often, every third
 * with predecessors) for 16 agents of two classes, 16 of them running, in the order of their numbers; `replan` as the
 * coordinator calls it, and the conflict graph it looks at, found anew each time. Processor time of this process (user and
 * system) per call, the median and the longest of 30 calls after 5 unmeasured ones.
 *
 * `signalbox bench replan [--tasks 200] [--seed 1]`
 */
import { parseArgs } from "node:util";
import { conflictGraph } from "../../src/plan/conflicts/conflict-graph.ts";
import { durationModel } from "../../src/plan/forecast/duration-model.ts";
import { replan } from "../../src/plan/replan/replan.ts";
import type { Planning } from "../../src/plan/schedule/planning.ts";
import { makeInstance } from "../online/instance.ts";

const { values } = parseArgs({ options: { tasks: { type: "string", default: "200" }, seed: { type: "string", default: "1" } } });
const CALLS = 30;
const WARM_UP_CALLS = 5;
const AGENTS = 16;

const classes = [
  { name: "quick", capacity: 10, speed: 1.5, costPerHour: 2 },
  { name: "slow", capacity: AGENTS - 10, speed: 1, costPerHour: 1 },
];
const size = { tasks: Number(values.tasks), agents: AGENTS };
const { tasks, predicted } = makeInstance({ size, weights: "priorities", widening: 0 }, Number(values.seed), () => 1);
const written = tasks.map((task, number) => {
  const write = [...(predicted[number] ?? [])].map((file) => `src/part-${file % 20}/file-${file}.ts`);
  return { ...task, declared: { write, forbid: [] } };
});
const durations = durationModel([], classes);
const hoursOf: Planning["hoursOf"] = (task, { name }) => durations.durationOf(task, name).quantile(0.5);
const free = written.filter(({ dependsOn }) => dependsOn.length === 0);
const running = free.slice(0, AGENTS).map(({ id }, agent) => ({
  ...{ task: id, agentClass: agent < 10 ? "quick" : "slow" },
  hoursLeft: 1 + (agent % 5),
}));

const looking: number[] = [];
const replanning: number[] = [];
let gain = 0;
for (let call = 0; call < WARM_UP_CALLS + CALLS; call++) {
  const seed = call + 1;
  const { ms: graphMs, result: graph } = timed(() => conflictGraph(written));
  const { ms, result } = timed(() => replan({ tasks: written, classes, graph, primary: null, hoursOf }, running, { seed }));
  gain = result.gain;
  if (call < WARM_UP_CALLS) continue;
  looking.push(graphMs);
  replanning.push(ms);
}
console.log(`${written.length} tasks, ${AGENTS} agents, seed ${values.seed}; the last call's gain is ${(100 * gain).toFixed(1)} %`);
console.log(`replan: ${spread(replanning)}`);
console.log(`conflict graph: ${spread(looking)}`);

function timed<T>(work: () => T): { readonly ms: number; readonly result: T } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000, result };
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  return `median ${sorted[sorted.length >> 1]?.toFixed(1)} ms, longest ${sorted.at(-1)?.toFixed(1)} ms of processor time`;
}
