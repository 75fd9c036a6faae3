/** One small file of every format, for tests that mutate them. */
export const FIXTURES: Readonly<Record<string, string>> = {
  "ROADMAP.md": [
    "# Roadmap",
    "- [x] **ST-004: Remove** (Agent 3 - Session-20251113-st004-7474b80a) 🟡 MEDIUM ✅ COMPLETE",
    "  - Task ID: ST-004",
    "  - Estimate: 2-3 hours",
    "### ✅ ST-005: Index (Completed: 2025-11-12) 🟢",
    "**Status:** ready  ",
    "**Module:** `server/*` (all), Root config",
    "**Prompt:** [`docs/prompts/ST-005.md`](../prompts/ST-005.md)",
    "### NAV-007 through NAV-013: Menus & ST-020/021",
    "**Priority:** P1 | **Status:** ⚠️ INCOMPLETE | **Effort:** 4-8h (Actual: 2h)",
    "| Task ID | Description | Est. |",
    "|---|:-:|---|",
    "| **WS-001** to WS-014 | text \\| more | 3-4d |",
    "```bash",
    "ls",
    "```",
    "<!-- hidden -->",
  ].join("\n"),
  "docs/prompts/QA-001.md":
    "# QA-001: T\n\n**Task ID:** QA-001  \n**Estimated Time:** 4-6 hours  \n**Dependencies:** ST-001 (complete), A-1 to A-3\n",
  "docs/prompts/TER-2.md":
    "---\nid: TER-2\nfiles:\n  - src/a.ts\ndepends_on: [QA-001]\nacceptance: npm test\n---\n<!-- TASK_ID: TER-2 -->\n**Mode**: SAFE | **Estimate**: 2h\n6. **SCOPE GUARD.** Only modify `a.ts`.\n## Files You Own (EXCLUSIVE)\n| File | x |\n|---|---|\n| `b.ts` | 1 |\n**DO NOT TOUCH (others):**\n```\nsrc/c.ts ← x\n```\n",
  "docs/ACTIVE_SESSIONS.md":
    "## 🟢 Currently Working\n| Session ID | Task | Status |\n|---|---|---|\n| 20251114-QA-043-1f2e3d4c | QA-043: x\\_y | 🟢 Active |\n- QA-016: Session-20251114-QA-016-5a466e7f (2025-11-14)\n* [PERF-001] Session-20251114-x-5a466e7f (Status: ACTIVE)\n## Session: Session-20251114-5a466e7f\n**Task ID:** QA-016\n$(date +%F)\n",
  "docs/sessions/active/Session-20251114-QA-016-5a466e7f.md": "# Session: QA-016 - T\n- **Status:** In Progress\n**Started**: $(date)\n",
  "backlog/tasks/task-1 - T.md": "---\nid: TASK-1\ntitle: 'T: x'\nstatus: To Do\ndependencies:\n  - task-2\n---\n## Description\n",
  "tasks.json": '{"master": {"tasks": [{"id": 1, "title": "T", "status": "done", "dependencies": [2], "subtasks": [{"id": 1}]}]}}',
};
