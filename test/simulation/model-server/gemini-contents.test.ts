import { describe, expect, it } from "vitest";
import { scriptMark } from "../../../src/simulation/model-server/script.ts";
import { asked, modelServer, streamed } from "./ask.ts";

const SHELL = { name: "run_shell_command", parametersJsonSchema: { type: "object", properties: { command: { type: "string" } } } };
const SCRIPT = [{ say: "Testing.", do: { run: "npm test" } }, { say: "Done." }];
const body = (...contents: unknown[]) => ({
  tools: [{ functionDeclarations: [SHELL] }],
  contents: [{ role: "user", parts: [{ text: "where we are" }, { text: scriptMark(SCRIPT) }] }, ...contents],
});
const PLAYED = [
  { role: "model", parts: [{ functionCall: { name: "run_shell_command", args: {} } }] },
  { role: "user", parts: [{ functionResponse: { name: "run_shell_command", response: { output: "ok" } } }] },
];
const PATH = "/v1beta/models/gemini-2.5-pro";

describe("Gemini generateContent", () => {
  it("streams whole JSON values in lines of data; the last holds the call, the reason and usage", async () => {
    const events = await streamed(await modelServer(), `${PATH}:streamGenerateContent?alt=sse`, body());
    const parts = events.flatMap(({ data }) => data.candidates[0].content.parts);
    expect(parts.map((part) => part.text ?? "").join("")).toBe("Testing.");
    expect(parts.at(-1).functionCall).toMatchObject({ name: "run_shell_command", args: { command: "npm test" } });
    expect(events.map(({ data }) => data.candidates[0].finishReason)).toEqual([undefined, undefined, "STOP"]);
    expect(events.at(-1)?.data.usageMetadata.totalTokenCount).toBeGreaterThan(0);
    expect(new Set(events.map(({ data }) => data.responseId)).size).toBe(1);
  });

  it("answers as one value where no stream is wanted, and goes on after a tool's result", async () => {
    const server = await modelServer();
    const first = await asked(server, `${PATH}:generateContent`, body());
    expect(first.candidates[0].content.parts).toMatchObject([{ text: "Testing." }, { functionCall: { name: "run_shell_command" } }]);
    const second = await asked(server, `${PATH}:generateContent`, body(...PLAYED));
    expect(second.candidates[0].content.parts).toEqual([{ text: "Done." }]);
    expect(server.requests()).toMatchObject([
      { model: "gemini-2.5-pro", step: 0 },
      { model: "gemini-2.5-pro", step: 1 },
    ]);
  });

  it("fills the schema a machine's question asks for, and plays no step", async () => {
    const responseJsonSchema = {
      type: "object",
      properties: { next_speaker: { type: "string", enum: ["user", "model"] }, reasoning: { type: "string" } },
      required: ["reasoning", "next_speaker"],
    };
    const value = await asked(await modelServer(), `${PATH}:generateContent`, { ...body(), generationConfig: { responseJsonSchema } });
    expect(JSON.parse(value.candidates[0].content.parts[0].text)).toEqual({ reasoning: "ok", next_speaker: "user" });
  });

  it("names a fault as Google does, with the time to wait", async () => {
    const mark = scriptMark([{ fault: { status: 429, retryAfterSeconds: 2 } }]);
    const contents = [{ role: "user", parts: [{ text: mark }] }];
    const { error } = await asked(await modelServer(), `${PATH}:generateContent`, { ...body(), contents });
    expect(error).toMatchObject({ code: 429, status: "RESOURCE_EXHAUSTED", details: [{ retryDelay: "2s" }] });
  });

  it("counts tokens", async () => {
    expect((await asked(await modelServer(), `${PATH}:countTokens`, body())).totalTokens).toBeGreaterThan(10);
  });
});
