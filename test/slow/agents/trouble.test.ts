import { describe, expect, it } from "vitest";
import { findProcessTree } from "../../../src/agents/process-tree.ts";
import type { FinishReason } from "../../../src/core/agent.ts";
import { until } from "../../support/until.ts";
import { openOffice, type Script, workersHere } from "./at-work.ts";

const STARTING = { timeoutMs: 240_000 };
const FOREVER = 1_000_000;
/** How these end when the stream of an answer is cut, without their work; others ask their model again by themselves. */
const ENDS_ON_A_CUT: Readonly<Record<string, FinishReason>> = {
  gemini: "exited-nonzero",
  "gemini by ACP": "exited-nonzero",
  qwen: "completed",
  "qwen by ACP": "exited-nonzero",
};
/** These know nothing of an earlier conversation. */
const BEGINS_ANEW: ReadonlySet<string> = new Set(["gemini", "opencode", "qwen by ACP"]);

describe.each(await workersHere())("%s in trouble", (title, worker) => {
  it("does its work once when a stream is cut: it asks again, or is started again", async () => {
    const { model, desk } = await openOffice(worker);
    const at = await desk();
    const script: Script = [{ fault: { cut: true }, do: { run: "echo once >> work.txt" } }, { say: "Done." }];
    const { reason } = await (await at.start(script)).finished;
    expect(reason).toBe(ENDS_ON_A_CUT[title] ?? "completed");
    const isDone = (await at.read("work.txt")) !== undefined;
    expect(isDone).toBe(ENDS_ON_A_CUT[title] === undefined);
    if (!isDone) expect(await (await at.start(script, { attempt: 2 })).finished).toMatchObject({ reason: "completed" });
    expect(await at.read("work.txt")).toBe("once\n");
    expect(model.requests().filter(({ fault }) => fault !== null)).toHaveLength(1);
    expect(await at.leftRunning()).toEqual([]);
  });

  it("outlasts a short storm of 529", async () => {
    const { model, desk } = await openOffice(worker);
    const at = await desk();
    const { finished } = await at.start([{ fault: { status: 529, times: 3 }, do: { run: "echo once >> work.txt" } }, { say: "Done." }]);
    expect(await finished, at.said()).toMatchObject({ reason: "completed" });
    expect(await at.read("work.txt")).toBe("once\n");
    expect(model.requests().filter(({ fault }) => fault !== null)).toHaveLength(3);
  });

  it("ends on a model's 400 with what it did before, whatever it calls that", async () => {
    const { desk } = await openOffice(worker);
    const at = await desk();
    const { finished } = await at.start([
      { do: { write: "first.txt", content: "first\n" } },
      { fault: { status: 400, times: FOREVER }, do: { write: "second.txt", content: "second\n" } },
    ]);
    const { reason } = await finished;
    expect(["completed", "exited-nonzero", "killed"]).toContain(reason);
    expect([await at.read("first.txt"), await at.read("second.txt")]).toEqual(["first\n", undefined]);
    expect(await at.leftRunning()).toEqual([]);
  });

  it("says that it is done without having done anything: the tree shows it", async () => {
    const { desk } = await openOffice(worker);
    const at = await desk();
    const { finished } = await at.start([{ say: "All tests pass, everything is deployed." }]);
    expect(await finished).toMatchObject({ reason: "completed" });
    expect(await at.git("status", "--porcelain")).toBe("");
    expect(await at.git("log", "--format=%s")).toBe("Begin");
  });

  it("leaves what it did not commit in the tree", async () => {
    const { desk } = await openOffice(worker);
    const at = await desk();
    const { finished } = await at.start([{ do: { write: "left.txt", content: "left\n" } }, { say: "Done." }]);
    expect(await finished).toMatchObject({ reason: "completed" });
    expect(await at.git("status", "--porcelain")).toBe("?? left.txt");
  });

  it("takes a daemon it started along when it ends", async () => {
    const { desk } = await openOffice(worker);
    const at = await desk();
    const daemon = "setsid sh -c 'trap \"\" TERM; touch started; while :; do sleep 600; done' </dev/null >/dev/null 2>&1 &";
    // gemini ends what its shell has left behind, and is quick: the daemon must have got away.
    const wait = "until test -e started; do sleep 0.05; done";
    const { finished } = await at.start([{ do: { run: `${daemon} ${wait}` } }, { say: "Done." }]);
    expect(await finished, at.said()).toMatchObject({ reason: "completed" });
    expect(await at.read("started"), at.said()).toBe("");
    expect(await at.leftRunning()).toEqual([]);
  });

  it("is ended while its model does not answer, with nothing left running", async () => {
    const { model, desk } = await openOffice(worker);
    const at = await desk();
    const run = await at.start([{ fault: { hang: true, times: FOREVER }, do: { run: "touch never" } }]);
    await until(() => model.requests().some(({ step }) => step === 0), STARTING);
    await run.cancel(5000);
    expect(await run.finished).toMatchObject({ reason: "cancelled" });
    expect(await at.read("never")).toBeUndefined();
    expect(await at.leftRunning()).toEqual([]);
  });

  it("is killed with -9 and goes on in the same workspace, in the same conversation where it can", async () => {
    const { model, driver, desk } = await openOffice(worker);
    const at = await desk();
    const script: Script = [
      { do: { run: "echo first >> work.txt" } },
      { fault: { hang: true }, do: { run: "echo second >> work.txt" } },
      { say: "Done." },
    ];
    const run = await at.start(script);
    await until(() => model.requests().some(({ step }) => step === 1), STARTING);
    const { session } = at.request();
    for (const { pid } of await findProcessTree({ rootPid: () => null, token: session })) process.kill(pid, "SIGKILL");
    expect((await run.finished).reason).toBe("killed");
    const before = model.requests().length;
    const said = at.events.flatMap((event) => (event.kind === "session" ? [event.agentSession] : []));
    const again = await at.start(script, { attempt: 2, agentSession: driver.capabilities.resume ? (said[0] ?? null) : null });
    expect(await again.finished, at.said()).toMatchObject({ reason: "completed" });
    const steps = model
      .requests()
      .slice(before)
      .flatMap(({ step }) => step ?? []);
    expect(steps).toEqual(BEGINS_ANEW.has(title) ? [0, 1, 2] : [1, 2]);
    expect(await at.read("work.txt")).toBe(BEGINS_ANEW.has(title) ? "first\nfirst\nsecond\n" : "first\nsecond\n");
    expect(await at.leftRunning()).toEqual([]);
  });
});
