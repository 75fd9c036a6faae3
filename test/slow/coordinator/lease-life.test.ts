import { describe, expect, it } from "vitest";
import type { EventBody } from "../../../src/core/event.ts";
import { startMortal } from "../../support/crash.ts";
import { findDamage } from "../../support/damage.ts";
import { bodies, readStore, type StoredHistory } from "../../support/history.ts";
import { makeWorkplace, runAll } from "../../support/run.ts";

const think = (ms: number) => ({ think: ms });
const write = (path: string, content = "x\n") => ({ write: path, content });

const seqOf = ({ events }: StoredHistory, task: string, is: (body: EventBody) => boolean) =>
  events.find((event) => event.task === task && is(event.body))?.seq ?? Number.NaN;
const opened = (history: StoredHistory, task: string) => seqOf(history, task, ({ kind }) => kind === "session-opened");
const landed = (history: StoredHistory, task: string) =>
  seqOf(history, task, (body) => body.kind === "session-moved" && body.to === "landed");

describe("a lease that follows what its session touches", () => {
  it("killed around every step of a lease's life, it is widened, narrowed and scored exactly as without", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": {
          writes: ["src/a.txt"],
          steps: [write("src/a.txt"), write("src/b.txt"), think(500), { part: "First" }, think(1_500), write("src/c.txt"), think(500)],
        },
      },
    });
    const moments = [
      { when: "before", fact: "lease-extended", nth: 1 },
      { when: "after", fact: "lease-extended", nth: 1 },
      { when: "before", fact: "lease-narrowed", nth: 1 },
      { when: "after", fact: "lease-narrowed", nth: 1 },
      { when: "after", fact: "lease-extended", nth: 1 },
      { when: "before", fact: "event-footprint-scored", nth: 1 },
      { when: "after", fact: "event-footprint-scored", nth: 1 },
    ] as const;
    for (const moment of moments) {
      const coordinator = startMortal(place, 1, moment);
      expect(await coordinator.ended, `${moment.when} ${moment.fact}, after:\n${coordinator.output()}`).toBe("SIGKILL");
    }
    const { exitCode, report } = await runAll(place);
    const history = await readStore(place);
    expect(await findDamage(place)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(bodies(history, "lease-extended").flatMap(({ paths }) => paths)).toEqual(["src/b.txt", "src/c.txt"]);
    expect(bodies(history, "lease-narrowed").map(({ dropped }) => dropped)).toEqual([["src/a.txt", "src/b.txt"]]);
    expect(bodies(history, "footprint-scored").map(({ changed }) => changed)).toEqual([["src/a.txt", "src/b.txt", "src/c.txt"]]);
    expect(report.metrics.footprint).toMatchObject({ precision: 1, recall: 1 / 3, tasks: 1 });
  }, 240_000);

  it("killed between seeing a path and leasing it, the next coordinator leases it before anything else starts", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": { writes: ["src/one.txt"], steps: [write("src/two.txt"), think(1_500), write("src/one.txt")] },
        "QA-002": { writes: ["src/two.txt"], steps: [write("src/two.txt", "second\n")] },
      },
    });
    const killed = startMortal(place, 1, { when: "after", fact: "event-footprint-observed", nth: 1 });
    expect(await killed.ended, killed.output()).toBe("SIGKILL");
    expect(bodies(await readStore(place), "lease-extended")).toEqual([]);
    const { exitCode } = await runAll(place, "--agents", "2");
    const history = await readStore(place);
    expect(bodies(history, "lease-extended")).toEqual([{ kind: "lease-extended", paths: ["src/two.txt"], granted: true, holder: null }]);
    expect(opened(history, "QA-002")).toBeGreaterThan(landed(history, "QA-001"));
    expect(exitCode).toBe(0);
    expect(await findDamage(place)).toEqual([]);
  });
});
