import { spawnSync } from "node:child_process";
import { connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { askingSettings } from "../../src/agents/write-gate/claude-settings.ts";
import { openWriteGate, type WriteGate } from "../../src/agents/write-gate/write-gate.ts";
import type { AgentRequest } from "../../src/core/agent.ts";
import { run } from "../../src/system/run.ts";
import { type Stage, stage } from "./request.ts";

async function gateOf(at: Stage, overrides: Partial<AgentRequest> = {}): Promise<WriteGate> {
  const gate = await openWriteGate(at.request(overrides));
  onTestFinished(() => gate.close());
  return gate;
}

/** What the hook says to claude about one use of a tool. */
async function ask({ hook: [program = "", ...args] }: Pick<WriteGate, "hook">, input: string): Promise<string> {
  const result = await run(program, args, { cwd: "/", env: {}, input, timeoutMs: 60_000, outputBytesMax: 65_536 });
  expect(result.exitCode).toBe(0);
  return result.stdout.toString("utf8");
}

const edit = (file_path: string) => JSON.stringify({ hook_event_name: "PreToolUse", tool_name: "Edit", tool_input: { file_path } });

/** Everything a connection is answered. */
function say(socketPath: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(socketPath, () => socket.write(text));
    let heard = "";
    socket.on("data", (chunk) => {
      heard += chunk.toString();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(heard));
  });
}

describe("the gate before a write", () => {
  it("denies a refused write with the reason, and says nothing of a granted one", async () => {
    const at = await stage();
    const mayWrite: AgentRequest["mayWrite"] = async ([path = ""]) =>
      path.endsWith("held.ts") ? { granted: false, text: "Session-X holds it." } : { granted: true };
    const gate = await gateOf(at, { mayWrite });
    expect(await ask(gate, edit("/w/free.ts"))).toBe("");
    expect(JSON.parse(await ask(gate, edit("/w/held.ts")))).toEqual({
      hookSpecificOutput: { hookEventName: "PreToolUse", permissionDecision: "deny", permissionDecisionReason: "Session-X holds it." },
    });
    expect(at.events.map((event) => event.kind === "permission" && event.granted)).toEqual([true, false]);
  });

  it("stands open where it cannot be asked: submission checks the real diff", async () => {
    const at = await stage();
    const gate = await gateOf(at, { mayWrite: () => Promise.reject(new Error("disk full")) });
    expect(await ask(gate, edit("/w/a.ts"))).toBe("");
    expect(at.said()).toContain("could not be found out: disk full");
    for (const input of ["", "no JSON", "{}", '{"tool_input":{"file_path":7}}']) expect(await ask(gate, input)).toBe("");
    await gate.close();
    expect(await ask(gate, edit("/w/a.ts"))).toBe("");
  });

  it("answers nobody who does not ask as the hook does", async () => {
    const at = await stage();
    const gate = await gateOf(at);
    const path = gate.hook.at(-1) ?? "";
    for (const text of ["hello\n", '{"paths":[]}\n', `${"x".repeat(100_000)}\n`]) expect(await say(path, text)).toBe("");
    expect(await say(path, '{"paths":["a"]}\n')).toBe('{"granted":true}\n');
    expect(at.events).toHaveLength(1);
  });

  it("is named to claude by words a shell takes as they are", () => {
    const words = ["/a b/node", "/it's/hook.ts", "/tmp/$(touch evil)"];
    const { command } = JSON.parse(askingSettings(words)).hooks.PreToolUse[0].hooks[0];
    expect(
      spawnSync("sh", ["-c", `printf '%s\\n' ${command}`], { encoding: "utf8" })
        .stdout.split("\n")
        .slice(0, 3),
    ).toEqual(words);
  });
});
