import { describe, expect, it } from "vitest";
import { EVERYTHING } from "../../../src/core/paths.ts";
import { mayStart, type Startable } from "../../../src/plan/dispatch/may-start.ts";

const task = (id: string, more: Partial<Startable> = {}): Startable => ({
  id,
  paths: [`src/${id}.ts`],
  dependsOn: [],
  conflictsWith: [],
  ...more,
});
const isDone = (id: string) => id === "DONE";

describe("a task may start", () => {
  it("when nothing stands against it", () => {
    const running = [{ task: "C", paths: ["src/C.ts"] }];
    expect(mayStart(task("A", { dependsOn: ["DONE"] }), { isDone, running })).toEqual({ ok: true });
    expect(mayStart(task("A", { paths: [EVERYTHING] }), { isDone, running: [] })).toEqual({ ok: true });
  });

  it.each([
    ["a dependency is open", task("A", { dependsOn: ["B"] }), [], "A after B because it depends on it"],
    [
      "a file is being written",
      task("A", { paths: ["src/x.ts"] }),
      [{ task: "B", paths: ["docs", "src"] }],
      "A after B because both write src/x.ts",
    ],
    [
      "it may write anything",
      task("A", { paths: [EVERYTHING] }),
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
    [
      "the other's owner says so",
      task("A"),
      [{ task: "B", paths: ["docs"], conflictsWith: ["A"] }],
      "A after B because their owner says they conflict",
    ],
    ["it is a barrier", task("A", { alone: true }), [{ task: "B", paths: ["docs"] }], "A after B because A runs beside nothing"],
    ["a barrier runs", task("A"), [{ task: "B", paths: ["docs"], alone: true }], "A after B because B runs beside nothing"],
    ["it runs already", task("A"), [{ task: "A", paths: ["docs"] }], "A after A because it is already running"],
  ])("not when %s", (_, wanted, running, reason) => {
    expect(mayStart(wanted, { isDone, running })).toEqual({ ok: false, reason });
  });

  it("and says why the plan keeps two tasks apart", () => {
    const because = (a: string, b: string) => `${a} and ${b} ask for the same change`;
    expect(mayStart(task("A", { conflictsWith: ["B"] }), { isDone, running: [{ task: "B", paths: [] }], because })).toEqual({
      ok: false,
      reason: "A after B because A and B ask for the same change",
    });
  });
});
