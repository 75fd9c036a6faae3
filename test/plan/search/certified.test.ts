import { describe, expect, it } from "vitest";
import { chooseSeed } from "../../claims/support/seed.ts";
import { certify } from "./certify.ts";

const INSTANCES = Number(process.env["CERTIFIED"] ?? 30);

describe("the search, beside an exact solver on random small projects", () => {
  it("finds the optimum, breaks no law, and claims no bound above it", async () => {
    const seed = chooseSeed();
    const { searches, optimal, wrong } = await certify(INSTANCES, seed, 8);
    console.log(`SEED=${seed}: ${INSTANCES} certified projects, ${optimal} of ${searches} searches optimal`);
    expect(wrong).toEqual([]);
    // In 98 of 100 at least; a sample of a few dozen may hold one more by chance.
    expect(searches - optimal).toBeLessThanOrEqual(Math.ceil(0.02 * searches));
  });
});
