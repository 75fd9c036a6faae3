import { describe, expect, it } from "vitest";
import { makeRemoteAndClone } from "../support/repository.ts";
import { findViolations } from "./support/history.ts";
import { runRaces } from "./support/races.ts";
import { chooseSeed } from "./support/seed.ts";

// The same with 200 races of 16 processes is in test/slow/claims.
describe("races of real processes over separate clones", () => {
  it("have exactly one winner each, and their history keeps promise 3", async () => {
    const seed = chooseSeed();
    console.log(`SEED=${seed}`);
    const { remote, root } = await makeRemoteAndClone({});
    const history = await runRaces({ address: remote, directory: root, races: 10, processes: 8, seed });
    expect(findViolations(history.operations, history.chains)).toEqual([]);
    expect(new Set(history.winners)).toEqual(new Set([1]));
  });

  it.each(["no-nonce", "plain-push"] as const)("are seen to fail with the planted bug %s", async (bug) => {
    const seed = chooseSeed();
    console.log(`SEED=${seed}`);
    let violations: string[] = [];
    // A bug shows only when two processes really meet, which a busy machine may prevent for a few races.
    for (let tries = 0; tries < 5 && violations.length === 0; tries++) {
      const { remote, root } = await makeRemoteAndClone({});
      const { operations, chains } = await runRaces({ address: remote, directory: root, races: 3, processes: 6, seed: seed + tries, bug });
      violations = findViolations(operations, chains);
    }
    expect(violations).not.toEqual([]);
  });
});
