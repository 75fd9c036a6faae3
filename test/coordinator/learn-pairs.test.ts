import { describe, expect, it } from "vitest";
import { newLandingBook } from "../../src/coordinator/landing/landing-book.ts";
import { learnPairs, readLearnedPairs } from "../../src/coordinator/landing/learn-pairs.ts";
import type { RunContext } from "../../src/coordinator/run-context.ts";
import { configSchema } from "../../src/core/config.ts";
import type { LandingQueue, LandingRun, Trouble } from "../../src/landing/queue/queue.ts";
import { openStore } from "../../src/store/open-store.ts";
import { fakeClock } from "../support/clock.ts";
import { temporaryDirectory } from "../support/repository.ts";

const PASSED = { kind: "passed" } as const;
const runOf = (changes: readonly string[], more: Partial<LandingRun> = {}): LandingRun => ({
  ...{ id: "run-1", purpose: "segment", base: 0, assumes: [], changes, tests: null, trouble: null, joined: [], refuted: false },
  ...more,
});

async function place() {
  const store = await openStore(`${await temporaryDirectory()}/store.sqlite`, { clock: fakeClock() });
  for (const [id, file] of [
    ["pay", "src/pay/a.ts"],
    ["mail", "src/mail/b.ts"],
  ] as const) {
    const more = { task: null, session: null, epoch: null, base: "0", head: "1", subject: id, state: "queued", submittedAtMs: 0 } as const;
    await store.submitChange({ id, kind: "branch", ...more }, [file]);
  }
  const settings = { workers: 1, strict: false, batchMax: 8, retryShare: 1 };
  const landing = newLandingBook(settings, "main", configSchema.parse({}), await readLearnedPairs(store));
  const context = { engine: { store }, live: { landing } } as unknown as RunContext;
  return { store, landing, context };
}

describe("pairs that break each other though they merge", () => {
  it("are learned from a change that fails in company and passes without it, and kept for later runs", async () => {
    const { store, landing, context } = await place();
    expect(landing.learned.riskyBeside("src/pay").size).toBe(0);
    const trouble = { id: "t", company: ["pay"], changes: ["mail"] } as unknown as Trouble;
    const before: LandingQueue = { ...landing.queue, troubles: new Map([["t", trouble]]) };
    await learnPairs(context, before, runOf(["mail"], { purpose: "probe", trouble: "t", tests: ["x"] }), PASSED);
    expect([...landing.learned.riskyBeside("src/pay")]).toEqual(["src/mail"]);
    expect([...(await readLearnedPairs(store)).riskyBeside("src/mail")]).toEqual(["src/pay"]);
    await store.close();
  });

  it("are believed less with every run both pass in, and a failure teaches nothing yet", async () => {
    const { store, landing, context } = await place();
    const chance = () => landing.learned.chance("src/pay", "src/mail");
    const first = chance();
    await learnPairs(context, landing.queue, runOf(["pay", "mail"]), { kind: "failed", tests: [], suspects: [] });
    expect(chance()).toBe(first);
    await learnPairs(context, landing.queue, runOf(["pay", "mail"]), PASSED);
    expect(chance()).toBeLessThan(first);
    await store.close();
  });
});
