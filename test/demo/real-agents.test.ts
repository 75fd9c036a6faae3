import { describe, expect, it } from "vitest";
import { realAgent } from "../../examples/terp/demo/demo-agent.ts";
import { modelScript } from "../../examples/terp/demo/model-script.ts";
import { findProgram } from "../../src/agents/find-program.ts";
import { scriptMark } from "../../src/simulation/model-server/script.ts";
import { setEnvironment } from "../agents/environment.ts";
import { AGENTS_FOLDER } from "../agents/real/programs.ts";

/** By `npm run setup:agents -- --all`. */
const isInstalled = (await findProgram("copilot", `${AGENTS_FOLDER}node_modules/.bin`, "/")) !== undefined;

describe("a real agent in the demo", () => {
  it.skipIf(isInstalled)("that is not installed is refused with the command that installs it", async () => {
    setEnvironment("PATH", "");
    await expect(realAgent("copilot")).rejects.toMatchObject({
      message: "expected the program copilot, got none",
      hint: "npm run setup:agents -- --all installs it",
    });
  });
});

describe("a recorded play as a model's script", () => {
  it("says and thinks with the next thing that is done, and ends with the last words", () => {
    const script = modelScript([{ say: "First." }, { think: 5 }, { write: "a", content: "A" }, { delete: "b" }, { say: "Last." }], 1);
    expect(script).toEqual([
      { say: "First.", delayMs: 5, do: { read: "a" } },
      { do: { write: "a", content: "A" } },
      { do: { run: "rm -- 'b'" } },
      { say: "Last." },
    ]);
    expect(() => scriptMark(script)).not.toThrow();
  });

  it("reads a file once before it changes it, and inserts what may be there already by a command that looks", () => {
    const plain = { edit: "a", find: "x", replace: "y" };
    const script = modelScript([plain, { edit: "a", find: "y", replace: "y\nz" }], 1);
    expect(script.map((step) => step.do)).toEqual([{ read: "a" }, plain, { run: expect.stringContaining("node -e") }, undefined]);
  });

  it("does in an attempt what belongs to it, and stops where success is claimed", () => {
    const play = [
      { claimSuccess: "All done.", attempts: [1] },
      { write: "a", content: "A" },
    ];
    expect(modelScript(play, 1)).toEqual([{ say: "All done." }]);
    expect(modelScript(play, 2)).toEqual([{ do: { read: "a" } }, { do: { write: "a", content: "A" } }, { say: "Done." }]);
  });

  it("submits a part by our tool where there is one, and goes on where there is none", () => {
    expect(modelScript([{ part: "Half" }, { commit: "It's half" }], 1)).toEqual([
      { do: { mcp: "submit", input: { part: true, subject: "Half" }, without: "true" } },
      { do: { run: "git add --all && git commit --quiet --message 'It'\\''s half'" } },
      { say: "Done." },
    ]);
  });
});
