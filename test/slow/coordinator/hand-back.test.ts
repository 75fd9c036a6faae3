import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answerQuestion } from "../../../src/coordinator/commands.ts";
import type { AgentRequest } from "../../../src/core/agent.ts";
import { findDamage } from "../../support/damage.ts";
import { bodies, onMain, readStore, salvaged } from "../../support/history.ts";
import { runInProcess, type Turn } from "../../support/in-process.ts";
import { makeWorkplace, pushAll, runAll, signalbox, startSignalbox, type Workplace } from "../../support/run.ts";
import { until } from "../../support/until.ts";

const TASK = { writes: ["src/a.txt"], acceptance: "grep -q good src/a.txt", steps: [] };
const write = (request: AgentRequest, content: string, path = "src/a.txt") => writeFile(join(request.workspace, path), content);
const stateOf = async (place: Workplace, task: string) => (await readStore(place)).sessions.findLast((one) => one.task === task)?.state;

/** Writes good work only when it is told to, and remembers what it was told. */
function slowLearner(): { readonly turn: Turn; readonly told: AgentRequest[] } {
  const told: AgentRequest[] = [];
  return {
    told,
    turn: async (request) => {
      told.push(request);
      request.onEvent({ kind: "session", agentSession: "conversation-1" });
      await write(request, request.prompt.includes("say the word") ? "good\n" : "bad\n");
      return undefined;
    },
  };
}

describe("a change that comes back", () => {
  it("is a new turn of the same conversation with the evidence; after `limits.returns` of them a person is asked", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": TASK } });
    const { turn, told } = slowLearner();
    const finish = await runInProcess(place, { turn });
    expect(finish).toMatchObject({ outcome: "incomplete", reason: expect.stringContaining("an answer waits QA-001") });
    expect(told.map(({ agentSession }) => agentSession)).toEqual([null, "conversation-1"]);
    expect(told[0]?.prompt).toContain("Do the work.");
    expect(told[1]?.prompt).toContain("Your last change came back: acceptance-failed");
    expect(told[1]?.prompt).not.toContain("Do the work.");
    const [session] = (await readStore(place)).sessions;
    expect(session).toMatchObject({
      state: "waiting-input",
      answer: null,
      question: expect.stringMatching(/came back 2 times, last for acc/),
    });
    expect((await signalbox(place, "status")).printed).toMatch(/QA-001 asks: Its change came back 2 times.*signalbox answer QA-001/);
    expect(await findDamage(place)).toEqual([]);
  });

  it("lands once a person has answered, without a run and taken up by the next one, in the same workspace", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": TASK } });
    const { turn, told } = slowLearner();
    await runInProcess(place, { turn });
    const answered = await signalbox(place, "answer", "QA-001", "Just", "say the word");
    expect(answered).toMatchObject({ exitCode: 0, printed: expect.stringContaining("signalbox run goes on with it") });
    expect((await signalbox(place, "answer", "QA-001", "again")).exitCode).toBe(3);
    expect((await signalbox(place, "status")).printed).toContain("QA-001 is answered");
    expect(await runInProcess(place, { turn })).toMatchObject({ outcome: "done" });
    expect(told.at(-1)).toMatchObject({ agentSession: "conversation-1", prompt: expect.stringContaining("Just say the word") });
    expect(await onMain(place, "src/a.txt")).toBe("good\n");
    const history = await readStore(place);
    expect(bodies(history, "session-opened")).toHaveLength(1);
    expect(bodies(history, "answered")).toMatchObject([{ answer: "Just say the word" }]);
    expect(history.sessions).toMatchObject([{ state: "archived", question: null, answer: null, returns: 0 }]);
    expect(await findDamage(place)).toEqual([]);
  });

  it("keeps its conversation when it starts again from a newer main", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": { writes: ["src/start.txt"], steps: [] } } });
    const homes: string[] = [];
    const turn: Turn = async (request) => {
      homes.push(existsSync(join(request.home, "memory")) ? "kept" : "new");
      await writeFile(join(request.home, "memory"), "x");
      request.onEvent({ kind: "session", agentSession: "conversation-1" });
      if (homes.length === 1) await pushFromElsewhere(place, "theirs\n");
      await write(request, homes.length === 1 ? "mine\n" : "both\n", "src/start.txt");
      return undefined;
    };
    expect(await runInProcess(place, { turn })).toMatchObject({ outcome: "done" });
    expect(homes).toEqual(["new", "kept"]);
    expect(await onMain(place, "src/start.txt")).toBe("both\n");
    expect(await findDamage(place, { foreign: [] }).then((found) => found.filter((line) => !line.includes("whose tree no gate")))).toEqual(
      [],
    );
  });

  it("is dropped on request: its work is in salvage, its task off the list", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": TASK } });
    await runInProcess(place, { turn: slowLearner().turn });
    const dropped = await signalbox(place, "answer", "QA-001", "--drop", "--reason", "not worth it");
    expect(dropped).toMatchObject({ exitCode: 0, printed: expect.stringContaining("QA-001 is dropped") });
    expect(await stateOf(place, "QA-001")).toBe("aborted");
    expect(await salvaged(place)).not.toEqual([]);
    expect(await findDamage(place)).toEqual([]);
    expect((await runAll(place)).exitCode).toBe(0);
  });
});

describe("a question of an agent", () => {
  it("leaves its place to the next task and is answered while the run goes on", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": TASK, "QA-002": { writes: ["src/b.txt"], steps: [] } } });
    const order: string[] = [];
    const turn: Turn = async (request) => {
      order.push(`${request.task} ${request.attempt}`);
      if (request.task === "QA-002") await write(request, "b\n", "src/b.txt");
      else if (request.prompt.includes("red or blue")) await write(request, "good\n");
      else request.onEvent({ kind: "waiting-input", question: "red or blue?" });
      return undefined;
    };
    const finish = await runInProcess(place, {
      turn,
      options: { wait: true },
      async meanwhile({ context }) {
        const { store } = context.engine;
        const landed = async () =>
          (await store.sessions({ task: "QA-002" }))[0]?.state === "archived" || (await onMain(place, "src/b.txt"));
        await until(async () => Boolean(await landed()), { what: "the other task on main" });
        expect(await store.sessions({ task: "QA-001" })).toMatchObject([{ state: "waiting-input", question: "red or blue?" }]);
        expect(await answerQuestion(context, "QA-001", { kind: "text", text: "blue" })).toMatchObject({ ok: true });
      },
    });
    expect(finish.outcome).toBe("done");
    expect(order).toEqual(["QA-001 1", "QA-002 1", "QA-001 2"]);
    expect(await findDamage(place)).toEqual([]);
  });

  it("may be answered before its agent has ended", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": TASK } });
    const asked = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    let told = "";
    const turn: Turn = async (request) => {
      if (request.attempt === 2) {
        told = request.prompt;
        await write(request, "good\n");
        return undefined;
      }
      request.onEvent({ kind: "waiting-input", question: "Which word?" });
      asked.resolve();
      await mayEnd.promise;
      return undefined;
    };
    const finish = await runInProcess(place, {
      turn,
      async meanwhile({ context }) {
        await asked.promise;
        const { store } = context.engine;
        await until(async () => (await store.sessions({}))[0]?.question === "Which word?", { what: "the question in the store" });
        expect(await answerQuestion(context, "QA-001", { kind: "text", text: "the good one" })).toMatchObject({ ok: true });
        mayEnd.resolve();
      },
    });
    expect(finish.outcome).toBe("done");
    expect(told).toMatch(/Which word\?[\s\S]*the good one/);
    expect((await readStore(place)).sessions[0]).toMatchObject({ question: null, answer: null });
  });

  it("blocks nobody: when nothing else is left others get its paths, and it goes on after them", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": TASK, "QA-002": { writes: ["src/a.txt", "src/b.txt"], steps: [] } } });
    const turn: Turn = async (request) => {
      if (request.task === "QA-002") await write(request, "b\n", "src/b.txt");
      else if (request.attempt === 1) request.onEvent({ kind: "waiting-input", question: "How?" });
      else await write(request, "good\n");
      return undefined;
    };
    expect(await runInProcess(place, { turn })).toMatchObject({ outcome: "incomplete" });
    expect(await onMain(place, "src/b.txt")).toBe("b\n");
    expect((await signalbox(place, "answer", "QA-001", "--retry")).exitCode).toBe(0);
    expect(await runInProcess(place, { turn })).toMatchObject({ outcome: "done" });
    expect(await findDamage(place)).toEqual([]);
  });

  it("is answered through the running coordinator by the command line", async () => {
    const place = await makeWorkplace({
      tasks: { "QA-001": { ...TASK, steps: [{ ask: "Which word?" }, { write: "src/a.txt", content: "good\n" }] } },
    });
    const run = startSignalbox(place, "run", "--wait");
    await until(() => run.output().includes("waiting-input: Which word?"), { what: "a question" });
    await until(async () => (await signalbox(place, "status")).printed.includes("QA-001 asks: Which word?"), { what: "status to show it" });
    const { exitCode, printed } = await signalbox(place, "answer", "QA-001", "the good one");
    expect([exitCode, printed]).toEqual([0, expect.stringContaining("goes on with this answer")]);
    expect(await run.ended).toBe(0);
    expect(await onMain(place, "src/a.txt")).toBe("good\n");
  });

  it("is needed to answer: refusals say who asks, and an answer says one thing", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": { ...TASK, steps: [{ write: "src/a.txt", content: "good\n" }] } } });
    expect((await runAll(place)).exitCode).toBe(0);
    const refused = await signalbox(place, "answer", "QA-001", "hello");
    expect(refused).toMatchObject({ exitCode: 3, noted: expect.stringContaining("asks nothing") });
    expect(await signalbox(place, "answer", "QA-009", "hello")).toMatchObject({
      exitCode: 3,
      noted: expect.stringContaining("signalbox status"),
    });
    expect((await signalbox(place, "answer", "QA-001")).exitCode).toBe(2);
    expect((await signalbox(place, "answer", "QA-001", "hello", "--retry")).exitCode).toBe(2);
  });
});

async function pushFromElsewhere(place: Workplace, content: string): Promise<void> {
  await writeFile(join(place.clone, "src/start.txt"), content);
  await pushAll(place.clone, "By hand");
}
