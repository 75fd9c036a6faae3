import { describe, expect, it } from "vitest";
import { type Moment, momentText, startMortal } from "../../support/crash.ts";
import { findDamage } from "../../support/damage.ts";
import { bodies, onMain, readStore } from "../../support/history.ts";
import { makeWorkplace, runAll, signalbox } from "../../support/run.ts";

const at = (when: Moment["when"], fact: string, nth = 1): Moment => ({ when, fact, nth });
const write = (content: string) => ({ write: "src/a.txt", content });
const MINUTES = 60_000;

describe("killed while a session waits", () => {
  it.each([
    at("after", "session-patched", 2),
    at("before", "event-agent-ended"),
    at("after", "event-agent-ended"),
    at("before", "session-waiting-input"),
    at("after", "session-waiting-input"),
    at("after", "lease-narrowed"),
  ])(
    "for a person, $when $fact $nth: the question stands, its answer reaches the next turn, and everything lands once",
    async (moment) => {
      const place = await makeWorkplace({
        tasks: {
          "QA-001": { writes: ["src/a.txt"], steps: [write("draft\n"), { ask: "Is this right?" }, write("right\n")] },
          "QA-002": { writes: ["src/a.txt", "src/b.txt"], steps: [{ write: "src/b.txt", content: "b\n" }] },
        },
      });
      const killed = startMortal(place, 1, moment);
      expect(await killed.ended, `${momentText(moment)}: ${killed.output()}`).toBe("SIGKILL");
      const first = await runAll(place, "--agents", "1");
      expect(first.exitCode).toBe(1);
      expect((await readStore(place)).sessions.find(({ task }) => task === "QA-001")).toMatchObject({
        ...{ state: "waiting-input", question: "Is this right?", answer: null },
      });
      expect(await onMain(place, "src/b.txt")).toBe("b\n");
      expect((await signalbox(place, "answer", "QA-001", "no")).exitCode).toBe(0);
      expect((await runAll(place, "--agents", "1")).exitCode).toBe(0);
      expect(await onMain(place, "src/a.txt")).toBe("right\n");
      expect(await findDamage(place)).toEqual([]);
    },
    10 * MINUTES,
  );

  it.each([
    at("before", "session-working"),
    at("after", "session-working"),
    at("after", "session-patched"),
    at("after", "event-agent-started"),
    at("before", "session-submitted"),
    at("after", "change-submitted"),
  ])(
    "between its answer and the turn that begins with it, $when $fact $nth: the answer is taken up once and not again",
    async (moment) => {
      const place = await makeWorkplace({
        tasks: {
          "QA-001": {
            writes: ["src/a.txt"],
            steps: [{ ask: "Which word?" }, write("good\n")],
            acceptance: "grep -q good src/a.txt",
          },
        },
      });
      expect((await runAll(place)).exitCode).toBe(1);
      expect((await signalbox(place, "answer", "QA-001", "good")).exitCode).toBe(0);
      const killed = startMortal(place, 1, moment);
      expect(await killed.ended, `${momentText(moment)}: ${killed.output()}`).toBe("SIGKILL");
      expect((await runAll(place)).exitCode).toBe(0);
      const history = await readStore(place);
      expect(history.sessions).toMatchObject([{ state: "archived", question: null, answer: null }]);
      expect(bodies(history, "answered")).toHaveLength(1);
      expect(await findDamage(place)).toEqual([]);
    },
    10 * MINUTES,
  );

  it.each([
    at("before", "session-rate-limited"),
    at("after", "session-rate-limited"),
    at("before", "session-working", 2),
    at("after", "session-working", 2),
  ])(
    "for its quota, $when $fact $nth: it goes on when that is over, and lands once",
    async (moment) => {
      const place = await makeWorkplace({
        tasks: { "QA-001": { writes: ["src/a.txt"], steps: [{ limited: 3_000 }, write("done\n")] } },
      });
      const killed = startMortal(place, 1, moment);
      expect(await killed.ended, `${momentText(moment)}: ${killed.output()}`).toBe("SIGKILL");
      expect((await runAll(place)).exitCode).toBe(0);
      expect(await onMain(place, "src/a.txt")).toBe("done\n");
      expect(bodies(await readStore(place), "session-opened")).toHaveLength(1);
      expect(await findDamage(place)).toEqual([]);
    },
    10 * MINUTES,
  );
});
