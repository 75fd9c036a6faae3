import { describe, expect, it } from "vitest";
import { openEngine } from "../../src/coordinator/engine.ts";
import { openRun } from "../../src/coordinator/open-run.ts";
import { openSite } from "../../src/coordinator/site.ts";
import type { Clock } from "../../src/core/ports.ts";
import { seededRandom } from "../../src/core/seeded-random.ts";
import { systemClock } from "../../src/system/clock.ts";
import { bodies, readStore } from "../support/history.ts";
import { makeWorkplace } from "../support/run.ts";

const SEED = Number(process.env["SEED"] ?? 1_114);

/** Real waiting, but always the same day. */
const CLOCK: Clock = { ...systemClock, now: () => Date.UTC(2025, 10, 14, 9) };

/** Plays the same two tasks, the second after the first, in a fresh repository. @returns what happened, without what names content. */
async function play(seed: number): Promise<readonly string[]> {
  const place = await makeWorkplace({
    tasks: {
      "QA-001": { writes: ["src/one.txt"], steps: [{ write: "src/one.txt", content: "one\n" }] },
      "QA-002": { writes: ["src/two.txt"], after: ["QA-001"], steps: [{ write: "src/two.txt", content: "two\n" }] },
    },
    // No renewal comes in between on a slow machine.
    config: { limits: { hostSeconds: 3_600 } },
  });
  const engine = await openEngine(await openSite(place.clone), CLOCK, seededRandom(seed));
  const { coordinator, close } = await openRun(engine, { agents: 1, primary: null, only: null, agent: null, repair: null });
  const { outcome } = await coordinator.run();
  await close();
  await engine.close();
  const history = await readStore(place);
  // By session: verifying the first goes on beside preparing the second, in real processes that no seed orders.
  const moves = history.sessions.flatMap(({ id }) =>
    history.events.flatMap(({ atMs, session, body }) =>
      body.kind === "session-moved" && session === id ? [`${atMs} ${id} ${body.from} ${body.to}`] : [],
    ),
  );
  return [
    outcome,
    ...moves,
    ...bodies(history, "change-landed").map(({ change, changeKind }) => (changeKind === "task" ? change : changeKind)),
  ];
}

describe("promise 11: the same engine in simulation", () => {
  it("clock and randomness come from outside: one seed plays the same history twice, another one another", async () => {
    const first = await play(SEED);
    expect(first[0]).toBe("done");
    expect(first.join("\n")).toContain("Session-20251114-QA-001-");
    expect(await play(SEED)).toEqual(first);
    expect(await play(SEED + 1)).not.toEqual(first);
  });
});
