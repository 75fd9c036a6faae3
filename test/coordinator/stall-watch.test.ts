import { describe, expect, it } from "vitest";
import type { Activity } from "../../src/agents/tree-activity.ts";
import { watchStall } from "../../src/coordinator/stall-watch.ts";
import { fakeClock } from "../support/clock.ts";

const STALL_MS = 100_000;

/** Watches for `seconds` of a fake clock, in steps of one; `used` says what the processes have used by then. */
async function watchFor(
  seconds: number,
  used: (second: number) => Activity | null,
  at: (second: number) => "event" | "owed" | undefined,
  stallMs = STALL_MS,
) {
  const clock = fakeClock();
  let [second, owed, stalledAt]: [number, boolean, number | null] = [0, false, null];
  const watch = watchStall({
    clock,
    stallMs,
    activity: async () => used(second),
    isWaitingForUs: () => owed,
    onStall: () => {
      stalledAt = second;
    },
  });
  for (; second < seconds && stalledAt === null; second++) {
    const happens = at(second);
    owed = happens === "owed";
    if (happens === "event") watch.onEvent();
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    clock.advance(1_000);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  }
  const stopping = watch.stop();
  clock.advance(0);
  await stopping;
  return stalledAt;
}

const idle = (second: number): Activity => ({ cpuMs: second * 12, ioBytes: second * 15_000 });

describe("an agent that gives no sign of life", () => {
  it("is stalled after the configured time, though its program idles as programs do", async () => {
    expect(await watchFor(300, idle, () => undefined)).toBe(99);
    expect(
      await watchFor(
        300,
        () => null,
        () => undefined,
      ),
    ).toBe(99);
  });
  it("is stalled though it writes its own log at once every 10 s", async () => {
    const logs = (second: number): Activity => ({ cpuMs: second * 6, ioBytes: Math.floor(second / 10) * 600_000 });
    expect(await watchFor(300, logs, () => undefined)).toBe(99);
    const seldom = (second: number): Activity => ({ cpuMs: Math.floor(second / 3) * 80, ioBytes: 0 });
    expect(await watchFor(60, seldom, () => undefined, 15_000)).toBe(15);
    expect(await watchFor(60, logs, () => undefined, 15_000)).toBe(15);
  });
  it("is not while it says something now and then", async () => {
    expect(await watchFor(300, idle, (second) => (second % 60 === 0 ? "event" : undefined))).toBeNull();
    expect(await watchFor(300, idle, (second) => (second < 60 ? "event" : undefined))).toBeGreaterThan(150);
  });
  it("is not while its processes compute, read or write", async () => {
    expect(
      await watchFor(
        300,
        (second) => ({ cpuMs: second * 100, ioBytes: 0 }),
        () => undefined,
      ),
    ).toBeNull();
    expect(
      await watchFor(
        300,
        (second) => ({ cpuMs: 0, ioBytes: second * 500_000 }),
        () => undefined,
      ),
    ).toBeNull();
  });
  it("is not while we owe it the answer to a part", async () => {
    expect(await watchFor(300, idle, () => "owed")).toBeNull();
  });
});
