import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { driverFor } from "../../src/agents/driver-for.ts";
import { git, writeFiles } from "../support/repository.ts";
import { type Stage, stage } from "./request.ts";

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
});
