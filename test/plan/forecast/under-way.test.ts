import { describe, expect, it } from "vitest";
import { durationModel } from "../../../src/plan/forecast/duration-model.ts";
import { durationsNow } from "../../../src/plan/forecast/under-way.ts";
import { agents, alike } from "./projects.ts";
import { sessions } from "./sessions.ts";

describe("what is still running", () => {
  const tasks = alike(10, 6);
  const history = sessions(6, { estimateHours: 6, hours: 1 });
  const running = (elapsedHours: number) => tasks.slice(6).map(({ id }) => ({ task: id, agentClass: "claude", elapsedHours }));
  const median = (elapsedHours: number) =>
    durationsNow(history, agents(4), running(elapsedHours), (id) => tasks.find((task) => task.id === id))
      .durationOf({ id: "QA-99", effort: { minHours: 6, maxHours: 6 } }, "claude")
      .quantile(0.8);

  it("teaches that tasks are longer than the first ones that finished, the more the longer it runs", () => {
    const finished = durationModel(history, agents(4)).durationOf({ id: "QA-99", effort: { minHours: 6, maxHours: 6 } }, "claude");
    expect(median(20)).toBeGreaterThan(1.5 * finished.quantile(0.8));
    expect(median(40)).toBeGreaterThan(median(20));
    expect(Math.abs(median(0) / finished.quantile(0.8) - 1)).toBeLessThan(0.3);
  });

  it("is no finished session: their number and how they were forecast stay, and unknown tasks teach nothing", () => {
    const now = durationsNow(history, agents(4), running(20), (id) => tasks.find((task) => task.id === id));
    expect([now.sessions, now.scores().length]).toEqual([6, 6]);
    const without = durationsNow(history, agents(4), running(20), () => undefined);
    expect(without.durationOf(tasks[0] ?? { id: "", effort: null }).quantile(0.8)).toBe(
      durationModel(history, agents(4))
        .durationOf(tasks[0] ?? { id: "", effort: null })
        .quantile(0.8),
    );
  });
});
