import { describe, expect, it } from "vitest";
import { PROBLEM_CODES } from "../../src/tasks/problems.ts";
import { read } from "./memory-tree.ts";

const seen = new Set<string>();
const problemsOf = async (files: Record<string, string>, settings: Record<string, unknown> = {}) => {
  const { problems } = await read(files, settings);
  for (const { code } of problems) seen.add(code);
  return problems.map(({ code, task, file, line }) => [code, task, `${file}:${line}`]);
};

describe("every contradiction is a problem with its place", () => {
  it.each<[string, Record<string, string>, readonly (readonly [string, string | null, string])[]]>([
    ["the same id twice in a roadmap", { "ROADMAP.md": "- [ ] **A-1: T**\n### A-1: T\n" }, [["duplicate-id", "A-1", "ROADMAP.md:2"]]],
    [
      "two prompts for one id",
      { "docs/prompts/A-1.md": "# A-1: T", "docs/prompts/a.md": "# A-1: U" },
      [["duplicate-id", "A-1", "docs/prompts/a.md:1"]],
    ],
    [
      "ids that differ only by case",
      { "docs/prompts/A-1.md": "", "ROADMAP.md": "### a-1: T" },
      [["case-differs", "a-1", "docs/prompts/A-1.md:1"]],
    ],
    ["done and open in one entry", { "ROADMAP.md": "### ✅ A-1: T\n**Status:** ready\n" }, [["done-and-open", "A-1", "ROADMAP.md:2"]]],
    [
      "done here and open there",
      { "ROADMAP.md": "- [x] A-1: T\n### A-1: T\n**Status:** blocked\n" },
      [
        ["duplicate-id", "A-1", "ROADMAP.md:2"],
        ["done-and-open", "A-1", "ROADMAP.md:3"],
      ],
    ],
    [
      "a placeholder in a heading",
      { "ROADMAP.md": "### QA-XXX: T\n### [TASK-ID]: T\n" },
      [
        ["placeholder-id", null, "ROADMAP.md:1"],
        ["placeholder-id", null, "ROADMAP.md:2"],
      ],
    ],
    ["a placeholder in a field", { "docs/prompts/x.md": "# T\n**Task ID:** QA-0NN\n" }, [["placeholder-id", null, "docs/prompts/x.md:2"]]],
    [
      "a command nobody ran",
      { "docs/prompts/A-1.md": "# A-1: T\n**Status:** ready since $(date +%F)\n" },
      [["unexpanded-command", null, "docs/prompts/A-1.md:2"]],
    ],
    [
      "a row that slipped",
      { "ROADMAP.md": "| Task ID | Title | Status |\n|---|---|---|\n| A-1 | T | ready |\n| - | A-2 | ready |\n| A-3 | T |\n" },
      [
        ["shifted-row", null, "ROADMAP.md:4"],
        ["shifted-row", "A-3", "ROADMAP.md:5"],
      ],
    ],
    [
      "a dependency on nothing",
      { "docs/prompts/A-1.md": "---\ndepends_on: [B-2]\n---\n" },
      [["unknown-dependency", "A-1", "docs/prompts/A-1.md:1"]],
    ],
    [
      "a circle",
      {
        "ROADMAP.md":
          "### A-1: T\n**Dependencies:** A-2\n### A-2: T\n**Dependencies:** A-3\n### A-3: T\n**Dependencies:** A-1\n### A-4: T\n**Dependencies:** A-3\n",
      },
      [["dependency-cycle", "A-1", "ROADMAP.md:1"]],
    ],
    [
      "a task that waits for itself",
      { "ROADMAP.md": "### A-1: T\n**Dependencies:** A-1\n" },
      [["dependency-cycle", "A-1", "ROADMAP.md:1"]],
    ],
    ["malformed YAML", { "docs/prompts/A-1.md": "---\na: [\n---\n" }, [["malformed-yaml", null, "docs/prompts/A-1.md:3"]]],
    ["malformed JSON", { "tasks.json": "[" }, [["malformed-json", null, "tasks.json:1"]]],
    [
      "paths that leave the repository",
      { "docs/prompts/A-1.md": "---\nfiles: [../x, /etc/passwd, .git/config, src/../../y, ok.ts]\n---\n" },
      [
        ["path-escape", "A-1", "docs/prompts/A-1.md:2"],
        ["path-escape", "A-1", "docs/prompts/A-1.md:2"],
        ["path-escape", "A-1", "docs/prompts/A-1.md:2"],
        ["path-escape", "A-1", "docs/prompts/A-1.md:2"],
      ],
    ],
    [
      "an id that is a shell command",
      { "docs/prompts/x.md": "---\nid: A-1; rm -rf /\n---\n", "ROADMAP.md": "### B-1$(reboot): T\n" },
      [
        ["invalid-id", null, "ROADMAP.md:1"],
        ["invalid-id", null, "docs/prompts/x.md:2"],
      ],
    ],
    [
      "a name and a text that disagree",
      { "docs/prompts/QA-016.md": "# QA-015: T" },
      [["id-mismatch", "QA-015", "docs/prompts/QA-016.md:1"]],
    ],
    ["no id at all", { "docs/prompts/fix it.md": "text" }, [["no-id", null, "docs/prompts/fix it.md:1"]]],
    [
      "priorities that differ",
      { "docs/prompts/A-1.md": "# A-1: T\n**Priority:** P0\n", "ROADMAP.md": "### A-1: T\n**Priority:** LOW\n" },
      [["priority-differs", "A-1", "docs/prompts/A-1.md:1"]],
    ],
    [
      "a prompt that is gone",
      { "ROADMAP.md": "### A-1: T\n**Prompt:** [`docs/prompts/A-1.md`](../prompts/A-1.md)\n" },
      [["missing-prompt", "A-1", "ROADMAP.md:2"]],
    ],
    [
      "values nobody understands",
      { "ROADMAP.md": "### A-1: T\n**Status:** purple\n**Priority:** maybe\n**Estimate:** a while\n" },
      [
        ["unread-value", "A-1", "ROADMAP.md:2"],
        ["unread-value", "A-1", "ROADMAP.md:3"],
        ["unread-value", "A-1", "ROADMAP.md:4"],
      ],
    ],
    ["an endless range", { "ROADMAP.md": "### A-1 to A-99999: T\n" }, [["range-too-large", null, "ROADMAP.md:1"]]],
    [
      "owned and forbidden at once",
      { "docs/prompts/A-1.md": "---\nowns: [a.ts]\ndo_not_touch: [a.ts]\n---\n" },
      [["owned-and-forbidden", "A-1", "docs/prompts/A-1.md:1"]],
    ],
    ["text with NUL bytes", { "docs/prompts/A-1.md": "# A-1\0" }, [["binary-file", null, "docs/prompts/A-1.md:1"]]],
    [
      "a wish for acceptance",
      { "docs/prompts/A-1.md": "---\nacceptance: It works\n---\n" },
      [["prose-acceptance", "A-1", "docs/prompts/A-1.md:2"]],
    ],
    [
      "template text and sessions of nothing, twice",
      {
        "docs/ACTIVE_SESSIONS.md":
          "[... rest of the template ...]\n- Z-1: Session-20251114-Z-1-5a466e7f\n- Z-1: Session-20251114-Z-1-6a466e7f\n",
      },
      [
        ["template-text", null, "docs/ACTIVE_SESSIONS.md:1"],
        ["session-without-task", "Z-1", "docs/ACTIVE_SESSIONS.md:2"],
        ["duplicate-session", "Z-1", "docs/ACTIVE_SESSIONS.md:3"],
      ],
    ],
  ])("%s", async (_, files, expected) => {
    expect(await problemsOf(files)).toEqual(expected);
  });

  it("a configuration that names what does not exist", async () => {
    const settings = {
      tasks: { prompts: ["docs/prompts", "no/such"], roadmap: "NO.md" },
      footprints: { "X-1": ["a"] },
      dependsOn: { "X-2": [] },
    };
    expect(await problemsOf({ "docs/prompts/A-1.md": "" }, settings)).toEqual([
      ["missing-source", null, "signalbox.yaml:1"],
      ["missing-source", null, "signalbox.yaml:1"],
      ["unknown-task", null, "signalbox.yaml:1"],
      ["unknown-task", null, "signalbox.yaml:1"],
    ]);
  });

  it("a prompt too large to be read whole", async () => {
    expect(await problemsOf({ "docs/prompts/A-1.md": `# A-1: T\n${"x".repeat(1024 * 1024)}` })).toEqual([
      ["oversize-file", null, "docs/prompts/A-1.md:1"],
    ]);
  });

  it("and no code is left without a test", () => {
    expect([...seen].sort()).toEqual(Object.keys(PROBLEM_CODES).sort());
  });
});

describe("what is no contradiction", () => {
  it.each<[string, Record<string, string>]>([
    [
      "a prompt written before its task was done",
      { "docs/prompts/A-1.md": "# A-1: T\n**Status:** Not Started\n", "ROADMAP.md": "- [x] **A-1: T**\n" },
    ],
    [
      "a finished session of a reopened task",
      { "ROADMAP.md": "- [ ] **A-1: T**\n", "docs/ACTIVE_SESSIONS.md": "## Completed\n- A-1: Session-20251114-A-1-5a466e7f\n" },
    ],
    [
      "a session in the table and in its own file",
      {
        "docs/prompts/A-1.md": "# A-1: T\n",
        "docs/ACTIVE_SESSIONS.md": "- A-1: Session-20251114-A-1-5a466e7f\n",
        "docs/sessions/active/Session-20251114-A-1-5a466e7f.md": "# Session: A-1 - T\n",
      },
    ],
    [
      "values that say there is none",
      { "ROADMAP.md": "### A-1: T\n**Priority:** ~~HIGH~~ N/A\n**Estimate:** TBD\n**Dependencies:** None (yet)\n**Status:** -\n" },
    ],
    ["a date command in the instructions", { "docs/prompts/A-1.md": "# A-1: T\n\n## Do\n\n1. Create `Session-$(date +%Y%m%d).md`\n" }],
  ])("%s", async (_, files) => {
    expect((await read(files)).problems).toEqual([]);
  });
});

describe("when sources disagree", () => {
  it("the roadmap's status counts before the prompt's, the prompt's before a session's", async () => {
    const prompt = { "docs/prompts/A-1.md": "# A-1: T\n**Status:** ready\n" };
    const session = { "docs/ACTIVE_SESSIONS.md": "- A-1: Session-20251114-A-1-5a466e7f\n" };
    expect((await read({ ...prompt, ...session, "ROADMAP.md": "- [x] A-1: T" })).task("A-1").status).toBe("done");
    expect((await read({ ...prompt, ...session })).task("A-1").status).toBe("todo");
    expect((await read({ "docs/prompts/A-1.md": "", ...session })).task("A-1").status).toBe("in-progress");
  });

  it("a task both done and open in roadmaps is open", async () => {
    expect((await read({ "ROADMAP.md": "- [x] A-1: T\n### A-1: T\n**Status:** ready\n" })).task("A-1").status).toBe("todo");
  });

  it("configuration counts before everything", async () => {
    const files = { "docs/prompts/A-1.md": "---\nfiles: [a.ts]\ndepends_on: [B-2]\n---\n", "docs/prompts/B-2.md": "" };
    const { task } = await read(files, { footprints: { "A-1": ["b.ts"] }, dependsOn: { "A-1": [] } });
    expect([task("A-1").declared.write, task("A-1").dependsOn]).toEqual([["b.ts"], []]);
  });

  it("a prompt's own list of files counts before modules somewhere else", async () => {
    const files = {
      "docs/prompts/A-1.md": "# A-1: T\n\n## Files You Own\n- `src/a.ts`\n",
      "ROADMAP.md": "### A-1: T\n**Module:** `src/`\n",
    };
    expect((await read(files)).task("A-1").declared.write).toEqual(["src/a.ts"]);
  });

  it("ids that look like members of every object are ordinary ids", async () => {
    const { tasks } = await read({ "docs/prompts/constructor.md": "# T", "docs/prompts/toString.md": "# T" });
    expect(tasks.map(({ id, dependsOn, declared }) => [id, dependsOn, declared.write])).toEqual([
      ["constructor", [], []],
      ["toString", [], []],
    ]);
  });
});
