import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compactPaths } from "../../src/coordinator/compact-paths.ts";
import { leasePaths } from "../../src/coordinator/footprints.ts";
import { becameUnlikely, stillLikely } from "../../src/coordinator/live/still-likely.ts";
import type { Footprint } from "../../src/core/footprint.ts";
import { anyPatternCovers } from "../../src/core/paths.ts";
import { task } from "../plan/tasks.ts";

const predicted = (path: string, probability: number) => ({ path, probability });
const entry = (path: string, probability: number) => ({ ...predicted(path, probability), mode: "write" as const, evidence: [] });
const footprint = (entries: Footprint["entries"], unknown: string | null = null): Footprint => ({
  ...{ task: "A-1", entries, reads: [], symbols: [], size: null, unknown },
});

describe("the lease a task starts with", () => {
  it("is what its owner declared and what is more likely written than not", () => {
    const own = task("A-1", { declared: { write: ["docs/a.md", "package-lock.json", "docs/roadmaps/MASTER_ROADMAP.md"], forbid: [] } });
    expect(leasePaths(own, footprint([entry("src/a.ts", 0.9), entry("src/b.ts", 0.5), entry("src/c.ts", 0.49)]))).toEqual([
      "docs/a.md",
      "src/a.ts",
      "src/b.ts",
    ]);
  });
  it("is everything where too little is known, and nothing in advance where no path is likely", () => {
    expect(leasePaths(task("A-1", { write: [] }), footprint([entry("src/a.ts", 0.9)], "two words of text"))).toEqual(["**"]);
    expect(leasePaths(task("A-1", { write: [] }), undefined)).toEqual(["**"]);
    expect(leasePaths(task("A-1", { write: [] }), footprint([entry("src/a.ts", 0.4), entry("src/b.ts", 0.3)]))).toEqual([]);
    const place = { ...entry("src/*.ts", 0.9), mode: "create" as const };
    expect(leasePaths(task("A-1", { write: [] }), footprint([place, entry("src/a.ts", 0.6)]))).toEqual(["src/a.ts"]);
  });
});

describe("a predicted path that stays untouched", () => {
  it("becomes less likely the longer the work goes on, a certain one never, and none before the work begins", () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(chance, chance, chance, (probability, a, b) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        expect(stillLikely(probability, late)).toBeLessThanOrEqual(stillLikely(probability, early) + 1e-12);
        expect(stillLikely(probability, 0)).toBe(probability);
        expect(stillLikely(1, late)).toBeCloseTo(1, 9);
      }),
    );
  });
  it("is given back once it is unlikely, unless the owner declared it or something below it was touched", () => {
    const lease = ["src/a.ts", "src/b.ts", "src/sure.ts", "docs", "own.md"];
    const list = [predicted("src/a.ts", 0.6), predicted("src/b.ts", 0.6), predicted("src/sure.ts", 0.95), predicted("docs", 0.6)];
    const state = { lease, predicted: [...list, predicted("own.md", 0.5)], declared: ["own.md"], touched: new Set(["docs/x.md"]) };
    expect(becameUnlikely({ ...state, share: 0.1 })).toEqual([]);
    expect(becameUnlikely({ ...state, share: 0.5 })).toEqual(["src/a.ts", "src/b.ts"]);
    expect(becameUnlikely({ ...state, share: 50 })).toEqual(["src/a.ts", "src/b.ts"]);
  });
});

describe("a lease of very many paths", () => {
  it("becomes directories that cover every one of them", () => {
    const name = fc.constantFrom("a", "b", "c", "d", "e");
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
    fc.assert(
      fc.property(fc.array(path, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (paths, most) => {
        const compact = compactPaths(paths, most);
        expect(compact.length).toBeLessThanOrEqual(most);
        for (const one of paths) expect(anyPatternCovers(compact, one)).toBe(true);
      }),
    );
  });
});
