import { describe, expect, it } from "vitest";
import { DATA_SETS, openDataSet } from "../../../bench/forecast/data-sets.ts";
import { OURS, oneByOne } from "../../../bench/forecast/one-by-one.ts";
import { measureProjects } from "../../../bench/forecast/projects.ts";
import { trueProject } from "../../../bench/forecast/true-project.ts";
import { seededRandom } from "../../../src/core/seeded-random.ts";
import { durationModel } from "../../../src/plan/forecast/duration-model.ts";
import { normalShare } from "../../../src/plan/forecast/normal.ts";

const DATA = new URL("../../../../shared/data/estimates", import.meta.url).pathname;
/** Of the largest collection a stretch is enough, and costs a tenth. */
const TASKS_MAX = 8_000;

describe("on a history whose truth is known", () => {
  // One agent class, three kinds a fifth apart, peaked ratios with heavy tails; agents take a seventh of the human hours.
  const truth = { scale: -2, taskSpread: 1, projectSpread: 0, failure: 0 };
  const places = durationModel(trueProject(truth, 700, 11).past)
    .scores()
    .map((score) => normalShare(score));
  const covered = (level: number) => places.filter((place) => place <= level).length / places.length;

  it("tasks come in under P50, P80 and P95 as often as these say", () => {
    expect(places.length).toBe(400);
    expect(Math.abs(covered(0.5) - 0.5)).toBeLessThan(0.06);
    expect(Math.abs(covered(0.8) - 0.8)).toBeLessThan(0.05);
    expect(Math.abs(covered(0.95) - 0.95)).toBeLessThan(0.03);
  });

  it("open tasks of a whole project come in under P80 and P95 about as often, at the start and weeks later", () => {
    const { tasks, weeks } = measureProjects({ name: "", past: 60, scaleMiddle: -2, scaleSpread: 0.5 }, 30, 3);
    for (const [, p80, p95] of tasks) {
      expect(p80?.mean).toBeGreaterThan(0.66);
      expect(p80?.mean).toBeLessThan(0.9);
      expect(p95?.mean).toBeGreaterThan(0.84);
    }
    // "At least so many by the end of the week with 80 %".
    for (const [p80Done] of weeks) expect(p80Done?.mean).toBeGreaterThan(0.64);
  });
});

describe("on public collections of estimates", () => {
  for (const set of DATA_SETS) {
    const all = openDataSet(set, DATA);
    if (all === null) process.stderr.write(`calibration on ${set.name} is not tested: ${set.files.join(", ")} not found\n`);
    it.skipIf(all === null)(
      `${set.name}: P80 and P95 hold within 3 points, and the forecast is sharper than every past ratio alike`,
      () => {
        const scores = oneByOne((all ?? []).slice(0, TASKS_MAX), 5, seededRandom(1), () => true);
        const ours = scores.get(OURS);
        const [, , p80 = 0, p95 = 0] = ours?.coverage ?? [];
        expect(Math.abs(p80 - 0.8)).toBeLessThan(0.03);
        expect(Math.abs(p95 - 0.95)).toBeLessThan(0.03);
        expect(ours?.pinball).toBeLessThan(0.96 * (scores.get("pooled empirical (EBS)")?.pinball ?? 0));
      },
    );
  }
});
