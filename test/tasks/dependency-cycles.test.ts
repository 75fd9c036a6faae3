import { describe, expect, it } from "vitest";
import { dependencyCycles } from "../../src/tasks/dependency-cycles.ts";

const graph = (edges: Record<string, readonly string[]>) => new Map(Object.entries(edges));

describe("circles of dependencies", () => {
  it("are each named once, without what only leads to them", () => {
    expect(dependencyCycles(graph({ A: ["B"], B: ["C"], C: ["A"], D: ["A"], E: ["E"], F: ["D", "G"], G: [] }))).toEqual([
      ["A", "B", "C"],
      ["E"],
    ]);
  });

  it("are not seen where paths merely meet, or lead nowhere", () => {
    expect(dependencyCycles(graph({ A: ["B", "C"], B: ["D"], C: ["D", "GONE"], D: [] }))).toEqual([]);
  });

  it("are found in deep chains and wide lattices", () => {
    const chain = Array.from({ length: 10_000 }, (_, index): [string, string[]] => [`T-${index}`, [`T-${index + 1}`]]);
    expect(dependencyCycles(new Map(chain))).toEqual([]);
    const lattice = Array.from({ length: 200 }, (_, index): [string, string[]] => [
      `T-${index}`,
      index < 198 ? [`T-${index + 1}`, `T-${index + 2}`] : [],
    ]);
    expect(dependencyCycles(new Map(lattice))).toEqual([]);
  });
});
