import { describe, expect, it } from "vitest";
import { usageIn, usageMeter } from "../../../src/agents/proxy/usage-meter.ts";

const sse = (...events: readonly unknown[]): string => events.map((event) => `event: x\ndata: ${JSON.stringify(event)}\n\n`).join("");

/** Whole answers and streams as the four dialects have them, all of one answer of `m-1`: 100 tokens in, 85 of them cached, and 20 out. */
const ANSWERS: readonly { readonly dialect: string; readonly type: string; readonly body: string }[] = [
  {
    dialect: "Anthropic Messages",
    type: "application/json",
    body: JSON.stringify({
      type: "message",
      model: "m-1",
      usage: { input_tokens: 10, cache_read_input_tokens: 85, cache_creation_input_tokens: 5, output_tokens: 20 },
    }),
  },
  {
    dialect: "Anthropic Messages, streamed",
    type: "text/event-stream; charset=utf-8",
    body: sse(
      { type: "message_start", message: { model: "m-1", usage: { input_tokens: 15, cache_read_input_tokens: 85, output_tokens: 1 } } },
      { type: "content_block_delta", delta: { text: "usage" } },
      { type: "message_delta", usage: { output_tokens: 20 } },
    ),
  },
  {
    dialect: "OpenAI Responses",
    type: "application/json",
    body: JSON.stringify({
      object: "response",
      model: "m-1",
      usage: { input_tokens: 100, input_tokens_details: { cached_tokens: 85 }, output_tokens: 20 },
    }),
  },
  {
    dialect: "OpenAI Responses, streamed",
    type: "text/event-stream",
    body: sse(
      { type: "response.created", response: { usage: null } },
      {
        type: "response.completed",
        response: { model: "m-1", usage: { input_tokens: 100, input_tokens_details: { cached_tokens: 85 }, output_tokens: 20 } },
      },
    ),
  },
  {
    dialect: "OpenAI Chat",
    type: "application/json",
    body: JSON.stringify({
      model: "m-1",
      usage: { prompt_tokens: 100, prompt_tokens_details: { cached_tokens: 85 }, completion_tokens: 20 },
    }),
  },
  {
    dialect: "OpenAI Chat, streamed",
    type: "text/event-stream",
    body: `${sse({ choices: [{}], usage: null }, { model: "m-1", choices: [], usage: { prompt_tokens: 100, prompt_tokens_details: { cached_tokens: 85 }, completion_tokens: 20 } })}data: [DONE]\n\n`,
  },
  {
    dialect: "Gemini",
    type: "application/json; charset=UTF-8",
    body: JSON.stringify([
      { modelVersion: "m-1", usageMetadata: { promptTokenCount: 100 } },
      { usageMetadata: { promptTokenCount: 100, cachedContentTokenCount: 85, candidatesTokenCount: 15, thoughtsTokenCount: 5 } },
    ]),
  },
  {
    dialect: "Gemini, streamed",
    type: "text/event-stream",
    body: sse(
      { modelVersion: "m-1", usageMetadata: { promptTokenCount: 100, cachedContentTokenCount: 85 } },
      { usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 20 } },
    ),
  },
];

describe("what an answer cost is read as it passes", () => {
  for (const { dialect, type, body } of ANSWERS) {
    it(`${dialect}, however it is cut`, () => {
      for (const size of [1, 7, 1_000_000]) {
        const meter = usageMeter(type);
        const bytes = Buffer.from(body);
        for (let at = 0; at < bytes.length; at += size) meter.push(bytes.subarray(at, at + size));
        expect(meter.end()).toEqual({ inputTokens: 100, cachedTokens: 85, outputTokens: 20, model: "m-1" });
      }
    });
  }

  it("is nothing where the answer says nothing of it, or not in a way that can be believed", () => {
    for (const value of [null, 7, "usage", {}, { usage: 3 }, { input_tokens: 100 }, []]) expect(usageIn(value)).toBeNull();
    expect(usageIn({ usage: { input_tokens: -5, output_tokens: "many" }, model: 7 })).toEqual({
      ...{ inputTokens: 0, cachedTokens: 0, outputTokens: 0, model: null },
    });
    const meter = usageMeter("text/plain");
    meter.push(Buffer.from('{"usage":{"input_tokens":1}}'));
    expect(meter.end()).toBeNull();
  });
});
