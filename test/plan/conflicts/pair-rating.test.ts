import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conflictGraph } from "../../../src/plan/conflicts/conflict-graph.ts";
import { type PairFacts, pairRating, unforeseenOf } from "../../../src/plan/conflicts/pair-rating.ts";
import { task } from "../tasks.ts";
import { footprints } from "./footprints.ts";

const seed = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };
const share = fc.integer({ min: 0, max: 100 }).map((n) => n / 100);
const foreseen = fc.integer({ min: 0, max: 400 }).map((n) => n / 20);
const anyUnforeseen = fc.tuple(foreseen, fc.option(foreseen.map((files) => 1 + files))).map(([some, all]) => unforeseenOf(some, all));

describe("the rating of two tasks", () => {
  it("is a chance that never falls when more of their files or words are common, and is the same from both sides", () => {
    fc.assert(
      fc.property(share, share, anyUnforeseen, anyUnforeseen, share, share, (overlap, more, one, other, alike, liker) => {
        const facts: PairFacts = { overlap, unforeseen: [one, other], alike };
        const rating = pairRating(facts);
        expect(rating > 0 && rating < 1).toBe(true);
        expect(pairRating({ ...facts, unforeseen: [other, one] })).toBe(rating);
        expect(pairRating({ ...facts, overlap: Math.max(overlap, more) })).toBeGreaterThanOrEqual(rating);
        expect(pairRating({ ...facts, alike: Math.max(alike, liker) })).toBeGreaterThanOrEqual(rating);
      }),
      seed,
    );
  });

  it("is higher for tasks that write more than was foreseen, and goes by the overlap alone where nobody knows how much", () => {
    const rated = (foreseen: number, size: number | null) =>
      pairRating({ overlap: 0.3, unforeseen: [unforeseenOf(foreseen, size), unforeseenOf(2, null)], alike: 0 });
    expect(rated(2, 6)).toBeGreaterThan(rated(2, 2));
    expect(rated(2, 2)).toBe(rated(8, null));
    expect(rated(8, 2)).toBeLessThan(rated(2, 2));
  });
});

describe("tasks that will change more files than are foreseen", () => {
  it("are a greater risk to each other than those of which all is foreseen", () => {
    const riskOf = (size?: number) => {
      const own = { writes: { "src/hub.ts": 0.45 }, ...(size === undefined ? {} : { size }) };
      const graph = conflictGraph([task("A", { write: [] }), task("B", { write: [] })], footprints(["A", own], ["B", own]));
      return graph.softPairs[0]?.probability ?? 0;
    };
    expect(riskOf(4)).toBeGreaterThan(2 * riskOf(0.45));
    expect(riskOf(0.45)).toBeCloseTo(riskOf(), 9);
    expect(riskOf()).toBeGreaterThan(0);
  });
});

describe("tasks whose words are alike", () => {
  const texts = new Map([
    ["A", "Keep the sparse checkout of a worktree"],
    ["B", "Prune the sparse checkout of a worktree"],
    ["C", "Count orders by month"],
    ["D", "Print totals in colour"],
  ]);
  const graphOf = (chance: number) => {
    const writes = (path: string) => ({ writes: { [path]: chance, "src/hub.ts": chance } });
    const tasks = [...texts.keys()].map((id) => task(id, { write: [] }));
    return conflictGraph(
      tasks,
      footprints(["A", writes("src/a.ts")], ["B", writes("src/b.ts")], ["C", writes("src/c.ts")], ["D", writes("src/d.ts")]),
      { texts },
    );
  };

  it("are a greater risk than others with the same files, and their words are said", () => {
    const graph = graphOf(0.4);
    const [first, ...others] = graph.softPairs;
    expect(first).toMatchObject({ a: "A", b: "B" });
    for (const { probability } of others) expect(probability).toBeLessThan(first?.probability ?? 0);
    expect(graph.conflict("A", "B")?.evidence.join("; ")).toMatch(/their words are alike \(0\.\d\d\): checkout, sparse, worktree$/);
    expect(graph.conflict("A", "C")?.evidence.join("; ")).not.toContain("alike");
  });

  it("may run side by side all the same: words alone are neither a conflict nor a risk", () => {
    expect(graphOf(0.49).hardPairs).toBe(0);
    const apart = conflictGraph(
      ["A", "B"].map((id) => task(id, { write: [] })),
      footprints(["A", { writes: { "src/a.ts": 0.9 } }], ["B", { writes: { "src/b.ts": 0.9 } }]),
      { texts: new Map(["A", "B"].map((id) => [id, "Keep the sparse checkout of a worktree"])) },
    );
    expect(apart.between("A", "B")).toBe(false);
    expect(apart.conflict("A", "B")).toBeUndefined();
    expect(apart.softPairs).toEqual([]);
  });
});
