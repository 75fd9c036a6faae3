import { describe, expect, it } from "vitest";
import type { ScriptStep } from "../../src/agents/script.ts";
import { findDamage } from "../support/damage.ts";
import { bodies, onMain, readStore, type StoredHistory } from "../support/history.ts";
import { gathered, letGo, MEET } from "../support/meeting.ts";
import { makeWorkplace, ROADMAP, runAll, SESSIONS } from "../support/run.ts";

/** What every prompt of the paper procedure asks for: list yourself, tick yourself off. */
function paperwork(id: string): ScriptStep {
  const lines = [
    `sed -i 's/^## Now$/## Now (${id} is on it)/' ${ROADMAP}`,
    `sed -i '/^### ${id}:/,/Status/ s/Not Started/Complete/' ${ROADMAP}`,
    `echo '- Session-20260105-${id}-0123abcd: ${id}' >> ${SESSIONS}`,
  ];
  return { run: ["sh", "-c", lines.join(" && ")], must: true };
}

/** Adds a word to the one line of a function two tasks share: side by side these conflict, one after the other they do not. */
function extend(file: string, word: string): ScriptStep {
  return { run: ["sed", "-i", `s/^layout:/& ${word}/`, file], must: true, again: true };
}

/** When each task's agent started and when its change landed, as positions in the history. */
function position(history: StoredHistory, kind: "agent-started" | "change-landed", task: string): number {
  return history.events.findIndex((event) => event.task === task && event.body.kind === kind);
}

describe('failure 2: "zero file overlap"', () => {
  it("two tasks that share only bookkeeping files work at the same time, and their bookkeeping never conflicts", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": { writes: ["src/one.txt"], steps: [MEET, { write: "src/one.txt", content: "one\n" }, paperwork("QA-001")] },
        "QA-002": { writes: ["src/two.txt"], steps: [MEET, { write: "src/two.txt", content: "two\n" }, paperwork("QA-002")] },
      },
    });
    const running = runAll(place, "--agents", "2");
    await letGo(await gathered(place, 2));
    const { exitCode, report } = await running;
    expect(exitCode).toBe(0);
    expect(report.metrics.conflicts).toEqual([]);
    const history = await readStore(place);
    expect(bodies(history, "change-returned")).toEqual([]);
    const roadmap = (await onMain(place, ROADMAP)) ?? "";
    expect(roadmap).not.toMatch(/Not Started|is on it/);
    expect(await onMain(place, SESSIONS)).not.toContain("0123abcd");
    expect(await findDamage(place)).toEqual([]);
  });

  it("two tasks that name the same function are ordered: the second begins with the first's work", async () => {
    const place = await makeWorkplace({
      files: { "src/layout.txt": "layout:\n" },
      tasks: {
        "QA-033": { writes: ["src/layout.txt"], steps: [extend("src/layout.txt", "wide")] },
        "QA-034": { writes: ["src/layout.txt"], steps: [extend("src/layout.txt", "high")] },
      },
    });
    const { exitCode, report } = await runAll(place, "--agents", "2");
    expect(exitCode).toBe(0);
    expect(await onMain(place, "src/layout.txt")).toBe("layout: high wide\n");
    const history = await readStore(place);
    expect(position(history, "agent-started", "QA-034")).toBeGreaterThan(position(history, "change-landed", "QA-033"));
    expect(bodies(history, "change-returned")).toEqual([]);
    expect(report.metrics.conflicts).toEqual([]);
  });

  it("an overlap nobody declared comes back to the later agent with evidence, and both tasks' work ends on main", async () => {
    const place = await makeWorkplace({
      files: { "src/layout.txt": "layout:\n" },
      tasks: {
        "QA-033": { writes: ["src/wide.txt"], steps: [MEET, extend("src/layout.txt", "wide")] },
        "QA-034": { writes: ["src/high.txt"], steps: [MEET, extend("src/layout.txt", "high")] },
      },
    });
    const running = runAll(place, "--agents", "2");
    await letGo(await gathered(place, 2));
    const { exitCode, report } = await running;
    expect(exitCode).toBe(0);
    expect(await onMain(place, "src/layout.txt")).toMatch(/^layout: (?:high wide|wide high)\n$/);
    const [returned, ...more] = bodies(await readStore(place), "change-returned");
    expect(more).toEqual([]);
    expect(returned?.reason).toMatchObject({ code: "conflict", files: ["src/layout.txt"] });
    expect(returned?.reason.evidence).toMatch(/wide/);
    expect(report.metrics.conflicts).toHaveLength(1);
    expect(report.metrics.conflicts[0]?.tasks.toSorted()).toEqual(["QA-033", "QA-034"]);
    expect(report.metrics.conflicts[0]?.resolvedBy).not.toBeNull();
    expect(await findDamage(place)).toEqual([]);
  });

  it("of twins only one agent works; the other task ends as done by it, by its own acceptance", async () => {
    const twin = {
      writes: ["src/fix.txt"],
      acceptance: "grep -q fixed src/fix.txt",
      steps: [{ write: "src/fix.txt", content: "fixed\n" }],
    };
    const place = await makeWorkplace({ tasks: { "QA-015": twin, "QA-016": twin } });
    const { exitCode, report } = await runAll(place, "--agents", "2");
    expect(exitCode).toBe(0);
    const history = await readStore(place);
    expect(history.sessions.map(({ task }) => task)).toEqual(["QA-015"]);
    expect(bodies(history, "done-by")).toMatchObject([{ other: "QA-015" }]);
    expect(report.metrics.tasks).toMatchObject({ total: 2, landed: 1, doneBy: 1, failed: 0 });
  });

  it("twins that nobody recognised and that worked side by side still end as one change and one done-by", async () => {
    const twin = (own: string) => ({
      writes: [own],
      acceptance: "grep -q fixed src/fix.txt",
      steps: [MEET, { write: "src/fix.txt", content: "fixed\n" }],
    });
    const place = await makeWorkplace({ tasks: { "QA-015": twin("src/fifteen.txt"), "QA-016": twin("src/sixteen.txt") } });
    const running = runAll(place, "--agents", "2");
    await letGo(await gathered(place, 2));
    const { exitCode, report } = await running;
    expect(exitCode).toBe(0);
    const { sessions } = await readStore(place);
    expect(sessions.map(({ state }) => state).toSorted()).toEqual(["archived", "done-by"]);
    expect(report.metrics.tasks).toMatchObject({ total: 2, landed: 1, doneBy: 1, failed: 0 });
    expect(await findDamage(place)).toEqual([]);
  });
});
