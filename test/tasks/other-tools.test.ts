import { describe, expect, it } from "vitest";
import { promptOf } from "../../src/tasks/prompt-of.ts";
import { memoryTree, read } from "./memory-tree.ts";

describe("Backlog.md", () => {
  const file = (fields: string) =>
    `---\n${fields}\nassignee:\n  - '@me'\ncreated_date: '2026-01-01 23:37'\nlabels: []\n---\n\n## Description\n\nText.\n\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 Works\n<!-- AC:END -->\n`;

  it("task files are tasks, and their text is the prompt", async () => {
    const { tasks, task, problems } = await read({
      "backlog/config.yml": "project_name: x",
      "backlog/tasks/task-12 - Add-type-flag.md": file(
        "id: TASK-12\ntitle: 'CLI: add --type'\nstatus: To Do\ndependencies:\n  - task-12.01\npriority: medium\nordinal: 126000",
      ),
      "backlog/tasks/task-12.01 - Core.md": file(
        "id: TASK-12.01\ntitle: Core\nstatus: In Progress\ndependencies: []\nparent_task_id: TASK-12",
      ),
      "backlog/completed/task-3 - Old.md": file("id: task-3\ntitle: Old\nstatus: To Do"),
      "backlog/archive/tasks/task-4 - Gone.md": file("id: task-4\ntitle: Gone\nstatus: To Do"),
      "backlog/drafts/task-5 - Draft.md": file("id: task-5\ntitle: Draft\nstatus: To Do"),
      "backlog/docs/readme.md": "# QA-1: Not a task",
    });
    expect(problems).toEqual([]);
    expect(tasks.map(({ id, status }) => [id, status])).toEqual([
      ["task-3", "done"],
      ["task-4", "dropped"],
      ["TASK-12", "todo"],
      ["TASK-12.01", "in-progress"],
    ]);
    expect(task("TASK-12")).toMatchObject({
      title: "CLI: add --type",
      priority: "P2",
      dependsOn: ["TASK-12.01"],
      promptFile: "backlog/tasks/task-12 - Add-type-flag.md",
    });
  });

  it("files without an id are reported", async () => {
    expect((await read({ "backlog/tasks/task-1 - X.md": "no front matter" })).codes).toEqual(["no-id"]);
  });
});

describe("Task Master", () => {
  const tasks = [
    { id: 1, title: "Init", description: "Begin", status: "done", dependencies: [], priority: "high" },
    {
      id: 2,
      title: "Auth",
      description: "Log in",
      details: "Use tokens",
      testStrategy: "Try it",
      status: "in-progress",
      dependencies: [1, "3.1"],
      priority: "medium",
      subtasks: [{ id: 1, title: "Form", description: "Draw it", status: "pending", dependencies: [] }],
    },
    { id: "3", title: "Later", status: "deferred", dependencies: [] },
  ];

  it("tasks.json is read in its plain form, subtasks being steps", async () => {
    const text = JSON.stringify({ tasks }, null, 2);
    const { tasks: found, task, problems } = await read({ "tasks.json": text });
    expect(problems).toEqual([]);
    expect(found.map(({ id, status, priority }) => [id, status, priority])).toEqual([
      ["1", "done", "P1"],
      ["2", "in-progress", "P2"],
      ["3", "blocked", null],
    ]);
    expect(task("2").dependsOn).toEqual(["1", "3"]);
    const lines = text.split("\n");
    for (const { id, sources } of found) expect(lines[(sources[0]?.line ?? 0) - 1]).toContain(`"id": ${id === "3" ? '"3"' : id}`);
  });

  it("tasks.json is read in its tagged form, tags keeping their numbers apart", async () => {
    const { tasks: found, task } = await read({
      "tasks.json": JSON.stringify({ master: { tasks }, "feature-x": { tasks, metadata: {} } }),
    });
    expect(found.map(({ id }) => id)).toEqual(["1", "2", "3", "feature-x.1", "feature-x.2", "feature-x.3"]);
    expect(task("feature-x.2").dependsOn).toEqual(["feature-x.1", "feature-x.3"]);
  });

  it("tasks.json yields the whole prompt", async () => {
    const files = { "tasks.json": JSON.stringify({ tasks }) };
    const { task } = await read(files);
    const prompt = await promptOf(memoryTree(files), task("2"));
    for (const part of ["# 2: Auth", "Log in", "Use tokens", "Try it", "1. Form\n   Draw it"]) expect(prompt).toContain(part);
  });

  it.each([
    ["not JSON", "{", ["malformed-json"]],
    ["something else", '{"a": 1}', ["malformed-json"]],
    ["no object", "null", ["malformed-json"]],
    ["tasks without ids", '{"tasks": [{"title": "x"}, 7, null]}', ["malformed-json", "malformed-json", "malformed-json"]],
    ["ids of no task", '{"tasks": [{"id": "a b; rm"}]}', ["invalid-id"]],
  ])("tasks.json with %s is reported", async (_, text, codes) => {
    const result = await read({ "tasks.json": text });
    expect([result.tasks, result.codes]).toEqual([[], codes]);
  });
});

describe("the prompt of a task without a prompt file", () => {
  const roadmap =
    "# R\n\n### A-1: Head\n\n**Priority:** P1\n\nBody.\n\n#### More\n\nDeep.\n\n---\n\n### A-2: Next\n- [ ] **A-3: Box**\n  - Action: do it\n- [ ] **A-4: Other**\n\n| Task | Description |\n|---|---|\n| A-5 | Row |\n| A-6 | Other row |\n";
  it.each([
    ["A-1", ["Body.", "Deep."], ["Next", "---"]],
    ["A-3", ["Action: do it"], ["Other"]],
    ["A-5", ["| Task | Description |", "| A-5 | Row |"], ["A-6"]],
  ])("is what the roadmap says about %s", async (id, held, left) => {
    const files = { "ROADMAP.md": roadmap };
    const prompt = await promptOf(memoryTree(files), (await read(files)).task(id));
    for (const part of held) expect(prompt).toContain(part);
    for (const part of left) expect(prompt).not.toContain(part);
  });
});
