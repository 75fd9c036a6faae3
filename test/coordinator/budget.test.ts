import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Budgets, budgetsOf, payable, usedUp } from "../../src/coordinator/budget.ts";
import { usageMeter } from "../../src/coordinator/usage-meter.ts";
import type { AgentEvent } from "../../src/core/agent.ts";
import { parseConfig } from "../../src/core/config.ts";
import type { StoredEvent } from "../../src/core/event.ts";
import { NOTHING_SPENT, priced, type Spent, spentWords, type Usage } from "../../src/core/usage.ts";
import { findDamage } from "../support/damage.ts";
import { bodies, onMain, readStore } from "../support/history.ts";
import { runInProcess, type Turn } from "../support/in-process.ts";
import { makeWorkplace, signalbox } from "../support/run.ts";

const used = (tokens: number, costUsd: number | null = null): Spent => ({ ...NOTHING_SPENT, inputTokens: tokens, costUsd });
const usage = (more: Partial<Usage>): Usage => ({ kind: "usage", inputTokens: 0, outputTokens: 0, costUsd: null, ...more });

describe("what agents use", () => {
  it("costs what the owner's prices say, by model or agent, else what the agent tells, and is never guessed", () => {
    const prices = { "model-1": { input: 2, output: 10, cached: 0.5 }, worker: { input: 1, output: 1 } };
    const million = { inputTokens: 1_000_000, outputTokens: 100_000 };
    expect(priced(usage({ ...million, model: "model-1", costUsd: 7 }), prices, "worker").costUsd).toBeCloseTo(3);
    expect(priced(usage({ ...million, model: "model-1", cachedTokens: 400_000 }), prices, "x").costUsd).toBeCloseTo(2.4);
    expect(priced(usage({ ...million, cachedTokens: 5 }), prices, "worker").costUsd).toBeCloseTo(1.1);
    expect(priced(usage({ ...million, costUsd: 7 }), prices, "other").costUsd).toBe(7);
    expect(priced(usage(million), prices, "other").costUsd).toBeNull();
    expect(spentWords(used(1_234))).toBe("1,234 tokens, cost not known");
    expect(spentWords({ ...used(10, 0.5), unpricedTokens: 4 })).toBe("10 tokens, $0.50 and an unknown cost of 4 tokens");
  });
});

describe("a program that tells what its whole conversation has used", () => {
  const stored = (event: AgentEvent, seq: number): StoredEvent => ({
    ...{ seq, atMs: 0, run: "r", task: "t", session: "s" },
    body: { kind: "agent", event },
  });
  it("is counted by the difference, across turns and restarts, and anew in a new conversation", () => {
    const total = (inputTokens: number, outputTokens: number): AgentEvent => usage({ inputTokens, outputTokens, isTotal: true });
    const first = usageMeter([]);
    const history = [first({ kind: "session", agentSession: "a" }), first(total(9_891, 3)), first(total(9_900, 4))];
    expect(history.slice(1)).toEqual([usage({ inputTokens: 9_891, outputTokens: 3 }), usage({ inputTokens: 9, outputTokens: 1 })]);
    const second = usageMeter(history.map(stored));
    expect(second({ kind: "session", agentSession: "a" })).toMatchObject({ kind: "session" });
    expect(second(total(19_875, 6))).toEqual(usage({ inputTokens: 9_975, outputTokens: 2 }));
    second({ kind: "session", agentSession: "b" });
    expect(second(total(50, 5))).toEqual(usage({ inputTokens: 50, outputTokens: 5 }));
    expect(second(usage({ inputTokens: 7 }))).toEqual(usage({ inputTokens: 7 }));
  });
});

describe("a budget", () => {
  const limits = (more: object) => parseConfig({ limits: more }).limits;
  it("of a task is its own limit, else one agent's share of the run's; the command's limits replace the configured ones", () => {
    expect(budgetsOf(limits({ tokens: 5, run: { tokens: 100 } }), {}, 4)).toMatchObject({ task: { tokens: 5 }, run: { tokens: 100 } });
    expect(budgetsOf(limits({ run: { tokens: 100 } }), { maxTokens: 40, maxCostUsd: 2 }, 4)).toMatchObject({
      task: { tokens: 10, costUsd: 0.5 },
      run: { tokens: 40, costUsd: 2 },
    });
    const none = { tokens: null, costUsd: null, minutes: null };
    expect(usedUp(none, used(1e9, 1e9), 1e9)).toBeUndefined();
    expect(usedUp({ ...none, tokens: 10 }, used(9), 0)).toBeUndefined();
    expect(usedUp({ ...none, tokens: 10 }, used(12), 0)).toBe("12 of 10 tokens");
    expect(usedUp({ ...none, costUsd: 1 }, used(0, 1.5), 0)).toBe("$1.50 of $1.00");
    expect(usedUp({ ...none, minutes: 5 }, used(0), 299_999)).toBeUndefined();
    expect(usedUp({ ...none, minutes: 5 }, used(0), 300_000)).toBe("5 of 5 minutes");
  });

  it("is reserved whole before an agent starts, so what runs can never need more than the run has", () => {
    const arbitrary = fc.record({
      limit: fc.integer({ min: 1, max: 1_000 }),
      need: fc.integer({ min: 1, max: 300 }),
      ended: fc.integer({ min: 0, max: 1_000 }),
      working: fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 6 }),
      opening: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ limit, need, ended, working, opening }) => {
        const none = { costUsd: null, minutes: null };
        const budgets: Budgets = { run: { ...none, tokens: limit }, task: { ...none, tokens: need } };
        const spent = ended + working.reduce((sum, one) => sum + one, 0);
        const more = payable(
          budgets,
          used(spent),
          working.map((one) => used(one)),
          opening,
        );
        const worst = ended + working.reduce((sum, one) => sum + Math.max(one, need), 0) + (opening + more) * need;
        if (more > 0) expect(worst).toBeLessThanOrEqual(limit);
        else expect(worst + need).toBeGreaterThan(limit);
      }),
    );
  });
});

describe("a run with limits", () => {
  /** Writes its file, telling of so many tokens at a time. */
  const spender =
    (told: string[], ...amounts: readonly number[]): Turn =>
    async (request) => {
      told.push(request.task);
      for (const inputTokens of amounts) request.onEvent(usage({ inputTokens }));
      await writeFile(join(request.workspace, `src/${request.task}.txt`), "x\n");
      return undefined;
    };
  const place = (tasks: readonly string[], limits: object = {}) =>
    makeWorkplace({ tasks: Object.fromEntries(tasks.map((id) => [id, { writes: [`src/${id}.txt`], steps: [] }])), config: { limits } });

  it("starts no agent it could not pay to the end, says so, and shows what was used", async () => {
    const workplace = await place(["QA-001", "QA-002", "QA-003"], { tokens: 100 });
    const told: string[] = [];
    const finish = await runInProcess(workplace, { turn: spender(told, 90), options: { agents: 3, maxTokens: 250 } });
    expect(told).toHaveLength(2);
    expect(finish).toMatchObject({ outcome: "incomplete", reason: expect.stringContaining("the run's limits (limits.run) allow no more") });
    const status = JSON.parse((await signalbox(workplace, "status", "--json")).printed);
    expect(status.usage).toMatchObject([{ inputTokens: 90, costUsd: null }, { inputTokens: 90 }]);
    expect(status.metrics.usage).toEqual({ inputTokens: 180, outputTokens: 0, costUsd: null, unpricedTokens: 180 });
    expect((await signalbox(workplace, "report")).printed).toContain("180 tokens, cost not known");
    expect(await findDamage(workplace)).toEqual([]);
  });

  it("starts nothing more once its time is up", async () => {
    const workplace = await place(["QA-001"], { run: { minutes: 0.0001 } });
    const told: string[] = [];
    const finish = await runInProcess(workplace, { turn: spender(told) });
    expect(told).toEqual([]);
    expect(finish).toMatchObject({ outcome: "incomplete", reason: expect.stringContaining("not on main: QA-001; the run's limits") });
  });

  it("ends an agent that uses up its task's budget and asks a person, whose answer gives it as much again", async () => {
    const workplace = await place(["QA-001"], { tokens: 100 });
    let turns = 0;
    const turn: Turn = async (request) => {
      turns += 1;
      request.onEvent(usage({ inputTokens: 60 }));
      if (turns > 1) return spender([])(request);
      request.onEvent(usage({ inputTokens: 60 }));
      await writeFile(join(request.workspace, "src/QA-001.txt"), "half\n");
      return new Promise(() => undefined);
    };
    expect(await runInProcess(workplace, { turn })).toMatchObject({ outcome: "incomplete" });
    const history = await readStore(workplace);
    expect(history.sessions).toMatchObject([{ state: "waiting-input", question: expect.stringContaining("used up: 120 of 100 tokens") }]);
    expect(bodies(history, "agent-ended")).toMatchObject([{ reason: "over-budget" }]);
    expect((await signalbox(workplace, "answer", "QA-001", "go on")).exitCode).toBe(0);
    expect(await runInProcess(workplace, { turn })).toMatchObject({ outcome: "done" });
    expect(await onMain(workplace, "src/QA-001.txt")).toBe("x\n");
    expect(await findDamage(workplace)).toEqual([]);
  });
});
