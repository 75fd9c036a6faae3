/** Pushes one journalled candidate and is killed while it does: `node push-child.ts <file>`. */
import { readFile, writeFile } from "node:fs/promises";
import { Git } from "../../../src/git/git.ts";
import { type LandingPush, pushCandidate } from "../../../src/landing/push-candidate.ts";
import { systemClock, systemRandom } from "../../../src/system/clock.ts";
import { writeFileAtomically } from "../../../src/system/files.ts";

const [, , file = ""] = process.argv;
const { cache, remote, push }: { cache: string; remote: string; push: LandingPush } = JSON.parse(await readFile(file, "utf8"));
const journal = {
  open: (attempt: unknown) => writeFileAtomically(`${file}.attempt`, JSON.stringify(attempt)),
  close: (_id: string, outcome: string) => writeFile(`${file}.outcome`, outcome),
};
process.stdout.write("pushing\n");
const outcome = await pushCandidate(
  { cache: new Git({ gitDir: cache }), remote, main: "main", journal, clock: systemClock, random: systemRandom },
  push,
);
process.stdout.write(`${JSON.stringify(outcome)}\n`);
