import { describe, expect, it } from "vitest";
import type { ScriptStep } from "../../src/agents/script.ts";
import { findDamage } from "../support/damage.ts";
import { bodies, onMain, readStore } from "../support/history.ts";
import { gathered, letGo, MEET } from "../support/meeting.ts";
import { makeWorkplace, type PlannedTask, runAll } from "../support/run.ts";

const BARREL = "src/index.ts";

/** Both tasks begin on one main and add a line at the same place of a file nobody said they would touch. */
function meeting(line: (id: string) => string, more: readonly ScriptStep[] = []): Record<string, PlannedTask> {
  return Object.fromEntries(
    ["QA-001", "QA-002"].map((id) => {
      const add: ScriptStep = { run: ["sh", "-c", `echo '${line(id)}' >> ${BARREL}`], must: true, attempts: [1] };
      return [id, { writes: [`src/${id}.txt`], steps: [MEET, { write: `src/${id}.txt`, content: `${id}\n` }, add, ...more] }];
    }),
  );
}

describe("conflicts that are resolved while landing", () => {
  it("land without another turn of the agent, and history and report tell what was decided", async () => {
    const place = await makeWorkplace({
      files: { [BARREL]: 'export * from "./a";\n' },
      tasks: meeting((id) => `export * from "./${id}";`),
    });
    const running = runAll(place, "--agents", "2");
    await letGo(await gathered(place, 2));
    const { exitCode, report } = await running;
    expect(exitCode).toBe(0);
    expect(((await onMain(place, BARREL)) ?? "").split("\n").sort()).toEqual(
      ["", 'export * from "./QA-001";', 'export * from "./QA-002";', 'export * from "./a";'].sort(),
    );
    const history = await readStore(place);
    expect(bodies(history, "change-returned")).toEqual([]);
    expect(bodies(history, "conflict-resolved")).toMatchObject([{ resolutions: [{ path: BARREL, rung: "insert-only" }] }]);
    expect(report.metrics.conflicts).toMatchObject([
      { kind: "textual", files: [BARREL], resolvedBy: `resolved while landing: ${BARREL} (insert-only)` },
    ]);
    expect(await findDamage(place)).toEqual([]);
  });

  it("come back as conflicts, with all sides and both prompts, when the resolved tree does not pass", async () => {
    const place = await makeWorkplace({
      files: { [BARREL]: 'export * from "./a";\n', "check.sh": `[ $(grep -c QA- ${BARREL}) -lt 2 ]\n` },
      tasks: meeting((id) => `export * from "./${id}";`),
      config: { limits: { returns: 0 } },
    });
    const running = runAll(place, "--agents", "2");
    await letGo(await gathered(place, 2));
    const { exitCode } = await running;
    expect(exitCode).toBe(1);
    const [returned, ...more] = bodies(await readStore(place), "change-returned");
    expect(more).toEqual([]);
    expect(returned?.reason).toMatchObject({ code: "conflict", files: [BARREL] });
    const evidence = returned?.reason.evidence ?? "";
    for (const part of [
      "Resolved while landing, and not so again",
      "check said:",
      "<<<<<<< main",
      "||||||| where both started",
      "======= this change",
    ]) {
      expect(evidence).toContain(part);
    }
    expect(evidence).toMatch(/This change was to do QA-00[12]: Title/);
    expect(evidence).toMatch(/What landed on these files was to do QA-00[12]: Title/);
  });
});
