import { describe, expect, it } from "vitest";
import type { PredictedPath } from "../../src/core/event.ts";
import { renderReportMarkdown, renderReportText } from "../../src/records/render-report.ts";
import { makeReport } from "../../src/records/report.ts";
import { History, sessionOf } from "./history.ts";

const path = (name: string, probability: number): PredictedPath => ({ path: name, probability });

/** A task that was expected to write `predicted` and changed `changed`. */
function done(
  h: History,
  task: string,
  predicted: readonly PredictedPath[],
  changed: readonly string[],
  unknown: string | null = null,
): void {
  const forecast = { estimateHours: 2, p50Hours: 1, p80Hours: 2 };
  h.open(task).add(task, sessionOf(task), { kind: "session-planned", agentClass: "scripted", ...forecast, predicted, unknown });
  h.agent(task, 1_800_000).land(task);
  h.add(task, sessionOf(task), { kind: "footprint-scored", changed, hours: 0.5 });
}

describe("predicted paths in the report", () => {
  it("are scored against the changed ones: each path alike, patterns by what they cover", () => {
    const h = new History().start(["A-1", "B-22"]);
    done(h, "A-1", [path("src/a.ts", 0.9), path("src/b.ts", 0.6), path("src/c.ts", 0.2)], ["src/a.ts", "src/new.ts"]);
    done(h, "B-22", [path("docs/**", 0.9)], ["docs/x.md", "docs/y.md"]);
    const { metrics, expectations } = makeReport(h.events, h.nowMs);
    expect(metrics.footprint).toEqual({
      precision: 2 / 3,
      recall: 3 / 4,
      calibration: {
        // (2 · |.9 - 1| + |.6 - 0| + |.2 - 0|) / 4
        ece: 0.25,
        bins: [
          { from: 0.2, to: 0.3, paths: 1, predicted: 0.2, observed: 0 },
          { from: 0.6, to: 0.7, paths: 1, predicted: 0.6, observed: 0 },
          { from: 0.9, to: 1, paths: 2, predicted: 0.9, observed: 1 },
        ],
      },
      tasks: 2,
    });
    expect(expectations[0]).toEqual({
      ...{ task: "A-1", predicted: 2, changed: 2, precision: 0.5, recall: 0.5, missed: ["src/new.ts"] },
      ...{ p50Hours: 1, p80Hours: 2, hours: 0.5 },
    });
    const report = makeReport(h.events, h.nowMs);
    expect(renderReportText(report)).toMatch(/A-1 +2 +2 +50 % +50 % .*src\/new\.ts/);
    expect(renderReportMarkdown(report)).toContain("67 % of the predicted ones changed, 75 % of the changed ones predicted");
  });

  it("are not scored where nothing was predicted or nothing is known, and no number is made up", () => {
    const h = new History().start(["A-1", "B-22"]);
    expect(makeReport(h.events, h.nowMs).metrics.footprint).toBeNull();
    done(h, "A-1", [], ["src/a.ts"], "nothing says which files A-1 writes");
    done(h, "B-22", [path("src/b.ts", 0.3)], [], "two words of text");
    const { metrics, expectations } = makeReport(h.events, h.nowMs);
    expect(metrics.footprint).toBeNull();
    expect(expectations.map(({ task, precision, recall }) => [task, precision, recall])).toEqual([
      ["A-1", null, null],
      ["B-22", null, null],
    ]);
  });

  it("count the likeliest path where none is likely, because that is what is leased", () => {
    const h = new History().start(["A-1"]);
    done(h, "A-1", [path("src/a.ts", 0.4), path("src/b.ts", 0.3)], ["src/a.ts"]);
    expect(makeReport(h.events, h.nowMs).metrics.footprint).toMatchObject({ precision: 1, recall: 1, tasks: 1 });
  });
});
