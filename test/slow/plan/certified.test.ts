import { describe, expect, it } from "vitest";
import { chooseSeed } from "../../claims/support/seed.ts";
import { certify } from "../../plan/search/certify.ts";

/** About a tenth of a second each, most of it the exact solver's. */
const INSTANCES = Number(process.env["CERTIFIED"] ?? 500);

describe(`the search, beside an exact solver on ${INSTANCES} random small projects`, () => {
  it("finds the optimum, breaks no law, and claims no bound above it", async () => {
    const seed = chooseSeed();
    const { searches, optimal, wrong } = await certify(INSTANCES, seed, 10);
    console.log(`SEED=${seed}: ${INSTANCES} certified projects, ${optimal} of ${searches} searches optimal`);
    expect(wrong).toEqual([]);
    expect(optimal / searches).toBeGreaterThanOrEqual(0.98);
  });
});
