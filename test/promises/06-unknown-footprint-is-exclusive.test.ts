import { describe, expect, it } from "vitest";
import { readStore, type StoredHistory } from "../support/history.ts";
import { makeWorkplace, runAll, signalbox } from "../support/run.ts";

/** From when a task's session was opened to when it let its paths go, by number of event. */
function held({ events }: StoredHistory, task: string): readonly [number, number] {
  const own = events.filter((event) => event.task === task);
  const opened = own.find(({ body }) => body.kind === "session-opened")?.seq ?? 0;
  const ended = own.find(({ body }) => body.kind === "session-moved" && body.to === "landed")?.seq ?? 0;
  return [opened, ended];
}

function overlap([fromA, toA]: readonly [number, number], [fromB, toB]: readonly [number, number]): boolean {
  return fromA < toB && fromB < toA;
}

describe("promise 6: an unknown footprint means exclusive", () => {
  it("a task that names no paths runs alone, tasks that name different ones run at once, and the plan says why", async () => {
    const think = { think: 600 };
    const place = await makeWorkplace({
      tasks: {
        "QA-001": { writes: ["src/one.txt"], steps: [think, { write: "src/one.txt", content: "one\n" }] },
        "QA-002": { writes: ["src/two.txt"], steps: [think, { write: "src/two.txt", content: "two\n" }] },
        "QA-003": { steps: [think, { write: "src/three.txt", content: "three\n" }] },
      },
    });
    const plan = JSON.parse((await signalbox(place, "plan", "--json", "--agents", "3")).printed);
    const withUnknown = plan.conflicts.filter(({ a, b }: { a: string; b: string }) => a === "QA-003" || b === "QA-003");
    expect(withUnknown).toHaveLength(2);
    for (const { kind, reason } of withUnknown)
      expect({ kind, reason }).toEqual({ kind: "unknown-footprint", reason: expect.stringContaining("QA-003") });
    expect((await runAll(place, "--agents", "3")).exitCode).toBe(0);
    const history = await readStore(place);
    expect(overlap(held(history, "QA-001"), held(history, "QA-002"))).toBe(true);
    for (const other of ["QA-001", "QA-002"]) expect(overlap(held(history, "QA-003"), held(history, other)), other).toBe(false);
  });
});
