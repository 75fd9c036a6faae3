import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseConfig } from "../../src/core/config.ts";
import type { Task } from "../../src/core/task.ts";
import { acceptanceOf } from "../../src/tasks/acceptance-of.ts";
import { detectConfig } from "../../src/tasks/detect-config.ts";
import { readTasks } from "../../src/tasks/read-tasks.ts";
import { renderConfig } from "../../src/tasks/render-config.ts";
import { memoryTree, read } from "./memory-tree.ts";

const workspace = {
  "docs/prompts/QA-015.md": "# QA-015: T",
  "docs/prompts/QA-016.md": "# QA-016: T",
  "docs/roadmaps/MASTER_ROADMAP.md": "### QA-015: T",
  "docs/ACTIVE_SESSIONS.md": "# Sessions",
  "docs/old/ROADMAP.md": "",
  "node_modules/x/ROADMAP.md": "",
  "node_modules/x/docs/prompts/no.md": "",
  "package.json": JSON.stringify({
    scripts: { test: "vitest run", typecheck: "tsc", lint: "biome", build: "tsc -b" },
    devDependencies: { vitest: "5" },
  }),
  "package-lock.json": "{}",
  "test/acceptance/QA-015.test.ts": "",
  "test/acceptance/helpers.ts": "",
};

describe("init's look at a repository", () => {
  it("finds tasks, records, gates, dependencies and acceptance tests", async () => {
    const { config, found } = await detectConfig(memoryTree(workspace));
    expect(found).toEqual({
      prompts: [{ folder: "docs/prompts", files: 2 }],
      roadmap: "docs/roadmaps/MASTER_ROADMAP.md",
      sessions: "docs/ACTIVE_SESSIONS.md",
      backlog: null,
      taskMaster: null,
      gates: ["types", "lint", "build", "test"],
      lockfile: "package-lock.json",
      acceptance: "test/acceptance/{task}.test.ts",
    });
    expect(config).toMatchObject({
      tasks: { prompts: ["docs/prompts"], roadmap: "docs/roadmaps/MASTER_ROADMAP.md", sessions: "docs/ACTIVE_SESSIONS.md" },
      records: { roadmap: "docs/roadmaps/MASTER_ROADMAP.md", activeSessions: "docs/ACTIVE_SESSIONS.md", sessions: "docs/sessions" },
      gates: [
        { name: "types", run: ["npm", "run", "typecheck"] },
        { name: "lint" },
        { name: "build" },
        { name: "test", run: ["npm", "run", "test"] },
      ],
      acceptance: {
        run: ["npx", "--no-install", "vitest", "run", "test/acceptance/{task}.test.ts"],
        exists: "test/acceptance/{task}.test.ts",
      },
      protect: ["signalbox.yaml", "test/acceptance/*.test.ts"],
      setup: { lockfile: "package-lock.json", copy: ["node_modules"], run: ["npm", "ci"] },
    });
    expect((await readTasks(memoryTree(workspace), config)).problems).toEqual([]);
  });

  it.each<[string, Record<string, string>, Record<string, unknown>]>([
    ["nothing", {}, { tasks: { prompts: [], roadmap: null }, gates: [] }],
    ["Backlog.md", { "backlog/tasks/task-1 - T.md": "" }, { tasks: { backlog: "backlog", prompts: [] } }],
    ["Task Master", { ".taskmaster/tasks/tasks.json": "{}" }, { tasks: { taskMaster: ".taskmaster/tasks/tasks.json" } }],
    ["Rust", { "Cargo.toml": "" }, { gates: [{ name: "test", run: ["cargo", "test"] }] }],
    ["Go", { "go.mod": "" }, { gates: [{ name: "build" }, { name: "test", run: ["go", "test", "./..."] }] }],
    ["npm's placeholder test", { "package.json": '{"scripts": {"test": "echo \\"Error: no test specified\\" && exit 1"}}' }, { gates: [] }],
    ["a broken package.json", { "package.json": "{" }, { gates: [] }],
    [
      "pnpm",
      { "package.json": '{"scripts": {"test": "x"}}', "pnpm-lock.yaml": "" },
      { gates: [{ name: "test", run: ["pnpm", "run", "test"] }] },
    ],
    [
      "node's own test runner",
      { "package.json": "{}", "acceptance/QA-1.test.js": "" },
      { acceptance: { run: ["node", "--test", "acceptance/{task}.test.js"] } },
    ],
  ])("finds %s", async (_, files, expected) => {
    expect((await detectConfig(memoryTree(files))).config).toMatchObject(expected);
  });
});

describe("signalbox.yaml as written", () => {
  it("reads back as the same configuration", async () => {
    const { config } = await detectConfig(memoryTree(workspace));
    const full = parseConfig({
      ...config,
      agents: { a: { driver: "command", run: ["my agent", "{prompt}"], env: ["KEY"] }, b: { driver: "scripted", script: "s.yaml" } },
      footprints: { "QA-015": ["src/**"] },
      verify: { kind: "http", url: "http://127.0.0.1/", expectText: "{commit}" },
      backup: { run: "pg_dump x" },
      limits: { attempts: 5 },
    });
    for (const each of [parseConfig({}), config, full]) expect(parseConfig(parse(renderConfig(each)))).toEqual(each);
  });

  it("says what each section is for, and nothing that is as by default", async () => {
    const text = renderConfig((await detectConfig(memoryTree(workspace))).config);
    expect(text).toMatch(/^# .*\nversion: 1\n\n# .*\nmain: main\n/);
    expect(text).not.toContain("limits");
    for (const section of text.split("\n\n")) expect(section.split("\n")[0]).toMatch(/^# [A-Z].*\.$/);
  });
});

describe("a task's acceptance", () => {
  const task = async (yaml: string): Promise<Task> => (await read({ "docs/prompts/QA-1.md": `---\n${yaml}\n---\n` })).task("QA-1");
  const everything = () => true;
  const nothing = () => false;

  it("is the configured one, then its own, then the default where that applies", async () => {
    const [own, none] = [await task("acceptance: npm test"), await task("priority: P1")];
    const byDefault = { run: ["run", "test/{task}.ts", "{task}-{task}"], exists: "test/{task}.ts" };
    const configured = parseConfig({ acceptance: { ...byDefault, tasks: { "QA-1": "check {task}" } } });
    const defaulted = parseConfig({ acceptance: byDefault });
    expect(acceptanceOf(own, configured, everything)).toBe("check QA-1");
    expect(acceptanceOf(own, defaulted, everything)).toBe("npm test");
    expect(acceptanceOf(none, defaulted, (path) => path === "test/QA-1.ts")).toEqual(["run", "test/QA-1.ts", "QA-1-QA-1"]);
    expect(acceptanceOf(none, defaulted, nothing)).toBeNull();
    expect(acceptanceOf(none, parseConfig({}), everything)).toBeNull();
    expect(acceptanceOf(none, parseConfig({ acceptance: { run: "make {task}" } }), nothing)).toBe("make QA-1");
  });

  it("of a task called like a member of every object is its own", async () => {
    const { task: found } = await read({ "docs/prompts/constructor.md": "" });
    expect(acceptanceOf(found("constructor"), parseConfig({}), everything)).toBeNull();
  });
});
