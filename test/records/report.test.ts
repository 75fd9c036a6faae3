import { describe, expect, it } from "vitest";
import { durationWords } from "../../src/records/duration.ts";
import { renderReportMarkdown, renderReportText } from "../../src/records/render-report.ts";
import { makeReport } from "../../src/records/report.ts";
import { History, START_MS, sessionOf } from "./history.ts";

const MINUTE = 60_000;
const titles = new Map([
  ["QA-033", "Keep widgets"],
  ["QA-015", "Fix <the> | button"],
]);

/** A run of two agents and ten minutes in which everything went wrong once. */
function disasters(): History {
  const h = new History().start(["QA-033", "QA-034", "QA-015", "QA-016", "QA-044", "INFRA-001"]);
  h.at(0).add(null, null, { kind: "main-checked", commit: "m", tree: "t", healthy: false, gate: "types", detail: "TS2304" });
  h.at(MINUTE).add(null, null, {
    kind: "change-landed",
    change: "repair-1",
    changeKind: "repair",
    commit: "r",
    tree: "t2",
    bookkeepingOnly: false,
  });
  h.add(null, null, { kind: "main-checked", commit: "r", tree: "t2", healthy: true, gate: null, detail: "" });
  // QA-033 works and lands; a foreign push comes between.
  h.open("QA-033").agent("QA-033", 2 * MINUTE);
  h.add(null, null, { kind: "conflict-found", conflict: "race", what: "push-race", tasks: ["QA-033"], files: [] });
  h.add(null, null, { kind: "main-moved", from: "r", to: "f".repeat(40), by: "foreign" });
  h.nowMs += 5_000;
  h.add(null, null, { kind: "conflict-resolved", conflict: "race", by: "built again on the foreign push" });
  h.land("QA-033").move("QA-033", "verified", "", "landed");
  // QA-034 conflicts, is returned and reworked.
  h.open("QA-034").agent("QA-034", MINUTE);
  h.add("QA-034", sessionOf("QA-034"), {
    kind: "conflict-found",
    conflict: "c34",
    what: "textual",
    tasks: ["QA-034", "QA-033"],
    files: ["src/layout.ts"],
  });
  const reason = { code: "conflict", message: "m", evidence: "e", files: ["src/layout.ts"] } as const;
  h.add("QA-034", sessionOf("QA-034"), { kind: "change-returned", change: `${sessionOf("QA-034")}.1`, reason });
  h.agent("QA-034", MINUTE, "completed", 2);
  h.add("QA-034", sessionOf("QA-034"), { kind: "conflict-resolved", conflict: "c34", by: "reworked by its own agent" });
  h.land("QA-034");
  // QA-015 dies, is resumed, edits records, tries to escape; its deployment fails and is reverted.
  h.open("QA-015").agent("QA-015", 10_000, "killed").agent("QA-015", 50_000, "completed", 2);
  for (const why of ["may not remove the entry of QA-099", "may not remove the entry of QA-099", "only the coordinator changes it"]) {
    h.add("QA-015", sessionOf("QA-015"), { kind: "edit-dropped", path: "docs/ACTIVE_SESSIONS.md", reason: why });
  }
  h.add("QA-015", sessionOf("QA-015"), { kind: "escape", what: "tried to push main", action: "refused" });
  h.land("QA-015", "d".repeat(40)).add("QA-015", sessionOf("QA-015"), {
    kind: "verify",
    commit: "d".repeat(40),
    passed: false,
    detail: "503",
    ms: 9,
  });
  h.nowMs += 30_000;
  h.add("QA-015", sessionOf("QA-015"), { kind: "reverted", change: "revert-1", commit: "e".repeat(40) });
  h.move("QA-015", "rolled-back", "verification failed", "landed").add("QA-015", null, { kind: "task-reopened", reason: "verify" });
  h.add(null, null, { kind: "run-started", agents: 2, primary: null, tasks: [], resumed: true });
  h.add("QA-016", null, { kind: "done-by", other: "QA-033", evidence: "acceptance passes on main" });
  // QA-044 claims success without work.
  h.open("QA-044").agent("QA-044", 20_000).move("QA-044", "submitted");
  const empty = { code: "empty", message: "expected a change to land, got nothing", evidence: "", files: [] } as const;
  h.add("QA-044", null, { kind: "change-returned", change: `${sessionOf("QA-044")}.1`, reason: empty });
  h.events.splice(-1, 0, {
    ...h.events[0],
    seq: 0,
    atMs: h.nowMs,
    run: null,
    task: "QA-044",
    session: sessionOf("QA-044"),
    body: { kind: "change-submitted", change: `${sessionOf("QA-044")}.1`, changeKind: "task", head: "h", base: "b", files: [] },
  });
  h.move("QA-044", "failed", "tries are used up", "returned");
  h.add(null, null, { kind: "change-landed", change: "records-1", changeKind: "records", commit: "z", tree: "tz", bookkeepingOnly: true });
  return h.at(10 * MINUTE).add(null, null, { kind: "run-ended", outcome: "incomplete", reason: "2 tasks open" });
}

describe("the report", () => {
  const report = makeReport(disasters().events, START_MS + 99 * MINUTE, titles);

  it("counts every task once, by evidence", () => {
    expect(report.metrics.tasks).toEqual({ total: 6, landed: 2, verified: 1, failed: 2, doneBy: 1 });
    expect(report.tasks.map(({ task, state, attempts }) => `${task} ${state} ${attempts}`)).toEqual([
      "QA-033 verified 1",
      "QA-034 landed 2",
      "QA-015 rolled-back 2",
      "QA-016 done-by QA-033 0",
      "QA-044 failed 1",
      "INFRA-001 waiting 0",
    ]);
    expect(report.tasks[0]).toMatchObject({ title: "Keep widgets", agent: "scripted", evidence: ["unit passed on the landed tree"] });
  });

  it("says when tasks were done", () => {
    expect(report.metrics.completionByHour).toEqual([
      { number: 1, startMs: START_MS, tasks: ["QA-033", "QA-034", "QA-016"], percentDone: 50 },
    ]);
    expect(report.metrics.completionByWeek).toHaveLength(1);
    expect(makeReport(disasters().events.slice(0, -1), START_MS + 15 * 24 * 60 * MINUTE).metrics.completionByHour).toEqual([]);
    expect(
      makeReport(disasters().events.slice(0, -1), START_MS + 15 * 24 * 60 * MINUTE).metrics.completionByWeek.map(
        ({ percentDone }) => percentDone,
      ),
    ).toEqual([50, 50, 50]);
  });

  it("measures conflicts and how long each took", () => {
    expect(report.metrics.conflicts).toEqual([
      { kind: "push-race", tasks: ["QA-033"], files: [], resolvedBy: "built again on the foreign push", seconds: 5 },
      { kind: "textual", tasks: ["QA-034", "QA-033"], files: ["src/layout.ts"], resolvedBy: "reworked by its own agent", seconds: 60 },
    ]);
  });

  it("measures deployments, reverts and the minutes main was red", () => {
    expect(report.metrics.deployments).toEqual({ checked: 1, ok: 0 });
    expect(report.metrics.production).toEqual({ failedVerifies: 1, reverts: 1, minutesRed: 1.5 });
    expect(report.metrics.bookkeepingCommits).toBe(1);
  });

  it("measures busy agents, and a speed-up that does not count rework, failures or broken runs", () => {
    // 120 + 60 + 60 + 10 + 50 + 20 s of agents in 2 × 600 s.
    expect(report.metrics.agentBusyShare).toBeCloseTo(320 / 1_200);
    // QA-033's 120 s, QA-034's first 60 s, and three uncached gate runs of 1 s; QA-034's second attempt is rework.
    expect(report.metrics.speedupVsOneAgent).toBeCloseTo(183 / 600);
  });

  it("tells what went wrong and what was done about it", () => {
    expect(report.incidents.map(({ kind, task }) => `${kind} ${task ?? "-"}`)).toEqual([
      "red-main -",
      "push-race -",
      "foreign-push -",
      "conflict QA-034",
      "agent-crash QA-015",
      "dropped-edit QA-015",
      "escape QA-015",
      "verify-failed QA-015",
      "coordinator-restart -",
      "twin QA-016",
      "false-success QA-044",
      "task-failed QA-044",
    ]);
    const told = (kind: string) => report.incidents.find((incident) => incident.kind === kind);
    expect(told("red-main")?.did).toBe("let one visible repair land alone, then launched");
    expect(told("agent-crash")?.did).toBe("resumed its work in the kept workspace");
    expect(told("dropped-edit")?.what).toContain("(and 1 more)");
    expect(told("verify-failed")?.did).toBe("reverted it and opened the task again");
  });

  it("measures nothing where nothing happened, and makes nothing up", () => {
    const empty = makeReport([], START_MS);
    expect(empty.metrics).toMatchObject({ agentBusyShare: null, speedupVsOneAgent: null, footprint: null, conflicts: [] });
    expect(renderReportText(empty)).toContain("0 of 0 tasks done");
  });

  it("closes the time of an agent whose coordinator was killed at its last sign of life", () => {
    const h = new History().start(["A-1"], 1).open("A-1");
    h.add("A-1", sessionOf("A-1"), { kind: "agent-started", attempt: 1, confined: true });
    h.at(MINUTE).add("A-1", sessionOf("A-1"), { kind: "agent", event: { kind: "text", text: "x" } });
    h.at(3 * MINUTE)
      .start([], 1, true)
      .add("A-1", sessionOf("A-1"), { kind: "agent-started", attempt: 2, confined: true });
    expect(makeReport(h.events, START_MS + 4 * MINUTE).metrics.agentBusyShare).toBeCloseTo(0.5);
  });
});

describe("the report as text", () => {
  const report = makeReport(disasters().events, START_MS, titles);

  it("is aligned, without colour codes unless asked, and ends with a newline", () => {
    const text = renderReportText(report);
    expect(text).not.toContain("\u001b");
    expect(text.endsWith("\n")).toBe(true);
    expect(text.split("\n").slice(0, 5)).toEqual([
      "3 of 6 tasks done, 2 agents, 10 min 0 s (incomplete)",
      "",
      "Tasks",
      "  Task       State           Agent     Box       Started      Done         Tries  Title",
      "  QA-033     verified        scripted  confined  +1 min 0 s   +3 min 5 s   1      Keep widgets",
    ]);
    expect(text).toContain("red-main             -       main failed types\n    → let one visible repair land alone, then launched\n");
    expect(renderReportText(report, { color: true })).toContain("\u001b[1mTasks\u001b[0m");
  });

  it("cannot be forged by what agents wrote", () => {
    const h = new History().start(["A-1"]).add("A-1", "s", { kind: "escape", what: "\u001b[2J\nwiped | <b>", action: "refused" });
    const forged = makeReport(h.events, START_MS);
    expect(renderReportText(forged)).not.toContain("\u001b");
    expect(renderReportMarkdown(forged)).toContain("| [2J wiped \\| &lt;b> | refused |");
    expect(renderReportMarkdown(report)).toContain("Fix &lt;the> \\| button");
  });

  it("reads durations as people do", () => {
    expect([0, 840, 12_540, 59_960, 200_000, 18_240_000, 183_600_000].map(durationWords)).toEqual([
      "0 ms",
      "840 ms",
      "12.5 s",
      "1 min 0 s",
      "3 min 20 s",
      "5 h 04 min",
      "2 d 3 h",
    ]);
  });
});

describe("gates that cannot be believed", () => {
  const run = {
    kind: "gate-run",
    gate: "unit",
    tree: "t",
    passed: true,
    cached: false,
    ms: 1,
    changes: [],
    infrastructure: false,
    detail: "",
  } as const;
  const incidents = (history: History) => makeReport(history.events, START_MS).incidents.map(({ kind, what, did }) => [kind, what, did]);

  it("a flake is told with the tests it is about, and blames no change", () => {
    const tests = [{ id: "suite > b", runs: 40, flakes: 3, rate: 0.02 }];
    const history = new History().start([]).add(null, null, { kind: "flake-seen", gate: "unit", tree: "t", changes: ["c"], tests });
    expect(incidents(history.add(null, null, { kind: "flake-seen", gate: "types", tree: "t", changes: [], tests: [] }))).toEqual([
      ["flake", "unit failed and then passed on the same tree: suite > b (3 of 40 runs)", expect.stringContaining("no change was blamed")],
      ["flake", "types failed and then passed on the same tree", expect.stringContaining("no change was blamed")],
    ]);
  });

  it("a gate that contradicts itself is told, and that its exit code decided", () => {
    const notes = ["it ran no test, where earlier runs told of 40"];
    const history = new History()
      .start([])
      .add(null, null, run)
      .add(null, null, { ...run, notes });
    expect(incidents(history)).toEqual([["lying-gate", expect.stringContaining("ran no test"), "let its exit code decide"]]);
  });
});
