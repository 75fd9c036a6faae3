/**
 * Plants one bug after another in a copy of this repository and says whether the tests notice: `npm run mutants [-- NAME…]`.
 * A bug that no test notices fails the command; so does one whose place is not there any more.
 */
import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PLANTED_BUGS, type PlantedBug } from "./planted-bugs.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const COPIED = [
  "src",
  "test",
  "bin",
  "bench",
  "examples",
  "scripts",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
  "vitest.slow.config.ts",
];
const TESTS_MS_MAX = 600_000;

type Verdict = "killed" | "survived" | "no such place" | "red before";

const asked = process.argv.slice(2);
const bugs = PLANTED_BUGS.filter(({ name }) => asked.length === 0 || asked.some((word) => name.includes(word)));
const copy = await mkdtemp(join(tmpdir(), "signalbox-mutants-"));
let verdicts: readonly { readonly bug: PlantedBug; readonly verdict: Verdict }[] = [];
try {
  await mkdir(copy, { recursive: true });
  for (const name of COPIED) await cp(join(ROOT, name), join(copy, name), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const sound = pass([...new Set(bugs.flatMap(({ tests }) => tests))]);
  for (const bug of bugs) {
    const verdict = sound ? await plant(bug) : "red before";
    console.log(`${verdict.padEnd(14)} ${bug.name}: ${bug.why}`);
    verdicts = [...verdicts, { bug, verdict }];
  }
} finally {
  await rm(copy, { recursive: true, force: true });
}
const killed = verdicts.filter(({ verdict }) => verdict === "killed").length;
console.log(`${killed} of ${verdicts.length} planted bugs were noticed`);
process.exitCode = killed === verdicts.length && killed > 0 ? 0 : 1;

async function plant({ file, from, to, tests }: PlantedBug): Promise<Verdict> {
  const path = join(copy, file);
  const text = await readFile(path, "utf8").catch(() => "");
  if (text.split(from).length !== 2) return "no such place";
  await writeFile(
    path,
    text.replace(from, () => to),
  );
  const verdict = pass(tests) ? "survived" : "killed";
  await writeFile(path, text);
  return verdict;
}

function pass(tests: readonly string[]): boolean {
  const slow = tests.filter((test) => test.startsWith("test/slow/"));
  const quick = tests.filter((test) => !slow.includes(test));
  return passWith("vitest.config.ts", quick) && passWith("vitest.slow.config.ts", slow);
}

function passWith(config: string, tests: readonly string[]): boolean {
  if (tests.length === 0) return true;
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--config", config, "--reporter=dot", "--bail=1", ...tests];
  return spawnSync(process.execPath, args, { cwd: copy, stdio: "ignore", timeout: TESTS_MS_MAX }).status === 0;
}
