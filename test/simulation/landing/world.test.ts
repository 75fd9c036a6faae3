import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/core/seeded-random.ts";
import { burstArrivals, poissonArrivals, recordedArrivals } from "../../../src/simulation/landing/arrivals.ts";
import { worldParameters } from "../../../src/simulation/landing/base-parameters.ts";
import { tellings } from "../../../src/simulation/landing/faults.ts";
import { Timeline } from "../../../src/simulation/landing/timeline.ts";
import { fateOf } from "../../../src/simulation/landing/workers.ts";
import { makeWorld } from "../../../src/simulation/landing/world.ts";

const COUNT = 400;
const crowd = (replaced = {}) => makeWorld(worldParameters(replaced), 7, { arrivalsMs: Array.from({ length: COUNT }, (_, at) => at) });

/** Share of all pairs for which something holds. */
function shareOfPairs(holds: (a: number, b: number) => boolean): number {
  let held = 0;
  for (let b = 0; b < COUNT; b++) for (let a = 0; a < b; a++) if (holds(a, b)) held++;
  return held / ((COUNT * (COUNT - 1)) / 2);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("a drawn world", () => {
  it("has bad changes, overlaps and breaking pairs as often as its parameters say", () => {
    const world = crowd({ failure: 0.2, overlap: 0.26 });
    expect(world.changes.filter(({ bad }) => bad).length / COUNT).toBeCloseTo(0.2, 1);
    expect(shareOfPairs(world.overlaps)).toBeCloseTo(0.26, 2);
    expect(shareOfPairs((a, b) => world.overlaps(a, b) && world.breaks(a, b)) / 0.26).toBeCloseTo(0.033, 2);
    expect(shareOfPairs((a, b) => !world.overlaps(a, b) && world.breaks(a, b))).toBeLessThan(0.002);
  });

  it("says the same of a pair whichever way it is asked", () => {
    const world = crowd({ overlap: 0.3, edgesDropped: 0.3, edgesAdded: 0.3 });
    for (const ask of [world.overlaps, world.seen, world.breaks]) expect(shareOfPairs((a, b) => ask(a, b) !== ask(b, a))).toBe(0);
  });

  it("shows the queue the real overlaps, less those dropped, and as many false ones as asked for", () => {
    const exact = crowd({ overlap: 0.1 });
    expect(shareOfPairs((a, b) => exact.seen(a, b) !== exact.overlaps(a, b))).toBe(0);
    const wrong = crowd({ overlap: 0.1, edgesDropped: 0.5, edgesAdded: 1 });
    expect(shareOfPairs((a, b) => wrong.overlaps(a, b) && wrong.seen(a, b))).toBeCloseTo(0.05, 2);
    expect(shareOfPairs((a, b) => !wrong.overlaps(a, b) && wrong.seen(a, b))).toBeCloseTo(0.1, 2);
  });

  it("is the same for the same seed and another for another", () => {
    const world = (seed: number) => makeWorld(worldParameters(), seed).changes;
    expect(world(3)).toEqual(world(3));
    expect(world(3)).not.toEqual(world(4));
  });
});

describe("arrivals", () => {
  it("come at the rate asked for, in order", () => {
    const times = poissonArrivals(seededRandom(5), 20, 100);
    expect(times.length / 100).toBeCloseTo(20, -1);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
  });

  it("come in bursts, or as recorded and pressed together", () => {
    expect(burstArrivals(2, 10, 2)).toEqual([0, 0, 10, 10]);
    expect(recordedArrivals([900, 100, 500], 2)).toEqual([0, 1_800_000, 3_600_000]);
    expect(recordedArrivals([100, 100], 2)).toEqual([0, 0]);
  });
});

describe("a run", () => {
  const order = { id: "r", assumes: [], changes: ["c0", "c1"], tests: null };
  const fates = (replaced: object, faults: Parameters<typeof fateOf>[2], of = order, trouble = {}) => {
    const random = seededRandom(11);
    const world = crowd(replaced);
    return Array.from({ length: 4_000 }, () => fateOf(world, of, faults, random, 0, trouble));
  };
  const broken = [{ test: "bad:c1", culprit: 1 }];

  it("takes the mean time, and a short one its share", () => {
    const minutes = (all: readonly { durationMs: number }[]) => mean(all.map(({ durationMs }) => durationMs)) / 60_000;
    expect(minutes(fates({}, []))).toBeCloseTo(8, 0);
    expect(minutes(fates({ retryShare: 0.5 }, [], { ...order, tests: ["x"] as never }))).toBeCloseTo(4, 0);
  });

  it("always fails on a broken tree, naming the test, and the culprit as often as blame has it", () => {
    const verdicts = fates({ flake: 0 }, broken).map(({ verdict }) => verdict);
    expect(verdicts.every((verdict) => verdict.kind === "failed" && verdict.tests.includes("bad:c1"))).toBe(true);
    expect(mean(verdicts.map((verdict) => Number(verdict.kind === "failed" && verdict.suspects[0] === "c1")))).toBeCloseTo(0.7, 1);
  });

  it("fails for nothing as often as flakes have it, also a short one", () => {
    const failed = (all: ReturnType<typeof fates>) => mean(all.map(({ verdict }) => Number(verdict.kind === "failed")));
    expect(failed(fates({ flake: 0.1 }, []))).toBeCloseTo(0.1, 1);
    expect(failed(fates({ flake: 0.1 }, broken, { ...order, tests: ["other"] as never }))).toBeCloseTo(0.1, 1);
  });

  it("says that a broken tree passes only where its worker lies", () => {
    const lied = fates({ flake: 0 }, broken, order, { lying: 0.3 });
    expect(lied.filter(({ verdict }) => verdict.kind === "passed").every((fate) => fate.lied)).toBe(true);
    expect(mean(lied.map((fate) => Number(fate.lied)))).toBeCloseTo(0.3, 1);
  });
});

describe("planned faults", () => {
  it("tell events late and twice as often as they say, the second time never before the first", () => {
    const random = seededRandom(5);
    const told = Array.from({ length: 4_000 }, () => tellings({ late: 0.3, duplicate: 0.2, lateMinutesMax: 6 }, random));
    expect(mean(told.map((times) => Number((times[0] ?? 0) > 0)))).toBeCloseTo(0.3, 1);
    expect(mean(told.map((times) => times.length - 1))).toBeCloseTo(0.2, 1);
    expect(told.every(([first = 0, second = first]) => second >= first && second <= 12 * 60_000)).toBe(true);
    expect(tellings({}, random)).toEqual([0]);
  });
});

describe("the timeline", () => {
  it("gives what is planned back by time, and in the order of planning within one moment", () => {
    const random = seededRandom(3);
    const timeline = new Timeline<number>();
    const planned = Array.from({ length: 500 }, (_, item) => ({ atMs: Math.floor(random.fraction() * 50), item }));
    for (const { atMs, item } of planned) timeline.add(atMs, item);
    const given = Array.from({ length: 500 }, () => timeline.next());
    expect(given).toMatchObject(planned.slice().sort((a, b) => a.atMs - b.atMs || a.item - b.item));
    expect(timeline.next()).toBeUndefined();
  });
});
