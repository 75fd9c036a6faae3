import { describe, expect, it } from "vitest";
import { acquireLease } from "../../src/claims/acquire.ts";
import { keepAlive } from "../../src/claims/keep-alive.ts";
import { renewedUpdate } from "../../src/claims/landing-updates.ts";
import { LANDER_REF } from "../../src/claims/refs.ts";
import type { Refusal } from "../../src/core/claim.ts";
import { ModelServer, modelLeaseRemote } from "../../src/simulation/model-lease-remote.ts";
import { fakeClock } from "../support/clock.ts";
import { temporaryDirectory } from "../support/repository.ts";
import { until } from "../support/until.ts";
import { observerOf, wantedClaim, won } from "./support/observer.ts";

const TTL_MS = 60_000;
const wantedLander = (holder: string) => wantedClaim("unused", holder, { kind: "lander", name: "lander", session: null, ttlMs: TTL_MS });

async function landerLease() {
  const clock = fakeClock();
  const server = new ModelServer();
  const ctx = observerOf(modelLeaseRemote(server), await temporaryDirectory(), { clock, limits: { pushTriesMax: 1 } });
  const held = won(await acquireLease(ctx, wantedLander("ann")));
  const losses: Refusal[] = [];
  const renewals: string[] = [];
  const kept = keepAlive(ctx, held, {
    onLost: (refusal) => losses.push(refusal),
    onRenewed: ({ oid }) => renewals.push(oid),
  });
  return { clock, server, ctx, held, kept, losses, renewals };
}

describe("a kept lease", () => {
  it("is renewed at a third of its TTL, and says so", async () => {
    const { clock, server, kept, renewals, losses } = await landerLease();
    for (let round = 1; round <= 4; round++) {
      clock.advance(TTL_MS / 3);
      await until(() => renewals.length === round, { what: `renewal ${round}` });
    }
    expect(kept.current().oid).toBe(server.refs.get(LANDER_REF));
    expect(kept.current().record.epoch).toBe(1);
    await kept.stop();
    clock.advance(TTL_MS);
    expect(losses).toEqual([]);
  });

  it("ends a tenth before its TTL when the remote cannot be reached, counted from the start of the last renewal", async () => {
    const { clock, server, kept, losses } = await landerLease();
    server.nextFault = () => "dropped";
    clock.advance(TTL_MS * 0.9 - 1);
    expect(losses).toEqual([]);
    clock.advance(1);
    await until(() => losses.length > 0, { what: "the loss" });
    expect(losses).toMatchObject([{ code: "lost" }]);
    await kept.stop();
  });

  it("counts a renewal that took long from its start", async () => {
    const { clock, server, kept, renewals, losses } = await landerLease();
    server.nextFault = () => {
      clock.advance(10_000);
      return "none";
    };
    clock.advance(TTL_MS / 3);
    await until(() => renewals.length === 1, { what: "the slow renewal" });
    server.nextFault = () => "dropped";
    clock.advance(TTL_MS * 0.9 - 10_000 - 1);
    expect(losses).toEqual([]);
    clock.advance(1);
    await until(() => losses.length > 0, { what: "the loss" });
    await kept.stop();
  });

  it("ends at once when it was taken by another", async () => {
    const { clock, server, ctx, kept, losses } = await landerLease();
    const stolen = await ctx.remote.write({ ...kept.current().record, epoch: 2, nonce: "1".repeat(32) }, kept.current().oid);
    server.refs.set(LANDER_REF, stolen);
    clock.advance(TTL_MS / 3);
    await until(() => losses.length > 0, { what: "the loss" });
    expect(losses).toMatchObject([{ code: "lost", holder: "ann" }]);
    expect(server.refs.get(LANDER_REF)).toBe(stolen);
    await kept.stop();
  });

  it("is not renewed while a landing carries it, and a landing that succeeds is a renewal", async () => {
    const { clock, server, ctx, kept, renewals } = await landerLease();
    const pushed = await kept.update(async (held) => {
      clock.advance(TTL_MS / 3);
      const { update, lease } = await renewedUpdate(ctx, held);
      expect(await ctx.remote.push([update])).toEqual({ kind: "done" });
      return lease;
    });
    // Goes through the same queue, so a renewal that waited for the landing would be over.
    await kept.update(async (held) => held);
    expect(renewals).toEqual([]);
    expect(kept.current()).toBe(pushed);
    clock.advance(TTL_MS / 3);
    await until(() => renewals.length === 1, { what: "the next renewal" });
    expect(server.refs.get(LANDER_REF)).toBe(renewals[0]);
    await kept.stop();
  });

  it("that was read from disk is renewed at once: nobody knows how old it is", async () => {
    const { ctx, held, kept } = await landerLease();
    await kept.stop();
    const renewals: string[] = [];
    const resumed = keepAlive(ctx, { ...held }, { onLost: () => undefined, onRenewed: ({ oid }) => renewals.push(oid) });
    await until(() => renewals.length === 1, { what: "the first renewal" });
    await resumed.stop();
  });
});
