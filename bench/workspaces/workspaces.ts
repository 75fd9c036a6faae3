import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseConfig } from "../../src/core/config.ts";
import { openStateDirectory } from "../../src/system/state-directory.ts";
import { fetchCache, openCache } from "../../src/workspaces/cache.ts";
import { openCheckout } from "../../src/workspaces/checkout.ts";
import { commitWorkspace } from "../../src/workspaces/commit-workspace.ts";
import { createWorkspace } from "../../src/workspaces/create-workspace.ts";
import { inspectWorkspace } from "../../src/workspaces/inspect-workspace.ts";
import { openWorkspace } from "../../src/workspaces/open-workspace.ts";
import { removeWorkspace } from "../../src/workspaces/remove-workspace.ts";

/**
 * How long a workspace takes on a repository of a real web app's size. Run: node bench/workspaces/workspaces.ts
 * Environment: FILES (default 6000), FILE_BYTES (25000), RUNS (9), SEED (1); TMPDIR names the disk. A disk that cannot keep
 * up with 150 MB per workspace is what gets measured then: compare with the `git worktree add` of the same run.
 */

const [FILES, FILE_BYTES, RUNS, SEED] = [setting("FILES", 6000), setting("FILE_BYTES", 25_000), setting("RUNS", 9), setting("SEED", 1)];
const PARALLEL = 8;
const METHOD = `${FILES} files of ${FILE_BYTES} bytes of seeded words (seed ${SEED}) in 400 directories; one commit.
Wall time of the call as a caller sees it, in one process, page cache warm. Median of ${RUNS} runs (least to most).
"git worktree add" of the same commit runs in turn with "workspace ready"; what each made is removed, untimed, before the next.
`;

function setting(name: string, otherwise: number): number {
  return Number(process.env[name] ?? otherwise);
}

const root = mkdtempSync(join(tmpdir(), "signalbox-bench-workspaces-"));
const git = (cwd: string, ...args: string[]) =>
  execFileSync("git", ["-c", "user.name=Bench", "-c", "user.email=bench@localhost", ...args], { cwd, encoding: "utf8" }).trim();

/** Text that compresses about as well as source code. */
function makeWords(): (bytes: number) => string {
  let state = SEED;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
  const words = Array.from({ length: 4000 }, () => next().toString(36));
  return (bytes) => {
    let text = "";
    while (text.length < bytes) text += `${words[(next() >>> 8) % words.length]}${next() % 8 === 0 ? "\n" : " "}`;
    return text;
  };
}

function makeRepository(): { remote: string; clone: string } {
  const [remote, clone] = [join(root, "remote.git"), join(root, "clone")];
  git(root, "init", "-q", "--bare", "-b", "main", remote);
  git(root, "init", "-q", "-b", "main", clone);
  const words = makeWords();
  for (let index = 0; index < FILES; index++) {
    const path = join(clone, `area-${index % 40}`, `module-${index % 400}`, `file-${index}.ts`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, words(FILE_BYTES));
  }
  git(clone, "add", "-A");
  git(clone, "commit", "-q", "-m", "Start");
  git(clone, "push", "-q", remote, "main");
  return { remote, clone };
}

interface Step {
  readonly what: string;
  readonly act: (run: number) => Promise<unknown> | unknown;
  /** Untimed, after each run. */
  readonly undo?: (run: number) => Promise<unknown> | unknown;
  readonly once?: boolean;
}

/** Runs the steps in turn, so that a busy moment of the machine hits all of them. */
async function measure(steps: readonly Step[]): Promise<void> {
  const times = steps.map((): number[] => []);
  for (let run = 0; run < RUNS; run++) {
    for (const [index, { act, undo, once }] of steps.entries()) {
      if (once === true && run < RUNS - 1) continue;
      const startedMs = performance.now();
      await act(run);
      times[index]?.push(performance.now() - startedMs);
      await undo?.(run);
    }
  }
  for (const [index, { what }] of steps.entries()) {
    const sorted = (times[index] ?? []).toSorted((a, b) => a - b);
    const [least, middle, most] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map((ms) => (ms ?? 0).toFixed(0));
    console.log(`${what.padEnd(48)} ${middle} ms${sorted.length > 1 ? ` (${least} to ${most})` : ", once"}`);
  }
}

async function main(): Promise<void> {
  const { remote, clone } = makeRepository();
  process.env["XDG_STATE_HOME"] = join(root, "state");
  const stateDirectory = await openStateDirectory(remote);
  const cache = await openCache(stateDirectory, remote, "main");
  const { main: base = "" } = await fetchCache(cache, remote, "main");
  const { setup } = parseConfig({});
  const make = (session: string) => createWorkspace({ cache, stateDirectory, session, task: "BENCH-1", base, setup, mainCheckout: clone });
  const remove = async (session: string) => {
    const workspace = await openWorkspace({ stateDirectory, session });
    if (workspace !== undefined) await removeWorkspace(workspace, cache);
  };
  const linked = join(root, "linked");
  console.log(METHOD);
  await measure([{ what: "first workspace ever (makes the template)", act: () => make("first"), once: true }]);
  await measure([
    {
      what: "git worktree add",
      act: () => git(clone, "worktree", "add", "-q", "--detach", linked),
      undo: () => git(clone, "worktree", "remove", "--force", linked),
    },
    { what: "workspace ready", act: () => make("one"), undo: () => remove("one") },
  ]);
  const workspace = await make("used");
  writeFileSync(join(workspace.tree, "area-1", "new.ts"), "export {};\n");
  const request = { cache, message: "bench", author: { name: "Bench", email: "bench@localhost" } };
  const checkout = () => openCheckout({ cache, stateDirectory, commitOrTree: base, setup, mainCheckout: clone });
  await measure([
    { what: "look at it, one file changed", act: () => inspectWorkspace(workspace, cache) },
    { what: "commit it, one file changed", act: () => commitWorkspace(workspace, request) },
    { what: "gate checkout, new directory", act: async () => (await checkout()).close(), once: true },
    { what: "gate checkout, from the pool", act: async () => (await checkout()).close() },
    {
      what: `${PARALLEL} workspaces at once, all ready`,
      act: () => Promise.all(Array.from({ length: PARALLEL }, (_, index) => make(`many-${index}`))),
      once: true,
    },
    { what: "salvage one, then remove it", act: () => removeWorkspace(workspace, cache), once: true },
  ]);
}

try {
  await main();
} finally {
  rmSync(root, { recursive: true, force: true });
}
