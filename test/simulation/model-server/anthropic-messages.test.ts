import { describe, expect, it } from "vitest";
import { scriptMark } from "../../../src/simulation/model-server/script.ts";
import { asked, modelServer, streamed } from "./ask.ts";

const BASH = { name: "Bash", input_schema: { type: "object", properties: { command: { type: "string" } }, required: ["command"] } };
const prompt = scriptMark([{ say: "Testing.", do: { run: "npm test" } }, { say: "Done." }]);
const body = (...messages: unknown[]) => ({ model: "m", tools: [BASH], messages: [{ role: "user", content: prompt }, ...messages] });
const PLAYED = [
  { role: "assistant", content: [{ type: "tool_use", id: "t", name: "Bash", input: {} }] },
  { role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: "ok" }] },
];

describe("Anthropic Messages", () => {
  it("streams a message as claude expects it: start, blocks with their pieces, the stop reason with usage, stop", async () => {
    const events = await streamed(await modelServer(), "/v1/messages", { ...body(), stream: true });
    expect(events.map(({ data }) => data.type)).toEqual([
      "message_start",
      ...["content_block_start", "content_block_delta", "content_block_delta", "content_block_stop"],
      ...["content_block_start", "content_block_delta", "content_block_delta", "content_block_stop"],
      "message_delta",
      "message_stop",
    ]);
    expect(events.map(({ event }) => event)).toEqual(events.map(({ data }) => data.type));
    const deltas = events.filter(({ data }) => data.type === "content_block_delta").map(({ data }) => data.delta);
    expect(deltas.map((delta) => delta.text ?? "").join("")).toBe("Testing.");
    expect(JSON.parse(deltas.map((delta) => delta.partial_json ?? "").join(""))).toEqual({ command: "npm test" });
    const ending = events.at(-2)?.data;
    expect(ending.delta.stop_reason).toBe("tool_use");
    expect(ending.usage.output_tokens).toBeGreaterThan(0);
    expect(events[0]?.data.message.usage.input_tokens).toBeGreaterThan(0);
  });

  it("answers as one message where no stream is wanted", async () => {
    const message = await asked(await modelServer(), "/v1/messages", body());
    expect(message).toMatchObject({ type: "message", role: "assistant", model: "m", stop_reason: "tool_use" });
    expect(message.content).toEqual([
      { type: "text", text: "Testing." },
      { type: "tool_use", id: "toolu_2", name: "Bash", input: { command: "npm test" } },
    ]);
    expect(message.usage.input_tokens).toBeGreaterThan(0);
  });

  it("goes on after a tool's result, also where the user speaks in the same message", async () => {
    const server = await modelServer();
    expect(await asked(server, "/v1/messages", body(...PLAYED))).toMatchObject({ stop_reason: "end_turn", content: [{ text: "Done." }] });
    const reminder = {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "t" },
        { type: "text", text: "a reminder" },
      ],
    };
    expect(await asked(server, "/v1/messages", body(PLAYED[0], reminder))).toMatchObject({ content: [{ text: "Done." }] });
    const again = {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "t" },
        { type: "text", text: scriptMark([{ say: "Anew." }]) },
      ],
    };
    expect(await asked(server, "/v1/messages", body(PLAYED[0], again))).toMatchObject({ content: [{ text: "Anew." }] });
  });

  it("names a fault as Anthropic does", async () => {
    const mark = scriptMark([{ fault: { status: 529 } }]);
    const message = await asked(await modelServer(), "/v1/messages", { ...body(), messages: [{ role: "user", content: mark }] });
    expect(message).toEqual({ type: "error", error: { type: "overloaded_error", message: "scripted fault 529" } });
  });

  it("counts tokens", async () => {
    const count = await asked(await modelServer(), "/v1/messages/count_tokens", body());
    expect(count.input_tokens).toBeGreaterThan(10);
  });
});
