import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { seededRandom } from "../../src/core/seeded-random.ts";
import { DATA_SETS, openDataSet } from "./data-sets.ts";
import { OURS, oneByOne } from "./one-by-one.ts";
import type { Scores } from "./scores.ts";

const { values } = parseArgs({
  options: { data: { type: "string" }, every: { type: "string", default: "1" }, seed: { type: "string", default: "1" } },
});
const directory = values.data ?? fileURLToPath(new URL("../../../shared/data/estimates", import.meta.url));
const print = (name: string, s: Scores) =>
  console.log(
    `  ${name.padEnd(24)} ${String(s.count).padStart(6)}  ${s.pinball.toFixed(4)}  ${s.distance.toFixed(3)}  ${s.coverage.map((c) => c.toFixed(3)).join(" ")}`,
  );
for (const set of DATA_SETS) {
  const tasks = openDataSet(set, directory);
  if (tasks === null) {
    console.log(`${set.name}: skipped`);
    continue;
  }
  const cpu = process.cpuUsage();
  for (const [which, is] of [
    ["even", (p: number) => p % 2 === 0],
    ["odd", (p: number) => p % 2 === 1],
    ["all", () => true],
  ] as const) {
    const scores = oneByOne(tasks, Number(values.every), seededRandom(Number(values.seed)), is);
    console.log(set.name, which, tasks.length);
    for (const [name, s] of scores) if (which === "all" || name === OURS) print(name, s);
  }
  const u = process.cpuUsage(cpu);
  console.log("cpu", (u.user + u.system) / 1e6);
}
