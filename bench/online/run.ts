/**
 * What does it cost not to know the future, and what do the list, replanning and keeping tasks apart save of it?
 *
 * `signalbox bench online [--runs 200] [--sizes 30x5,60x8] [--weights priorities,fixtures] [--seed 1] [--evaluations 300]
 * [--widening 0.2] [--look-ahead] [--data DIRECTORY]`; with `--look-ahead` it takes about fifty times as long.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Kind, makeInstance, WEIGHTS } from "./instance.ts";
import { lookAhead } from "./look-ahead.ts";
import { type Outcome, play } from "./play.ts";
import { planOf, replanned, simpleLists } from "./policies.ts";
import { type Luck, luckOf } from "./ratios.ts";
import { Table } from "./table.ts";
import { clairvoyant, rigid } from "./yardstick.ts";

const METHOD = `Method (planning protocol P3): generated projects carried out in simulation, each by every policy with the same luck: actual over
estimated time as the public SiP tasks have it, one try in ten fails and is done again, every fifth task (--widening) touches a
file nobody predicted when it is half done. The coordinator's rule decides who starts. Two tasks that write one file at once
collide, and the one that lands later works a quarter of its time once more. An hour's delay costs four of the next priority's, or 1
to 5 at random, as the conflict fixtures have it. --look-ahead: ours, and at every event 60 more orders, each played in 24 futures.
Regret is against one schedule of a search that knows everything in advance and makes weighted completion small; the last
column is against the shortest schedule of a second search. Means over paired runs, with 95 % confidence intervals.`;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    sizes: { type: "string", default: "30x5,60x8" },
    seed: { type: "string", default: "1" },
    weights: { type: "string", default: WEIGHTS.join(",") },
    evaluations: { type: "string", default: "300" },
    "look-ahead": { type: "boolean", default: false },
    widening: { type: "string", default: "0.2" },
    clairvoyant: { type: "string", default: "5000" },
    data: { type: "string", default: fileURLToPath(new URL("../../../shared/data/estimates", import.meta.url)) },
  },
});
const runs = Number(values.runs);
const seed = Number(values.seed);
const budget = { plan: 5_000, replan: Number(values.evaluations) };

const luck = luckOf(values.data);
console.log(`${METHOD}\n${runs} paired runs, seeds ${seed}000001 and on; durations: ${luck.name}`);
console.log(`schedules tried: clairvoyant ${values.clairvoyant}, plan ${budget.plan}, replan ${budget.replan}`);
for (const size of values.sizes.split(",")) {
  const [tasks = 0, agents = 0] = size.split("x").map(Number);
  for (const weights of WEIGHTS.filter((each) => values.weights.split(",").includes(each)))
    measure({ size: { tasks, agents }, weights, widening: Number(values.widening) }, luck);
}

function measure(kind: Kind, { ratio, durations }: Luck): void {
  const table = new Table();
  for (let run = 1; run <= runs; run++) {
    const instance = makeInstance(kind, seed * 1_000_000 + run, ratio);
    const best = clairvoyant(instance, Number(values.clairvoyant));
    const { predicted: known, files } = instance;
    const nothing = files.map(() => new Set<number>());
    const simple = simpleLists(instance, durations);
    const plan = planOf(instance, durations, known, budget);
    const policy = (list: readonly number[], by = known) => replanned(instance, durations, { list, known: by }, budget);
    const ours = (list: readonly number[], by = known) => play(instance, policy(list, by));
    const outcomes: Record<string, Pick<Outcome, "weighted" | "makespan"> & Partial<Outcome>> = {
      "random order": play(instance, { list: simple.random, known }),
      "priority only": play(instance, { list: simple.priority, known }),
      "weight over hours (WSPT)": play(instance, { list: simple.wspt, known }),
      "our plan, carried out rigidly": rigid(instance, plan.schedule),
      "our list, not replanned": play(instance, { list: plan.list, known }),
      ours: table.timed(() => ours(plan.list)),
      ...(values["look-ahead"] ? { "  looking ahead": play(instance, lookAhead(instance, durations, policy(plan.list))) } : {}),
      "  tasks not kept apart": ours(planOf(instance, durations, nothing, budget).list, nothing),
      "  all files known": ours(planOf(instance, durations, files, budget).list, files),
    };
    for (const [name, outcome] of Object.entries(outcomes)) table.add(name, outcome, best);
  }
  console.log(`\n${kind.size.tasks} tasks, ${kind.size.agents} agents, weights by ${kind.weights}`);
  for (const line of table.lines()) console.log(line);
  console.log(table.difference("ours", "our list, not replanned"));
  console.log(table.difference("ours", "priority only"));
  if (values["look-ahead"]) console.log(table.difference("  looking ahead", "ours"));
  console.log(`replanned runs: ${(table.cpuMs / runs).toFixed(0)} ms of processor time each`);
}
