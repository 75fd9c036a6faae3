import { describe, expect, it } from "vitest";
import { read } from "./memory-tree.ts";

const table = "docs/ACTIVE_SESSIONS.md";
const prompts = Object.fromEntries(
  ["BUG-001", "PERF-001", "PERF-003", "QA-016", "QA-043", "ST-005", "ST-015", "ST-020", "ST-021", "TER-1217"].map((id) => [
    `docs/prompts/${id}.md`,
    `# ${id}: T\n`,
  ]),
);
/** Reads a session table beside some prompts; the tasks it names with the status it gives them. */
const sessions = async (text: string, more: Record<string, string> = {}) => {
  const { tasks, problems } = await read({ ...prompts, [table]: text, ...more });
  const named = tasks.filter(({ sources }) => sources.some(({ file }) => file === table || file.startsWith("docs/sessions/")));
  return { named: named.map(({ id, status }) => [id, status]), problems };
};

describe("the session table", () => {
  it("says who works on what, in all its sections", async () => {
    const { named, problems } = await sessions(`# Sessions

## 🟢 Currently Working (Updated 2025-11-14)

| Session ID                | Task           | Branch | Module | Status      | Started          | ETA |
| ------------------------- | -------------- | ------ | ------ | ----------- | ---------------- | --- |
| 20251114-QA-043-1f2e3d4c  | QA-043: Guests | b      | m      | 🟢 Active   | 2025-11-14 18:00 | 4h  |
| Session-20251114-st-9V7zW | ST-020/021     | b      | m      | ⏳ IN PROGRESS | \\_now\\_     | 2h  |

## ⏸️ Paused / Waiting

| Session ID | Task | Branch | Reason | Paused At | Resume When |
| --- | --- | --- | --- | --- | --- |
| _(none)_ | - | - | - | - | - |

## ✅ Completed Today

| Session ID | Task | Branch | Merged At | Commit |
| --- | --- | --- | --- | --- |
| Session-20251113-bug-deadbeef | BUG-001 Fix it | b | 2025-11-13 | 865c1c0 |

## 🔴 Blocked

| Session ID | Task | Branch | Blocked By | Since | Action Needed |
| --- | --- | --- | --- | --- | --- |
| Session-20251113-PERF-001-01KJJyz3 | PERF-001 | b | db | today | wait |

## 📋 Session Assignment Rules

| Task | Text |
| --- | --- |
| QA-016 | an example |
`);
    expect(problems).toEqual([]);
    expect(named).toEqual([
      ["BUG-001", "done"],
      ["PERF-001", "blocked"],
      ["QA-043", "in-progress"],
      ["ST-020", "in-progress"],
      ["ST-021", "in-progress"],
    ]);
  });

  it("with rows that slipped or lost cells is read all the same, and says so", async () => {
    const { named, problems } = await sessions(
      "## Currently Working\n| Session ID | Task | Status |\n|---|---|---|\n| QA-043: Guests | Session-20251114-QA-043-1f2e3d4c | Active |\n| Session-20251114-PERF-003-1f2e3d4c | PERF-003 |\n",
    );
    expect(named).toEqual([
      ["PERF-003", "in-progress"],
      ["QA-043", "in-progress"],
    ]);
    expect(problems.map(({ code, line, task }) => [code, line, task])).toEqual([
      ["shifted-row", 4, "QA-043"],
      ["shifted-row", 5, "PERF-003"],
    ]);
  });

  it.each([
    ["- QA-016: Session-20251114-QA-016-5a466e7f (2025-11-14)", ["QA-016"]],
    ["- Agent-01: Session-20251114-indexes-5a466e7f - Indexes (ST-005, ST-015)", ["ST-005", "ST-015"]],
    ["- Session-20251114-BUG-001-5a466e: BUG-001 - Fix it", ["BUG-001"]],
    ["* [PERF-001] Session-20251114-perf-5a466e7f (Agent: Manus, Status: ACTIVE)", ["PERF-001"]],
    ["- Session-20251114-PERF-003-5a466e7f: TASK - [Platform: External] [Branch: QA-016-x] [Files: src/QA-043.ts, b]", ["PERF-003"]],
    ["- [Session-20251114-QA-043-5a466e7f](sessions/active/Session-20251114-QA-043-5a466e7f.md) - Manus AI - title", ["QA-043"]],
    ["- 20251114-QA-043-5a466e7f", ["QA-043"]],
    ["- Session-20251114-cleanup-5a466e7f - Tidy up", []],
    ["- QA-043 needs no session id to be prose", []],
  ])("appended as `%s`", async (line, ids) => {
    const { named, problems } = await sessions(`# Sessions\n\n**Note:** x\n\n${line}\n`);
    expect(named).toEqual(ids.map((id) => [id, "in-progress"]));
    expect(problems).toEqual([]);
  });

  it("appended as a block", async () => {
    const { named } = await sessions(
      "# S\n\n## Session: Session-20251114-5a466e7f\n\n**Task ID:** QA-016\n**Branch:** b\n**Started:** 2025-11-14\n",
    );
    expect(named).toEqual([["QA-016", "in-progress"]]);
  });

  it("reports what a template left behind", async () => {
    const { problems } = await sessions("**Last Updated:** $(date '+%Y-%m-%d %I:%M %p %Z')\n\n[... rest of the template ...]\n");
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ["unexpanded-command", 1],
      ["template-text", 3],
    ]);
  });

  it("reports two open sessions of one task, a session of a finished task, and one of no task", async () => {
    const { problems } = await read({
      ...prompts,
      "ROADMAP.md": "- [x] **QA-016: Done**\n",
      [table]:
        "- QA-043: Session-20251114-QA-043-5a466e7f\n- QA-043: Session-20251114-QA-043-6b466e7f\n- QA-016: Session-20251114-QA-016-5a466e7f\n- ZZ-9: Session-20251114-ZZ-9-5a466e7f\n",
    });
    expect(problems.map(({ code, line, task }) => [code, line, task])).toEqual([
      ["duplicate-session", 2, "QA-043"],
      ["done-and-open", 3, "QA-016"],
      ["session-without-task", 4, "ZZ-9"],
    ]);
  });
});

describe("session files", () => {
  const session = async (path: string, text: string) => {
    const { named, problems } = await sessions("# Sessions\n", { [`docs/sessions/${path}`]: text });
    expect(problems).toEqual([]);
    return named;
  };

  it.each([
    ["# QA-016: Title\n\n**Status**: In Progress\n", [["QA-016", "in-progress"]]],
    ["# Session: QA-016 - Title\n", [["QA-016", "in-progress"]]],
    ["# Session: Session-20251114-QA-016-5a466e7f\n\n- **Task ID:** QA-043\n", [["QA-043", "in-progress"]]],
    ["# Agent Session: something\n\n**Ticket:** TER-1217\n**Status:** In flight - 8 PRs open\n", [["TER-1217", "in-progress"]]],
    ["free text\n", [["QA-016", "in-progress"]]],
    ["# QA-016: T\n\n**Status:** ✅ Complete\n", [["QA-016", "done"]]],
  ])("name their task in %j", async (text, named) => {
    expect(await session("active/Session-20251114-QA-016-5a466e7f.md", text)).toEqual(named);
  });

  it("name it in the file's name too, and their folder says whether they are over", async () => {
    expect(await session("active/ter-1217-session.md", "text")).toEqual([["TER-1217", "in-progress"]]);
    expect(await session("active/TER-1217-session.md", "text")).toEqual([["TER-1217", "in-progress"]]);
    expect(await session("completed/TER-1217-session.md", "**Status:** In Progress")).toEqual([["TER-1217", "done"]]);
    expect(await session("completed/TER-1217-COMPLETION.md", "x")).toEqual([]);
    expect(await session("coordinator.md", "# QA-016: x")).toEqual([]);
  });

  it("report commands nobody ran", async () => {
    const { problems } = await sessions("", {
      "docs/sessions/active/Session-20251114-QA-016-5a466e7f.md": "# QA-016: T\n\n**Started:** $(date +%Y-%m-%d)\n",
    });
    expect(problems).toMatchObject([
      { code: "unexpanded-command", line: 3, file: "docs/sessions/active/Session-20251114-QA-016-5a466e7f.md" },
    ]);
  });
});
