import { describe, expect, it } from "vitest";
import { hoursUntil } from "../../../src/plan/forecast/hours-until.ts";

const noon = Date.parse("2026-11-25T12:00:00Z");

describe("the hours until a day is over", () => {
  it("spread a week's agent hours evenly over its seven days", () => {
    expect(hoursUntil("2026-11-25", noon, 168)).toBe(12);
    expect(hoursUntil("2026-11-26", noon, 168)).toBe(36);
    expect(hoursUntil("2026-12-02", noon, 40)).toBeCloseTo((7.5 / 7) * 40);
    expect(hoursUntil("2026-11-24", noon, 40)).toBe(0);
  });

  it("are refused for what is no day", () => {
    for (const date of ["", "tomorrow", "2026-11-31", "2026-13-01", "2026-1-1", "2026-11-25T12:00:00Z", "20261125"])
      expect(() => hoursUntil(date, noon, 40), date).toThrow(`expected a date as year-month-day, got \`${date}\``);
  });
});
