import { describe, expect, it } from "vitest";
import { simulate } from "../../../src/simulation/landing/simulation.ts";
import { makeWorld } from "../../../src/simulation/landing/world.ts";
import { chooseSeed } from "../../claims/support/seed.ts";
import { HARD_WORLDS } from "./support/hard-worlds.ts";
import { WATCHED } from "./support/watched-queue.ts";

const SEEDS = 4;
/** Thirty suites: where the workers can keep up, nobody waits longer. */
const WAIT_MINUTES_MAX = 240;

// The promises themselves are checked by the simulation after every step: main only moves forward to a tree that passed
// everything, each change ends once, no innocent is returned without a flake, no worker has two runs, something always goes on.
describe.each(WATCHED)("our queue ($name) keeps its promises with", (policy) => {
  it.each(HARD_WORLDS)("$name", ({ parameters, shape, faults, isOverloaded }) => {
    const first = chooseSeed();
    for (let seed = first; seed < first + SEEDS; seed++) {
      const outcome = simulate(makeWorld(parameters, seed, shape), policy, faults === undefined ? {} : { faults });
      const where = `SEED=${seed}`;
      expect(outcome.unfinished, where).toBe(0);
      expect(outcome.escapes, where).toBeLessThanOrEqual(outcome.lies);
      const longest = Math.max(...outcome.changes.map(({ submittedMs, endedMs }) => (endedMs - submittedMs) / 60_000));
      if (isOverloaded !== true) expect(longest, where).toBeLessThan(WAIT_MINUTES_MAX);
    }
  });
});
