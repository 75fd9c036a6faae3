import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { planningHere } from "../../src/coordinator/planning-here.ts";
import type { PlanningWish } from "../../src/coordinator/planning-input.ts";
import { bodies, readStore } from "../support/history.ts";
import { writeFiles } from "../support/repository.ts";
import { makeWorkplace, pushAll, runAll, signalbox } from "../support/run.ts";

const wish = { agents: 2, agent: null, primary: null, only: null };

describe("learning from finished sessions", () => {
  it("a later plan knows what the first run's sessions took, against what was estimated, and forecasts by it", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": { writes: ["src/one.txt"], steps: [{ think: 300 }, { write: "src/one.txt", content: "one\n" }] },
        "QA-002": { writes: ["src/two.txt"], acceptance: "false", steps: [{ write: "src/two.txt", content: "two\n" }] },
        "QA-003": { writes: ["src/three.txt"], steps: [{ write: "src/three.txt", content: "three\n" }] },
      },
      config: { limits: { returns: 0 } },
    });
    expect((await planningHere(place.clone, wish)).history).toEqual([]);
    await runAll(place, "--agents", "2", "--only", "QA-001,QA-002");
    const { history } = await planningHere(place.clone, wish);
    const told = history.map(({ task, agentClass, kind, outcome, tries }) => `${task} ${agentClass} ${kind} ${outcome} ${tries}`);
    expect(told.toSorted()).toEqual(["QA-001 scripted QA done 1", "QA-002 scripted QA failed 1"]);
    const done = history.find(({ outcome }) => outcome === "done");
    // Seconds, where the text says one or two human hours.
    expect(done?.estimateHours).toBeCloseTo(Math.SQRT2, 6);
    expect(done?.hours).toBeGreaterThan(0.3 / 3_600);
    expect(done?.hours).toBeLessThan(0.1);

    await runAll(place, "--agents", "2", "--only", "QA-003");
    const planned = bodies(await readStore(place), "session-planned");
    const [first, last] = [planned[0], planned.at(-1)];
    expect(first?.p50Hours).toBeGreaterThan(0.5);
    expect(last?.p50Hours).toBeLessThan(first?.p50Hours ?? 0);
    expect(JSON.parse((await signalbox(place, "report", "--json")).printed).report.expectations).toMatchObject([
      { task: "QA-003", predicted: 1, changed: 1, precision: 1, recall: 1, missed: [] },
    ]);
  });
});

describe("classes of agents", () => {
  it("all that have a capacity share a run, no more of each than its capacity, and each session keeps its own agent", async () => {
    const step = (name: string) => [{ think: 2_000 }, { write: `src/${name}.txt`, content: `${name}\n` }];
    const names = ["a", "b", "c"];
    const place = await makeWorkplace({
      tasks: Object.fromEntries(names.map((name, index) => [`QA-00${index + 1}`, { writes: [`src/${name}.txt`], steps: step(name) }])),
    });
    const script = "../script.json";
    const agents = {
      quick: { driver: "scripted", script, capacity: 1, speed: 2, costPerHour: 3 },
      slow: { driver: "scripted", script, capacity: 1 },
      spare: { driver: "scripted", script },
    };
    const config = JSON.parse(await readFile(join(place.clone, "signalbox.yaml"), "utf8"));
    await writeFiles(place.clone, { "signalbox.yaml": JSON.stringify({ ...config, agents }) });
    await pushAll(place.clone, "Two classes");
    const { exitCode, report } = await runAll(place);
    expect(exitCode).toBe(0);
    expect(report.run.agents).toBe(2);
    const history = await readStore(place);
    const counts = new Map<string, number>();
    for (const { agent, slot } of history.sessions) {
      counts.set(agent, (counts.get(agent) ?? 0) + 1);
      expect([agent, slot < 1 ? "quick" : "slow"]).toEqual([agent, agent]);
    }
    expect([...counts.keys()].sort()).toEqual(["quick", "slow"]);
    expect(bodies(history, "session-planned").map(({ agentClass }) => agentClass)).toEqual(history.sessions.map(({ agent }) => agent));
  });

  it("--agent names one, and --agents takes the first ones configured", async () => {
    const agents = { quick: { capacity: 2 }, slow: { capacity: 3 } };
    const configured = Object.fromEntries(
      Object.entries(agents).map(([name, more]) => [name, { driver: "scripted", script: "x.json", ...more }]),
    );
    const place = await makeWorkplace({ tasks: { "QA-001": { steps: [] } }, config: { agents: configured } });
    const classes = async (more: Partial<PlanningWish>) =>
      (await planningHere(place.clone, { ...wish, agents: null, ...more })).classes.map(({ name, capacity }) => `${name} ${capacity}`);
    expect(await classes({})).toEqual(["quick 2", "slow 3"]);
    expect(await classes({ agents: 3 })).toEqual(["quick 2", "slow 1"]);
    expect(await classes({ agents: 1 })).toEqual(["quick 1"]);
    expect(await classes({ agent: "slow" })).toEqual(["slow 3"]);
    expect(await classes({ agent: "slow", agents: 5 })).toEqual(["slow 5"]);
    await expect(classes({ agent: "nobody" })).rejects.toThrow("expected an agent of signalbox.yaml (quick, slow), got `nobody`");
  });
});
