/**
 * How many real conflicts does the resolution ladder resolve, and as people did?
 * `node bench/resolve/run.ts --from DIRECTORY [--repositories a,b] [--conflicts 100] [--merges 3000] [--list FILE]`
 * DIRECTORY holds one bare repository each as `<owner>+<name>/repo`. The method is printed with the result.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findSandbox } from "../../src/agents/find-sandbox.ts";
import type { Git } from "../../src/git/git.ts";
import { readFileAt } from "../../src/git/objects.ts";
import { gateEnvironment } from "../../src/landing/gates/gate-environment.ts";
import { oddities } from "../../src/landing/resolve/conflicted.ts";
import { lockToolOf } from "../../src/landing/resolve/lock/lock-tools.ts";
import { type ConflictResult, resolveConflict } from "../../src/landing/resolve/resolve-conflict.ts";
import type { Workshop } from "../../src/landing/resolve/workshop.ts";
import { systemRandom } from "../../src/system/clock.ts";
import { HELD_OUT } from "./held-out.ts";
import { openBeside, type RealConflict, realConflicts } from "./merges.ts";

const { values } = parseArgs({
  options: {
    from: { type: "string", default: "." },
    repositories: { type: "string", default: HELD_OUT.join(",") },
    conflicts: { type: "string", default: "100" },
    merges: { type: "string", default: "3000" },
    list: { type: "string" },
  },
});

type Likeness = "same" | "same lines, other order" | "more in the committed one" | "different";

interface Row {
  readonly repository: string;
  readonly commit: string;
  readonly path: string | null;
  readonly rung: string;
  readonly likeness: Likeness;
  readonly because: string;
}

const rows: Row[] = [];
const npmCache = join(homedir(), ".npm");
const perRepository: string[] = [];
const scratch = await mkdtemp(join(tmpdir(), "signalbox-bench-resolve-"));
const workshop: Workshop = {
  tools: {
    env: { ...gateEnvironment(process.env), npm_config_cache: npmCache },
    sandbox: await findSandbox("auto"),
    random: systemRandom,
    directory: scratch,
    readable: [npmCache],
    hidden: [],
  },
  generated: [],
  driver: { driver: null, timeoutSeconds: 60 },
  openCheckout: () => Promise.reject(new Error("no generator is known of these repositories")),
};
try {
  for (const name of values.repositories.split(",")) await replay(name);
} finally {
  await rm(scratch, { recursive: true, force: true });
}
report();
if (values.list !== undefined) await writeFile(values.list, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

async function replay(name: string): Promise<void> {
  const repository = join(values.from, name, "repo");
  const cache = await openBeside(repository, join(scratch, name));
  let [found, texts, whole, alike] = [0, 0, 0, 0];
  for await (const real of realConflicts(repository, cache, Number(values.merges))) {
    found++;
    if (oddities(real.conflict).length === 0) {
      texts++;
      const refused = await replayPaths(name, cache, real);
      const result = refused ? undefined : await ladder(cache, real.conflict);
      if (result?.kind === "resolved") {
        whole++;
        const row = await rowOf(name, cache, real, null, result);
        rows.push(row);
        if (row.likeness === "same") alike++;
      }
    }
    if (found >= Number(values.conflicts)) break;
  }
  perRepository.push(`| ${name.replace("+", "/")} | ${found} | ${texts} | ${whole} | ${alike} |`);
  console.error(perRepository.at(-1));
}

/** Each conflicted path by itself; a lock file with its manifests. @returns whether one was refused. */
async function replayPaths(name: string, cache: Git, real: RealConflict): Promise<boolean> {
  const manifests = real.conflict.paths.filter(({ path }) => /(?:^|\/)package\.json$/.test(path));
  let refused = false;
  for (const path of real.conflict.paths) {
    const paths = lockToolOf(path.path) === undefined ? [path] : [...manifests, path];
    const one = await ladder(cache, { ...real.conflict, paths, files: paths.map((other) => other.path) });
    const resolutions = one.kind === "resolved" ? one.resolutions.filter((made) => made.path === path.path) : [];
    rows.push(await rowOf(name, cache, real, path.path, one.kind === "resolved" ? { ...one, resolutions } : one));
    if (one.kind === "refused") refused = true;
  }
  return refused;
}

function ladder(cache: Git, conflict: RealConflict["conflict"]): Promise<ConflictResult> {
  return resolveConflict({ cache, isBarred: () => false, workshop, memory: null }, conflict);
}

async function rowOf(repository: string, cache: Git, real: RealConflict, path: string | null, result: ConflictResult): Promise<Row> {
  const { commit, committed } = real;
  if (result.kind === "refused") {
    return {
      repository,
      commit,
      path,
      rung: "none",
      likeness: "different",
      because: result.because.map(({ because }) => because).join("; "),
    };
  }
  const rung = [...new Set(result.resolutions.map((one) => one.rung))].sort().join("+");
  if (path === null) return { repository, commit, path, rung, likeness: result.tree === committed ? "same" : "different", because: "" };
  const [made = "", theirs] = [await readFileAt(cache, result.tree, path), await readFileAt(cache, committed, path)];
  return {
    repository,
    commit,
    path,
    rung,
    likeness: theirs === undefined ? "different" : likeness(made, theirs),
    because: result.resolutions[0]?.decided ?? "",
  };
}

function likeness(made: string, committed: string): Likeness {
  if (made === committed) return "same";
  const [mine, theirs] = [made, committed].map((text) =>
    text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .sort(),
  );
  if (mine?.join("\n") === theirs?.join("\n")) return "same lines, other order";
  const left = new Map<string, number>();
  for (const line of theirs ?? []) left.set(line, (left.get(line) ?? 0) + 1);
  for (const line of mine ?? []) left.set(line, (left.get(line) ?? 0) - 1);
  return [...left.values()].every((count) => count >= 0) ? "more in the committed one" : "different";
}

function report(): void {
  console.log(
    `Conflicted two-parent merges, newest first, at most ${values.conflicts} of a repository; each merged again with git merge-tree,`,
  );
  console.log("gone up the ladder with, and compared with the tree that was committed. Trees differ for more reasons than the ladder:");
  console.log("a person may add to a merge whatever they like.\n");
  console.log("| repository | conflicted merges | of them of texts alone | resolved whole | tree as committed |\n|---|---|---|---|---|");
  for (const line of perRepository) console.log(line);
  const paths = rows.filter(({ path }) => path !== null);
  console.log("\n| rung | paths | as committed | same lines, other order | committed has more | different |\n|---|---|---|---|---|---|");
  for (const rung of [...new Set(paths.map((row) => row.rung))].sort()) {
    const of = paths.filter((row) => row.rung === rung);
    const count = (kind: Likeness) => of.filter((row) => row.likeness === kind).length;
    const cells = [count("same"), count("same lines, other order"), count("more in the committed one"), count("different")];
    console.log(`| ${rung} | ${of.length} | ${rung === "none" ? "| | |" : cells.join(" | ")} |`);
  }
}
