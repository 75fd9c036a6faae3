import { randomInt } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeTerp, TASKS, type TerpWorkspace } from "../../support/terp-workspace.ts";

/** How many random orders to try; more with `ORDERS=20`. */
const ORDERS = Number(process.env["ORDERS"] ?? 1);

const SEED = Number(process.env["SEED"] ?? randomInt(2 ** 31));

function orders(tasks: readonly string[], count: number): readonly (readonly string[])[] {
  return fc.sample(fc.shuffledSubarray([...tasks], { minLength: tasks.length }), { seed: SEED, numRuns: count });
}

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
  console.log(`orders of the nine tasks: SEED=${SEED}`);
  for (const order of orders(TASKS, ORDERS)) {
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
    for (const task of orders(atOnce, 1).flat()) await terp.git("merge", "--quiet", "--no-edit", `work/${task}`);
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

describe("new tables beside a seeder of every table", { timeout: TIMEOUT_MS }, () => {
  for (const order of [
    ["DATA-001", "QA-044"],
    ["QA-044", "DATA-001"],
  ] as const) {
    it(`fail the gate after ${order.join(" and ")} when the tables bring no generator`, async () => {
      const terp = await makeTerp({ repaired: true });
      for (const task of order) await terp.solve(task);
      await rm(join(terp.tree, "src/invitations/seed.ts"));
      await rm(join(terp.tree, "test/invitations.test.ts"));
      expect(await terp.failingGate()).toMatch(/^tests: .*a table needs a generator.*calendar_invitation_settings/s);
    });
  }
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
