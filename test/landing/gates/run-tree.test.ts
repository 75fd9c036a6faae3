import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { affectedGates } from "../../../src/landing/gates/affected-gates.ts";
import type { Gate } from "../../../src/landing/gates/gate.ts";
import { gateEnvironment } from "../../../src/landing/gates/gate-environment.ts";
import { nextGates } from "../../../src/landing/gates/next-gates.ts";
import { type GateContext, runGate } from "../../../src/landing/gates/run-gate.ts";
import { runTree } from "../../../src/landing/gates/run-tree.ts";
import { slots } from "../../../src/landing/gates/slots.ts";
import { systemRandom } from "../../../src/system/clock.ts";
import { temporaryDirectory } from "../../support/repository.ts";

const TREE = "a".repeat(40);
const names = (gates: readonly { readonly name: string }[]) => gates.map(({ name }) => name).join(" ");
const PASSED = { passed: true };

describe("which gates of a tree may start", () => {
  const gates = [{ name: "types" }, { name: "lint" }, { name: "test", needs: ["types"] }, { name: "e2e", needs: ["test", "build"] }];

  it("all that need nothing, then those whose needs passed; a need left out for this tree is in nobody's way", () => {
    expect(names(nextGates(gates, new Map(), new Set()))).toBe("types lint");
    expect(names(nextGates(gates, new Map(), new Set(["types", "lint"])))).toBe("");
    expect(names(nextGates(gates, new Map([["types", PASSED]]), new Set(["lint"])))).toBe("test");
    expect(
      names(
        nextGates(
          gates,
          new Map([
            ["types", PASSED],
            ["lint", PASSED],
            ["test", PASSED],
          ]),
          new Set(),
        ),
      ),
    ).toBe("e2e");
  });

  it("none once one has failed", () => {
    expect(nextGates(gates, new Map([["lint", { passed: false }]]), new Set(["types"]))).toEqual([]);
  });

  it("those without paths, and those of which a changed file is covered", () => {
    const own = [{ name: "all" }, { name: "web", paths: ["web/**"] }, { name: "docs", paths: ["docs", "*.md"] }];
    expect(names(affectedGates(own, ["web/a/b.ts"]))).toBe("all web");
    expect(names(affectedGates(own, ["docs/x.txt", "README.md"]))).toBe("all docs");
    expect(names(affectedGates(own, ["src/a.ts"]))).toBe("all");
    expect(names(affectedGates(own, []))).toBe("all");
  });
});

describe("the gates of one tree", () => {
  it("each runs once, never before what it needs, and nothing begins after a failure was known", async () => {
    const graph = fc.array(fc.record({ fails: fc.boolean(), needs: fc.array(fc.nat(20), { maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(graph, fc.scheduler(), async (drawn, scheduler) => {
        const gates = drawn.map(({ fails, needs }, index) => ({
          ...{ name: `g${index}`, fails: fails && index % 4 === 0 },
          needs: [...new Set(needs.filter((need) => need < index).map((need) => `g${need}`))],
        }));
        const [begun, passed]: [string[], Set<string>] = [[], new Set()];
        let failed = false;
        const running = runTree(gates, async ({ name, needs, fails }) => {
          expect(failed).toBe(false);
          expect(needs.filter((need) => !passed.has(need))).toEqual([]);
          begun.push(name);
          await scheduler.schedule(Promise.resolve(), name);
          if (fails) failed = true;
          else passed.add(name);
          return { name, passed: !fails };
        });
        await scheduler.waitFor(running);
        const answers = await running;
        expect(new Set(begun).size).toBe(begun.length);
        expect(answers.map(({ name }) => name)).toEqual(gates.map(({ name }) => name).filter((name) => begun.includes(name)));
        if (!failed) expect(passed.size).toBe(gates.length);
      }),
    );
  });

  it("the first that fails takes back those that wait; what runs gives its evidence", async () => {
    const takenBack: string[] = [];
    const answers = await runTree([{ name: "slow" }, { name: "bad" }, { name: "waits" }], async ({ name }, waiting) => {
      if (name === "bad") return { name, passed: false };
      await new Promise<void>((resolve) => waiting.addEventListener("abort", () => resolve()));
      if (name === "slow") return { name, passed: true };
      takenBack.push(name);
      return undefined;
    });
    expect(answers).toEqual([
      { name: "slow", passed: true },
      { name: "bad", passed: false },
    ]);
    expect(takenBack).toEqual(["waits"]);
  });

  it("a fault is thrown once nothing runs any more", async () => {
    let ended = false;
    const running = runTree([{ name: "fault" }, { name: "other" }], async ({ name }, waiting) => {
      if (name === "fault") throw new Error("disk on fire");
      await new Promise<void>((resolve) => waiting.addEventListener("abort", () => resolve()));
      ended = true;
      return { passed: true };
    });
    await expect(running).rejects.toThrow("disk on fire");
    expect(ended).toBe(true);
  });
});

describe("places", () => {
  it("are never more than there are, go to who waits longest, and are not lost to who gave up", async () => {
    const pool = slots(2);
    const order: string[] = [];
    const gaveUp = new AbortController();
    const take = async (name: string, signal?: AbortSignal) => {
      const giveBack = await pool.take(signal);
      order.push(giveBack === undefined ? `${name} gave up` : name);
      return giveBack;
    };
    const [a, b] = [await take("a"), await take("b")];
    const [c, d, e] = [take("c"), take("d", gaveUp.signal), take("e")];
    gaveUp.abort();
    await d;
    a?.();
    a?.();
    await c;
    expect(order).toEqual(["a", "b", "d gave up", "c"]);
    b?.();
    await e;
    expect(order.at(-1)).toBe("e");
    expect(await pool.take(AbortSignal.abort())).toBeUndefined();
  });
});

describe("real gates", () => {
  async function site(places: number): Promise<{ context: GateContext; root: string }> {
    const root = await temporaryDirectory();
    const openCheckout = async () => {
      const path = await mkdtemp(join(root, "checkout-"));
      return { path, close: () => rm(path, { recursive: true, force: true }) };
    };
    const results = { find: async () => undefined, save: async () => undefined };
    const directory = join(root, "gates");
    return {
      root,
      context: { openCheckout, results, random: systemRandom, env: gateEnvironment(process.env), directory, slots: slots(places) },
    };
  }

  /** Passes only while the other one runs too. */
  const meeting = (root: string, own: string, other: string): Gate => {
    const run = `touch ${root}/${own}; until test -e ${root}/${other}; do sleep 0.02; done`;
    return { name: own, run, timeoutMs: 30_000 };
  };

  it("that need not each other run side by side", async () => {
    const { context, root } = await site(2);
    const verdicts = await runTree([meeting(root, "one", "two"), meeting(root, "two", "one")], async (gate, waiting) => {
      const verdict = await runGate(context, gate, TREE, { waiting });
      return { verdict, passed: verdict.kind === "passed" };
    });
    expect(verdicts.map(({ verdict }) => verdict.kind)).toEqual(["passed", "passed"]);
  });

  it("of several trees share the places, and one that waits when another of its tree fails never begins", async () => {
    const { context, root } = await site(1);
    const busy = runGate(context, { name: "busy", run: `until test -e ${root}/go; do sleep 0.02; done`, timeoutMs: 30_000 }, TREE);
    const waiting = new AbortController();
    const second = runGate(context, { name: "second", run: `touch ${root}/began`, timeoutMs: 30_000 }, "b".repeat(40), {
      waiting: waiting.signal,
    });
    waiting.abort();
    expect(await second).toMatchObject({ kind: "infrastructure", cause: "cancelled" });
    const third = runGate(context, { name: "third", run: `test -e ${root}/go`, timeoutMs: 30_000 }, "c".repeat(40));
    await rm(join(root, "began"), { force: true });
    await runGate({ ...context, slots: slots(1) }, { name: "go", run: `touch ${root}/go`, timeoutMs: 30_000 }, TREE);
    expect([(await busy).kind, (await third).kind]).toEqual(["passed", "passed"]);
    expect(existsSync(join(root, "began"))).toBe(false);
  });
});
