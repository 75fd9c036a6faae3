import { describe, expect, it } from "vitest";
import { type Moment, momentText, startMortal } from "../support/crash.ts";
import { findDamage, livingProcesses } from "../support/damage.ts";
import { bodies, onMain, readStore } from "../support/history.ts";
import { writeFiles } from "../support/repository.ts";
import { makeWorkplace, pushAll, runAll, startSignalbox } from "../support/run.ts";
import { until } from "../support/until.ts";

/**
 * One task's whole life, killed at every step: each line is one coordinator that dies at that moment, and the next one
 * begins with what it left. Counts are per process. The task lands a part, comes back once, lands, and is verified.
 */
const LIFE: readonly Moment[] = [
  { when: "before", fact: "run-opened", nth: 1 },
  { when: "after", fact: "run-opened", nth: 1 },
  { when: "before", fact: "session-opened", nth: 1 },
  { when: "after", fact: "session-opened", nth: 1 },
  { when: "after", fact: "session-preparing", nth: 1 },
  { when: "after", fact: "session-working", nth: 1 },
  { when: "after", fact: "event-agent-started", nth: 1 },
  { when: "after", fact: "event-agent", nth: 2 },
  { when: "after", fact: "change-submitted", nth: 1 },
  { when: "after", fact: "change-testing", nth: 1 },
  { when: "before", fact: "push-closed", nth: 1 },
  { when: "after", fact: "change-submitted", nth: 1 },
  { when: "after", fact: "session-submitted", nth: 1 },
  { when: "after", fact: "session-gated", nth: 1 },
  { when: "after", fact: "change-returned", nth: 1 },
  { when: "before", fact: "session-working", nth: 1 },
  { when: "after", fact: "event-agent-ended", nth: 1 },
  { when: "after", fact: "session-submitted", nth: 1 },
  { when: "before", fact: "change-pushing", nth: 1 },
  { when: "after", fact: "session-candidate", nth: 1 },
  { when: "after", fact: "push-journalled", nth: 1 },
  { when: "before", fact: "change-landed", nth: 1 },
  { when: "after", fact: "change-landed", nth: 1 },
  { when: "after", fact: "session-landed", nth: 1 },
  { when: "before", fact: "push-closed", nth: 1 },
  { when: "before", fact: "event-verify", nth: 1 },
  { when: "after", fact: "session-verified", nth: 1 },
  { when: "after", fact: "push-journalled", nth: 1 },
  { when: "before", fact: "event-change-landed", nth: 1 },
  { when: "before", fact: "run-ended", nth: 1 },
];

/** A draft the first time its agent gets that far, the real thing when it comes back. */
const DRAFT_FIRST = 'if test -f "$HOME/came-back"; then echo good > src/c.txt; else touch "$HOME/came-back"; echo draft > src/c.txt; fi';

describe("promise 7: kill -9 anywhere is safe", () => {
  it("a task whose coordinator is killed at every step of its life ends exactly once, and nothing is lost", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": {
          writes: ["src"],
          acceptance: "grep -q good src/c.txt",
          steps: [
            { say: "Starting." },
            { write: "src/a.txt", content: "a\n" },
            { commit: "Half of it" },
            { write: "src/b.txt", content: "b\n" },
            { part: "First half" },
            // The answer comes a moment before the coordinator is killed: the agent must not get further in between.
            { think: 3_000 },
            { run: ["sh", "-c", DRAFT_FIRST], must: true, again: true },
          ],
        },
      },
      config: { verify: { kind: "command", run: ["test", "-f", "src/c.txt"] } },
    });
    for (const moment of LIFE) {
      const coordinator = startMortal(place, 1, moment);
      const end = await coordinator.ended;
      expect(end, `killed ${momentText(moment)}, after:\n${coordinator.output()}`).toBe("SIGKILL");
    }
    const { exitCode } = await runAll(place);
    const history = await readStore(place);
    expect(await findDamage(place)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(history.sessions.map(({ task, state }) => `${task} ${state}`)).toEqual(["QA-001 archived"]);
    expect(bodies(history, "change-returned")).toHaveLength(1);
    expect(await onMain(place, "src/b.txt")).toBe("b\n");
    expect(await onMain(place, "src/c.txt")).toBe("good\n");
  }, 600_000);

  it("an agent that dies in the middle of a git command after its coordinator did goes on where both were, and finishes", async () => {
    const place = await makeWorkplace({
      tasks: {
        "QA-001": {
          writes: ["src"],
          steps: [
            { say: "Starting." },
            { think: 2_000, attempts: [1] },
            { write: "src/a.txt", content: "a\n" },
            { run: ["touch", ".git/index.lock"], attempts: [2] },
            { crash: true, attempts: [2] },
            { commit: "Works again" },
            { write: "src/b.txt", content: "b\n" },
          ],
        },
      },
    });
    expect(await startMortal(place, 1, { when: "after", fact: "event-agent", nth: 1 }).ended).toBe("SIGKILL");
    expect((await runAll(place)).exitCode).toBe(0);
    expect(bodies(await readStore(place), "agent-ended").map(({ reason }) => reason)).toEqual(["killed", "completed"]);
    expect([await onMain(place, "src/a.txt"), await onMain(place, "src/b.txt")]).toEqual(["a\n", "b\n"]);
    expect(await findDamage(place)).toEqual([]);
  });

  it("a gate that outlives its coordinator is ended by the next one, unconfined too", async () => {
    const place = await makeWorkplace({
      files: { "check.sh": "sleep 600\n" },
      tasks: { "QA-001": { writes: ["src/one.txt"], steps: [{ write: "src/one.txt", content: "one\n" }] } },
      config: { confinement: "off" },
    });
    const isGateRunning = async () => (await livingProcesses(place.root)).some((process) => process.includes("sleep 600"));
    const coordinator = startSignalbox(place, "run");
    await until(isGateRunning, { what: "the gate", timeoutMs: 60_000 });
    coordinator.child.kill("SIGKILL");
    await coordinator.ended;
    expect(await isGateRunning()).toBe(true);
    await writeFiles(place.clone, { "check.sh": "true\n" });
    await pushAll(place.clone, "A gate that ends");
    expect((await runAll(place)).exitCode).toBe(0);
    expect(await livingProcesses(place.root)).toEqual([]);
  });
});
