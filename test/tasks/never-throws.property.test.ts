import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/core/config.ts";
import { isTaskId } from "../../src/core/ids.ts";
import { normalizePath } from "../../src/core/paths.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { PROBLEM_CODES } from "../../src/tasks/problems.ts";
import { promptOf } from "../../src/tasks/prompt-of.ts";
import { readTasks } from "../../src/tasks/read-tasks.ts";
import { FIXTURES } from "./fixtures.ts";
import { memoryTree } from "./memory-tree.ts";

const config = parseConfig({
  tasks: {
    prompts: ["docs/prompts"],
    roadmap: "ROADMAP.md",
    sessions: "docs/ACTIVE_SESSIONS.md",
    backlog: "backlog",
    taskMaster: "tasks.json",
  },
});
const seed = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };

/** Whatever was read, these hold. */
async function checkEverythingRead(files: Readonly<Record<string, string>>): Promise<void> {
  const tree = memoryTree(files);
  const { tasks, problems } = await readTasks(tree, config);
  const lines = (file: string) => (files[file] ?? "").split("\n").length;
  expect(new Set(tasks.map(({ id }) => id.toLowerCase())).size).toBe(tasks.length);
  for (const task of tasks) {
    expect(isTaskId(task.id)).toBe(true);
    for (const path of [...task.declared.write, ...task.declared.forbid]) expect(normalizePath(path)).toBe(path);
    for (const { file, line } of task.sources) expect(line >= 1 && line <= lines(file)).toBe(true);
    if (task.effort !== null) expect(task.effort.minHours).toBeLessThanOrEqual(task.effort.maxHours);
    await promptOf(tree, task);
  }
  for (const { code, file, line } of problems) {
    expect(Object.keys(PROBLEM_CODES)).toContain(code);
    if (file !== "signalbox.yaml") expect(line >= 1 && line <= lines(file)).toBe(true);
  }
  const plan = makePlan(tasks, { agents: 3, primary: null, evaluations: 10, runs: 5 });
  const planned = plan.waves.flat();
  expect(new Set(planned).size).toBe(planned.length);
  expect(new Set([...planned, ...plan.excluded.map(({ task }) => task)])).toEqual(new Set(tasks.map(({ id }) => id)));
}

/** A fixture with some of its pieces cut out, doubled, swapped or replaced. */
const mutated = fc.record({
  path: fc.constantFrom(...Object.keys(FIXTURES)),
  edits: fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(40),
      text: fc.oneof(
        fc.constantFrom(
          "",
          "|",
          "```",
          "---\n",
          "**",
          "[",
          "](",
          "<!--",
          "-->",
          "# ",
          "### ",
          "- [x] ",
          ":",
          "$(date)",
          "\0",
          "QA-001",
          " to ",
          "../",
          "\n",
          "\r\n",
          "\t",
          "🟢",
          "{",
          '"',
          "&a ",
          "*a",
        ),
        fc.string({ unit: "binary", maxLength: 12 }),
      ),
    }),
    { minLength: 1, maxLength: 8 },
  ),
});

function mutate(text: string, edits: readonly { readonly at: number; readonly length: number; readonly text: string }[]): string {
  return edits.reduce((current, edit) => {
    const at = Math.floor(edit.at * current.length);
    return current.slice(0, at) + edit.text + current.slice(at + edit.length);
  }, text);
}

describe("reading never throws and always yields sound tasks", () => {
  it("on the fixtures themselves", () => checkEverythingRead(FIXTURES));

  it("on mutated fixtures", async () => {
    const property = fc.asyncProperty(mutated, ({ path, edits }) =>
      checkEverythingRead({ ...FIXTURES, [path]: mutate(FIXTURES[path] ?? "", edits) }),
    );
    await fc.assert(property, { numRuns: 400, ...seed });
  });

  it("on random text in every place", async () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom(..."#-*|`[]():~_$<>!& \n\t", "QA-", "1", "\n### ", "\n- [ ] ", "\n| "),
        fc.string({ unit: "binary", maxLength: 1 }),
      ),
      maxLength: 300,
    });
    const property = fc.asyncProperty(fc.constantFrom(...Object.keys(FIXTURES)), text, (path, content) =>
      checkEverythingRead({ [path]: content }),
    );
    await fc.assert(property, { numRuns: 400, ...seed });
  });

  it.each(["[", "(", "*", "`", "|", "#", "~", "<!--", "```\n", "QA-1 to ", "a-", "- [ ] ", "](", "$(", "\\", "✅", "A-1/", "x,"])(
    "in time on a megabyte of %j",
    async (piece) => {
      const text = piece.repeat(Math.floor(1_000_000 / piece.length));
      for (const path of Object.keys(FIXTURES)) await readTasks(memoryTree({ [path]: `# X-1: ${text}` }), config);
    },
  );
});
