import { describe, expect, it } from "vitest";
import { simulate } from "../../../src/simulation/landing/simulation.ts";
import { makeWorld } from "../../../src/simulation/landing/world.ts";
import { chooseSeed } from "../../claims/support/seed.ts";
import { HARD_WORLDS } from "../../simulation/landing/support/hard-worlds.ts";
import { WATCHED } from "../../simulation/landing/support/watched-queue.ts";

/** Seeds per world and policy: SIMULATIONS. With SEED one failure is played again. */
const SIMULATIONS = Number(process.env["SIMULATIONS"] ?? 500);

describe.each(WATCHED)(`our queue ($name) keeps its promises in ${SIMULATIONS} simulations with`, (policy) => {
  it.each(HARD_WORLDS)("$name", ({ parameters, shape, faults }) => {
    const first = chooseSeed();
    let [landings, escapes, lies] = [0, 0, 0];
    for (let seed = first; seed < first + SIMULATIONS; seed++) {
      const outcome = simulate(makeWorld(parameters, seed, shape), policy, faults === undefined ? {} : { faults });
      expect(outcome.unfinished, `SEED=${seed}`).toBe(0);
      landings += outcome.changes.filter(({ end }) => end === "landed").length;
      [escapes, lies] = [escapes + outcome.escapes, lies + outcome.lies];
    }
    console.log(`SEED=${first}: ${landings} landings, ${escapes} escapes, ${lies} lies`);
    expect(escapes).toBeLessThanOrEqual(lies);
  });
});
