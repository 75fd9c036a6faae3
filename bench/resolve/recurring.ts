/**
 * How often does a conflict come up again that was resolved before, and would the same answer be the committed one?
 * `node bench/resolve/recurring.ts --from DIRECTORY [--repositories a,b] [--merges 5000]`
 * DIRECTORY holds one bare repository each as `<owner>+<name>/repo`. The method is printed with the result.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { keptOut } from "../../src/coordinator/remembered-resolutions.ts";
import { configSchema } from "../../src/core/config.ts";
import type { Git } from "../../src/git/git.ts";
import { readFileAt } from "../../src/git/objects.ts";
import { type Conflicted, metConflicts, oddities, versionsOf } from "../../src/landing/resolve/conflicted.ts";
import { learnResolutions } from "../../src/landing/resolve/remembered/learn-resolutions.ts";
import { resolveRemembered } from "../../src/landing/resolve/remembered/resolve-remembered.ts";
import type { RememberedResolution } from "../../src/store/rows.ts";
import { HELD_OUT } from "./held-out.ts";
import { openBeside, type RealConflict, realConflicts } from "./merges.ts";

const { values } = parseArgs({
  options: {
    from: { type: "string", default: "." },
    repositories: { type: "string", default: HELD_OUT.join(",") },
    merges: { type: "string", default: "5000" },
  },
});

interface Counts {
  conflicted: number;
  twice: number;
  texts: number;
  paths: number;
  taught: number;
  known: number;
  alike: number;
  whole: number;
  wholeAlike: number;
}

const COLUMNS: readonly (keyof Counts)[] = ["conflicted", "twice", "texts", "paths", "taught", "known", "alike", "whole", "wholeAlike"];
const isKeptOut = keptOut(configSchema.parse({}));

console.log(`Two-parent merges in the order they were made, at most the newest ${values.merges} of a repository, each merged again with`);
console.log(
  "git merge-tree. Of those that conflict in texts alone every path is looked up in what earlier merges taught, and compared with",
);
console.log("what was committed; then the merge teaches as a landing does. No gate runs, and nothing is ever forgotten.");
console.log("A merge of the very two trees that met before (history rewritten, or a merge made again) is counted and left out.\n");
console.log(
  "| repository | conflicted merges | made twice | others of texts alone | conflicted paths | files and places taught | known before | as committed | merges known whole | as committed |",
);
console.log("|---|---|---|---|---|---|---|---|---|---|");
const scratch = await mkdtemp(join(tmpdir(), "signalbox-bench-recurring-"));
const all = counts();
try {
  for (const name of values.repositories.split(",")) {
    const found = await replay(join(values.from, name, "repo"), join(scratch, name));
    for (const column of COLUMNS) all[column] += found[column];
    row(name.replace("+", "/"), found);
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
row("all", all);

function counts(): Counts {
  return { conflicted: 0, twice: 0, texts: 0, paths: 0, taught: 0, known: 0, alike: 0, whole: 0, wholeAlike: 0 };
}

function row(name: string, found: Counts): void {
  console.log(`| ${[name, ...COLUMNS.map((column) => found[column])].join(" | ")} |`);
}

async function replay(repository: string, directory: string): Promise<Counts> {
  const cache = await openBeside(repository, directory);
  const known = new Map<string, RememberedResolution>();
  const found = counts();
  const made = new Set<string>();
  for await (const real of realConflicts(repository, cache, Number(values.merges), "as-made")) {
    found.conflicted++;
    const trees = await cache.text(["rev-parse", `${real.ours}^{tree}`, `${real.theirs}^{tree}`]);
    if (made.has(trees)) {
      found.twice++;
      continue;
    }
    made.add(trees);
    const versions = oddities(real.conflict).length > 0 ? undefined : await versionsOf(cache, real.conflict.paths);
    if (!Array.isArray(versions)) continue;
    found.texts++;
    await lookUp(cache, real, versions, known, found);
    const conflicts = metConflicts(real.conflict.paths).filter(({ path }) => !isKeptOut(path));
    const learned = await learnResolutions(cache, { conflicts, commit: real.commit, tree: real.committed });
    found.taught += learned.length;
    for (const one of learned) known.set(one.key, one);
  }
  return found;
}

async function lookUp(
  cache: Git,
  { committed }: RealConflict,
  versions: readonly Conflicted[],
  known: ReadonlyMap<string, RememberedResolution>,
  found: Counts,
): Promise<void> {
  const recall = async (keys: readonly string[]) =>
    new Map(keys.flatMap((key) => [known.get(key)].filter((one) => one !== undefined).map((one) => [key, one] as const)));
  let [whole, wholeAlike] = [true, true];
  for (const [path, texts] of versions) {
    found.paths++;
    const recalled = await resolveRemembered({ cache, memory: { recall, isKeptOut }, isBarred: () => false }, path, texts);
    const isKnown = recalled.kind === "resolved";
    const isAlike = isKnown && recalled.content === (await readFileAt(cache, committed, path.path));
    if (isKnown) found.known++;
    if (isAlike) found.alike++;
    [whole, wholeAlike] = [whole && isKnown, wholeAlike && isAlike];
  }
  if (whole) found.whole++;
  if (wholeAlike) found.wholeAlike++;
}
