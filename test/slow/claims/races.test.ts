import { describe, expect, it } from "vitest";
import { findViolations } from "../../claims/support/history.ts";
import { runRaces } from "../../claims/support/races.ts";
import { chooseSeed } from "../../claims/support/seed.ts";
import { makeRemoteAndClone } from "../../support/repository.ts";

const RACES = Number(process.env["RACES"] ?? 200);
const PROCESSES = Number(process.env["PROCESSES"] ?? 16);
/** Generous for a busy machine: a race of 16 processes takes about a second, one with a theft about two. */
const TIMEOUT_MS = 60_000 + RACES * PROCESSES * 1_000;

describe(`${RACES} races of ${PROCESSES} real processes over separate clones`, () => {
  it(
    "have exactly one winner each, one holder per epoch, and epochs that only grow",
    async () => {
      const seed = chooseSeed();
      const { remote, root } = await makeRemoteAndClone({});
      const { operations, chains, winners } = await runRaces({
        address: remote,
        directory: root,
        races: RACES,
        processes: PROCESSES,
        seed,
      });
      const unknown = operations.filter(({ result }) => result === "unknown").length;
      console.log(`SEED=${seed}: ${winners.length} contested claims, ${operations.length} operations, ${unknown} of unknown result`);
      expect(findViolations(operations, chains)).toEqual([]);
      expect(winners.filter((count) => count !== 1)).toEqual([]);
      expect(winners.length).toBeGreaterThanOrEqual(RACES);
    },
    TIMEOUT_MS,
  );
});
