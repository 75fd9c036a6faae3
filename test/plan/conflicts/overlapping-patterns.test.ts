import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patternsOverlap } from "../../../src/core/paths.ts";
import { overlappingPatterns } from "../../../src/plan/conflicts/overlapping-patterns.ts";

const seed = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };
const segment = fc.constantFrom("a", "b", "c.ts", "d.md", "[id]", "(shop)", "*", "**", "*.ts", "a*", "{a,b}", "[ab]*", "@(a|b)", ".x");
const pattern = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));

describe("patterns that may mean the same file", () => {
  it("are found as by comparing all with all", () => {
    fc.assert(
      fc.property(fc.uniqueArray(pattern, { maxLength: 12 }), (patterns) => {
        const all = patterns.map((one, left) =>
          [...patterns.keys()].filter((right) => right !== left && patternsOverlap(one, patterns[right] ?? "")),
        );
        expect(overlappingPatterns(patterns)).toEqual(all);
      }),
      { numRuns: 500, ...seed },
    );
  });

  it("are the same whichever is named first", () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        expect(patternsOverlap(a, b)).toBe(patternsOverlap(b, a));
      }),
      { numRuns: 500, ...seed },
    );
  });

  it.each([
    ["src/*/one.ts", "src/pages"],
    ["src/**/one.ts", "src"],
    ["packages/*/src/**", "packages/a"],
    ["{a/b,c}/*.ts", "a/b"],
    ["app/[id]/*.tsx", "app/[id]/page.tsx"],
  ])("%s and %s do: the folder may hold what the glob means", (glob, path) => {
    expect(patternsOverlap(glob, path)).toBe(true);
  });

  it.each([
    ["src/*/one.ts", "src/main.ts"],
    ["src/*.ts", "src/pages"],
    ["*.md", "docs"],
    ["app/[id]/page.tsx", "app/[id]/layout.tsx"],
    ["src", "srcs"],
  ])("%s and %s do not", (one, other) => {
    expect(patternsOverlap(one, other)).toBe(false);
  });
});
