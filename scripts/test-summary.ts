import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** After `npm test`: what it did not run, with the command that does, and one plain line of counts. */
const RESULTS = fileURLToPath(new URL("../.tmp/tests.json", import.meta.url));

const LEFT_OUT = [
  [
    "races of 16 processes, crash tables with random kills, a full disk, 22,000 simulated queues, schedules against proven optima, the demo, its solutions in any order and its pages in a browser, the benchmark of both ways to work, every driver's promises, every escape, hand-backs, verification and reverts",
    "npm run test:slow",
  ],
  ["real agent programs against the model server, in trouble and playing the demo", "npm run setup:agents && npm run test:agents"],
  ["bugs planted one by one, each of which a test must notice", "npm run mutants"],
  ["benchmarks (npm run bench lists them)", "npm run bench -- conflict-schedules"],
];

for (const [what, command] of LEFT_OUT) console.log(`not run here: ${what}: ${command}`);
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(await readFile(RESULTS, "utf8"));
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
