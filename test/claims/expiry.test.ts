import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { acquireLease } from "../../src/claims/acquire.ts";
import { fileObservations } from "../../src/claims/file-observations.ts";
import { listLeases } from "../../src/claims/list-leases.ts";
import { releaseLease, renewLease } from "../../src/claims/renew.ts";
import { ModelServer, modelLeaseRemote } from "../../src/simulation/model-lease-remote.ts";
import { type FakeClock, fakeClock } from "../support/clock.ts";
import { temporaryDirectory } from "../support/repository.ts";
import { epochOf, observerOf, refusedWith, wantedClaim, won } from "./support/observer.ts";

const TTL_MS = 60_000;
/** TTL · 1.1 and the longest round trip. */
const WAIT_MS = 67_000;
const wantedHost = (name: string) => wantedClaim("unused", name, { kind: "host", name, session: null, ttlMs: TTL_MS });
const ofHost = (task: string, host: string) => wantedClaim(task, host, { host, ttlMs: 8 * 3_600_000 });

async function world(clock: FakeClock = fakeClock()) {
  const server = new ModelServer();
  const newObserver = async () => observerOf(modelLeaseRemote(server), await temporaryDirectory(), { clock });
  return { clock, server, holder: await newObserver(), other: await newObserver(), newObserver };
}

describe("a claim is stolen only after this observer saw it unmoved", () => {
  it("for its TTL and a tenth and the longest round trip, not a millisecond earlier", async () => {
    const { clock, holder, other } = await world();
    won(await acquireLease(holder, wantedClaim("T-1", "ann", { ttlMs: TTL_MS })));
    clock.advance(10 * WAIT_MS);
    expect(refusedWith(await acquireLease(other, wantedClaim("T-1", "bob"))).untilMs).toBeCloseTo(WAIT_MS, 3);
    clock.advance(WAIT_MS - 1);
    expect(refusedWith(await acquireLease(other, wantedClaim("T-1", "bob"))).untilMs).toBeCloseTo(1, 3);
    clock.advance(2);
    expect(epochOf(won(await acquireLease(other, wantedClaim("T-1", "bob"))))).toBe(2);
  });

  it("and never while its holder renews it", async () => {
    const { clock, holder, other } = await world();
    let lease = won(await acquireLease(holder, wantedClaim("T-1", "ann", { ttlMs: TTL_MS })));
    for (let round = 0; round < 10; round++) {
      refusedWith(await acquireLease(other, wantedClaim("T-1", "bob")));
      clock.advance(TTL_MS / 3);
      lease = won(await renewLease(holder, lease));
    }
    expect(epochOf(lease)).toBe(1);
  });

  it("each observer waiting for itself: one that waited lends nothing to another", async () => {
    const { clock, holder, other, newObserver } = await world();
    won(await acquireLease(holder, wantedClaim("T-1", "ann", { ttlMs: TTL_MS })));
    await listLeases(other);
    clock.advance(2 * WAIT_MS);
    const late = await newObserver();
    expect(refusedWith(await acquireLease(late, wantedClaim("T-1", "late"))).code).toBe("held");
    won(await acquireLease(other, wantedClaim("T-1", "bob")));
  });

  it("the wait going on in the next command, and starting again after a reboot", async () => {
    const clock = fakeClock();
    const { server, holder } = await world(clock);
    const state = await temporaryDirectory();
    const commandOf = (boot: string) => observerOf(modelLeaseRemote(server), state, { clock, boot });
    won(await acquireLease(holder, wantedClaim("T-1", "ann", { ttlMs: TTL_MS })));
    refusedWith(await acquireLease(commandOf("boot 1"), wantedClaim("T-1", "bob")));
    clock.advance(WAIT_MS + 1);
    expect(refusedWith(await acquireLease(commandOf("boot 2"), wantedClaim("T-1", "bob"))).untilMs).toBeCloseTo(WAIT_MS, 3);
    clock.advance(WAIT_MS + 1);
    won(await acquireLease(commandOf("boot 2"), wantedClaim("T-1", "bob")));
  });
});

describe("a claim that names a host", () => {
  it("lives while the host's ref moves, without being renewed itself", async () => {
    const { clock, holder, other } = await world();
    let host = won(await acquireLease(holder, wantedHost("laptop")));
    won(await acquireLease(holder, ofHost("T-1", "laptop")));
    for (let round = 0; round < 10; round++) {
      expect(refusedWith(await acquireLease(other, wantedClaim("T-1", "bob"))).code).toBe("held");
      clock.advance(TTL_MS / 3);
      host = won(await renewLease(holder, host));
    }
  });

  it("may be stolen once the host stood still for the host's own TTL", async () => {
    const { clock, holder, other } = await world();
    won(await acquireLease(holder, wantedHost("laptop")));
    won(await acquireLease(holder, ofHost("T-1", "laptop")));
    expect((await listLeases(other)).map(({ expiresInMs }) => Math.round(expiresInMs ?? -1))).toEqual([WAIT_MS, WAIT_MS]);
    clock.advance(WAIT_MS + 1);
    expect((await listLeases(other)).map(({ expiresInMs }) => expiresInMs)).toEqual([0, 0]);
    expect(epochOf(won(await acquireLease(other, wantedClaim("T-1", "bob"))))).toBe(2);
  });

  it("outlives a host that was given back for as long: a restart comes first", async () => {
    const { clock, holder, other } = await world();
    const host = won(await acquireLease(holder, wantedHost("laptop")));
    won(await acquireLease(holder, ofHost("T-1", "laptop")));
    won(await releaseLease(holder, host));
    refusedWith(await acquireLease(other, wantedClaim("T-1", "bob")));
    clock.advance(WAIT_MS / 2);
    won(await acquireLease(holder, wantedHost("laptop")));
    clock.advance(WAIT_MS / 2 + 1);
    expect(refusedWith(await acquireLease(other, wantedClaim("T-1", "bob"))).code).toBe("held");
  });

  it("without a ref of its host falls back to its own TTL", async () => {
    const { clock, holder, other } = await world();
    won(await acquireLease(holder, wantedClaim("T-1", "ann", { host: "gone", ttlMs: TTL_MS })));
    refusedWith(await acquireLease(other, wantedClaim("T-1", "bob")));
    clock.advance(WAIT_MS + 1);
    won(await acquireLease(other, wantedClaim("T-1", "bob")));
  });
});

describe("observations on disk", () => {
  it("forget what is damaged or from another clock: the wait starts again, never early", async () => {
    const file = join(await temporaryDirectory(), "observations.json");
    const observations = fileObservations(file, "boot");
    const seen = new Map([["refs/signalbox/claims/T-1", "a".repeat(40)]]);
    observations.see(seen, 1_000);
    expect([...observations.see(seen, 5_000).values()]).toEqual([4_000]);
    expect([...observations.see(seen, 500).values()]).toEqual([0]);
    await writeFile(file, "{ damaged");
    expect([...observations.see(seen, 9_000).values()]).toEqual([0]);
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ boot: "boot", sightings: [{ firstSeenMs: 9_000 }] });
  });
});
