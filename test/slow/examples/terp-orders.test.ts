import { randomInt } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeTerp, TASKS, type TerpWorkspace } from "../../support/terp-workspace.ts";

/** How many random orders to try; more with `ORDERS=50`. */
const ORDERS = Number(process.env["ORDERS"] ?? 4);

const SEED = Number(process.env["SEED"] ?? randomInt(2 ** 31));

function orders(tasks: readonly string[], count: number, seed = SEED): readonly (readonly string[])[] {
  return fc.sample(fc.shuffledSubarray([...tasks], { minLength: tasks.length }), { seed, numRuns: count });
}

const TWINS: readonly string[] = ["QA-015", "QA-016"];

/** Everything runs many times, on a machine that may be busy. */
const TIMEOUT_MS = 900_000;

/** One task on whatever main is now; the second twin has nothing left to do. */
async function landAll(terp: TerpWorkspace, order: readonly string[]): Promise<void> {
  let twinIsDone = false;
  for (const task of order) {
    if (!TWINS.includes(task)) await terp.solve(task);
    else if (!twinIsDone) await terp.solve(task);
    twinIsDone ||= TWINS.includes(task);
  }
}

/** What lies on main, besides records: `path oid` a line. */
async function treeOf(terp: TerpWorkspace): Promise<readonly string[]> {
  const lines = (await terp.git("ls-tree", "-r", "HEAD")).split("\n");
  return lines.filter((line) => !/\tdocs\/(roadmaps|sessions|ACTIVE_SESSIONS\.md)/.test(line));
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

  it("pass every gate and every acceptance, with the gates green after each of them", async () => {
    const terp = await makeTerp({ repaired: true });
    const [order = []] = orders(TASKS, 1);
    let twinIsDone = false;
    for (const task of order) {
      if (TWINS.includes(task) && twinIsDone) expect((await terp.acceptance(task)).code, `${task} is done by its twin`).toBe(0);
      else await terp.solve(task);
      twinIsDone ||= TWINS.includes(task);
      expect(await terp.failingGate(), `after ${task} of ${order.join(", ")}`).toBeUndefined();
    }
    expect(await failures(terp)).toEqual([]);
  });

  it(`end in the same tree apart from records, whatever their order (${ORDERS} of them)`, async () => {
    const first = await makeTerp({ repaired: true });
    await landAll(first, TASKS);
    const expected = await treeOf(first);
    for (const order of [[...TASKS].reverse(), ...orders(TASKS, ORDERS)]) {
      const terp = await makeTerp({ repaired: true });
      await landAll(terp, order);
      expect(await treeOf(terp), order.join(", ")).toEqual(expected);
    }
  });

  it("end in that tree when they were worked on at once, and what conflicts comes back and does it again", async () => {
    const inOrder = await makeTerp({ repaired: true });
    await landAll(inOrder, TASKS);
    const [order = []] = orders(TASKS, 1, SEED + 1);
    const terp = await makeTerp({ repaired: true });
    await workAtOnce(terp, order);
    const returned: string[] = [];
    for (const task of order) {
      const merged = await terp.git("merge", "--quiet", "--no-edit", `work/${task}`).then(...yesOrNo);
      if (merged) continue;
      returned.push(task);
      await terp.git("merge", "--abort");
      // The second twin's work is on main already: it ends as done by the first.
      if (!TWINS.includes(task)) await terp.solveAgain(task);
    }
    expect(returned, order.join(", ")).toEqual(order.filter((task) => task === lastOf(order, "QA-033", "QA-034")));
    expect(await treeOf(terp)).toEqual(await treeOf(inOrder));
  });

  it("conflict in one function when QA-033 and QA-034 are worked on at once, whichever lands first", async () => {
    for (const [first, second] of [
      ["QA-033", "QA-034"],
      ["QA-034", "QA-033"],
    ] as const) {
      const terp = await makeTerp({ repaired: true });
      await workAtOnce(terp, [first, second]);
      await terp.git("merge", "--quiet", "--no-edit", `work/${first}`);
      await expect(terp.git("merge", "--quiet", "--no-edit", `work/${second}`)).rejects.toThrow();
      expect(await terp.git("diff", "--name-only", "--diff-filter=U")).toBe("src/dashboard/preferences.ts");
      await terp.git("merge", "--abort");
      await terp.solveAgain(second);
      for (const task of [first, second]) expect((await terp.acceptance(task)).code, task).toBe(0);
    }
  });
});

describe("new tables beside a seeder of every table", { timeout: TIMEOUT_MS }, () => {
  for (const order of [
    ["DATA-001", "QA-044"],
    ["QA-044", "DATA-001"],
  ] as const) {
    it(`pass both acceptances after ${order.join(" and ")}, and without their generator the later one fails its gate`, async () => {
      const terp = await makeTerp({ repaired: true });
      for (const task of order) await terp.solve(task);
      for (const task of order) expect((await terp.acceptance(task)).code, task).toBe(0);
      await rm(join(terp.tree, "src/invitations/seed.ts"));
      await rm(join(terp.tree, "test/invitations.test.ts"));
      expect(await terp.failingGate()).toMatch(/^tests: .*a table needs a generator.*calendar_invitation_settings/s);
    });
  }
});

const yesOrNo = [() => true, () => false] as const;

function lastOf(order: readonly string[], a: string, b: string): string {
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

/** Plays each task on a branch `work/<task>` from the same commit, and goes back to that commit's branch. */
async function workAtOnce(terp: TerpWorkspace, tasks: readonly string[]): Promise<void> {
  const base = await terp.git("branch", "--show-current");
  for (const task of tasks) {
    await terp.git("checkout", "--quiet", "-b", `work/${task}`, base);
    await terp.solve(task);
  }
  await terp.git("checkout", "--quiet", base);
}
