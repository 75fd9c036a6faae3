import { describe, expect, it } from "vitest";
import { keptTools } from "../../../src/simulation/model-server/kept-tools.ts";
import { markedScript, scriptMark } from "../../../src/simulation/model-server/script.ts";
import { toolCall } from "../../../src/simulation/model-server/tool-calls.ts";
import type { ToolOffer } from "../../../src/simulation/model-server/turn.ts";
import { workingDirectory } from "../../../src/simulation/model-server/working-directory.ts";

const offer = (name: string, properties: object = {}, required: readonly string[] = []): ToolOffer => {
  return { name, namespace: null, isText: false, parameters: { type: "object", properties: { ...properties }, required } };
};
const box = (...offers: ToolOffer[]) => ({ offers, directory: null, kept: [] });

describe("a model's script", () => {
  it("is found between its marks, as JSON and as base64, the last one in a text", () => {
    expect(markedScript('a <<model-script [{"say":"[[x]]"}] model-script>> b')).toEqual([{ say: "[[x]]" }]);
    const mark = scriptMark([{ say: 'He said "no" \\ {prompt}' }]);
    expect(mark).not.toMatch(/["\\{}[\]]/);
    expect(markedScript(`${scriptMark([{ say: "first" }])}\n${mark}\n`)).toEqual([{ say: 'He said "no" \\ {prompt}' }]);
    expect(markedScript("no script")).toBeNull();
  });

  it("that is none is refused with what is wrong", () => {
    expect(() => markedScript('<<model-script [{\\"say\\":1}] model-script>>')).toThrow(/expected a model script as JSON/);
    expect(() => markedScript('<<model-script [{"shout":"x"}] model-script>>')).toThrow(
      /expected a valid model script, got a problem at 0/,
    );
  });
});

describe("an action becomes a call of what the agent offers", () => {
  it("with the parameters of the agent's own schema, and the required ones it does not know filled in", () => {
    const replace = offer("replace", { file_path: {}, instruction: { type: "string" }, old_string: {}, new_string: {} }, ["instruction"]);
    expect(toolCall({ edit: "a", find: "b", replace: "c" }, box(replace))?.input).toEqual({
      ...{ file_path: "a", old_string: "b", new_string: "c", instruction: "ok" },
    });
    const edit = offer("edit", { filePath: {}, oldString: {}, newString: {} });
    expect(toolCall({ edit: "a", find: "b", replace: "c" }, box(edit))?.input).toEqual({ filePath: "a", oldString: "b", newString: "c" });
  });

  it("as argv where a shell tool wants argv", () => {
    const shell = offer("shell", { command: { type: "array", items: { type: "string" } } });
    expect(toolCall({ run: "ls" }, box(shell))?.input).toEqual({ command: ["bash", "-lc", "ls"] });
  });

  it("with an absolute path where the tool wants one and the agent says where it is", () => {
    const write = offer("write_file", { file_path: { description: "The absolute path of the file" }, content: {} });
    const toolbox = { ...box(write), directory: "/w" };
    expect(toolCall({ write: "a/b", content: "" }, toolbox)?.input).toEqual({ file_path: "/w/a/b", content: "" });
    expect(toolCall({ write: "a/b", content: "" }, box(write))?.input).toEqual({ file_path: "a/b", content: "" });
  });

  it("of a shell where it offers nothing better, and of nothing where it offers no shell", () => {
    const call = toolCall({ write: "it's/a", content: "x" }, box(offer("exec_command", { cmd: {} })));
    expect(call?.name).toBe("exec_command");
    expect(call?.input).toHaveProperty("cmd", expect.stringContaining("'it'\\''s/a'"));
    expect(toolCall({ run: "ls" }, box(offer("read")))).toBeNull();
  });

  it.each(["mcp__box__claim_paths", "mcp_box_claim_paths", "box_claim_paths", "box-claim_paths", "claim_paths"])(
    "of an MCP server's tool as %s",
    (name) => {
      expect(toolCall({ mcp: "claim_paths", input: { a: 1 } }, box(offer("paths"), offer(name)))).toMatchObject({ name, input: { a: 1 } });
    },
  );

  it("of an MCP server's tool that is named and not offered, or else of the command that stands in its place", () => {
    const shell = offer("bash", { command: {} });
    const action = { mcp: "submit", input: { part: true }, without: "true" };
    const body = JSON.stringify({ messages: [{ role: "system", content: "Search for:\n- mcp__box__submit\n- mcp__box__release" }] });
    expect(toolCall(action, { ...box(shell), kept: keptTools(body) })).toMatchObject({ name: "mcp__box__submit", input: { part: true } });
    expect(toolCall(action, box(shell))).toMatchObject({ name: "bash", input: { command: "true" } });
    expect(toolCall({ mcp: "submit", input: {} }, box(shell))).toBeNull();
  });
});

describe("where an agent is", () => {
  it.each([
    ["claude and opencode", "Working directory: /w/tree\\n  Is directory"],
    ["qwen", "I'm currently working in the directory: /w/tree\\nHere"],
    ["gemini", "- **Workspace Directories:**\\n  - /w/tree\\n- **"],
    ["codex", "<cwd>/w/tree</cwd>"],
  ])("is read off what %s says", (_, text) => {
    expect(workingDirectory(`{"text":"Look at the current directory. ${text}"}`)).toBe("/w/tree");
  });

  it("is unknown where it says nothing", () => {
    expect(workingDirectory('{"text":"working directory"}')).toBeNull();
  });
});
