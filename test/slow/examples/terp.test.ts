import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findChromium, whyNone } from "../../../examples/terp/acceptance/support/browser.ts";
import { loadScript } from "../../../src/agents/script.ts";
import { makeTerp, SCRIPT, TASKS, type TerpWorkspace } from "../../support/terp-workspace.ts";

const TWINS: readonly string[] = ["QA-015", "QA-016"];
const WITH_PAGES: readonly string[] = ["QA-015", "QA-016", "QA-028", "QA-033", "QA-034", "QA-044"];

/** The tasks whose acceptance passes here, with the pages judged without a browser; two at a time, as many cores as CI has. */
async function passing(terp: TerpWorkspace): Promise<readonly string[]> {
  const waiting = [...TASKS];
  const passed: string[] = [];
  const work = async () => {
    for (let task = waiting.pop(); task !== undefined; task = waiting.pop())
      if ((await terp.acceptance(task)).code === 0) passed.push(task);
  };
  await Promise.all([work(), work()]);
  return passed.sort();
}

describe("the example's main", () => {
  it("is red at launch by one failing test, and green once the repair is played", async () => {
    const terp = await makeTerp({ repaired: false });
    expect(await terp.failingGate()).toMatch(/^tests: .*gives 30 days, whatever the month/s);
    await terp.play("REPAIR");
    expect(await terp.failingGate()).toBeUndefined();
    const played = await terp.git("diff");
    await terp.git("checkout", "--quiet", ".");
    await terp.run([process.execPath, join(SCRIPT, "../REPAIR/repair.ts")]);
    expect(await terp.git("diff")).toBe(played);
  });

  it("answers on every page when it is started", async () => {
    const terp = await makeTerp({ repaired: true });
    const { verify } = terp.config;
    const ran = verify?.kind === "command" ? await terp.run(verify.run) : undefined;
    expect(ran?.code, ran?.output).toBe(0);
  });
});

describe("each task's acceptance", () => {
  it("fails before anything is done", async () => {
    expect(await passing(await makeTerp({ repaired: true }))).toEqual([]);
  });

  for (const task of TASKS) {
    it(`passes on the recorded solution of ${task} for that task alone, twins for both, and the gates stay green`, async () => {
      const terp = await makeTerp({ repaired: true });
      await terp.solve(task);
      expect(await passing(terp)).toEqual(TWINS.includes(task) ? TWINS : [task]);
      expect(await terp.failingGate()).toBeUndefined();
    });
  }

  for (const task of WITH_PAGES) {
    it(`of ${task} is said in a real browser, before and after`, async ({ skip }) => {
      const none = findChromium() === undefined;
      if (none) skip(`browser: not run (${whyNone()})`);
      const terp = await makeTerp({ repaired: true });
      const before = await terp.acceptance(task, "chromium");
      await terp.solve(task);
      const after = await terp.acceptance(task, "chromium");
      for (const { output } of [before, after]) expect(output).toMatch(/^browser: Chromium \d/m);
      expect([before.code, after.code], after.output).toEqual([1, 0]);
    });
  }

  it("DATA-001 keeps the gates green after each of its parts", async () => {
    const terp = await makeTerp({ repaired: true });
    const red: string[] = [];
    const parts: string[] = [];
    await terp.play("DATA-001", {
      onPart: async (subject) => {
        parts.push(subject);
        red.push(...[await terp.failingGate()].filter((gate) => gate !== undefined));
      },
    });
    expect(parts).toHaveLength(3);
    expect(red).toEqual([]);
  });
});

describe("the disasters the script plays", () => {
  it("QA-028 claims success on its first attempt and has changed nothing", async () => {
    const terp = await makeTerp({ repaired: true });
    const ran = await terp.play("QA-028");
    expect(ran).toMatchObject({ code: 0, output: expect.stringContaining("all tests pass") });
    expect(await terp.git("status", "--porcelain")).toBe("");
  });

  it("INFRA-001 marks itself done and deletes somebody else's session line", async () => {
    const terp = await makeTerp({ repaired: true });
    await terp.play("INFRA-001");
    const edits = await terp.git("diff", "--unified=0", "docs");
    expect(edits).toMatch(/^-.*Session-20251108-ST-004/m);
    expect(edits).toMatch(/^\+\*\*Status:\*\* ✅ Complete/m);
  });

  it("QA-033 writes outside its workspace and tries to push main", async () => {
    const terp = await makeTerp({ repaired: true });
    const ran = await terp.play("QA-033");
    expect(existsSync(join(terp.root, "escaped"))).toBe(true);
    expect(existsSync(join(terp.root, "signalbox-escaped"))).toBe(true);
    expect(ran.output).toMatch(/git push.*: exit 128/);
  });

  it("INFRA-002 dies half-way and goes on where it was", async () => {
    const terp = await makeTerp({ repaired: true });
    expect((await terp.play("INFRA-002")).code).toBeNull();
    expect(await terp.git("log", "-1", "--format=%s")).toBe("Compare sessions with the roadmap");
    expect(await terp.git("status", "--porcelain")).toBe("?? test/validate-sessions.test.ts");
    const second = await terp.play("INFRA-002", { attempt: 2 });
    expect(second.code, second.output).toBe(0);
    expect(second.output).not.toContain("Write scripts/validate-sessions.ts");
  });

  it("takes about 40 seconds of thinking for the primary and 3 to 15 for the others", async () => {
    for (const task of TASKS) {
      const steps = await loadScript(SCRIPT, task);
      const thinkMs = steps.reduce((sum, step) => sum + ("think" in step ? step.think : 0), 0);
      const [least, most] = task === "DATA-001" ? [35_000, 45_000] : [3_000, 15_000];
      expect(thinkMs, task).toBeGreaterThanOrEqual(least);
      expect(thinkMs, task).toBeLessThanOrEqual(most);
    }
  });
});

describe("the texts of the example", () => {
  it("has a prompt for each of the nine tasks in the tree, and its acceptance where no agent works", async () => {
    const terp = await makeTerp({ repaired: false });
    for (const task of TASKS) {
      expect(await readFile(join(terp.tree, `docs/prompts/${task}.md`), "utf8")).toContain(task);
      const check = [terp.config.acceptance.tasks[task] ?? []].flat().at(-1) ?? "";
      expect(existsSync(check), check).toBe(true);
      expect(terp.config.acceptance.outside.some((folder) => check.startsWith(`${folder}/`))).toBe(true);
    }
    expect(existsSync(join(terp.tree, "acceptance"))).toBe(false);
    expect(terp.config.protect).toEqual(["signalbox.yaml"]);
  });

  it("gives no task away: no prompt quotes a line that its recorded solution finds or writes", async () => {
    const terp = await makeTerp({ repaired: false });
    for (const task of TASKS) {
      const prompt = await readFile(join(terp.tree, `docs/prompts/${task}.md`), "utf8");
      const edits = (await loadScript(SCRIPT, task)).flatMap((step) => ("edit" in step ? [step.find, step.replace] : []));
      const lines = edits.flatMap((text) => text.split("\n")).map((line) => line.trim());
      expect(lines.filter((line) => line.length > 12 && prompt.includes(line))).toEqual([]);
    }
  });
});
