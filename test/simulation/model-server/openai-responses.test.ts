import { describe, expect, it } from "vitest";
import { scriptMark } from "../../../src/simulation/model-server/script.ts";
import { asked, modelServer, streamed } from "./ask.ts";

const EXEC = { type: "function", name: "exec_command", parameters: { type: "object", properties: { cmd: { type: "string" } } } };
const BOX = { type: "namespace", name: "mcp__box", tools: [{ type: "function", name: "claim_paths", parameters: { type: "object" } }] };
const said = (text: string) => ({ type: "message", role: "user", content: [{ type: "input_text", text }] });
const body = (script: Parameters<typeof scriptMark>[0], ...items: unknown[]) => ({
  model: "m",
  tools: [EXEC, BOX],
  input: [said(scriptMark(script)), ...items],
});
const SCRIPT = [{ say: "Testing.", do: { run: "npm test" } }, { say: "Done." }];
const call = (id: string) => ({ type: "function_call", call_id: id, name: "exec_command", arguments: "{}" });
const result = (id: string) => ({ type: "function_call_output", call_id: id, output: "ok" });

describe("OpenAI Responses", () => {
  it("streams a response as codex expects it: created, each item added, its pieces, done, then completed with usage", async () => {
    const events = await streamed(await modelServer(), "/v1/responses", { ...body(SCRIPT), stream: true });
    expect(events.map(({ data }) => data.type)).toEqual([
      "response.created",
      "response.output_item.added",
      "response.content_part.added",
      ...["response.output_text.delta", "response.output_text.delta", "response.output_text.done"],
      ...["response.content_part.done", "response.output_item.done"],
      "response.output_item.added",
      ...["response.function_call_arguments.delta", "response.function_call_arguments.delta", "response.function_call_arguments.done"],
      "response.output_item.done",
      "response.completed",
    ]);
    expect(events.map(({ event }) => event)).toEqual(events.map(({ data }) => data.type));
    expect(events.map(({ data }) => data.sequence_number)).toEqual(events.map((_, index) => index));
    const completed = events.at(-1)?.data.response;
    expect(completed).toMatchObject({ status: "completed", id: events[0]?.data.response.id });
    expect(completed.output.map((item: { type: string }) => item.type)).toEqual(["message", "function_call"]);
    expect(completed.usage.total_tokens).toBe(completed.usage.input_tokens + completed.usage.output_tokens);
  });

  it("calls a tool of an MCP server by its name and its namespace", async () => {
    const script = [{ do: { mcp: "claim_paths", input: { paths: ["a"] } } }];
    const { output } = await asked(await modelServer(), "/v1/responses", body(script));
    expect(output).toEqual([
      expect.objectContaining({ type: "function_call", name: "claim_paths", namespace: "mcp__box", arguments: '{"paths":["a"]}' }),
    ]);
  });

  it("takes several calls of one turn, each an item of its own, for one step", async () => {
    const server = await modelServer();
    const { output } = await asked(server, "/v1/responses", body(SCRIPT, call("1"), call("2"), result("1"), result("2")));
    expect(output).toMatchObject([{ type: "message", content: [{ text: "Done." }] }]);
    const three = [...SCRIPT.slice(0, 1), ...SCRIPT.slice(0, 1), { say: "Third." }];
    const after = await asked(server, "/v1/responses", body(three, call("1"), result("1"), call("2"), result("2")));
    expect(after.output).toMatchObject([{ content: [{ text: "Third." }] }]);
  });

  it("calls a tool that takes plain text with plain text", async () => {
    const script = [{ do: { tool: "apply_patch", input: "*** Begin Patch" } }];
    const tools = [{ type: "custom", name: "apply_patch" }, EXEC];
    const events = await streamed(await modelServer(), "/v1/responses", { ...body(script), tools, stream: true });
    expect(events.map(({ data }) => data.type)).toContain("response.custom_tool_call_input.done");
    const { output } = events.at(-1)?.data.response ?? {};
    expect(output).toMatchObject([{ type: "custom_tool_call", name: "apply_patch", input: "*** Begin Patch" }]);
  });

  it("names a fault as OpenAI does", async () => {
    const message = await asked(await modelServer(), "/v1/responses", body([{ fault: { status: 429 } }]));
    expect(message.error).toMatchObject({ type: "rate_limit_exceeded", message: "scripted fault 429" });
  });
});
