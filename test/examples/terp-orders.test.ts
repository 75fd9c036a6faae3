import { describe, expect, it } from "vitest";
import { shuffled, testSeed } from "./random-order.ts";
import { makeTerp, TASKS, type TerpWorkspace } from "./terp-workspace.ts";

/** How many random orders to try; more with `ORDERS=20`. */
const ORDERS = Number(process.env["ORDERS"] ?? 1);

const TWINS: readonly string[] = ["QA-015", "QA-016"];

/** Everything runs many times, on a machine that may be busy. */
const TIMEOUT_MS = 240_000;

/** One task on whatever main is now; the second twin has nothing left to do and is skipped. */
async function land(terp: TerpWorkspace, task: string): Promise<void> {
  if (TWINS.includes(task) && (await terp.acceptance(task)).code === 0) return;
  await terp.solve(task);
}

async function failures(terp: TerpWorkspace): Promise<readonly string[]> {
  const gate = await terp.failingGate();
  const failing: string[] = gate === undefined ? [] : [gate];
  for (const task of TASKS) {
    const { code, output } = await terp.acceptance(task);
    if (code !== 0) failing.push(`${task}: ${output}`);
  }
  return failing;
}

describe("all nine tasks together", { timeout: TIMEOUT_MS }, () => {
  const seed = testSeed("orders of the nine tasks");
  for (let round = 0; round < ORDERS; round++) {
    const order = shuffled(TASKS, seed + round);
    it(`pass after ${order.join(", ")}`, async () => {
      const terp = await makeTerp({ repaired: true });
      for (const task of order) await land(terp, task);
      expect(await failures(terp)).toEqual([]);
    });
  }

  it("merge in any order when they were worked on at once, with QA-034 after QA-033", async () => {
    const terp = await makeTerp({ repaired: true });
    const atOnce = TASKS.filter((task) => task !== "QA-034");
    await workAtOnce(terp, atOnce);
    for (const task of shuffled(atOnce, seed)) await terp.git("merge", "--quiet", "--no-edit", `work/${task}`);
    await land(terp, "QA-034");
    expect(await failures(terp)).toEqual([]);
  });

  it("conflict in one function when QA-033 and QA-034 are worked on at once", async () => {
    const terp = await makeTerp({ repaired: true });
    await workAtOnce(terp, ["QA-033", "QA-034"]);
    await terp.git("merge", "--quiet", "--no-edit", "work/QA-033");
    await expect(terp.git("merge", "--quiet", "--no-edit", "work/QA-034")).rejects.toThrow();
    expect(await terp.git("diff", "--name-only", "--diff-filter=U")).toBe("src/dashboard/preferences.ts");
  });
});

/** Plays each task on a branch `work/<task>` from the same commit, and goes back to that commit's branch. */
async function workAtOnce(terp: TerpWorkspace, tasks: readonly string[]): Promise<void> {
  const base = await terp.git("branch", "--show-current");
  for (const task of tasks) {
    await terp.git("checkout", "--quiet", "-b", `work/${task}`, base);
    await terp.solve(task);
  }
  await terp.git("checkout", "--quiet", base);
}
