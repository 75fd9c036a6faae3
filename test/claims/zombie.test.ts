import { describe, expect, it } from "vitest";
import { acquireLease } from "../../src/claims/acquire.ts";
import { claimRef } from "../../src/claims/refs.ts";
import type { HeldLease } from "../../src/core/claim.ts";
import { makeRemoteAndClone } from "../support/repository.ts";
import { until } from "../support/until.ts";
import { observer, oidAt, wantedClaim } from "./support/observer.ts";
import { startWorker } from "./support/worker-process.ts";

describe("a holder stopped past its expiry that goes on (SIGSTOP, SIGCONT)", () => {
  it("finds its lease lost, and neither renews nor lands: main and the new claim stay as they are", async () => {
    const { remote, root } = await makeRemoteAndClone({ "a.txt": "a\n" });
    const zombie = await (await startWorker("zombie", remote, root)).ready();
    try {
      expect(await zombie.do({ kind: "acquire", task: "QA-033", ttlMs: 1_500 })).toMatchObject({ result: "ok", epoch: 1 });
      await zombie.do({ kind: "keep", task: "QA-033" });
      const thief = await observer(remote, { limits: { roundTripMsMax: 100 } });
      zombie.child.kill("SIGSTOP");
      let stolen: HeldLease | undefined;
      const steal = async () => {
        const outcome = await acquireLease(thief, wantedClaim("QA-033", "thief"));
        if (outcome.ok) stolen = outcome.value;
        return outcome.ok;
      };
      await until(steal, { what: "the claim to be stolen" });
      const main = await oidAt(remote, "refs/heads/main");
      zombie.child.kill("SIGCONT");
      await until(() => zombie.losses.length > 0, { what: "the zombie to notice" });
      expect(zombie.losses).toEqual(["lost"]);
      expect(await zombie.do({ kind: "renew", task: "QA-033" })).toMatchObject({ result: "refused" });
      expect(await zombie.do({ kind: "land", task: "QA-033" })).toMatchObject({ result: "refused" });
      expect(await oidAt(remote, "refs/heads/main")).toBe(main);
      expect(await oidAt(remote, claimRef("QA-033"))).toBe(stolen?.oid);
      expect(stolen?.record.epoch).toBe(2);
    } finally {
      await zombie.kill();
    }
  });
});
