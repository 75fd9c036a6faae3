import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { changeReturned } from "../../src/coordinator/steps/change-endings.ts";
import type { AgentRequest } from "../../src/core/agent.ts";
import type { Store } from "../../src/store/store.ts";
import { findDamage } from "../support/damage.ts";
import { bodies, onMain, readStore, salvaged } from "../support/history.ts";
import { runInProcess, type Turn } from "../support/in-process.ts";
import { git } from "../support/repository.ts";
import { makeWorkplace, runAll, signalbox, type Workplace } from "../support/run.ts";
import { until } from "../support/until.ts";

const TASK = { writes: ["src/a.txt"], steps: [] };
const write = (request: AgentRequest, content: string) => writeFile(join(request.workspace, "src/a.txt"), content);
const moves = async (place: Workplace) => bodies(await readStore(place), "session-moved").map(({ to }) => to);

describe("a rate limit", () => {
  it("parks the session with its lease; at the stored time it goes on in the same conversation", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": TASK } });
    const told: AgentRequest[] = [];
    let untilMs = 0;
    const turn: Turn = async (request) => {
      told.push(request);
      if (request.attempt > 1) return write(request, "done\n").then(() => undefined);
      request.onEvent({ kind: "session", agentSession: "conversation-1" });
      untilMs = Date.now() + 2_000;
      request.onEvent({ kind: "rate-limited", untilMs });
      return { reason: "exited-nonzero", detail: "exit 1" };
    };
    expect(await runInProcess(place, { turn })).toMatchObject({ outcome: "done" });
    expect(told.map(({ agentSession }) => agentSession)).toEqual([null, "conversation-1"]);
    expect(told[1]?.prompt).toContain("Your last turn was interrupted. Go on where you were.");
    const history = await readStore(place);
    const [begin, end] = history.events.filter(
      ({ body }) => body.kind === "session-moved" && [body.from, body.to].includes("rate-limited"),
    );
    expect(begin?.body).toMatchObject({ to: "rate-limited" });
    expect(end?.body).toMatchObject({ to: "working", reason: "the rate limit is over" });
    expect(end?.atMs).toBeGreaterThanOrEqual(untilMs);
    expect(await findDamage(place)).toEqual([]);
  });
});

describe("an agent that dies", () => {
  it("goes on in its conversation, and begins a new one when that cannot be gone on with", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": TASK }, config: { limits: { attempts: 3, retrySeconds: 0.01 } } });
    const told: AgentRequest[] = [];
    const turn: Turn = async (request) => {
      told.push(request);
      if (request.attempt === 1) request.onEvent({ kind: "session", agentSession: "conversation-1" });
      if (request.attempt < 3) return { reason: "exited-nonzero", detail: "exit 1" };
      await write(request, "done\n");
      return undefined;
    };
    expect(await runInProcess(place, { turn })).toMatchObject({ outcome: "done" });
    expect(told.map(({ agentSession }) => agentSession)).toEqual([null, "conversation-1", null]);
    expect(told[2]?.prompt).toContain("Do the work.");
    expect(await findDamage(place)).toEqual([]);
  });
});

describe("an agent that hangs", () => {
  it("is stalled, ended with all its processes, and started again in the same workspace", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": {
          writes: ["src"],
          steps: [
            { write: "src/half.txt", content: "half\n" },
            { hang: true, attempts: [1] },
            { write: "src/rest.txt", content: "rest\n" },
          ],
        },
      },
      config: { limits: { stallMinutes: 0.05, retrySeconds: 0.01 } },
    });
    const { exitCode, report } = await runAll(place);
    expect(exitCode).toBe(0);
    expect(await moves(place)).toEqual(expect.arrayContaining(["stalled", "working", "submitted"]));
    expect(bodies(await readStore(place), "agent-ended")).toMatchObject([{ reason: "stalled" }, { reason: "completed" }]);
    expect(report.incidents).toContainEqual(
      expect.objectContaining({ kind: "agent-crash", what: expect.stringContaining("no sign of life") }),
    );
    expect([await onMain(place, "src/half.txt"), await onMain(place, "src/rest.txt")]).toEqual(["half\n", "rest\n"]);
    expect(await findDamage(place)).toEqual([]);
  });
});

describe("an agent that waits for a path of somebody else's", () => {
  it("is alive as long as it asks for it", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": TASK }, config: { limits: { stallMinutes: 0.02, retrySeconds: 0.01 } } });
    const turn: Turn = async (request) => {
      for (const until = performance.now() + 3_000; performance.now() < until; await sleep(100))
        await request.mayWrite([join(request.workspace, "src/a.txt")], "edit");
      await write(request, "mine\n");
      return undefined;
    };
    expect(await runInProcess(place, { turn })).toMatchObject({ outcome: "done" });
    expect(bodies(await readStore(place), "agent-ended").map(({ reason }) => reason)).toEqual(["completed"]);
  });
});

describe("a change that cannot land", () => {
  it("comes back once, whoever finds it out as well", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": TASK } });
    const turn: Turn = async (request) => write(request, `try ${request.attempt}\n`).then(() => undefined);
    const why = { code: "empty" as const, message: "expected a change to land, got none", evidence: "", files: [] };
    const end = await runInProcess(place, {
      turn,
      async meanwhile({ context }) {
        const [first] = await submitted(context.engine.store);
        for (let finders = 0; finders < 2; finders++) await changeReturned(context, first ?? "", why);
      },
    });
    expect(end).toMatchObject({ outcome: "done" });
    expect(bodies(await readStore(place), "change-returned")).toHaveLength(1);
    expect(await onMain(place, "src/a.txt")).toBe("try 2\n");
  });
});

/** The changes there are, as soon as there is one. */
async function submitted(store: Store): Promise<readonly string[]> {
  await until(async () => (await store.changes({})).length > 0);
  return (await store.changes({})).map(({ id }) => id);
}

describe("a completion that comes too late", () => {
  it("because the session had ended: nothing is submitted and the work is in salvage", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": TASK } });
    let endNow: () => Promise<unknown> = async () => undefined;
    const turn: Turn = async (request) => {
      await write(request, "late\n");
      await endNow();
      return undefined;
    };
    await runInProcess(place, {
      turn,
      async meanwhile({ context: { engine } }) {
        endNow = async () => {
          const [session] = await engine.store.sessions({});
          if (session !== undefined) await engine.store.moveSession(session.id, "working", "aborted", "somebody ended it");
        };
      },
    });
    const history = await readStore(place);
    expect(history.changes).toEqual([]);
    expect(await onMain(place, "src/a.txt")).toBeUndefined();
    expect((await salvaged(place)).length).toBe(1);
    expect(bodies(history, "note").map(({ text }) => text)).toContainEqual(
      expect.stringContaining("ended after the session had (epoch 1)"),
    );
  });

  it("because another machine took the claim over: its landing is refused by epoch and the work is in salvage", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": TASK } });
    const turn: Turn = async (request) => {
      await write(request, "late\n");
      await stealClaim(place, "QA-001");
      return undefined;
    };
    await runInProcess(place, { turn });
    expect((await readStore(place)).sessions[0]?.state).toBe("aborted");
    expect(await onMain(place, "src/a.txt")).toBeUndefined();
    expect((await salvaged(place)).length).toBeGreaterThan(0);
  });

  it("because the claim was taken over while it waited: it is not taken up again", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": TASK } });
    const prompts: string[] = [];
    const turn: Turn = async (request) => {
      prompts.push(request.prompt);
      await write(request, "draft\n");
      request.onEvent({ kind: "waiting-input", question: "Like this?" });
      return undefined;
    };
    await runInProcess(place, { turn });
    await stealClaim(place, "QA-001");
    expect((await signalbox(place, "answer", "QA-001", "yes")).exitCode).toBe(0);
    await runInProcess(place, { turn });
    expect(prompts).toHaveLength(1);
    const [session] = (await readStore(place)).sessions;
    expect(session?.state).toBe("aborted");
    expect((await salvaged(place)).length).toBe(1);
  });
});

/** Another machine takes the claim over, with the next epoch, as it may once ours is not renewed. */
async function stealClaim({ remote }: Workplace, task: string): Promise<void> {
  const ref = `refs/signalbox/claims/${task}`;
  const record = JSON.parse(await git(remote, "log", "-1", "--format=%B", ref));
  const stolen = { ...record, epoch: record.epoch + 1, holder: "other@elsewhere", host: null, session: null, nonce: "0".repeat(32) };
  const oid = await git(remote, "commit-tree", `${ref}^{tree}`, "-p", ref, "-m", JSON.stringify(stolen));
  await git(remote, "update-ref", ref, oid);
}
