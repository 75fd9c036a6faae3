import { describe, expect, it } from "vitest";
import { bodies, readStore } from "../support/history.ts";
import { gathered, letGo, MEET } from "../support/meeting.ts";
import { makeWorkplace, runAll, signalbox } from "../support/run.ts";

const TEST = 'it("adds", () => {\n  expect(total([1])).toBe(1);\n  expect(total([])).toBe(0);\n});\n';

describe("a change that weakens tests", () => {
  it("is told once, with the lines, is tested alone, and is in the report", async () => {
    const place = await makeWorkplace({
      files: { "test/orders.test.ts": TEST },
      tasks: {
        "QA-001": {
          writes: ["test/orders.test.ts"],
          steps: [MEET, { write: "test/orders.test.ts", content: TEST.replace("  expect(total([])).toBe(0);\n", "") }],
        },
        "QA-002": { writes: ["src/two.txt"], steps: [MEET, { write: "src/two.txt", content: "two\n" }] },
      },
    });
    const running = runAll(place, "--agents", "2");
    await letGo(await gathered(place, 2));
    const { exitCode, report } = await running;
    expect(exitCode).toBe(0);
    const history = await readStore(place);
    const what = "removes 1 assertion of test/orders.test.ts";
    const [flagged, ...more] = bodies(history, "change-flagged");
    expect(more).toEqual([]);
    expect(flagged?.weakenings).toEqual([{ path: "test/orders.test.ts", what, lines: ["expect(total([])).toBe(0);"] }]);
    const runs = bodies(history, "gate-run").filter(({ changes }) => changes.includes(flagged?.change ?? ""));
    expect(runs.length).toBeGreaterThan(0);
    for (const { changes } of runs) expect(changes).toEqual([flagged?.change]);
    expect(report.incidents).toMatchObject([{ kind: "tests-weakened", task: "QA-001", what: `its change ${what}` }]);
    expect((await signalbox(place, "logs", flagged?.change.replace(/\.\d+$/, "") ?? "")).printed).toContain(
      `flagged, tested alone: ${what}`,
    );
  });
});
