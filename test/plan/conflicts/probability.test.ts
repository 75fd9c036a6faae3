import { describe, expect, it } from "vitest";
import { conflictGraph } from "../../../src/plan/conflicts/conflict-graph.ts";
import { textualProbability } from "../../../src/plan/conflicts/probability.ts";
import { task } from "../tasks.ts";
import { footprints } from "./footprints.ts";

/** Adjacent commits that shared so many files conflicted in this share of cases (nine public histories). */
const MEASURED = [
  { files: 1, share: 0.42 },
  { files: 2, share: 0.67 },
  { files: 3, share: 0.8 },
  { files: 7, share: 0.8 },
];

describe("the chance of a textual conflict", () => {
  it.each(MEASURED)("is the measured share where $files files are certainly shared", ({ files, share }) => {
    const writes = Object.fromEntries(Array.from({ length: files }, (_, number) => [`src/${number}.ts`, 1]));
    const graph = conflictGraph([task("A", { write: [] }), task("B", { write: [] })], footprints(["A", { writes }], ["B", { writes }]));
    expect(graph.conflict("A", "B")).toMatchObject({ probability: 1, textual: share });
  });

  it("falls with the chance that a file is shared at all", () => {
    expect(textualProbability(0.5, 0.5, false)).toBeCloseTo(0.5 * 0.42);
    expect(textualProbability(0.5, 1, false)).toBeCloseTo(0.5 * 0.67);
    expect(textualProbability(0, 0, true)).toBe(0);
  });

  it("is higher where both texts speak of one function that few others name: they mean the same lines", () => {
    const own = (symbols: readonly string[]) => ({ writes: { "src/a.ts": 0.9 }, symbols });
    const tasks = ["A", "B", "C", "D", "E"].map((id) => task(id, { write: [] }));
    const graph = conflictGraph(
      tasks,
      footprints(
        ...[["A", own(["setlayout", "render"])] as const, ["B", own(["setlayout", "render"])] as const],
        ...[["C", own(["render"])] as const, ["D", own(["render"])] as const, ["E", own([])] as const],
      ),
    );
    expect(graph.conflict("A", "B")).toMatchObject({ probability: 0.81, textual: 0.729 });
    expect(graph.conflict("A", "B")?.evidence.at(-1)).toBe("both speak of setlayout");
    expect(graph.conflict("C", "D")).toMatchObject({ textual: 0.34 });
  });
});
