import { spawn } from "node:child_process";
import { describe, expect, it, onTestFinished } from "vitest";
import { RUN_TOKEN_NAME } from "../../src/agents/process-tree.ts";
import { treeActivity } from "../../src/agents/tree-activity.ts";
import { until } from "../support/until.ts";

describe("what a session's processes have used", () => {
  it("grows while a child of theirs computes and writes, and shows nothing of others", async () => {
    const token = `Session-activity-${process.pid}`;
    expect(await treeActivity(token)).toBeNull();
    const busy = "while :; do head -c 100000 /dev/zero > /dev/null; done";
    const child = spawn("sh", ["-c", `sh -c '${busy}'`], {
      env: { ...process.env, [RUN_TOKEN_NAME]: token },
      detached: true,
      stdio: "ignore",
    });
    onTestFinished(() => void process.kill(-(child.pid ?? 0), "SIGKILL"));
    await until(async () => ((await treeActivity(token))?.cpuMs ?? 0) > 50, { what: "CPU time" });
    await until(async () => ((await treeActivity(token))?.ioBytes ?? 0) > 500_000, { what: "bytes" });
  });
});
