import { expect, it } from "vitest";
import { newLandingBook } from "../../src/coordinator/landing/landing-book.ts";
import { cancelCandidate } from "../../src/coordinator/landing/run-candidate.ts";
import { newLive, type RunContext } from "../../src/coordinator/run-context.ts";
import { parseConfig } from "../../src/core/config.ts";

const QUEUE = { workers: 1, strict: false, batchMax: 1, retryShare: 1 };

it("a cancelled run is under way until it has ended, so that the loop does not ask for it again and again", async () => {
  const live = newLive("main", newLandingBook(QUEUE, "main", parseConfig({})));
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const said: string[] = [];
  live.landing.cancel.set("run-1", { abort: () => said.push("aborted"), ended });
  const cancelling = cancelCandidate({ live } as RunContext, "run-1").then(() => said.push("cancelled"));
  await new Promise((resolve) => setImmediate(resolve));
  said.push("ends");
  end();
  await cancelling;
  expect(said).toEqual(["aborted", "ends", "cancelled"]);
  await cancelCandidate({ live } as RunContext, "gone");
});
