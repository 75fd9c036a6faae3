/**
 * How long do changes wait for main, and what does it cost, by our landing queue and by what others do?
 *
 * `signalbox bench landing -- [--seeds 30] [--seed 5001] [--only table,escapes,decide,sweeps] [--escapes 100000] [--out .tmp/landing]`
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { table } from "../../src/cli/output.ts";
import { BASE_PARAMETERS } from "../../src/simulation/landing/base-parameters.ts";
import { type Experiment, estimateOf, experiment } from "../../src/simulation/landing/experiment.ts";
import { COLUMN_NOTES, experimentTable } from "../../src/simulation/landing/experiment-table.ts";
import { linePlot } from "../../src/simulation/landing/line-plot.ts";
import { STRICT, TWO_STAGE } from "../../src/simulation/landing/policies/ours.ts";
import { POLICIES } from "../../src/simulation/landing/policies/policies.ts";
import { decideCost } from "./decide-cost.ts";
import { SETTINGS, SWEEPS, type Sweep } from "./settings.ts";
import { escapes, judged, type Measured } from "./targets.ts";

const METHOD = `Method (landing.md §5): changes arrive by a Poisson process that does not wait for the queue; every policy meets the same changes with
the same truth (paired seeds), 240 changes a run, then the queue is drained. A run of a tree that is broken fails; a tree is broken by
a bad change or by two that break each other, neither begun on top of the other. Means over the seeds with 95 % confidence intervals.
Simplified: a push takes no time; a returned change does not come back; a suite takes as long for a batch as for one change; textual
conflicts are left out; the baselines return a change at its first failure, as their originals do, and so return innocents too; where
a policy lets main break, somebody repairs it within two suites. "none" tests nothing together, but agents test alone.`;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "30" },
    seed: { type: "string", default: "5001" },
    only: { type: "string", default: "table,escapes,decide,sweeps" },
    escapes: { type: "string", default: "100000" },
    out: { type: "string", default: ".tmp/landing" },
  },
});
const seeds = { first: Number(values.seed), count: Number(values.seeds) };
const parts = new Set(values.only.split(","));

console.log(`${METHOD}\nseeds ${seeds.first} to ${seeds.first + seeds.count - 1}\n\nbase parameters`);
console.log(table(Object.entries(BASE_PARAMETERS).map(([name, { value, source }]) => [name, String(value), source])));
const measured: Measured = parts.has("table") ? measureSettings() : new Map();
if (measured.size > 0) {
  console.log("\ntargets, two-stage");
  for (const line of judged(measured)) console.log(line);
}
if (parts.has("escapes")) countEscapes(Number(values.escapes));
if (parts.has("decide")) {
  console.log("\ndeciding");
  for (const line of decideCost([1_000, 10_000], SETTINGS.usual.parameters.overlap)) console.log(line);
}
if (parts.has("sweeps")) {
  await mkdir(values.out, { recursive: true });
  for (const sweep of SWEEPS) await plot(sweep);
}
function measureSettings(): Measured {
  console.log(`\n${COLUMN_NOTES}`);
  const all = new Map<string, readonly Experiment[]>();
  for (const { name, parameters } of Object.values(SETTINGS)) {
    const experiments = experiment(parameters, POLICIES, seeds);
    console.log(`\n${name}\n${table(experimentTable(experiments))}`);
    all.set(name, experiments);
  }
  return all;
}

/** Seeds of its own, after those of the tables, until so many changes have landed. */
function countEscapes(landingsMin: number): void {
  console.log("");
  for (const policy of [TWO_STAGE, STRICT]) {
    let [landings, broken, first] = [0, 0, seeds.first + seeds.count];
    for (; landings < landingsMin; first += 20) {
      const seen = escapes(experiment(SETTINGS.crowded.parameters, [policy], { first, count: 20 }), policy.name);
      [landings, broken] = [landings + seen.landings, broken + seen.broken];
    }
    const innocent = "no change returned without being to blame or a flake (the simulation stops at one)";
    console.log(`${policy.name}: ${broken} escapes in ${landings} landings, ${SETTINGS.crowded.name}; every tree tested; ${innocent}`);
  }
}

async function plot(sweep: Sweep): Promise<void> {
  const shownPolicies = POLICIES.filter(({ name }) => name !== "none");
  const measuredAt = sweep.values.map((value) => ({ value, experiments: experiment(sweep.at(value), shownPolicies, seeds) }));
  const series = shownPolicies.map((policy, at) => ({
    name: policy.name,
    isMarked: policy === TWO_STAGE,
    isDashed: policy.isYardstick,
    points: measuredAt.flatMap(({ value, experiments }) => {
      const one = experiments[at];
      if (one === undefined) return [];
      const { mean, within } = estimateOf(one, "p50");
      return [{ x: value, y: mean, within }];
    }),
  }));
  const fixed = `W=4, 16/h, overlap .04 unless said otherwise; ${seeds.count} seeds, bars are 95 % confidence`;
  const file = join(values.out, `${sweep.name}.svg`);
  const [x, y] = [{ label: sweep.label, scale: "linear" } as const, { label: "median wait, minutes", scale: "log" } as const];
  await writeFile(file, linePlot({ title: `Median wait by ${sweep.label}`, subtitle: fixed, x, y, series }));
  console.log(`\nsweep ${sweep.name} (p50 minutes) → ${file}`);
  const rows = series.map(({ name, points }) => [name, ...points.map((point) => point.y.toFixed(1))]);
  console.log(table([[sweep.name, ...sweep.values.map(String)], ...rows]));
}
