import { describe, expect, it } from "vitest";
import { parseEffort } from "../../src/tasks/values/effort.ts";
import { parsePriority } from "../../src/tasks/values/priority.ts";
import { parseStatus, parseTitleStatus } from "../../src/tasks/values/status.ts";

describe("a status is understood however it is written", () => {
  it.each([
    ["ready", "todo"],
    ["complete", "done"],
    ["in-progress", "in-progress"],
    ["blocked", "blocked"],
    ["deprecated", "dropped"],
    ["reverted", "todo"],
    ["skipped", "dropped"],
    ["Not Started", "todo"],
    ["✅ Complete (2025-11-14)", "done"],
    ["✅ Complete (2025-11-14) - No Action Required", "done"],
    ["✅ Complete - Ready for Review", "done"],
    ["✅ COMPLETE", "done"],
    ["100% COMPLETE", "done"],
    ["80% complete", "in-progress"],
    ["🟡 READY", "todo"],
    ["📋 PLANNED", "todo"],
    ["⏳ IN PROGRESS", "in-progress"],
    ["In Progress (Session-20251114-QA-001-1f2e3d4c)", "in-progress"],
    ["⚠️ INCOMPLETE - Code Complete, Database Migration NOT Applied", "in-progress"],
    ["partially complete", "in-progress"],
    ["not complete", "todo"],
    ["🔴 URGENT - SHIP BLOCKER", "todo"],
    ["🔄 WAVE-2", "in-progress"],
    ["🟢 Active", "in-progress"],
    ["🔄 Documenting Completion", "in-progress"],
    ["✅ Complete - Merging", "done"],
    ["[x] Already Complete", "done"],
    ["In Review", "in-progress"],
    ["In flight - 8 PRs open", "in-progress"],
    ["~~in progress~~ complete", "done"],
    ["✅", "done"],
    ["To Do", "todo"],
    ["deferred", "blocked"],
    ["cancelled", "dropped"],
    ["a long story", undefined],
    ["", undefined],
  ])("%s is %s", (text, status) => expect(parseStatus(text)).toBe(status));
});

describe("a title's own words are no status", () => {
  it.each([
    ["", "Complete the migration", undefined],
    ["", "Fix blocked drains", undefined],
    ["✅ ", "Seed the database", "done"],
    ["", "Seed the database (Completed: 2025-11-12)", "done"],
    ["", "Seed the database - ✅ COMPLETE", "done"],
  ])("%s%s states %s", (decoration, title, status) => expect(parseTitleStatus(decoration, title)).toBe(status));
});

describe("a priority is understood however it is written", () => {
  it.each([
    ["P0", "P0"],
    ["p3", "P3"],
    ["HIGH", "P1"],
    ["MEDIUM", "P2"],
    ["LOW", "P3"],
    ["P0 (CRITICAL)", "P0"],
    ["🔴 P0 (CRITICAL) - Upgraded from P1", "P0"],
    ["HIGH (P1)", "P1"],
    ["MUST DO IMMEDIATELY", "P0"],
    ["2", "P2"],
    ["~~HIGH~~ N/A", undefined],
    ["✅ COMPLETE", undefined],
  ])("%s is %s", (text, priority) => expect(parsePriority(text)).toBe(priority));
});

describe("an effort is understood in human hours, a day being 8 and a week 40", () => {
  it.each([
    ["4h", 4, 4],
    ["4-6h", 4, 6],
    ["4–6 h", 4, 6],
    ["3-4d", 24, 32],
    ["1w", 40, 40],
    ["30min", 0.5, 0.5],
    ["4-6 hours", 4, 6],
    ["2-3 days (16 hours)", 16, 24],
    ["120-160h (3-4 weeks)", 120, 160],
    ["4h (Actual: ~2h)", 4, 4],
    ["16-24h (Actual: 2h)", 16, 24],
    ["2 hours - 3 hours", 2, 3],
    ["4h to 2d", 4, 16],
    ["40+ h", 40, 40],
    ["6-4h", 4, 6],
    ["4-8", 4, 8],
    ["5", 5, 5],
  ])("%s is %d to %d", (text, minHours, maxHours) => expect(parseEffort(text)).toEqual({ minHours, maxHours }));

  it.each(["TBD", "", "soon", "4 apples"])("%s states none", (text) => expect(parseEffort(text)).toBeUndefined());
});
