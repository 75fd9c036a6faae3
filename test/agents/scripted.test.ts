import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { driverFor } from "../../src/agents/driver-for.ts";
import { loadScript } from "../../src/agents/script.ts";
import { git, writeFiles } from "../support/repository.ts";
import { type Stage, stage } from "./request.ts";

const execute = promisify(execFile);

async function play(at: Stage, steps: readonly object[], attempt = 1) {
  await writeFiles(at.root, { "script.json": JSON.stringify({ tasks: { "T-1": { steps } } }) });
  const driver = driverFor("demo", { driver: "scripted", script: "script.json" }, at.root);
  const run = await driver.start(at.request({ attempt }));
  return run.finished;
}

describe("a scripted agent", () => {
  it("writes, edits, deletes, runs and commits in its workspace", async () => {
    const at = await stage();
    await writeFiles(at.root, { "T-1/a.ts": "from a file\n" });
    const tree = at.request().workspace;
    const finish = await play(at, [
      { think: 1 },
      { say: "Reading" },
      { write: "src/a.ts", from: "T-1/a.ts" },
      { write: "src/b.ts", content: "one two" },
      { edit: "src/b.ts", find: "two", replace: "$& three" },
      { write: "old.ts", content: "" },
      { delete: "old.ts" },
      { run: ["git", "--version"], must: true },
      { commit: "First half" },
    ]);
    expect(finish).toEqual({ reason: "completed", detail: "exit 0" });
    expect(await readFile(join(tree, "src/a.ts"), "utf8")).toBe("from a file\n");
    expect(await readFile(join(tree, "src/b.ts"), "utf8")).toBe("one $& three");
    expect(await git(tree, "log", "--format=%s %an")).toBe("First half demo (T-1)");
    expect(await git(tree, "ls-files")).toBe("src/a.ts\nsrc/b.ts");
    expect(at.said()).toContain("git version");
    expect(at.events).toContainEqual({ kind: "tool", tool: "edit", title: "Edit src/b.ts", paths: ["src/b.ts"] });
  });

  it("submits a part, waits for the answer and says it", async () => {
    const at = await stage();
    await play(at, [{ part: "Schema first" }, { say: "after" }]);
    expect(at.events).toContainEqual({ kind: "part-ready", subject: "Schema first" });
    expect(at.said()).toMatch(/Landed Schema first\.\s+after/);
  });

  it("goes on after the last finished step when an earlier attempt was killed", async () => {
    const at = await stage();
    const steps = [
      { say: "one" },
      { write: "a.txt", content: "a" },
      { say: "always", again: true },
      { crash: true },
      { say: "two" },
      { say: "only first", attempts: [1] },
      { say: "only second", attempts: [2] },
    ];
    expect((await play(at, steps)).reason).toBe("killed");
    expect(
      at
        .said()
        .trim()
        .split(/\s*\n\s*/),
    ).toEqual(["one", "always"]);
    at.events.length = 0;
    expect((await play(at, steps, 2)).reason).toBe("completed");
    expect(
      at
        .said()
        .trim()
        .split(/\s*\n\s*/),
    ).toEqual(["always", "two", "only second"]);
  });

  it("finishes an edit that an earlier attempt made without living to say so", async () => {
    const at = await stage();
    const { home, workspace } = at.request();
    await writeFiles(workspace, { "a.txt": "new" });
    await writeFiles(home, { ".signalbox-player.json": JSON.stringify({ finished: [0], started: 1 }) });
    const steps = [{ say: "one" }, { edit: "a.txt", find: "old", replace: "new" }, { say: "two" }];
    expect((await play(at, steps, 2)).reason).toBe("completed");
    expect(at.said()).toContain("two");
  });

  it("fails when the text to replace is not there exactly once", async () => {
    const at = await stage();
    await writeFiles(at.request().workspace, { "a.txt": "x x" });
    const finish = await play(at, [{ edit: "a.txt", find: "x", replace: "y" }, { say: "not reached" }]);
    expect(finish).toMatchObject({ reason: "exited-nonzero" });
    expect(at.said()).toContain("expected the text to replace exactly once in a.txt, got it 2 times");
    expect(at.said()).not.toContain("not reached");
  });

  it("says a failed command, and ends by it only where it must succeed", async () => {
    const at = await stage();
    expect((await play(at, [{ run: ["sh", "-c", "echo no >&2; exit 4"] }, { say: "on" }])).reason).toBe("completed");
    expect(at.said()).toMatch(/exit 4\nno\non/);
    const other = await stage();
    expect((await play(other, [{ run: ["no-such-program"], must: true }])).reason).toBe("exited-nonzero");
  });

  it("ends with the code it is told, or claims success without any work", async () => {
    const at = await stage();
    expect((await play(at, [{ exit: 3 }])).detail).toMatch(/^exit 3/);
    const liar = await stage();
    expect(await play(liar, [{ claimSuccess: "All done!" }, { write: "a", content: "" }])).toEqual({
      reason: "completed",
      detail: "exit 0",
    });
    expect(liar.said()).toContain("All done!");
    expect(existsSync(join(liar.request().workspace, "a"))).toBe(false);
  });

  it("can be a daemon's parent, a flood and a crash on chosen attempts", async () => {
    const at = await stage();
    const steps = [{ flood: 1000 }, { crash: true, attempts: [2] }, { say: "end" }];
    expect((await play(at, steps, 1)).reason).toBe("completed");
    expect(at.said().length).toBeGreaterThan(900);
    expect((await play(at, steps, 2)).reason).toBe("killed");
    expect((await play(at, steps, 3)).reason).toBe("completed");
  });
});

describe("a script", () => {
  it.each([
    ["a step without an action", { steps: [{ attempts: [1] }] }, "tasks.T-1.steps.0"],
    ["a step with two actions", { steps: [{ say: "a", think: 1 }] }, "tasks.T-1.steps.0"],
    ["an unknown field", { steps: [], name: "x" }, "tasks.T-1"],
  ])("is refused for %s, with the place", async (_, task, where) => {
    const at = await stage();
    await writeFiles(at.root, { "s.json": JSON.stringify({ tasks: { "T-1": task } }) });
    await expect(loadScript(join(at.root, "s.json"), "T-1")).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining(where),
    });
  });

  it("takes files only from its own folder", async () => {
    const at = await stage();
    for (const from of ["../secret", "/etc/passwd", "a/../../secret"]) {
      await writeFiles(at.root, { "scripts/s.yaml": `tasks: {T-1: {steps: [{write: a, from: ${from}}]}}`, secret: "x" });
      await expect(loadScript(join(at.root, "scripts/s.yaml"), "T-1")).rejects.toMatchObject({ code: "bad-input" });
    }
  });

  it("that is missing, broken or without the task ends the run before it starts, with the reason", async () => {
    const at = await stage();
    const start = async (script: string) => (await driverFor("demo", { driver: "scripted", script }, at.root).start(at.request())).finished;
    await writeFiles(at.root, { "broken.yaml": "tasks: [", "other.yaml": "tasks: {T-2: {steps: []}}" });
    expect(await start("missing.yaml")).toMatchObject({ reason: "spawn-failed", detail: expect.stringContaining("missing.yaml") });
    expect(await start("broken.yaml")).toMatchObject({ reason: "spawn-failed", detail: expect.stringContaining("expected YAML or JSON") });
    expect(await start("other.yaml")).toMatchObject({
      reason: "spawn-failed",
      detail: expect.stringContaining("expected steps for T-1, got `T-2`"),
    });
  });
});

describe("the built package", () => {
  it("plays scripts too, in a box without the network as well, where player and bridge are .js files", async () => {
    const at = await stage();
    const root = await mkdtemp(join(process.cwd(), "node_modules", ".signalbox-test-"));
    onTestFinished(() => rm(root, { recursive: true, force: true }));
    const built = join(root, "dist");
    await copyFile("package.json", join(root, "package.json"));
    await execute("tsc", ["-p", "tsconfig.build.json", "--outDir", built]).catch(() => "other folders may not compile yet");
    const steps = ["a.txt", "b.txt"].map((path, index) => ({ write: path, content: path, attempts: [index + 1] }));
    await writeFiles(at.root, { "script.json": JSON.stringify({ tasks: { "T-1": { steps } } }) });
    const { driverFor: driver }: typeof import("../../src/agents/driver-for.ts") = await import(join(built, "agents", "driver-for.js"));
    const { findSandbox }: typeof import("../../src/agents/find-sandbox.ts") = await import(join(built, "agents", "find-sandbox.js"));
    const toolServer = { name: "signalbox", url: "http://127.0.0.1:9/mcp", token: "none" };
    const config = { driver: "scripted", script: "script.json" } as const;
    const run = await driver("demo", config, at.root).start(at.request());
    expect(await run.finished).toMatchObject({ reason: "completed" });
    const boxed = driver("demo", { ...config, network: "off" }, at.root, { sandbox: await findSandbox("auto"), hidden: [at.state] });
    expect(await (await boxed.start(at.request({ attempt: 2, toolServer }))).finished).toMatchObject({ reason: "completed" });
    for (const path of ["a.txt", "b.txt"]) expect(existsSync(join(at.request().workspace, path))).toBe(true);
  });
});
