import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { driverFor } from "../../src/agents/driver-for.ts";
import { findProcessTree, sweepProcesses } from "../../src/agents/process-tree.ts";
import type { Sandbox } from "../../src/agents/sandbox.ts";
import type { AgentRequest } from "../../src/core/agent.ts";
import { systemClock } from "../../src/system/clock.ts";
import { writeFiles } from "../support/repository.ts";
import { until } from "../support/until.ts";
import { type Stage, stage } from "./request.ts";
import { SANDBOXES, unconfined } from "./sandboxes.ts";

async function start(at: Stage, sandbox: Sandbox, steps: readonly object[], overrides: Partial<AgentRequest> = {}) {
  await writeFiles(at.root, { "script.json": JSON.stringify({ tasks: { "T-1": { steps } } }) });
  const driver = driverFor("demo", { driver: "scripted", script: "script.json" }, at.root, { sandbox });
  return driver.start(at.request(overrides));
}

function shell(at: Stage, sandbox: Sandbox, command: string, overrides: Partial<AgentRequest> = {}) {
  const driver = driverFor("shell", { driver: "command", run: ["sh", "-c", command, "{prompt}"], env: [], output: "text" }, "/", {
    sandbox,
  });
  return driver.start(at.request(overrides));
}

function membersOf(session: string) {
  return findProcessTree({ rootPid: () => null, token: session });
}

/** Forks twice, leaves parent, process group and terminal session, and does not listen to SIGTERM. */
const DAEMON = `setsid sh -c 'trap "" TERM; while :; do sleep 600; done' </dev/null >/dev/null 2>&1 &`;

describe.each(SANDBOXES)("the process tree of an agent ($title)", ({ sandbox }) => {
  it("is gone when the run has finished, a daemonised child included", async () => {
    const at = await stage();
    const run = await start(at, sandbox, [{ daemon: 600 }, { run: ["sh", "-c", DAEMON] }]);
    expect((await run.finished).reason).toBe("completed");
    expect(at.said()).toContain("sleeping for 600 s");
    expect(await membersOf(at.request().session)).toEqual([]);
  });

  it("is gone after the agent killed itself", async () => {
    const at = await stage();
    const run = await start(at, sandbox, [{ daemon: 600 }, { crash: true }]);
    expect((await run.finished).reason).toBe("killed");
    expect(await membersOf(at.request().session)).toEqual([]);
  });

  it("is gone when cancel resolves, although a child ignores SIGTERM", async () => {
    const at = await stage();
    const run = await start(at, sandbox, [{ run: ["sh", "-c", DAEMON] }, { say: "ready" }, { hang: true }]);
    await until(() => at.said().includes("ready"));
    await expect.poll(async () => (await membersOf(at.request().session)).length).toBeGreaterThanOrEqual(3);
    await run.cancel(5000);
    expect(await membersOf(at.request().session)).toEqual([]);
    expect((await run.finished).reason).toBe("cancelled");
  });

  it("is asked politely first: a program can finish its work at SIGTERM", async () => {
    const at = await stage();
    const run = await shell(at, sandbox, 'trap "echo saved > saved; exit 0" TERM; echo ready; while :; do sleep 0.05; done');
    await until(() => at.said().includes("ready"));
    await run.cancel(20_000);
    expect(existsSync(join(at.request().workspace, "saved"))).toBe(true);
    expect(await run.finished).toEqual({ reason: "cancelled", detail: "ended by the coordinator" });
  });

  it("is killed at once when cancelled without grace", async () => {
    const at = await stage();
    const run = await shell(at, sandbox, 'trap "" TERM; echo ready; while :; do sleep 600; done');
    await until(() => at.said().includes("ready"));
    await run.cancel(0);
    expect((await run.finished).reason).toBe("cancelled");
    expect(await membersOf(at.request().session)).toEqual([]);
  });

  it("is ended when the time is up", async () => {
    const at = await stage();
    const limits = { timeoutMs: 300, outputBytesMax: 1000, outputBytesEnd: 1000 };
    const run = await start(at, sandbox, [{ daemon: 600 }, { hang: true }], { limits });
    expect(await run.finished).toEqual({ reason: "timed-out", detail: "no end after 300 ms" });
    expect(await membersOf(at.request().session)).toEqual([]);
    expect(at.events.at(-1)).toEqual({ kind: "finished", reason: "timed-out", detail: "no end after 300 ms" });
  });

  it("is ended while it multiplies", async () => {
    const at = await stage();
    const run = await shell(
      at,
      sandbox,
      'echo ready; f() { sleep 0.02; [ "$1" -gt 0 ] && { f $(($1-1)) & f $(($1-1)) & wait; }; sleep 60; }; f 5',
    );
    await until(() => at.said().includes("ready"));
    await run.cancel(0);
    expect(await membersOf(at.request().session)).toEqual([]);
  });

  it("of an earlier attempt is ended before the next begins, and cancelling the earlier run then harms nobody", async () => {
    const at = await stage();
    const hang = "trap '' TERM; echo ready $$; while :; do sleep 600; done";
    const left = await shell(at, unconfined, hang);
    await until(() => at.said().includes("ready"));
    const next = await shell(at, sandbox, hang, { attempt: 2 });
    await left.finished;
    await until(() => at.said().split("ready").length === 3);
    await left.cancel(0);
    expect((await membersOf(at.request().session)).length).toBeGreaterThan(0);
    await next.cancel(0);
    expect((await next.finished).reason).toBe("cancelled");
  });

  it("does not outlive a coordinator killed with -9, or is found again by the session's token", async () => {
    const at = await stage();
    const { session } = at.request();
    await writeFiles(at.root, {
      "script.json": JSON.stringify({ tasks: { "T-1": { steps: [{ run: ["sh", "-c", DAEMON] }, { say: "ready" }, { hang: true }] } } }),
    });
    const program = fileURLToPath(new URL("./coordinator.ts", import.meta.url));
    const coordinator = spawn(process.execPath, [program, sandbox.confined ? "auto" : "off", at.root, session], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void coordinator.kill("SIGKILL"));
    let said = "";
    coordinator.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    await until(() => said.includes("ready"));
    coordinator.kill("SIGKILL");
    if (sandbox.confined) {
      await until(async () => (await membersOf(session)).length === 0);
    } else {
      expect((await membersOf(session)).length).toBeGreaterThanOrEqual(2);
      expect(await sweepProcesses(session, systemClock)).toEqual([]);
      expect(await membersOf(session)).toEqual([]);
    }
  });
});

describe("a process that hides where it comes from", () => {
  it("is found by the limit it inherits, when it only cleared its environment", async () => {
    const at = await stage();
    const run = await shell(at, unconfined, "(cd / && env -i setsid sh -c 'echo pid $$; exec sleep 600' &) ; sleep 0.2");
    expect(await run.finished).toEqual({ reason: "completed", detail: "exit 0" });
    // Where nobody collects it, a dead process stays, without a command line.
    const file = `/proc/${/pid (\d+)/.exec(at.said())?.[1]}/cmdline`;
    expect(existsSync(file) ? readFileSync(file, "utf8") : "").toBe("");
  });

  it("does not hold up the end of an unconfined run, which tells of it, when it changed that too", async () => {
    const at = await stage();
    const run = await shell(
      at,
      unconfined,
      "(cd / && env -i setsid prlimit --msgqueue=1:1 sh -c 'echo pid $$; exec sleep 600' &) ; sleep 0.2",
    );
    const finish = await run.finished;
    process.kill(Number(/pid (\d+)/.exec(at.said())?.[1]), "SIGKILL");
    expect(finish).toEqual({ reason: "completed", detail: "exit 0; a process that hides its origin still holds the agent's output" });
  });
});
