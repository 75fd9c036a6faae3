import { describe, expect, it } from "vitest";
import { findDamage } from "../support/damage.ts";
import { git } from "../support/repository.ts";
import { makeWorkplace, type PlannedTask, ROADMAP, runAll, SESSIONS, type Workplace } from "../support/run.ts";

/** Main's own commits that change nothing but roadmap, session table and session files. */
async function bookkeepingOnly({ remote }: Workplace): Promise<readonly string[]> {
  const commits = (await git(remote, "rev-list", "--first-parent", "main")).split("\n").slice(0, -2);
  const kinds = await Promise.all(
    commits.map(async (commit) => {
      const files = (await git(remote, "diff", "--name-only", `${commit}^1`, commit)).split("\n");
      return files.every((file) => file === ROADMAP || file === SESSIONS || file.startsWith("docs/sessions/")) ? [commit] : [];
    }),
  );
  return kinds.flat();
}

function independentTasks(count: number): Record<string, PlannedTask> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const file = `src/${index}.txt`;
      return [`QA-00${index + 1}`, { writes: [file], steps: [{ write: file, content: `${index}\n` }] }];
    }),
  );
}

describe("failure 8: 44 % of commits touched nothing but bookkeeping", () => {
  it.each([1, 6])("a run of %i verified tasks makes one records commit at most, and a run with nothing to do none", async (count) => {
    const place = await makeWorkplace({
      tasks: independentTasks(count),
      config: { verify: { kind: "command", run: ["true"] } },
    });
    const { exitCode, report } = await runAll(place, "--agents", "2");
    expect(exitCode).toBe(0);
    expect(report.metrics.tasks.verified).toBe(count);
    const commits = await bookkeepingOnly(place);
    expect(commits.length).toBeLessThanOrEqual(1);
    expect(report.metrics.bookkeepingCommits).toBe(commits.length);
    const tip = await git(place.remote, "rev-parse", "main");
    expect((await runAll(place)).exitCode).toBe(0);
    expect(await git(place.remote, "rev-parse", "main")).toBe(tip);
    expect(await findDamage(place)).toEqual([]);
  });

  it("tasks that fail, come back and are tried again by later runs add no commits of their own", async () => {
    const place = await makeWorkplace({
      tasks: {
        ...independentTasks(2),
        "QA-003": { writes: ["src/three.txt"], acceptance: "false", steps: [{ write: "src/three.txt", content: "three\n" }] },
      },
    });
    expect((await runAll(place, "--agents", "2")).exitCode).toBe(1);
    expect((await bookkeepingOnly(place)).length).toBeLessThanOrEqual(1);
    expect((await runAll(place)).exitCode).toBe(1);
    expect((await bookkeepingOnly(place)).length).toBeLessThanOrEqual(2);
    expect(await findDamage(place)).toEqual([]);
  });
});
