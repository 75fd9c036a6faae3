import { describe, expect, it } from "vitest";
import { read } from "./memory-tree.ts";

const at = "docs/prompts";

describe("a prompt's header", () => {
  it("as the generator wrote it, with fields in bold and stray fences below", async () => {
    const { task, problems } = await read({
      "server/app.ts": "",
      [`${at}/QA-015.md`]:
        "# QA-015: Fix the Add Need button\n\n**Repository:** https://example.test/x\n**Task ID:** QA-015  \n**Priority:** P2  \n**Estimated Time:** 4-6 hours  \n**Module:** `server/app.ts`, Multiple modules  \n**Dependencies:** None\n\n---\n\n## Task\n\n```bash\nls\n```\n```\n**Generator:** scripts/generate-prompts.ts\n",
    });
    expect(problems).toEqual([]);
    expect(task("QA-015")).toEqual({
      id: "QA-015",
      title: "Fix the Add Need button",
      priority: "P2",
      status: "todo",
      effort: { minHours: 4, maxHours: 6 },
      dependsOn: [],
      conflictsWith: [],
      declared: { write: ["server/app.ts"], forbid: [] },
      acceptance: null,
      promptFile: "docs/prompts/QA-015.md",
      production: false,
      sources: [{ file: "docs/prompts/QA-015.md", line: 1 }],
    });
  });

  it("in the short form, with instructions that only look like fields below it", async () => {
    const { task, problems } = await read({
      [`${at}/QA-033.md`]:
        "# QA-033: Keep widgets\n\n**Priority:** P1  \n**Effort:** 8-16h  \n**Status:** Not Started\n\n---\n\n## Task Description\n\nBlank.\n\n## Execution Protocol\n\n- Status: complete\n- Create `docs/sessions/active/Session-$(date +%Y%m%d)-QA-033.md`\n",
    });
    expect(problems).toEqual([]);
    expect(task("QA-033")).toMatchObject({ priority: "P1", effort: { minHours: 8, maxHours: 16 }, status: "todo" });
  });

  it("in HTML comments", async () => {
    const { task } = await read({
      [`${at}/INV-007.md`]:
        "<!-- METADATA (for validation) -->\n<!-- TASK_ID: INV-007 -->\n<!-- TASK_TITLE: Count stock -->\n<!-- PROMPT_VERSION: 1.0 -->\n<!-- LAST_VALIDATED: 2025-11-20 -->\n\n**Estimate:** 2d\n",
    });
    expect(task("INV-007")).toMatchObject({ title: "Count stock", effort: { minHours: 16, maxHours: 16 }, priority: null });
  });

  it("of the template", async () => {
    const { task } = await read({
      [`${at}/UI-2.md`]:
        "# Prompt: dark mode\n\n**Auto-generated from:** roadmap\n**Version:** 1\n**Last updated:** today\n**Status:** 🟡 READY\n- **Task ID:** UI-2\n- **Estimate**: 1w\n- **Dependencies:** UI-1 or UI-3\n- **Priority**: LOW\n",
      [`${at}/UI-1.md`]: "",
      [`${at}/UI-3.md`]: "",
    });
    expect(task("UI-2")).toMatchObject({ priority: "P3", effort: { minHours: 40, maxHours: 40 }, dependsOn: ["UI-1", "UI-3"] });
  });

  it("of a stub, whose title says nothing", async () => {
    const { task } = await read({ [`${at}/UX-001.md`]: "# UX-001 Prompt\n\nImplement the task as described in the roadmap.\n" });
    expect(task("UX-001")).toMatchObject({ title: "UX-001", promptFile: "docs/prompts/UX-001.md" });
  });

  it("of the forge, with the colon outside the bold and pipes between", async () => {
    const { task, problems } = await read({
      "tests/e2e/intake.spec.ts": "",
      [`${at}/WAVE1-TER-238-fix-count.md`]:
        "# TER-238: Fix the count\n\n**Classification**: Simple | **Mode**: SAFE | **Estimate**: 2h\n**Linear**: TER-238 | **Wave**: 1 (parallel)\n\n---\n\n## Rules\n\n6. **SCOPE GUARD.** Only modify `intake.spec.ts`. Do NOT modify `src/Intake.tsx`. No other files.\n",
    });
    expect(problems).toEqual([]);
    expect(task("TER-238")).toMatchObject({
      effort: { minHours: 2, maxHours: 2 },
      declared: { write: ["tests/e2e/intake.spec.ts"], forbid: ["src/Intake.tsx"] },
    });
  });

  it("may be missing: the heading or the file's name gives the id", async () => {
    const { tasks } = await read({
      [`${at}/BUG-009.md`]: "Please fix the thing.\n",
      [`${at}/AUDIT-001-completeness.md`]: "Look around.",
      [`${at}/fix-login.md`]: "# Fix the login\n",
      [`${at}/notes-of-today.md`]: "# CR-8: Carts\n",
      [`${at}/README.md`]: "# About prompts",
      [`${at}/TEMPLATE.md`]: "# [TASK-ID]: Title",
      [`${at}/deprecated/OLD-1.md`]: "# OLD-1: Gone",
      [`${at}/empty.md`]: "",
    });
    expect(tasks.map(({ id, status }) => [id, status])).toEqual([
      ["AUDIT-001", "todo"],
      ["BUG-009", "todo"],
      ["CR-8", "todo"],
      ["empty", "todo"],
      ["fix-login", "todo"],
      ["OLD-1", "dropped"],
    ]);
  });
});

describe("what a prompt owns and must not touch", () => {
  const declared = async (body: string) =>
    (await read({ [`${at}/X-1.md`]: `# X-1: T\n\n**Module:** \`src/\`\n\n${body}` })).task("X-1").declared;

  it("in a table under Files You Own (EXCLUSIVE)", async () => {
    const body =
      "## Files You Own (EXCLUSIVE)\n\nOnly you will touch these files.\n\n| File | TODOs |\n|---|---|\n| `src/a.tsx` | Lines 70, 91 |\n| src/b.ts | Line 4 |\n\n---\n\n## Steps\n- `src/c.ts`\n";
    expect(await declared(body)).toEqual({ write: ["src/a.tsx", "src/b.ts"], forbid: [] });
  });

  it("in fenced lists, over sub-headings, with notes and comments", async () => {
    const body =
      "## YOUR EXCLUSIVE FILE SCOPE\n\n**You own these files - ONLY touch these:**\n\n### Pages\n```\nsrc/pages/A.tsx  ← PRIMARY\n# comment\nsrc/pages/B.tsx\n```\n\n### Shared (READ ONLY - coordinate)\n```\nsrc/shared.ts  ← Shared\n```\n\n**⛔ DO NOT TOUCH (other agents own these):**\n```\n# Wave 3:\nsrc/c.ts\nsrc/d/\n```\n\n## Work\n- `src/e.ts`\n";
    expect(await declared(body)).toEqual({ write: ["src/pages/A.tsx", "src/pages/B.tsx"], forbid: ["src/shared.ts", "src/c.ts", "src/d"] });
  });

  it("in lists after exclusive write access or permission", async () => {
    expect(await declared("You have **EXCLUSIVE WRITE ACCESS** to these files only:\n\n```\nsrc/a.ts\nsrc/b/*\n```\n")).toMatchObject({
      write: ["src/a.ts", "src/b/*"],
    });
    const list =
      "**You ONLY have permission to modify these files:**\n\n- `src/a.ts`\n- `src/new/*` (create this directory)\n- src/b.ts — new\n- [ ] any page-level CSS\n\n**DO NOT modify any other files.**\n\n- `src/z.ts`\n";
    expect(await declared(list)).toEqual({ write: ["src/a.ts", "src/new/*", "src/b.ts"], forbid: [] });
  });

  it("in one line", async () => {
    expect(await declared("Do not touch `src/x.ts` or `src/y/`.\n")).toEqual({ write: ["src"], forbid: ["src/x.ts", "src/y"] });
  });

  it("is not what prose about not modifying says", async () => {
    expect(await declared("Please do not modify tests without need.\n\n- `src/x.ts`\n")).toEqual({ write: ["src"], forbid: [] });
  });
});
