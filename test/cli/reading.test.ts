import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseConfig } from "../../src/core/config.ts";
import { git, writeFiles } from "../support/repository.ts";
import { FILES, ownersClone, PROMPT, signalbox, signalboxJson } from "./support/signalbox.ts";

const { "signalbox.yaml": CONFIG = "", ...WITHOUT_CONFIG } = FILES;

describe("init", () => {
  it("writes signalbox.yaml and changes nothing else", async () => {
    const { clone } = await ownersClone(WITHOUT_CONFIG);
    const refs = await git(clone, "show-ref");
    const { code, json } = await signalboxJson(clone, "init");
    expect(code).toBe(0);
    expect(json.found).toMatchObject({ prompts: [{ folder: "docs/prompts", files: 2 }], roadmap: "docs/roadmaps/MASTER_ROADMAP.md" });
    expect(await git(clone, "status", "--porcelain", "-uall")).toBe("?? signalbox.yaml");
    expect(await git(clone, "show-ref")).toBe(refs);
    expect(parseConfig(parse(await readFile(join(clone, "signalbox.yaml"), "utf8")))).toEqual(json.config);
  });

  it("replaces an existing file only with --force, and says in words what it found", async () => {
    const { clone } = await ownersClone();
    expect(await signalbox(clone, "init")).toEqual({
      code: 2,
      out: "",
      err: "signalbox init: expected no signalbox.yaml yet, got one; next: edit it, or signalbox init --force to replace it",
    });
    expect(await readFile(join(clone, "signalbox.yaml"), "utf8")).toBe(CONFIG);
    const forced = await signalbox(clone, "init", "--force");
    expect(forced).toMatchObject({ code: 0, err: "" });
    expect(forced.out).toContain("prompts: docs/prompts (2 files)");
  });
});

describe("tasks", () => {
  it("lists what the work tree says, with configuration or without", async () => {
    for (const files of [FILES, WITHOUT_CONFIG]) {
      const { clone } = await ownersClone(files);
      const { code, json } = await signalboxJson(clone, "tasks");
      expect(code).toBe(0);
      expect(json.tasks).toMatchObject([
        {
          id: "QA-001",
          priority: "P1",
          status: "todo",
          effort: { minHours: 2, maxHours: 4 },
          dependsOn: [],
          declared: { write: ["src/a.txt"] },
        },
        { id: "QA-002", dependsOn: ["QA-001"], sources: expect.arrayContaining([{ file: "docs/roadmaps/MASTER_ROADMAP.md", line: 4 }]) },
      ]);
      expect((await signalbox(join(clone, "src"), "tasks")).out).toMatch(/^QA-002 +P1 +todo +2-4h +after QA-001 +Write/m);
    }
  });

  it("reports contradictions with file and line, and fails on them only when strict", async () => {
    const { clone } = await ownersClone();
    await writeFiles(clone, { "docs/prompts/QA-003.md": PROMPT("QA-003", "src/c.txt", "QA-999") });
    const { code, json } = await signalboxJson(clone, "tasks");
    expect(code).toBe(0);
    expect(json.problems).toMatchObject([{ task: "QA-003", file: "docs/prompts/QA-003.md" }]);
    const strict = await signalbox(clone, "tasks", "--strict");
    expect(strict.code).toBe(1);
    expect(strict.out).toContain("docs/prompts/QA-003.md:");
  });

  it("says what to do where there are none", async () => {
    const { clone } = await ownersClone({ "README.md": "# Nothing\n" });
    expect(await signalbox(clone, "tasks")).toEqual({ code: 0, out: "no tasks found; next: signalbox init", err: "" });
    expect((await signalboxJson(clone, "plan")).json.schedule).toEqual([]);
  });
});

describe("plan", () => {
  it("says which tasks run side by side, when, and why not", async () => {
    const { clone } = await ownersClone();
    const { code, json } = await signalboxJson(clone, "plan", "--agents", "2", "--primary", "QA-002");
    expect(code).toBe(0);
    expect(json).toMatchObject({ primary: "QA-002", waves: [["QA-001"], ["QA-002"]], criticalPath: ["QA-001", "QA-002"] });
    const text = await signalbox(clone, "plan", "--only", "QA-001");
    expect(text.out).toContain("wave 1: QA-001");
    expect(text.out).not.toContain("wave 2");
  });

  it("refuses tasks it does not know", async () => {
    const { clone } = await ownersClone();
    for (const option of ["--only", "--primary"]) {
      const said = await signalbox(clone, "plan", option, "QA-009");
      expect(said).toEqual({
        code: 2,
        out: "",
        err: "signalbox plan: expected a known task, got `QA-009`; next: signalbox tasks lists them",
      });
    }
  });
});

describe("before the first run", () => {
  it("status says what to do, and report and logs say that there is nothing", async () => {
    const { clone } = await ownersClone();
    expect(await signalbox(clone, "status")).toEqual({ code: 0, out: "no run yet; next: signalbox plan, then signalbox run", err: "" });
    expect((await signalboxJson(clone, "status")).json).toMatchObject({
      running: false,
      run: null,
      sessions: [],
      queue: [],
      metrics: null,
    });
    expect(await signalbox(clone, "report")).toMatchObject({ code: 2, err: expect.stringContaining("next: signalbox run") });
    expect((await signalboxJson(clone, "report")).json.error.code).toBe("not-found");
    expect((await signalboxJson(clone, "logs", "QA-001")).json.error.code).toBe("not-found");
  });
});

describe("a repository that is not ready", () => {
  it("has no remote: one line that says how to make one", async () => {
    const { clone } = await ownersClone();
    await git(clone, "remote", "remove", "origin");
    const { code, json } = await signalboxJson(clone, "status");
    expect([code, json.error.code]).toEqual([2, "no-remote"]);
    expect(json.error.next).toContain("git remote add origin");
    expect((await signalbox(clone, "tasks")).code).toBe(0);
  });

  it("has a configuration that is wrong: the field, what was expected, what to do", async () => {
    const { clone } = await ownersClone(WITHOUT_CONFIG);
    await writeFile(join(clone, "signalbox.yaml"), "gates:\n  - { name: Bad Name, run: x }\n");
    const { code, json } = await signalboxJson(clone, "tasks");
    expect([code, json.error.code]).toEqual([2, "bad-config"]);
    expect(json.error.message).toContain("gates.0.name");
    await writeFile(join(clone, "signalbox.yaml"), "gates: [\n");
    expect(await signalbox(clone, "plan")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^signalbox plan: signalbox\.yaml: expected YAML.*; next: .*$/),
    });
  });
});
