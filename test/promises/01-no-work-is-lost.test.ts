import { describe, expect, it } from "vitest";
import { findDamage } from "../support/damage.ts";
import { bodies, cacheOf, onMain, readStore, salvaged } from "../support/history.ts";
import { git } from "../support/repository.ts";
import { makeWorkplace, runAll, signalbox } from "../support/run.ts";
import { workTreeWith } from "../support/workspaces.ts";

/** Commits, a commit on another branch, edits, new files, and a repository inside the workspace. */
const MESSY_WORK = [
  { write: "src/committed.txt", content: "committed\n" },
  { commit: "The agent's own commit" },
  { run: ["git", "switch", "--quiet", "--create", "aside"], must: true },
  { write: "src/aside.txt", content: "aside\n" },
  { commit: "Kept on another branch" },
  { run: ["git", "switch", "--quiet", "-"], must: true },
  { write: "src/start.txt", content: "edited\n" },
  { write: "src/new.txt", content: "new\n" },
  { run: ["git", "init", "--quiet", "src/nested"], must: true },
  { write: "src/nested/inner.txt", content: "inner\n" },
];

async function inSalvage(cache: string, path: string): Promise<boolean> {
  const commits = await git(cache, "rev-list", "--glob=refs/signalbox/salvage/*");
  for (const commit of commits.split("\n")) {
    if ((await git(cache, "ls-tree", "--name-only", commit, path)) === path) return true;
  }
  return false;
}

describe("promise 1: no work is lost", () => {
  it("a task that fails for good leaves every commit and every file in salvage before its workspace goes", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": { writes: ["src"], acceptance: "false", steps: MESSY_WORK } } });
    const { exitCode } = await runAll(place);
    expect(exitCode).toBe(1);
    expect((await signalbox(place, "answer", "QA-001", "--drop")).exitCode).toBe(0);
    const history = await readStore(place);
    expect(history.sessions.map(({ state }) => state)).toEqual(["aborted"]);
    expect(bodies(history, "salvaged").length).toBeGreaterThan(0);
    expect(await salvaged(place)).not.toEqual([]);
    const cache = await cacheOf(place);
    for (const path of ["src/committed.txt", "src/aside.txt", "src/new.txt", "src/nested/inner.txt"])
      expect(await inSalvage(cache, path), path).toBe(true);
    expect(await onMain(place, "src/committed.txt")).toBeUndefined();
    expect(await findDamage(place)).toEqual([]);
  });

  it("a session that lands in parts never conflicts with itself, however often it edits a file it never committed", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": {
          writes: ["src"],
          steps: [
            { write: "src/page.txt", content: "first\n" },
            { part: "First version" },
            { write: "src/page.txt", content: "second\n" },
            { part: "Second version" },
            { part: "Nothing new" },
            { write: "src/page.txt", content: "third\n" },
            { commit: "The agent's own commit" },
          ],
        },
      },
    });
    expect((await runAll(place)).exitCode).toBe(0);
    const history = await readStore(place);
    expect(history.changes.map(({ kind, state }) => `${kind} ${state}`)).toEqual(["part landed", "part landed", "task landed"]);
    expect(history.changes.map(({ files }) => files)).toEqual([["src/page.txt"], ["src/page.txt"], ["src/page.txt"]]);
    expect(await onMain(place, "src/page.txt")).toBe("third\n");
    expect(await findDamage(place)).toEqual([]);
  });

  it("an aborted task's half-done work is in salvage, its claim is free, and the task can be taken up again", async () => {
    const steps = [{ write: "src/half.txt", content: "half\n" }, { say: "waiting" }, { hang: true as const, attempts: [1] }];
    const place = await makeWorkplace({ tasks: { "QA-001": { writes: ["src"], steps } } });
    const running = runAll(place);
    await workTreeWith(place, "src/half.txt");
    expect(await signalbox(place, "abort", "QA-001")).toMatchObject({ exitCode: 0 });
    expect((await running).exitCode).toBe(1);
    expect(await inSalvage(await cacheOf(place), "src/half.txt")).toBe(true);
    expect(await findDamage(place)).toEqual([]);
    expect((await readStore(place)).sessions.map(({ state }) => state)).toEqual(["aborted"]);
  });
});
