import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { access, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { openSite } from "../../src/coordinator/site.ts";
import { git, temporaryDirectory, writeFiles } from "../support/repository.ts";
import { until } from "../support/until.ts";
import { anotherClone, commitAll, FILES, onMain, ownersClone, signalbox, signalboxJson } from "./support/signalbox.ts";

const BIN = fileURLToPath(new URL("../../bin/signalbox.js", import.meta.url));

describe("run", () => {
  it("does every task and ends with 0, with one object under --json", async () => {
    const owner = await ownersClone();
    const { code, json } = await signalboxJson(owner.clone, "run", "--agents", "2");
    expect(json.report).toMatchObject({ run: { outcome: "done" }, metrics: { tasks: { total: 2, landed: 2, verified: 2, failed: 0 } } });
    expect(code).toBe(0);
    expect(await onMain(owner, "src/b.txt")).toBe("b");
    expect((await signalboxJson(owner.clone, "report")).json.report.tasks).toEqual(json.report.tasks);
    expect((await signalboxJson(owner.clone, "status")).json).toMatchObject({ running: false, run: { outcome: "done" } });
    await git(owner.clone, "pull", "-q", "--rebase", "origin", "main");
    expect(await signalboxJson(owner.clone, "check")).toMatchObject({ code: 0, json: { findings: [] } });
  });

  it("ends with 1 when a task did not land, and tells in lines what went on", async () => {
    const { clone } = await ownersClone({
      ...FILES,
      "signalbox.yaml": `${FILES["signalbox.yaml"]}limits: { attempts: 1, returns: 0 }\n`.replace("echo a", "echo BROKEN"),
    });
    const { code, out } = await signalbox(clone, "run", "--only", "QA-001");
    expect(code).toBe(1);
    expect(out).toMatch(/QA-001 +claimed, epoch 1, agent 1/);
    expect(out).toContain("gate words failed");
    expect(out).toMatch(/0 of 1 tasks done/);
  });

  it("refuses agents and tasks it does not know", async () => {
    const { clone } = await ownersClone();
    expect((await signalboxJson(clone, "run", "--agent", "nobody")).json.error.message).toContain("(writer), got `nobody`");
    expect((await signalboxJson(clone, "run", "--only", "QA-009")).json.error.message).toContain("`QA-009`");
    expect((await signalboxJson(clone, "run", "--port", "70000")).json.error.code).toBe("bad-input");
  });
});

describe("commands while a run goes on", () => {
  /** A run in a process of its own, whose agent waits until `release` is called. */
  async function longRun() {
    const go = join(await temporaryDirectory(), "go");
    const wait = `while ! test -e ${go}; do sleep 0.1; done; echo a > src/a.txt`;
    const config = `${FILES["signalbox.yaml"]?.split("agents:")[0]}agents:\n  writer: { driver: command, run: [sh, -c, ${JSON.stringify(wait)}] }\nconfinement: off\n`;
    const owner = await ownersClone({ ...FILES, "signalbox.yaml": config });
    const child = spawn(process.execPath, [BIN, "run", "--only", "QA-001"], { cwd: owner.clone, stdio: "ignore" });
    onTestFinished(() => void child.kill("SIGKILL"));
    const ended = once(child, "exit");
    // Until a coordinator answers, status is one itself for a moment, and a run that starts just then is refused.
    const { state } = await openSite(owner.clone);
    await until(() => existsSync(state.coordinatorFile), { what: "a coordinator" });
    await until(async () => (await signalboxJson(owner.clone, "status")).json.sessions?.[0]?.state === "working", {
      what: "a working agent",
    });
    return { owner, ended, child, release: () => writeFile(go, "") };
  }

  it("are answered by its coordinator: status, logs, report, land; a second run is refused", async () => {
    const { owner, ended, release } = await longRun();
    const { clone } = owner;
    expect((await signalboxJson(clone, "status")).json).toMatchObject({
      running: true,
      sessions: [{ task: "QA-001", state: "working", slot: 0 }],
    });
    expect((await signalbox(clone, "status")).out).toContain("is running (running); main is healthy");
    expect((await signalboxJson(clone, "logs", "QA-001")).json.session).toMatch(/^Session-/);
    expect((await signalboxJson(clone, "report")).json.report.run.endedMs).toBeNull();
    expect(await signalboxJson(clone, "run")).toMatchObject({ code: 3, json: { error: { code: "already-running" } } });
    expect(await signalboxJson(clone, "retry", "QA-001")).toMatchObject({ code: 3, json: { refused: { code: "held" } } });

    await git(clone, "switch", "-q", "-c", "feature");
    await writeFiles(clone, { "src/extra.txt": "extra\n" });
    await commitAll(clone, "Extra");
    expect((await signalboxJson(clone, "land", "feature")).json.landed.commit).toMatch(/^[0-9a-f]{40}$/);

    const another = await anotherClone(owner);
    expect((await signalboxJson(another, "claim", "QA-002")).code).toBe(0);
    await writeFiles(another, { "src/b.txt": "b\n" });
    await commitAll(another, "By hand");
    expect((await signalboxJson(another, "submit", "QA-002")).json.state).toBe("submitted");
    await until(async () => (await onMain(owner, "src/b.txt")) === "b", { what: "the submission on main", timeoutMs: 40_000 });

    await release();
    expect(await ended).toEqual([0, null]);
    expect(await onMain(owner, "src/a.txt")).toBe("a");
  });

  it("abort ends a session and keeps its work; the first Ctrl-C drains", async () => {
    const { owner, ended, child } = await longRun();
    const { json } = await signalboxJson(owner.clone, "abort", "QA-001", "--reason", "not now");
    expect(json.message).toMatch(/aborted; what it left is under refs\/signalbox\/salvage\/Session-/);
    child.kill("SIGINT");
    expect(await ended).toEqual([1, null]);
    expect((await signalboxJson(owner.clone, "status")).json.sessions).toMatchObject([{ task: "QA-001", state: "aborted" }]);
    await expect(access(join(owner.clone, "src/a.txt"))).rejects.toThrow();
  });
});
