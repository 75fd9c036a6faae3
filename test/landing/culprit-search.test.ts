import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/core/seeded-random.ts";
import {
  afterCulpritProbe,
  type CulpritVerdict,
  culpritVerdict,
  nextCulpritProbe,
  searchCulprit,
} from "../../src/landing/culprit-search.ts";

/** Searches among `count` landings with runs that answer as `run` says. */
function find(count: number, run: (place: number) => boolean): { readonly verdict: CulpritVerdict; readonly probes: number } {
  let search = searchCulprit(count);
  for (;;) {
    const verdict = culpritVerdict(search);
    if (verdict !== undefined) return { verdict, probes: search.probes };
    const place = nextCulpritProbe(search);
    search = afterCulpritProbe(search, place, run(place));
  }
}

describe("the search for the landing that made verification fail", () => {
  it("finds any first bad landing when runs tell the truth, in about as many runs as a bisection", () => {
    for (const count of [1, 2, 3, 8, 30]) {
      for (let bad = 1; bad <= count; bad++) {
        const { verdict, probes } = find(count, (place) => place < bad);
        expect(verdict, `${bad} of ${count}`).toEqual({ kind: "culprit", place: bad });
        expect(probes, `${bad} of ${count}`).toBeLessThanOrEqual(Math.ceil(Math.log2(count + 1)) + 4);
      }
    }
  });

  it("blames nobody when the failure was a flake", () => {
    for (const count of [1, 5, 20]) expect(find(count, () => true).verdict).toEqual({ kind: "none" });
  });

  it("blames nobody when what passed before fails as well", () => {
    for (const count of [1, 5, 20]) expect(find(count, () => false).verdict).toEqual({ kind: "everything-fails" });
  });

  it("never blames a landing at or before a place that passed", () => {
    let search = searchCulprit(9);
    search = afterCulpritProbe(search, 4, true);
    expect(search.chances.slice(1, 5)).toEqual([0, 0, 0, 0]);
  });

  it("is seldom wrong though one run in twenty fails for nothing", () => {
    const random = seededRandom(7);
    let wrong = 0;
    for (let round = 0; round < 400; round++) {
      const count = 1 + Math.floor(random.fraction() * 20);
      const bad = 1 + Math.floor(random.fraction() * count);
      const { verdict } = find(count, (place) => place < bad && random.fraction() >= 0.05);
      if (verdict.kind !== "culprit" || verdict.place !== bad) wrong++;
    }
    expect(wrong, "of 400, seed 7").toBeLessThanOrEqual(12);
  });
});
