import { describe, expect, it } from "vitest";
import { read } from "./memory-tree.ts";

describe("a roadmap's checkboxes", () => {
  it("give id, title, and what is said beside and below them", async () => {
    const { task, problems } = await read({
      "ROADMAP.md": [
        "## This week",
        "- [x] **ST-104: Drop the old parser** (Agent 3 - Session-20251113-st104-parser-7474b80a) 🟡 MEDIUM ✅ COMPLETE",
        "  - Task ID: ST-104",
        "  - Action: Delete it",
        "  - Files: `src/old.ts` (lines 1, 9), `src/index.ts`",
        "  - Estimate: 2-3 hours",
        "  - Merged: Commit 318282d",
        "- [ ] **ST-105: Index the ledger** (Unassigned) 🔴 HIGH",
        "  - Estimate: 30min",
        "- [~] ST-106: Cache prices",
        "- [✅] ST-107: Count lots",
        "- [🔄] **ST-108: Move photos**",
        "  - Priority: MUST DO IMMEDIATELY",
        "- [ ] Buy milk",
      ].join("\n"),
    });
    expect(problems).toEqual([]);
    expect(task("ST-104")).toMatchObject({
      title: "Drop the old parser",
      status: "done",
      priority: "P2",
      effort: { minHours: 2, maxHours: 3 },
      declared: { write: ["src/old.ts", "src/index.ts"], forbid: [] },
      sources: [{ file: "ROADMAP.md", line: 2 }],
    });
    expect(task("ST-105")).toMatchObject({ status: "todo", priority: "P1", effort: { minHours: 0.5, maxHours: 0.5 } });
    expect([task("ST-106"), task("ST-107"), task("ST-108")].map(({ status }) => status)).toEqual(["in-progress", "done", "in-progress"]);
    expect(task("ST-108").priority).toBe("P0");
  });

  it("may give their id below", async () => {
    const { task } = await read({
      "ROADMAP.md": "- [x] **Abstraction layer** 🔴 URGENT\n  - Task ID: Abstraction-Layer\n  - Estimate: 1w\n",
    });
    expect(task("Abstraction-Layer")).toMatchObject({ title: "Abstraction layer", status: "done", effort: { minHours: 40, maxHours: 40 } });
  });

  it("read `Priority: ✅ COMPLETE` as a status", async () => {
    const { task, codes } = await read({ "ROADMAP.md": "- [x] **CL-2: Purge secrets**\n  - Priority: ✅ COMPLETE - history cleaned\n" });
    expect(task("CL-2")).toMatchObject({ status: "done", priority: null });
    expect(codes).toEqual([]);
  });
});

describe("a roadmap's headings", () => {
  it("give tasks with their fields, and no task for a deliverable", async () => {
    const { tasks, task, problems } = await read({
      "docs/prompts/ST-205.md": "# ST-205: Index the keys\n",
      "ROADMAP.md": [
        "# Roadmap",
        "**Status:** Active",
        "### ST-205: Index the foreign keys",
        "",
        "**Status:** ready  ",
        "**Priority:** HIGH",
        "**Estimate:** 4-6h",
        "**Module:** `server/db/schema/`, `server/routers/*` (all list endpoints)",
        "**Dependencies:** ST-201 (complete), ST-202 through ST-204",
        "**Prompt:** [`docs/prompts/ST-205.md`](../prompts/ST-205.md)",
        "",
        "**Deliverables:**",
        "- [ ] ST-205 audit report",
        "- [ ] Migration file",
        "  - Status: blocked",
        "",
        "#### Notes",
        "**Status:** complete",
        "---",
        "### ST-201: A",
        "### ST-202: B",
        "### ST-203: C",
        "### ST-204: D",
      ].join("\n"),
    });
    expect(problems).toEqual([]);
    expect(tasks.map(({ id }) => id)).toEqual(["ST-201", "ST-202", "ST-203", "ST-204", "ST-205"]);
    expect(task("ST-205")).toMatchObject({
      title: "Index the foreign keys",
      status: "todo",
      priority: "P1",
      effort: { minHours: 4, maxHours: 6 },
      dependsOn: ["ST-201", "ST-202", "ST-203", "ST-204"],
      declared: { write: ["server/db/schema", "server/routers/*"] },
      promptFile: "docs/prompts/ST-205.md",
    });
  });

  it("may be decorated, struck, numbered, linked, and carry their status", async () => {
    const { tasks, problems } = await read({
      "ROADMAP.md": [
        "## ✅ DATA-302: Seed tables (Completed: 2025-11-20) 🟢",
        "### ST-303: Rename columns - ✅ COMPLETE",
        "#### [RETROACTIVE] ST-304: Fix the build",
        "##### 4. [ST-305](specs/ST-305.md): Link it",
        "### **ST-306**: Bold it",
        "### Task ST-307 - Complete the move",
      ].join("\n"),
    });
    expect(problems).toEqual([]);
    expect(tasks.map(({ id, title, status }) => [id, title, status])).toEqual([
      ["DATA-302", "Seed tables", "done"],
      ["ST-303", "Rename columns", "done"],
      ["ST-304", "Fix the build", "todo"],
      ["ST-305", "Link it", "todo"],
      ["ST-306", "Bold it", "todo"],
      ["ST-307", "Complete the move", "todo"],
    ]);
  });

  it("may name several tasks and ranges", async () => {
    const { tasks, task } = await read({
      "ROADMAP.md":
        "### NAV-007 through NAV-009: Menus\n**Priority:** P2\n### ST-020/021/022: Routes\n### RF-002 & RF-004: Speed\n### X-1, X-2 and X-3\n",
    });
    expect(tasks.map(({ id }) => id)).toEqual([
      "NAV-007",
      "NAV-008",
      "NAV-009",
      "RF-002",
      "RF-004",
      "ST-020",
      "ST-021",
      "ST-022",
      "X-1",
      "X-2",
      "X-3",
    ]);
    expect(task("NAV-008")).toMatchObject({ title: "Menus", priority: "P2" });
  });

  it("that a formatter made of prose are no tasks, nor are code, comments and structure", async () => {
    const { tasks } = await read({
      "ROADMAP.md": [
        "## See docs/QA-010-COMPLETION-REPORT.md for details",
        "## Phase-1: Lockdown",
        "### Q4-2025: Goals",
        "```markdown",
        "### QA-900: Example",
        "- [ ] QA-901: Example",
        "```",
        "<!--",
        "### QA-902: Hidden",
        "-->",
        "### QA-010: Export",
      ].join("\n"),
    });
    expect(tasks.map(({ id }) => id)).toEqual(["QA-010"]);
  });

  it("are found behind a stray fence", async () => {
    const { tasks } = await read({
      "ROADMAP.md": "### A-1: One\n```\n### A-2: Two\n```bash\nls\n```\n### A-3: Three\n```\n### A-4: Four\n",
    });
    expect(tasks.map(({ id }) => id)).toEqual(["A-1", "A-2", "A-3", "A-4"]);
  });
});

describe("a roadmap's pipe lines", () => {
  it("give several fields in one line, the description following without a blank", async () => {
    const { task, problems } = await read({
      "ROADMAP.md": [
        "### QA-401: Fix the sidebar",
        "**Priority:** P1 | **Status:** Not Started | **Effort:** 4-8h",
        "The old sidebar shows beside the new one.",
        "### QA-402: Fix the inbox",
        "**Priority:** P0 | **Status:** ✅ Complete (2025-11-14) | **Effort:** 8-16h | **Actual:** 2h | **Completed:** 2025-11-14",
        "**Resolution:** None needed. See docs/QA-402-COMPLETION-REPORT.md",
        "### QA-403: Fix the rest",
        "**Priority**: P2 | **Status**: 🟡 READY | **Estimate**: 1d",
      ].join("\n"),
    });
    expect(problems).toEqual([]);
    expect(task("QA-401")).toMatchObject({ priority: "P1", status: "todo", effort: { minHours: 4, maxHours: 8 } });
    expect(task("QA-402")).toMatchObject({ priority: "P0", status: "done", effort: { minHours: 8, maxHours: 16 } });
    expect(task("QA-403")).toMatchObject({ priority: "P2", status: "todo", effort: { minHours: 8, maxHours: 8 } });
  });
});

describe("a roadmap's tables", () => {
  const columns: readonly (readonly [string, string, string])[] = [
    ["Task ID", "Title", "Est."],
    ["Task", "Description", "Estimate"],
    ["ID", "Task", "Hours"],
    ["Spec ID", "Title", "Effort"],
    ["Feature", "Issue", "Est"],
    ["Bug ID", "Title", "Effort"],
    ["**Task**", "`Description`", "Effort"],
  ];
  it.each(columns)("are read with columns %s, %s and %s", async (id, title, effort) => {
    const { task, problems } = await read({
      "ROADMAP.md": `| ${id} | ${title} | Priority | ${effort} | Module | Status | Owner |\n|---|:--|:-:|--:|---|---|---|\n| **WS-501** | Fix \\_it\\_ | HIGH | 4-6h | \`src/a.ts\` | ✅ COMPLETE | me |\n`,
    });
    expect(problems).toEqual([]);
    expect(task("WS-501")).toMatchObject({
      title: "Fix it",
      priority: "P1",
      effort: { minHours: 4, maxHours: 6 },
      status: "done",
      declared: { write: ["src/a.ts"] },
    });
  });

  it("may hold ranges and links, and rows that are no tasks", async () => {
    const { tasks } = await read({
      "ROADMAP.md":
        "| Task | Status |\n|---|---|\n| WS-001 to WS-003 | ✅ COMPLETE |\n| [WS-004](specs/WS-004.md) | planned |\n| **Total** | 4 |\n",
    });
    expect(tasks.map(({ id, status }) => [id, status])).toEqual([
      ["WS-001", "done"],
      ["WS-002", "done"],
      ["WS-003", "done"],
      ["WS-004", "todo"],
    ]);
  });

  it("in a section of finished or given-up work need no status of their own", async () => {
    const { task } = await read({
      "ROADMAP.md":
        "## ✅ Completed (Last 30 Days)\n| Task | Title |\n|---|---|\n| A-1 | One |\n## ❌ Deprecated\n| Task | Title |\n|---|---|\n| A-2 | Two |\n## Complete overhaul\n| Task | Title |\n|---|---|\n| A-3 | Three |\n",
    });
    expect([task("A-1"), task("A-2"), task("A-3")].map(({ status }) => status)).toEqual(["done", "dropped", "todo"]);
  });

  it("that say they hold ids may hold ids of any form", async () => {
    const { tasks, problems } = await read({ "ROADMAP.md": "| ID | Title |\n|---|---|\n| DEBT-001-TS01 | One |\n| - | - |\n" });
    expect([tasks.map(({ id }) => id), problems]).toEqual([["DEBT-001-TS01"], []]);
  });

  it("about something else give no tasks", async () => {
    const { tasks, codes } = await read({
      "ROADMAP.md": "| Metric | Value |\n|---|---|\n| Tables | 107 |\n\n| Task | Owner |\n|---|---|\n| Sweep the floor | me |\n",
    });
    expect([tasks, codes]).toEqual([[], []]);
  });
});
