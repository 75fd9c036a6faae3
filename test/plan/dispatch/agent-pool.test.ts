import { describe, expect, it } from "vitest";
import { AgentPool } from "../../../src/plan/dispatch/agent-pool.ts";

const pool = (available: number[][], { costs = available.map(() => 0), reserved = -1 } = {}) => new AgentPool(available, costs, reserved);

describe("agents", () => {
  it("are given to the class that finishes first, the cheaper one of two, and none twice", () => {
    const agents = pool([[0], [0]], { costs: [3, 1] });
    expect(agents.take([2, 5], "other")).toBe(0);
    expect(agents.take([2, 5], "other")).toBe(-1);
    const alike = pool([[0], [0]], { costs: [3, 1] });
    expect(alike.take([2, 2], "other")).toBe(1);
    expect(alike.take([2, 2], "other")).toBe(0);
    expect(alike.anyFree).toBe(false);
  });

  it("are waited for where a busy one finishes sooner, and are booked by who waits", () => {
    const agents = pool([[1], [0]]);
    // Quick is free in one hour: 1 + 2 is before 10. Then it is taken until hour 3, and the next does better with slow.
    expect(agents.take([2, 10], "other")).toBe(-1);
    expect(agents.take([8, 10], "other")).toBe(1);
  });

  it("never keep everybody waiting while all are free", () => {
    for (const hours of [
      [0, 0],
      [5, 1],
      [1e9, 1e-9],
    ])
      expect(pool([[0, 0], [0]]).take(hours, "other")).not.toBe(-1);
  });

  it("are kept for the primary and for what it waits for, until it has one", () => {
    const agents = pool([[0, 0]], { reserved: 0 });
    expect(agents.take([1], "other")).toBe(0);
    expect(agents.take([1], "other")).toBe(-1);
    expect(agents.take([1], "for-primary")).toBe(0);
    const other = pool([[0, 0, 0]], { reserved: 0 });
    expect([other.take([1], "primary"), other.take([1], "other"), other.take([1], "other")]).toEqual([0, 0, 0]);
  });

  it("of whom nobody knows when they are free are not waited for", () => {
    expect(pool([[Infinity], [0]]).take([1, 50], "other")).toBe(1);
    expect(pool([[Infinity]]).take([1], "other")).toBe(-1);
  });

  it("that take a task of no length are taken for the moment", () => {
    const agents = pool([[0]]);
    expect([agents.take([0], "other"), agents.take([0], "other")]).toEqual([0, -1]);
  });
});
