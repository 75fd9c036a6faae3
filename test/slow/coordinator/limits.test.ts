import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AgentRequest } from "../../../src/core/agent.ts";
import type { Clock } from "../../../src/core/ports.ts";
import { systemClock } from "../../../src/system/clock.ts";
import { bodies, readStore } from "../../support/history.ts";
import { runInProcess, type Turn } from "../../support/in-process.ts";
import { makeWorkplace, signalbox } from "../../support/run.ts";

const place = (tasks: readonly string[], limits: object) =>
  makeWorkplace({ tasks: Object.fromEntries(tasks.map((id) => [id, { writes: [`src/${id}.txt`], steps: [] }])), config: { limits } });

const finishes = async ({ workspace, task }: AgentRequest) => {
  await writeFile(join(workspace, `src/${task}.txt`), "x\n");
  return undefined;
};
const hangs = () => new Promise<undefined>(() => undefined);

/** The machine's clock, which can be put on. */
function puttableClock(): Clock & { putOn(minutes: number): void } {
  let aheadMs = 0;
  return {
    now: () => systemClock.now() + aheadMs,
    monotonicMs: () => systemClock.monotonicMs() + aheadMs,
    sleep: systemClock.sleep,
    putOn: (minutes) => {
      aheadMs += minutes * 60_000;
    },
  };
}

describe("a limit on time", () => {
  it("of a task ends its agent and asks a person, whose answer gives it as much again", async () => {
    const workplace = await place(["QA-001"], { minutes: 0.02 });
    let turns = 0;
    const turn: Turn = (request) => (++turns === 1 ? hangs() : finishes(request));
    expect(await runInProcess(workplace, { turn })).toMatchObject({ outcome: "incomplete" });
    const history = await readStore(workplace);
    expect(history.sessions).toMatchObject([{ state: "waiting-input", question: expect.stringContaining("used up: 0 of 0.02 minutes") }]);
    expect(bodies(history, "agent-ended")).toMatchObject([{ reason: "over-budget" }]);
    expect((await signalbox(workplace, "answer", "QA-001", "go on")).exitCode).toBe(0);
    expect(await runInProcess(workplace, { turn })).toMatchObject({ outcome: "done" });
    expect(turns).toBe(2);
  });

  it("of a task counts its tries together: no further one begins", async () => {
    const workplace = await place(["QA-001"], { minutes: 15, attempts: 5, retrySeconds: 0.01 });
    const clock = puttableClock();
    let turns = 0;
    const turn: Turn = () => {
      turns += 1;
      clock.putOn(8);
      return { reason: "killed", detail: "SIGKILL" };
    };
    expect(await runInProcess(workplace, { turn, clock })).toMatchObject({ outcome: "incomplete" });
    expect(turns).toBe(2);
    expect((await readStore(workplace)).sessions).toMatchObject([{ question: expect.stringContaining("used up: 16 of 15 minutes") }]);
  });

  it("of a run goes on counting when the run goes on after its coordinator failed", async () => {
    const workplace = await place(["QA-001", "QA-002"], { run: { minutes: 15 } });
    const clock = puttableClock();
    const fails: Turn = () => {
      clock.putOn(16);
      throw new Error("planted fault");
    };
    await expect(runInProcess(workplace, { turn: fails, clock })).rejects.toThrow("planted fault");
    clock.putOn(300);
    const told: string[] = [];
    const turn: Turn = (request) => {
      told.push(request.task);
      return finishes(request);
    };
    const finish = await runInProcess(workplace, { turn, clock });
    expect(told).toEqual(["QA-001"]);
    expect(finish).toMatchObject({ outcome: "incomplete", reason: expect.stringContaining("not on main: QA-002; the run's limits") });
  });

  it("of a run leaves it what it had, however long nothing ran", async () => {
    const workplace = await place(["QA-001", "QA-002"], { run: { minutes: 15 } });
    const clock = puttableClock();
    const fails: Turn = () => {
      throw new Error("planted fault");
    };
    await expect(runInProcess(workplace, { turn: fails, clock })).rejects.toThrow("planted fault");
    clock.putOn(300);
    expect(await runInProcess(workplace, { turn: finishes, clock })).toMatchObject({ outcome: "done" });
  });
});

describe("a budget", () => {
  it("ends an agent by what its model's answers used, before it reports anything itself", async () => {
    const workplace = await place(["QA-001"], { tokens: 100 });
    const metered = (inputTokens: number) => ({ kind: "usage", inputTokens, outputTokens: 0, costUsd: null }) as const;
    const turn: Turn = (request) => {
      request.onMetered?.(metered(60));
      request.onMetered?.(metered(60));
      return hangs();
    };
    expect(await runInProcess(workplace, { turn })).toMatchObject({ outcome: "incomplete" });
    const history = await readStore(workplace);
    expect(history.sessions).toMatchObject([{ state: "waiting-input", question: expect.stringContaining("used up: 120 of 100 tokens") }]);
    expect(bodies(history, "agent-ended")).toMatchObject([{ reason: "over-budget" }]);
  });
});
