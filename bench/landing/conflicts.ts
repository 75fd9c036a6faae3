/**
 * How good and how fast the conflict analysis is: `node bench/landing/conflicts.ts [--mirror DIRECTORY]… [--merges 300] [--beside 5]`.
 * The method is printed with the result.
 */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { Git } from "../../src/git/git.ts";
import { printPairs } from "./pair-table.ts";
import { replayPairs } from "./replay-pairs.ts";
import { measureScale } from "./scale.ts";

const { values } = parseArgs({
  options: {
    mirror: { type: "string", multiple: true, default: [] },
    merges: { type: "string", default: "300" },
    beside: { type: "string", default: "5" },
  },
});
console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, node ${process.version}.`);
for (const changes of [1_000, 10_000]) measureScale(changes);
const all = [];
for (const mirror of values.mirror) {
  const startedMs = performance.now();
  const replayed = await replayPairs(new Git({ cwd: mirror }), Number(values.merges), Number(values.beside));
  const name = mirror.split("/").findLast((part) => part.includes("+")) ?? mirror;
  printPairs(`${name} (${((performance.now() - startedMs) / 1000).toFixed(0)} s)`, replayed);
  all.push(...replayed.pairs);
}
if (values.mirror.length > 1) printPairs("all", { pairs: all, changes: 0, barriers: 0, weakened: 0 });
