import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationModel } from "../../../src/plan/forecast/duration-model.ts";
import { simulator } from "../../../src/plan/forecast/simulate.ts";
import { task } from "../tasks.ts";
import { agents, alike, chain, type ForecastFacts, forecast, meetings, unfailing } from "./projects.ts";
import { session, sessions } from "./sessions.ts";

const seed = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };
const IDS = Array.from({ length: 8 }, (_, at) => `T-${at + 1}`);

/** Tasks with dependencies on earlier ones, pairs that conflict, and tasks that run alone. */
const anyProject = fc.record({
  tasks: fc
    .tuple(
      ...IDS.map((_, at) =>
        fc.record({ hours: fc.integer({ min: 1, max: 60 }), before: fc.subarray(IDS.slice(0, at), { maxLength: Math.min(2, at) }) }),
      ),
    )
    .map((all) =>
      all.map(({ hours, before }, at) => task(IDS[at] ?? "", { effort: { minHours: hours, maxHours: hours }, dependsOn: before })),
    ),
  pairs: fc
    .array(fc.tuple(fc.constantFrom(...IDS), fc.constantFrom(...IDS)), { maxLength: 6 })
    .map((all) => all.filter(([a, b]) => a !== b)),
  alone: fc.subarray(IDS, { maxLength: 1 }),
  capacity: fc.integer({ min: 1, max: 4 }),
});

describe("whatever the project, the forecast", () => {
  it("never decreases from P50 to P95, keeps every figure finite, and finishes everything by the last week", () => {
    fc.assert(
      fc.property(anyProject, ({ tasks, pairs, alone, capacity }) => {
        const { perTask, finish, weeks } = forecast(tasks, { capacity, meetings: meetings(pairs, alone), runs: 40 });
        expect(perTask.map((one) => one.task)).toEqual(IDS);
        for (const { p50, p80, p95 } of [...perTask, finish]) {
          expect(p50 > 0 && p50 <= p80 && p80 <= p95 && Number.isFinite(p95)).toBe(true);
        }
        for (const { criticality } of perTask) expect(criticality >= 0 && criticality <= 1).toBe(true);
        expect(weeks.flatMap((week) => week.tasks).toSorted()).toEqual(IDS.toSorted());
        expect(weeks.at(-1)).toMatchObject({ percent: 100, p80Done: 8, p50Done: 8, p20Done: 8 });
        for (const [at, { p80Done, p50Done, p20Done }] of weeks.entries()) {
          expect(p80Done <= p50Done && p50Done <= p20Done).toBe(true);
          expect(p50Done).toBeGreaterThanOrEqual(weeks[at - 1]?.p50Done ?? 0);
        }
      }),
      { numRuns: 60, ...seed },
    );
  });

  it("plays what the dispatcher would do: dependencies first, nothing beside what it conflicts with", () => {
    fc.assert(
      fc.property(anyProject, ({ tasks, pairs, alone, capacity }) => {
        const durations = unfailing(durationModel([]));
        const play = simulator({ tasks, classes: agents(capacity), primary: null, durations, meetings: meetings(pairs, alone) }, 1);
        const { starts, finishes } = play(0);
        const at = (id: string) => ({ start: starts[IDS.indexOf(id)] ?? 0, finish: finishes[IDS.indexOf(id)] ?? 0 });
        const apart = (a: string, b: string) => at(a).finish <= at(b).start || at(b).finish <= at(a).start;
        for (const { id, dependsOn } of tasks) for (const other of dependsOn) expect(at(other).finish).toBeLessThanOrEqual(at(id).start);
        for (const [a, b] of pairs) expect(apart(a, b)).toBe(true);
        for (const one of alone) for (const other of IDS) if (other !== one) expect(apart(one, other)).toBe(true);
        for (const id of IDS) {
          const beside = IDS.filter((other) => at(other).start <= at(id).start && at(id).start < at(other).finish);
          expect(beside.length).toBeLessThanOrEqual(capacity);
        }
      }),
      { numRuns: 150, ...seed },
    );
  });

  it("is the same for the same seed, and hardly another for another one", () => {
    const finish = (seed: number) => forecast(alike(20), { seed }).finish;
    expect(forecast(alike(20), { seed: 3 })).toEqual(forecast(alike(20), { seed: 3 }));
    expect(finish(4)).not.toEqual(finish(3));
    for (const seed of [4, 5, 6]) expect(Math.abs(finish(seed).p80 / finish(3).p80 - 1)).toBeLessThan(0.12);
  });
});

describe("more agents", () => {
  // Only without dependencies, conflicts and failures: with them a list may take longer on more agents (Graham 1969).
  it("never finish a list of independent tasks later, draw for draw", () => {
    const durations = unfailing(durationModel([]));
    const play = (capacity: number) =>
      simulator({ tasks: alike(25), classes: agents(capacity), primary: null, durations, meetings: meetings() }, 1);
    const players = [1, 2, 3, 5, 8, 25].map(play);
    for (let run = 0; run < 60; run++) {
      const makespans = players.map((each) => each(run).makespan);
      for (const [at, makespan] of makespans.entries()) expect(makespan).toBeLessThanOrEqual(makespans[at - 1] ?? Infinity);
    }
  });

  it("bring a project with dependencies and failures forward, in the long run", () => {
    const tasks = [...chain(4), ...alike(12).map((each) => ({ ...each, id: `B-${each.id}` }))];
    const at = (capacity: number) => forecast(tasks, { capacity }).finish;
    expect(at(4).p50).toBeLessThan(at(2).p50);
    expect(at(2).p95).toBeLessThan(at(1).p95);
  });
});

describe("what lengthens a forecast", () => {
  it("failures: the more tries have failed, the later", () => {
    const tries = (failed: number) =>
      sessions(60, { hours: 4, estimateHours: 4 }).map((one, at) => (at % 10 < failed ? { ...one, outcome: "failed" as const } : one));
    const [none, some, many] = [0, 2, 5].map((failed) => forecast(alike(10), { history: tries(failed), capacity: 1 }).finish.p50);
    expect(some).toBeGreaterThan(1.1 * (none ?? 0));
    expect(many).toBeGreaterThan(1.3 * (some ?? 0));
  });

  it("a shared factor: where tasks were late together, the total is less sure, and the middle stays", () => {
    // The same ratios: in turn, and in stretches of twenty as luck has it.
    const ratio = (late: boolean) => ({ estimateHours: 4, hours: late ? 8 : 2 });
    const finishOf = (isLate: (at: number) => boolean) =>
      forecast(alike(30), { history: sessions(200, {}).map((one, at) => ({ ...one, ...ratio(isLate(at)) })), capacity: 1 }).finish;
    const inTurn = finishOf((at) => at % 2 === 0);
    const together = finishOf((at) => "LEELLELEEL"[Math.floor(at / 20)] === "L");
    expect(together.p95 / together.p50).toBeGreaterThan(1.15 * (inTurn.p95 / inTurn.p50));
    expect(Math.abs(together.p50 / inTurn.p50 - 1)).toBeLessThan(0.2);
  });

  it("a collision: what runs side by side at a risk takes longer than what does not", () => {
    const risky = { ...meetings(), softPairs: [{ a: "QA-1", b: "QA-2", probability: 1 }] };
    const [safe, apart] = [forecast(alike(2)), forecast(alike(2), { meetings: risky })];
    expect(apart.finish.p50).toBeGreaterThan(safe.finish.p50);
  });
});

describe("a task that is under way", () => {
  const left = (elapsedHours: number) =>
    forecast(alike(1), { running: [{ task: "QA-1", agentClass: "claude", elapsedHours }], durations: unfailing(durationModel([])) }).finish;

  it("takes what its distribution has beyond the time it has taken: less at first, more and more when it is late", () => {
    const durations = durationModel([]).durationOf({ id: "QA-1", effort: { minHours: 4, maxHours: 4 } });
    expect(left(2).p50).toBeLessThan(left(0).p50);
    expect(left(40).p50).toBeGreaterThan(left(10).p50);
    expect(left(5).p50).toBeCloseTo(durations.sampleLeft(5, 0.5), 0);
    expect(durations.quantile(0.5 + durations.within(5).upTo / 2) - 5).toBeCloseTo(durations.sampleLeft(5, 0.5), 1);
  });

  it("longer than anything ever was still ends some time, and never before now", () => {
    expect(left(1e6).p50).toBeGreaterThan(0);
    expect(Number.isFinite(left(1e6).p95)).toBe(true);
    expect(left(-5).p50).toBeCloseTo(left(0).p50, 0);
  });
});

describe("several tasks that are under way", () => {
  it("more than there are agents for go on all the same, the others wait, and those nobody plans do not count", () => {
    const running = ["QA-1", "QA-2", "QA-3", "GONE"].map((id) => ({ task: id, agentClass: "claude", elapsedHours: 1 }));
    const { perTask } = forecast(alike(4), { running: [...running, { task: "QA-4", agentClass: "nobody", elapsedHours: 1 }], capacity: 1 });
    const [one, two, three, four] = perTask.map(({ p50 }) => p50);
    for (const p50 of [one, two, three]) expect(p50).toBeLessThan(5);
    expect(four).toBeGreaterThan(Math.max(one ?? 0, two ?? 0, three ?? 0));
  });
});

describe("the chance of being done by a moment", () => {
  const chance = (hours: number, facts: ForecastFacts = {}) =>
    forecast(alike(6), { doneBy: { hours, date: null }, ...facts }).doneBy?.probability ?? -1;

  it("grows with it, from nothing to everything, and fits the quantiles", () => {
    const chances = [0, 5, 10, 15, 20, 30, 50, 100, 1_000].map((hours) => chance(hours));
    expect(chances).toEqual(chances.toSorted((a, b) => a - b));
    expect([chances[0], chances.at(-1)]).toEqual([0, 1]);
    const { finish } = forecast(alike(6));
    for (const [quantile, level] of [
      ["p50", 0.5],
      ["p80", 0.8],
      ["p95", 0.95],
    ] as const)
      expect(chance(finish[quantile] + 0.01)).toBeCloseTo(level, 1);
    expect(forecast(alike(6)).doneBy).toBe(null);
  });
});

describe("criticality", () => {
  it("is 1 for every link of a chain, failures or not, and shared by what runs side by side", () => {
    expect(forecast(chain(4)).perTask.map(({ criticality }) => criticality)).toEqual([1, 1, 1, 1]);
    const side = forecast(alike(2)).perTask.map(({ criticality }) => criticality);
    expect((side[0] ?? 0) + (side[1] ?? 0)).toBeCloseTo(1, 5);
    for (const one of side) expect(one).toBeGreaterThan(0.3);
  });
});

describe("absurd and missing input", () => {
  it("no tasks are finished at once", () => {
    expect(forecast([], { doneBy: { hours: 0, date: null } })).toMatchObject({
      perTask: [],
      weeks: [],
      finish: { p50: 0, p80: 0, p95: 0 },
      doneBy: { probability: 1 },
      throughput: null,
    });
  });

  it("missing and absurd estimates leave every figure finite, and the basis says how many are missing", () => {
    const efforts = [
      null,
      { minHours: 0, maxHours: 0 },
      { minHours: -5, maxHours: 3 },
      { minHours: 1e300, maxHours: 1e300 },
      { minHours: Number.NaN, maxHours: 1 },
    ];
    const said = forecast(efforts.map((effort, at) => task(`T-${at}`, { effort })));
    for (const { p50, p95 } of [...said.perTask, said.finish]) expect(p50 > 0 && Number.isFinite(p95)).toBe(true);
    expect(said.basis).toContain("without an estimate are taken for half a day");
    expect(said.weeks.length).toBeLessThanOrEqual(520);
  });

  it("tasks that wait for each other in a circle are left out, the others are forecast", () => {
    const tasks = [task("A", { dependsOn: ["B"] }), task("B", { dependsOn: ["A"] }), task("C", { dependsOn: ["C", "GONE"] })];
    expect(forecast(tasks).perTask.map((one) => one.task)).toEqual(["C"]);
  });

  it("ten thousand tasks are few runs, not a long wait", () => {
    expect(forecast(alike(10_000), { capacity: 16, ...{ runs: undefined as never } }).runs).toBe(30);
  });
});

describe("the basis", () => {
  it("says that nothing is known yet, how much is, and that the last sessions do not fit", () => {
    expect(forecast(alike(2)).basis).toMatch(/^no finished session yet: .* 78,000 finished tasks elsewhere$/);
    expect(forecast(alike(2), { history: [session({})] }).basis).toMatch(/^1 finished session of this repository \(3 %\)/);
    const steady = sessions(90, {}).map((one, at) => ({ ...one, hours: 6 * 2 ** (((at * 7) % 11) / 5 - 1) }));
    const wild = steady.map((one, at) => (at < 60 ? one : { ...one, hours: one.hours ** 3 / 36 }));
    expect(forecast(alike(2), { history: steady }).basis).not.toContain("than forecast");
    expect(forecast(alike(2), { history: wild }).basis).toContain("the last 30 sessions scatter wider than forecast");
  });
});
