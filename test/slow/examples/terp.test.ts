import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadScript } from "../../../src/agents/script.ts";
import { makeTerp, SCRIPT, TASKS, type TerpWorkspace } from "../../support/terp-workspace.ts";

async function passes(terp: TerpWorkspace, task: string): Promise<boolean> {
  return (await terp.acceptance(task)).code === 0;
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

describe("each recorded solution alone", () => {
  for (const task of TASKS) {
    it(`${task} makes its failing acceptance pass and keeps the gates green`, async () => {
      const terp = await makeTerp({ repaired: true });
      expect(await passes(terp, task)).toBe(false);
      await terp.solve(task);
      const accepted = await terp.acceptance(task);
      expect(accepted.code, accepted.output).toBe(0);
      expect(await terp.failingGate()).toBeUndefined();
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

  it("either twin ends the other's task too", async () => {
    for (const [first, second] of [
      ["QA-015", "QA-016"],
      ["QA-016", "QA-015"],
    ] as const) {
      const terp = await makeTerp({ repaired: true });
      expect(await passes(terp, second)).toBe(false);
      await terp.solve(first);
      expect(await passes(terp, second)).toBe(true);
    }
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
  it("has a prompt and an acceptance test for each of the nine tasks, protected from agents", async () => {
    const terp = await makeTerp({ repaired: false });
    for (const task of TASKS) {
      expect(await readFile(join(terp.tree, `docs/prompts/${task}.md`), "utf8")).toContain(task);
      expect(existsSync(join(terp.tree, `acceptance/${task}.test.ts`))).toBe(true);
    }
    expect(terp.config.protect).toEqual(["acceptance/**", "signalbox.yaml"]);
  });
});
