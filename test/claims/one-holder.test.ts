import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { acquireLease, acquireLeases } from "../../src/claims/acquire.ts";
import { landedUpdate } from "../../src/claims/landing-updates.ts";
import { claimRef } from "../../src/claims/refs.ts";
import { extendClaim, releaseLease, renewLease } from "../../src/claims/renew.ts";
import { fakeClock } from "../support/clock.ts";
import { git, makeRemoteAndClone } from "../support/repository.ts";
import { serveByDaemon } from "./support/git-daemon.ts";
import { epochOf, observer, oidAt, pushLanding, refusedWith, wantedClaim, won } from "./support/observer.ts";

const TRANSPORTS: Readonly<Record<string, (remote: string) => Promise<string> | string>> = {
  "a bare remote on disk": (remote) => remote,
  "file://": (remote) => pathToFileURL(remote).href,
  "git daemon": serveByDaemon,
};

describe.each(Object.entries(TRANSPORTS))("promise 3, one holder per task, over %s", (_name, addressOf) => {
  it("gives a task to one clone and tells the other who has it, for how long and what next", async () => {
    const { remote } = await makeRemoteAndClone({});
    const address = await addressOf(remote);
    const [ann, bob] = [await observer(address), await observer(address)];
    const lease = won(await acquireLease(ann, wantedClaim("QA-033", "ann", { footprint: ["src/a.ts"] })));
    expect(epochOf(lease)).toBe(1);
    const refusal = refusedWith(await acquireLease(bob, wantedClaim("QA-033", "bob")));
    expect(refusal).toMatchObject({ code: "held", holder: "ann (Session-20260105-QA-033-ann)" });
    expect(refusal.untilMs).toBeGreaterThan(60_000);
    expect(refusal.next).not.toBe("");
  });

  it("renews and extends with the same epoch, and goes on with the next one after a give-back", async () => {
    const { remote } = await makeRemoteAndClone({});
    const address = await addressOf(remote);
    const [ann, bob] = [await observer(address), await observer(address)];
    const first = won(await acquireLease(ann, wantedClaim("QA-033", "ann")));
    const renewed = won(await renewLease(ann, first));
    const extended = won(await extendClaim(ann, renewed, ["src/b.ts"]));
    expect([epochOf(renewed), epochOf(extended)]).toEqual([1, 1]);
    expect(extended.record.footprint).toEqual(["src/b.ts"]);
    won(await releaseLease(ann, extended));
    const second = won(await acquireLease(bob, wantedClaim("QA-033", "bob")));
    expect(epochOf(second)).toBe(2);
    expect(refusedWith(await renewLease(ann, extended)).code).toBe("lost");
    // Every record follows the one before: the claim's whole history is its audit trail.
    expect(await git(remote, "rev-list", "--count", claimRef("QA-033"))).toBe("5");
    expect(await git(remote, "ls-tree", second.oid)).toBe("");
  });

  it("lands main and claim in one push, and refuses a zombie's whole push", async () => {
    const { remote } = await makeRemoteAndClone({ "a.txt": "a\n" });
    const address = await addressOf(remote);
    const clock = fakeClock();
    const [zombie, thief] = [await observer(address, { clock }), await observer(address, { clock })];
    const lease = won(await acquireLease(zombie, wantedClaim("QA-033", "zombie")));
    refusedWith(await acquireLease(thief, wantedClaim("QA-033", "thief")));
    clock.advance(67_001);
    const stolen = won(await acquireLease(thief, wantedClaim("QA-033", "thief")));
    expect(epochOf(stolen)).toBe(2);

    const late = await pushLanding(zombie, [(await landedUpdate(zombie, lease)).update]);
    expect(late.outcome).toMatchObject({ kind: "refused" });
    expect(await oidAt(remote, "refs/heads/main")).not.toBe(late.tip);
    expect(await oidAt(remote, claimRef("QA-033"))).toBe(stolen.oid);

    const landed = await landedUpdate(thief, stolen);
    const inTime = await pushLanding(thief, [landed.update]);
    expect(inTime.outcome).toEqual({ kind: "done" });
    expect(await oidAt(remote, "refs/heads/main")).toBe(inTime.tip);
    expect(await oidAt(remote, claimRef("QA-033"))).toBe(landed.lease.oid);
    expect(refusedWith(await acquireLease(zombie, wantedClaim("QA-033", "zombie"))).code).toBe("landed");
    const reopened = won(await acquireLease(zombie, wantedClaim("QA-033", "zombie", { reopen: true })));
    expect(epochOf(reopened)).toBe(3);
  });

  it("takes several free tasks in one push, and refuses only those somebody holds", async () => {
    const { remote } = await makeRemoteAndClone({});
    const address = await addressOf(remote);
    const [ann, bob] = [await observer(address), await observer(address)];
    won(await acquireLease(ann, wantedClaim("T-2", "ann")));
    const outcomes = await acquireLeases(
      bob,
      ["T-1", "T-2", "T-3"].map((task) => wantedClaim(task, "bob")),
    );
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(await oidAt(remote, claimRef("T-3"))).toBe(outcomes[2]?.ok === true ? outcomes[2].value.oid : "not taken");
  });
});
