import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { VERIFIED_REF } from "../../../src/landing/verified-main.ts";
import { findDamage } from "../../support/damage.ts";
import { bodies, landings, onMain, readStore } from "../../support/history.ts";
import { git } from "../../support/repository.ts";
import { makeWorkplace, ROADMAP, runAll, signalbox } from "../../support/run.ts";

/** Verification that fails while main holds this file. */
const NO_BAD_FILE = { kind: "command", run: "test ! -e src/bad.txt", timeoutSeconds: 60 };

const write = (path: string, content = "x\n") => ({ write: path, content });

describe("after a landing", () => {
  it("reverts a landing whose verification fails, through the gates, and opens the task again", async () => {
    const place = await makeWorkplace({
      tasks: { "QA-001": { writes: ["src"], steps: [write("src/bad.txt")] } },
      config: { verify: NO_BAD_FILE },
    });
    const { exitCode, report } = await runAll(place);
    expect(exitCode).toBe(1);
    expect(await onMain(place, "src/bad.txt")).toBeUndefined();
    expect(report.metrics.production).toMatchObject({ failedVerifies: 1, reverts: 1 });
    const history = await readStore(place);
    expect(history.sessions.map(({ state }) => state)).toEqual(["rolled-back"]);
    expect(bodies(history, "task-reopened")).toHaveLength(1);
    expect(await onMain(place, ROADMAP)).not.toMatch(/QA-001[^#]*complete/i);
    expect(await findDamage(place)).toEqual([]);
  });

  it("moves verified-main to what was verified; a revert names the later work it leaves on main", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": { writes: ["src/one.txt"], steps: [write("src/one.txt")] },
        "QA-002": { writes: ["src/two.txt"], after: ["QA-001"], steps: [write("src/two.txt")] },
      },
      config: { verify: NO_BAD_FILE },
    });
    expect((await runAll(place)).exitCode).toBe(0);
    const [verified = ""] = (await git(place.clone, "ls-remote", "origin", VERIFIED_REF)).split("\t");
    const landed = (await readStore(place)).sessions.find(({ task }) => task === "QA-002")?.landedCommit ?? "";
    await git(place.clone, "fetch", "-q", "origin", "main");
    expect(await git(place.clone, "merge-base", landed, verified)).toBe(landed);
    expect(await signalbox(place, "rollback", "QA-001", "--reason", "the owner changed their mind")).toMatchObject({ exitCode: 0 });
    const notes = bodies(await readStore(place), "note").map(({ text }) => text);
    expect(notes).toContainEqual(expect.stringContaining("leaves on main: QA-002 (depends on QA-001)"));
  });

  it("leaves the work of others alone when it reverts one", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": { writes: ["src/bad.txt"], steps: [write("src/bad.txt")] },
        "QA-002": { writes: ["src/good.txt"], steps: [{ think: 300 }, write("src/good.txt")] },
      },
      config: { verify: NO_BAD_FILE },
    });
    const { report } = await runAll(place);
    expect(await onMain(place, "src/bad.txt")).toBeUndefined();
    expect(await onMain(place, "src/good.txt")).toBe("x\n");
    const outcomes = Object.fromEntries(report.tasks.map(({ task, state }) => [task, state]));
    expect(outcomes["QA-001"]).toContain("rolled-back");
  });

  it("stops for a person above the hourly limit of reverts", async () => {
    const place = await makeWorkplace({
      tasks: { "QA-001": { writes: ["src"], steps: [write("src/bad.txt")] } },
      config: { verify: NO_BAD_FILE, limits: { revertsPerHour: 0 } },
    });
    const { exitCode, report } = await runAll(place);
    expect(exitCode).toBe(1);
    expect(report.run.outcome).toBe("needs-person");
    expect(await onMain(place, "src/bad.txt")).toBe("x\n");
  });

  it("a person's rollback takes one task back, and retry lets it be done again", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": { writes: ["src/one.txt"], steps: [write("src/one.txt")] },
        "QA-002": { writes: ["src/two.txt"], steps: [write("src/two.txt")] },
      },
    });
    expect((await runAll(place)).exitCode).toBe(0);
    expect(await signalbox(place, "rollback", "QA-001", "--reason", "the owner changed their mind")).toMatchObject({ exitCode: 0 });
    expect(await onMain(place, "src/one.txt")).toBeUndefined();
    expect(await onMain(place, "src/two.txt")).toBe("x\n");
    expect((await signalbox(place, "retry", "QA-001")).exitCode).toBe(0);
    expect((await runAll(place)).exitCode).toBe(0);
    expect(await onMain(place, "src/one.txt")).toBe("x\n");
    expect(await findDamage(place)).toEqual([]);
  });

  it("runs the backup before a production task, and does not start the task when the backup fails", async () => {
    const tasks = { "QA-001": { writes: ["src"], steps: [write("src/one.txt")] } };
    const good = await makeWorkplace({ tasks, config: { backup: { run: "touch ../backup-made", tasks: ["QA-001"] } } });
    expect((await runAll(good)).exitCode).toBe(0);
    expect(bodies(await readStore(good), "backup")).toMatchObject([{ passed: true }]);
    await rm(join(good.root, "backup-made"));
    const bad = await makeWorkplace({ tasks, config: { backup: { run: "false", tasks: ["QA-001"] } } });
    expect((await runAll(bad)).exitCode).toBe(1);
    expect(await onMain(bad, "src/one.txt")).toBeUndefined();
    expect(bodies(await readStore(bad), "agent-started")).toEqual([]);
  });
});

describe("pre-flight", () => {
  const broken = { "src/broken.txt": "BROKEN\n" };

  it("launches nothing on a red main and names the gate", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": { writes: ["src/a.txt"], steps: [write("src/a.txt")] } }, files: broken });
    const { exitCode, report } = await runAll(place);
    expect(exitCode).toBe(1);
    expect(report.run).toMatchObject({ outcome: "red-main" });
    expect(report.run.reason).toContain("check");
    expect(bodies(await readStore(place), "session-opened")).toEqual([]);
  });

  it.each([
    ["a command", ["rm src/broken.txt"]],
    ["the agent", ["agent"]],
    ["a task", ["QA-009"]],
  ])("lets %s repair main alone, then does the rest", async (_, [repair = ""]) => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": { writes: ["src/a.txt"], steps: [write("src/a.txt")] },
        ...(repair === "QA-009" ? { "QA-009": { writes: ["src/broken.txt"], steps: [{ delete: "src/broken.txt" }] } } : {}),
        ...(repair === "agent" ? { REPAIR: { steps: [{ delete: "src/broken.txt" }] } } : {}),
      },
      files: broken,
    });
    const only = repair === "agent" ? ["--only", "QA-001"] : [];
    expect((await runAll(place, "--repair", repair, ...only)).exitCode).toBe(0);
    const changes = (await landings(place)).map(({ change }) => change);
    expect(changes[0]).toMatch(repair === "QA-009" ? /QA-009/ : /REPAIR/);
    expect(await onMain(place, "src/a.txt")).toBe("x\n");
    expect(await findDamage(place)).toEqual([]);
  });
});
