import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { acquireLease, acquireLeases } from "../../src/claims/acquire.ts";
import type { ClaimContext } from "../../src/claims/context.ts";
import { renewedUpdate } from "../../src/claims/landing-updates.ts";
import { claimRef } from "../../src/claims/refs.ts";
import { releaseLease, renewLease } from "../../src/claims/renew.ts";
import { recoverLeases, resumeLease } from "../../src/claims/resume.ts";
import type { LeaseRecord } from "../../src/core/claim.ts";
import { ModelServer, modelLeaseRemote, type PushFault } from "../../src/simulation/model-lease-remote.ts";
import { git, makeRemoteAndClone, temporaryDirectory } from "../support/repository.ts";
import { until } from "../support/until.ts";
import { observer, observerOf, oidAt, refusedWith, wantedClaim, won } from "./support/observer.ts";
import { startWorker } from "./support/worker-process.ts";

const REF = claimRef("QA-033");

async function modelObserver() {
  const server = new ModelServer();
  const model = modelLeaseRemote(server);
  const pushed: string[] = [];
  const push: typeof model.push = (updates) => {
    pushed.push(...updates.map(({ to }) => to));
    return model.push(updates);
  };
  const state = await temporaryDirectory();
  const open = () => observerOf({ ...model, push }, state, { limits: { pushTriesMax: 3, retryMs: 1 } });
  return { server, pushed, open };
}

async function recordAt(ctx: ClaimContext, task: string): Promise<LeaseRecord> {
  const record = (await ctx.remote.read([claimRef(task)])).get(claimRef(task))?.record;
  if (record === null || record === undefined) throw new Error(`expected a claim of ${task}`);
  return { ...record, session: "Session-of-a-thief", nonce: "f".repeat(32) };
}

function faults(...list: readonly PushFault[]): () => PushFault {
  const left = [...list];
  return () => left.shift() ?? "none";
}

describe("a push whose result is unknown", () => {
  it("counts as won when the remote has the OID, without a second claim", async () => {
    const { server, pushed, open } = await modelObserver();
    server.nextFault = faults("lost-reply");
    const ctx = open();
    const lease = won(await acquireLease(ctx, wantedClaim("QA-033", "ann")));
    expect(server.refs.get(REF)).toBe(lease.oid);
    expect(pushed).toEqual([lease.oid]);
    expect(await ctx.journal.open()).toEqual([]);
  });

  it.each(["Session-1", null])(
    "is tried again with the same OID only, by a later request and after a restart (session %s)",
    async (session) => {
      const { server, pushed, open } = await modelObserver();
      server.nextFault = () => "dropped";
      expect(refusedWith(await acquireLease(open(), wantedClaim("QA-033", "ann", { session }))).code).toBe("busy");
      expect(refusedWith(await acquireLease(open(), wantedClaim("QA-033", "ann", { session }))).code).toBe("busy");
      server.nextFault = faults("lost-reply");
      const [recovered] = await recoverLeases(open());
      expect(pushed.length).toBeGreaterThan(5);
      expect(new Set(pushed)).toEqual(new Set([recovered?.oid]));
      expect(server.refs.get(REF)).toBe(recovered?.oid);
    },
  );

  it("is lost, and not tried again, once somebody else has the ref", async () => {
    const { server, open } = await modelObserver();
    server.nextFault = () => "dropped";
    refusedWith(await acquireLease(open(), wantedClaim("QA-033", "ann")));
    server.nextFault = () => "none";
    const bob = observerOf(modelLeaseRemote(server), await temporaryDirectory());
    const bobs = won(await acquireLease(bob, wantedClaim("QA-033", "bob")));
    const ann = open();
    expect(refusedWith(await acquireLease(ann, wantedClaim("QA-033", "ann")))).toMatchObject({ code: "held" });
    expect(server.refs.get(REF)).toBe(bobs.oid);
    expect(await ann.journal.open()).toEqual([]);
  });

  it("that was killed half-applied is completed with the same OIDs, now or after a restart", async () => {
    const { server, pushed, open } = await modelObserver();
    server.nextFault = faults("half-applied");
    const wanted = ["T-1", "T-2", "T-3"].map((task) => wantedClaim(task, "ann"));
    const oids = (await acquireLeases(open(), wanted)).map((outcome) => won(outcome).oid);
    expect(oids).toEqual(["T-1", "T-2", "T-3"].map((task) => server.refs.get(claimRef(task))));
    expect(new Set(pushed)).toEqual(new Set(oids));

    const more = ["T-4", "T-5"].map((task) => wantedClaim(task, "ann"));
    server.nextFault = faults("half-applied", "dropped", "dropped", "dropped");
    expect((await acquireLeases(open(), more)).map(({ ok }) => ok)).toEqual([false, false]);
    const [bobs] = await acquireLeases(observerOf(modelLeaseRemote(server), await temporaryDirectory()), [wantedClaim("T-5", "bob")]);
    expect((await acquireLeases(open(), more)).map(({ ok }) => ok)).toEqual([true, false]);
    expect(server.refs.get(claimRef("T-5"))).toBe(bobs?.ok === true ? bobs.value.oid : "not taken");
  });

  it("of several claims gives back those that still stand, not one that was stolen since", async () => {
    const { server, open } = await modelObserver();
    const ann = open();
    const crash: typeof ann = { ...ann, journal: { ...ann.journal, end: () => Promise.reject(new Error("killed here")) } };
    const wanted = ["T-1", "T-2"].map((task) => wantedClaim(task, "ann"));
    await expect(acquireLeases(crash, wanted)).rejects.toThrow("killed here");
    const stolen = await ann.remote.write({ ...(await recordAt(ann, "T-2")), epoch: 2 }, server.refs.get(claimRef("T-2")) ?? null);
    server.refs.set(claimRef("T-2"), stolen);
    expect((await acquireLeases(open(), wanted)).map(({ ok }) => ok)).toEqual([true, false]);
  });

  it("of a renewal is settled before the lease is given back", async () => {
    const { server, open } = await modelObserver();
    const ctx = open();
    const lease = won(await acquireLease(ctx, wantedClaim("QA-033", "ann")));
    server.nextFault = () => "dropped";
    expect(refusedWith(await renewLease(ctx, lease)).code).toBe("busy");
    server.nextFault = () => "none";
    const released = won(await releaseLease(ctx, lease));
    expect(server.refs.get(REF)).toBe(released.oid);
    expect(released.record).toMatchObject({ state: "released", epoch: 1 });
  });

  it("of a renewal that did land does not make its own holder a loser", async () => {
    const { server, open } = await modelObserver();
    const ctx = open();
    const lease = won(await acquireLease(ctx, wantedClaim("QA-033", "ann")));
    const deaf: typeof ctx = { ...ctx, remote: { ...ctx.remote, read: () => Promise.reject(new Error("unreachable")) } };
    server.nextFault = () => "lost-reply";
    expect(refusedWith(await renewLease(deaf, lease)).code).toBe("busy");
    expect(server.refs.get(REF)).not.toBe(lease.oid);
    server.nextFault = () => "none";
    expect(won(await renewLease(open(), lease)).record.epoch).toBe(1);
    expect(await ctx.journal.open()).toEqual([]);
  });

  it("of a landing that carried a lease leaves it renewable, until the next epoch begins", async () => {
    const { server, open } = await modelObserver();
    const ctx = open();
    const lease = won(await acquireLease(ctx, wantedClaim("QA-033", "ann")));
    const { update } = await renewedUpdate(ctx, lease);
    server.push([update]);
    const renewed = won(await renewLease(ctx, lease));
    expect(server.refs.get(REF)).toBe(renewed.oid);
    won(await releaseLease(ctx, renewed));
    won(await acquireLease(open(), wantedClaim("QA-033", "bob")));
    expect(refusedWith(await renewLease(ctx, lease)).code).toBe("lost");
  });

  it("does not stop a restart from resuming a lease that was renewed after the store last heard of it", async () => {
    const { open } = await modelObserver();
    const ctx = open();
    const lease = won(await acquireLease(ctx, wantedClaim("QA-033", "ann")));
    const renewed = won(await renewLease(ctx, lease));
    expect(won(await resumeLease(open(), REF, lease.oid))).toEqual(renewed);
    won(await releaseLease(ctx, renewed));
    expect(refusedWith(await resumeLease(open(), REF, lease.oid)).code).toBe("not-holder");
    won(await acquireLease(open(), wantedClaim("QA-033", "bob")));
    expect(refusedWith(await resumeLease(open(), REF, lease.oid)).code).toBe("lost");
  });
});

describe("a process killed with -9 during its push", () => {
  /** The hook stops the push on the remote until the test lets it go on; where says on which side of the ref's move. */
  async function killDuringPush(hook: "update" | "post-receive") {
    const { remote, root } = await makeRemoteAndClone({});
    const [reached, goOn] = [join(root, "reached"), join(root, "go-on")];
    const script = `#!/bin/sh\necho $PPID > ${reached}.tmp\nmv ${reached}.tmp ${reached}\nwhile [ ! -e ${goOn} ]; do sleep 0.05; done\n`;
    await writeFile(join(remote, "hooks", hook), script, { mode: 0o755 });
    const worker = await (await startWorker("ann", remote, root)).ready();
    worker.do({ kind: "acquire", task: "QA-033" }).catch(() => undefined);
    const receiver = async () => Number(await readFile(reached, "utf8").catch(() => "0"));
    await until(async () => (await receiver()) > 0, { what: "the push to arrive" });
    await worker.kill();
    const restart = async () => {
      const again = await (await startWorker("ann", remote, root, { again: true })).ready();
      const recovered = await again.do({ kind: "recover", task: "QA-033" });
      await again.kill();
      return recovered;
    };
    return { remote, receiver: await receiver(), letGo: () => writeFile(goOn, ""), restart };
  }

  /** The receiving process and the push that feeds it, by the group that push leads. */
  async function killPushGroup(receiver: number): Promise<void> {
    const stat = await readFile(`/proc/${receiver}/stat`, "utf8");
    const group = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]);
    process.kill(-group, "SIGKILL");
  }

  it("resumes the claim that landed although nobody heard of it", async () => {
    const { remote, receiver, letGo, restart } = await killDuringPush("post-receive");
    await killPushGroup(receiver);
    await letGo();
    const landed = await oidAt(remote, REF);
    expect(landed).toBeDefined();
    expect(await restart()).toMatchObject({ result: "ok", epoch: 1, oid: landed });
  });

  it("pushes the same claim again when it had not landed", async () => {
    const { remote, receiver, letGo, restart } = await killDuringPush("update");
    await killPushGroup(receiver);
    await letGo();
    const recovered = await restart();
    expect(recovered).toMatchObject({ result: "ok", epoch: 1 });
    expect(await oidAt(remote, REF)).toBe(recovered.oid);
    expect(await git(remote, "rev-list", "--count", REF)).toBe("1");
  });

  it("ends with one claim when the orphaned push still lands while the restart pushes again", async () => {
    const { remote, letGo, restart } = await killDuringPush("update");
    await letGo();
    const recovered = await restart();
    expect(recovered).toMatchObject({ result: "ok", epoch: 1 });
    expect(await oidAt(remote, REF)).toBe(recovered.oid);
    const other = await observer(remote);
    expect(refusedWith(await acquireLease(other, wantedClaim("QA-033", "bob"))).code).toBe("held");
  });
});
