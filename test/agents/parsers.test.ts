import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claudeParser } from "../../src/agents/parse-claude.ts";
import { codexParser } from "../../src/agents/parse-codex.ts";
import { parseEvents } from "../../src/agents/parse-events.ts";
import { parseText } from "../../src/agents/parse-text.ts";

const claude = (...messages: readonly object[]) => {
  const parse = claudeParser("/w/tree");
  return messages.flatMap((message) => parse(JSON.stringify(message)));
};
const codex = (...messages: readonly object[]) => messages.map((message) => JSON.stringify(message)).flatMap(codexParser("/w/tree"));

describe("the output of claude -p --output-format stream-json", () => {
  it("tells its session first, so that a crash can resume it", () => {
    expect(claude({ type: "system", subtype: "init", session_id: "5f0e", tools: ["Bash"], cwd: "/w/tree" })).toEqual([
      { kind: "session", agentSession: "5f0e" },
    ]);
  });

  it("tells text, tools with their paths, and plans", () => {
    const content = [
      { type: "thinking", thinking: "hm", signature: "x" },
      { type: "text", text: "I will fix it." },
      { type: "tool_use", id: "1", name: "Edit", input: { file_path: "/w/tree/src/a.ts", old_string: "a", new_string: "b" } },
      { type: "tool_use", id: "2", name: "Read", input: { file_path: "/etc/passwd" } },
      { type: "tool_use", id: "3", name: "Bash", input: { command: "npm test", description: "run" } },
      { type: "tool_use", id: "4", name: "mcp__coord__claim", input: { paths: 3 } },
      { type: "tool_use", id: "5", name: "TodoWrite", input: { todos: [{ content: "First", status: "pending" }, { content: "Then" }] } },
    ];
    expect(claude({ type: "assistant", message: { role: "assistant", content, usage: { input_tokens: 1 } } })).toEqual([
      { kind: "text", text: "I will fix it." },
      { kind: "tool", tool: "read", title: "Read /etc/passwd", paths: ["/etc/passwd"] },
      { kind: "tool", tool: "execute", title: "Bash npm test", paths: [] },
      { kind: "tool", tool: "other", title: "mcp__coord__claim", paths: [] },
      { kind: "plan", entries: ["First", "Then"] },
    ]);
  });

  it("tells a write once it has happened, never one that was refused, and a hook's refusal only once", () => {
    const write = (id: string) => ({ type: "tool_use", id, name: "Write", input: { file_path: `/w/tree/${id}` } });
    const result = (tool_use_id: string, is_error: boolean, source: string) => ({
      type: "user",
      message: { role: "user", content: [{ type: "tool_result", tool_use_id, content: "…", is_error }] },
      tool_result_meta: [{ id: tool_use_id, permission_decision: { decision: is_error ? "reject" : "accept", source } }],
    });
    const denial = (tool_use_id: string) => ({ tool_name: "Write", tool_use_id, tool_input: { file_path: `/w/tree/${tool_use_id}` } });
    const told = claude(
      { type: "assistant", message: { content: ["done", "held", "mode", "open"].map(write) } },
      result("done", false, "config"),
      result("held", true, "hook"),
      result("mode", true, "config"),
      { type: "user", message: { content: "a plain text" } },
      { type: "result", subtype: "success", permission_denials: [denial("held"), denial("mode")] },
    );
    expect(told).toEqual([
      { kind: "tool", tool: "edit", title: "Write done", paths: ["done"] },
      { kind: "tool", tool: "edit", title: "Write open", paths: ["open"] },
      { kind: "permission", tool: "edit", paths: ["mode"], granted: false, neededPerson: true },
    ]);
  });

  it("tells usage, cost, refused permissions and errors at the end", () => {
    expect(
      claude({
        type: "result",
        subtype: "error_max_budget_usd",
        is_error: true,
        total_cost_usd: 0.25,
        usage: { input_tokens: 10, cache_read_input_tokens: 5, output_tokens: 7 },
        permission_denials: [{ tool_name: "Write", tool_use_id: "1", tool_input: { file_path: "/w/tree/x" } }],
      }),
    ).toEqual([
      { kind: "permission", tool: "edit", paths: ["x"], granted: false, neededPerson: true },
      { kind: "usage", inputTokens: 15, outputTokens: 7, costUsd: 0.25, cachedTokens: 5 },
      { kind: "text", text: "The agent reports error_max_budget_usd." },
    ]);
  });

  it("tells a rate limit only when it stops the agent", () => {
    const limit = (status: string) => claude({ type: "rate_limit_event", rate_limit_info: { status, resetsAt: 1_700_000_000 } });
    expect(limit("allowed")).toEqual([]);
    expect(limit("rejected")).toEqual([{ kind: "rate-limited", untilMs: 1_700_000_000_000 }]);
  });
});

describe("the output of codex exec --json", () => {
  it("tells thread, messages, commands when they start, file changes, plans, usage and errors", () => {
    const item = (type: string, rest: object) => ({ type: "item.completed", item: { id: "i", type, ...rest } });
    expect(
      codex(
        { type: "thread.started", thread_id: "0199" },
        { type: "turn.started" },
        item("reasoning", { text: "hm" }),
        { type: "item.started", item: { id: "1", type: "command_execution", command: "bash -lc ls", aggregated_output: "" } },
        item("command_execution", { command: "bash -lc ls", aggregated_output: "a", exit_code: 0, status: "completed" }),
        item("file_change", {
          changes: [
            { path: "/w/tree/a.ts", kind: "update" },
            { path: "b.ts", kind: "add" },
          ],
          status: "completed",
        }),
        item("todo_list", { items: [{ text: "First", completed: false }] }),
        item("mcp_tool_call", { server: "coord", tool: "claim", status: "completed" }),
        item("agent_message", { text: "Done." }),
        { type: "turn.completed", usage: { input_tokens: 3, cached_input_tokens: 1, output_tokens: 2 } },
        { type: "turn.failed", error: { message: "stream error" } },
      ),
    ).toEqual([
      { kind: "session", agentSession: "0199" },
      { kind: "tool", tool: "execute", title: "bash -lc ls", paths: [] },
      { kind: "tool", tool: "edit", title: "change files", paths: ["a.ts", "b.ts"] },
      { kind: "plan", entries: ["First"] },
      { kind: "tool", tool: "other", title: "coord claim", paths: [] },
      { kind: "text", text: "Done." },
      { kind: "usage", inputTokens: 3, outputTokens: 2, costUsd: null, cachedTokens: 1, isTotal: true },
      { kind: "text", text: "The agent reports: stream error" },
    ]);
  });
});

describe("our own events as lines", () => {
  it("are taken when valid, and are plain text otherwise", () => {
    expect(parseEvents('{"kind":"part-ready","subject":"Half"}')).toEqual([{ kind: "part-ready", subject: "Half" }]);
    expect(parseEvents("signalbox: part Half")).toEqual([{ kind: "part-ready", subject: "Half" }]);
    expect(parseEvents('{"kind":"finished","reason":"completed"}')).toEqual([
      { kind: "text", text: '{"kind":"finished","reason":"completed"}' },
    ]);
  });
});

describe("every parser", () => {
  it("takes any line without a fault and answers with events of bounded size", () => {
    const line = fc.oneof(
      fc.string({ maxLength: 50 }),
      fc.json(),
      fc.constantFrom("signalbox: part ", "signalbox: part\t", "{", '{"type":"assistant"}', '{"type":"result","subtype":"x","usage":3}'),
      fc.integer({ min: 1, max: 100_000 }).map((length) => "y".repeat(length)),
      fc.constant(`signalbox: part ${" ".repeat(1_000_000)}`),
      fc.integer({ min: 1, max: 100_000 }).map((length) => `signalbox: part ${"y".repeat(length)}`),
    );
    const parsers = [parseText, parseEvents, claudeParser("/w"), codexParser("/w")];
    fc.assert(
      fc.property(line, (text) => parsers.every((parser) => JSON.stringify(parser(text)).length < 10_000)),
      { ...(process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) }) },
    );
  });
});
