import { describe, expect, it } from "vitest";
import { EVERYTHING } from "../../src/core/paths.ts";
import { footprintOf } from "../../src/plan/footprint-of.ts";
import { mayStart } from "../../src/plan/may-start.ts";
import { task } from "./tasks.ts";

const idle = { doneTasks: new Set<string>(), running: [] };

describe("a task may start", () => {
  it("when nothing stands against it", () => {
    expect(mayStart(task("A", { dependsOn: ["B"] }), { doneTasks: new Set(["B"]), running: [{ task: "C", paths: ["src/C.ts"] }] })).toEqual(
      { ok: true },
    );
    expect(mayStart(task("A", { write: [] }), idle)).toEqual({ ok: true });
  });

  it.each([
    ["a dependency is open", task("A", { dependsOn: ["B"] }), [], "A after B because it depends on it"],
    [
      "a file is being written",
      task("A", { write: ["src/x.ts"] }),
      [{ task: "B", paths: ["docs", "src"] }],
      "A after B because both write src/x.ts",
    ],
    [
      "it may write anything",
      task("A", { write: [] }),
      [{ task: "B", paths: ["docs"] }],
      "A after B because nothing says which files A writes",
    ],
    ["another may write anything", task("A"), [{ task: "B", paths: [EVERYTHING] }], "A after B because nothing says which files B writes"],
    [
      "its owner says so",
      task("A", { conflictsWith: ["B"] }),
      [{ task: "B", paths: ["docs"] }],
      "A after B because their owner says they conflict",
    ],
    ["it runs already", task("A"), [{ task: "A", paths: ["docs"] }], "A after A because it is already running"],
  ])("not when %s", (_, wanted, running, because) => {
    expect(mayStart(wanted, { doneTasks: new Set(), running })).toEqual({ ok: false, because });
  });
});

describe("a footprint", () => {
  it("is what is declared, or everything", () => {
    expect(footprintOf(task("A", { write: ["a", "b"] }))).toEqual(["a", "b"]);
    expect(footprintOf(task("A", { write: [] }))).toEqual([EVERYTHING]);
  });
});
