import { describe, expect, it } from "vitest";
import { scriptMark } from "../../../src/simulation/model-server/script.ts";
import { asked, modelServer, streamed } from "./ask.ts";

const parameters = { type: "object", properties: { filePath: { type: "string" }, content: { type: "string" } } };
const WRITE = { type: "function", function: { name: "write", parameters } };
const SCRIPT = [{ say: "Writing.", do: { write: "a.txt", content: "A" } }, { say: "Done." }];
const body = (...messages: unknown[]) => ({
  model: "m",
  tools: [WRITE],
  messages: [{ role: "system", content: "Be good." }, { role: "user", content: [{ type: "text", text: scriptMark(SCRIPT) }] }, ...messages],
});
const PLAYED = [
  { role: "assistant", content: null, tool_calls: [{ id: "1", type: "function", function: { name: "write", arguments: "{}" } }] },
  { role: "tool", tool_call_id: "1", content: "ok" },
];

describe("OpenAI Chat Completions", () => {
  it("streams chunks: role, words, a call that is named once and then added to, the reason, usage, [DONE]", async () => {
    const events = await streamed(await modelServer(), "/v1/chat/completions", { ...body(), stream: true });
    expect(events.at(-1)?.data).toBe("[DONE]");
    expect(events.at(-2)?.data).toMatchObject({ choices: [], usage: { completion_tokens: expect.any(Number) } });
    expect(events.at(-3)?.data.choices[0]).toEqual({ index: 0, delta: {}, finish_reason: "tool_calls" });
    const deltas = events.slice(0, -3).map(({ data }) => data.choices[0].delta);
    expect(deltas[0]).toEqual({ role: "assistant", content: "" });
    expect(deltas.map((delta) => delta.content ?? "").join("")).toBe("Writing.");
    const calls = deltas.flatMap((delta) => delta.tool_calls ?? []);
    expect(calls.map((call) => call.function.name)).toEqual(["write", undefined, undefined]);
    expect(JSON.parse(calls.map((call) => call.function.arguments).join(""))).toEqual({ filePath: "a.txt", content: "A" });
  });

  it("answers as one completion where no stream is wanted", async () => {
    const completion = await asked(await modelServer(), "/v1/chat/completions", body());
    expect(completion).toMatchObject({ object: "chat.completion", model: "m", choices: [{ finish_reason: "tool_calls" }] });
    expect(completion.choices[0].message).toMatchObject({ role: "assistant", content: "Writing.", tool_calls: [{ type: "function" }] });
    expect(completion.usage.total_tokens).toBe(completion.usage.prompt_tokens + completion.usage.completion_tokens);
  });

  it("goes on after a tool's result", async () => {
    const completion = await asked(await modelServer(), "/v1/chat/completions", body(...PLAYED));
    expect(completion.choices).toMatchObject([{ message: { content: "Done." }, finish_reason: "stop" }]);
  });

  it("says a short text where no tools are offered, and plays no step", async () => {
    const server = await modelServer();
    const completion = await asked(server, "/v1/chat/completions", { ...body(), tools: undefined });
    expect(completion.choices[0].message.content).not.toBe("");
    expect(completion.choices[0].message.tool_calls).toBeUndefined();
    expect(server.requests().map(({ step }) => step)).toEqual([null]);
  });
});
