import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { acquireLease } from "../../src/claims/acquire.ts";
import { landedUpdate } from "../../src/claims/landing-updates.ts";
import { claimRef } from "../../src/claims/refs.ts";
import { writeCommit, writeEmptyTree } from "../../src/git/objects.ts";
import { pushAtomically } from "../../src/git/push.ts";
import { git, makeRemoteAndClone } from "../support/repository.ts";
import { type Observer, observer, oidAt, pushLanding, refusedWith, wantedClaim, won } from "./support/observer.ts";

/** Each trap first as git springs it, then as the protocol meets it (reference: landing.md §3.3, DESIGN §5). */
const REF = claimRef("QA-033");

async function twoObservers(): Promise<{ readonly remote: string; readonly ann: Observer; readonly bob: Observer }> {
  const { remote } = await makeRemoteAndClone({ "a.txt": "a\n" });
  return { remote, ann: await observer(remote), bob: await observer(remote) };
}

async function bareCommit({ git: clone }: Observer, message: string, parents: readonly string[] = []): Promise<string> {
  return writeCommit(clone, { tree: await writeEmptyTree(clone), parents, message, atMs: Date.UTC(2026, 0, 5) });
}

const cwdOf = ({ git: clone }: Observer): string => clone.location.cwd ?? "";

describe("traps of claiming over git", () => {
  it("two identical claims without a nonce both look won to git; with a nonce one is refused", async () => {
    const { remote, ann, bob } = await twoObservers();
    const [a, b] = [await bareCommit(ann, "claim"), await bareCommit(bob, "claim")];
    expect(a).toBe(b);
    for (const who of [ann, bob]) await git(cwdOf(who), "push", "-q", `--force-with-lease=${REF}:`, remote, `${a}:${REF}`);
    await git(remote, "update-ref", "-d", REF);

    const claimAsTwin = (who: Observer) => acquireLease(who, wantedClaim("QA-033", "agent", { session: null }));
    const outcomes = [...(await Promise.all([ann, bob].map(claimAsTwin))), await claimAsTwin(await observer(remote))];
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("a push git calls up to date is no win, except for one's own OID", async () => {
    const { remote, ann, bob } = await twoObservers();
    const oid = await bareCommit(ann, "claim");
    const update = { ref: REF, expected: null, to: oid };
    expect(await pushAtomically(ann.git, remote, [update])).toEqual({ kind: "done" });
    expect(await bareCommit(bob, "claim")).toBe(oid);
    expect(await pushAtomically(bob.git, remote, [update])).toMatchObject({ kind: "refused", refs: [REF] });

    await git(remote, "update-ref", "-d", REF);
    const deaf: Observer = {
      ...ann,
      remote: { ...ann.remote, push: async (updates) => ({ kind: "unknown", detail: (await ann.remote.push(updates)).kind }) },
    };
    expect(won(await acquireLease(deaf, wantedClaim("QA-033", "ann"))).oid).toBe(await oidAt(remote, REF));
  });

  it("a claim that is a child of another one fast-forwards over it in a plain push; a leased push is refused", async () => {
    const { remote, ann, bob } = await twoObservers();
    const mine = won(await acquireLease(ann, wantedClaim("QA-033", "ann")));
    await bob.remote.read([REF]);
    const child = await bareCommit(bob, "theft", [mine.oid]);
    expect(await pushAtomically(bob.git, remote, [{ ref: REF, expected: null, to: child }])).toMatchObject({ kind: "refused" });
    expect(await oidAt(remote, REF)).toBe(mine.oid);
    await git(cwdOf(bob), "push", "-q", remote, `${child}:${REF}`);
    expect(await oidAt(remote, REF)).toBe(child);
  });

  it("a bare lease overwrites another's landing after any background fetch; an explicit lease is refused", async () => {
    const { remote, ann, bob } = await twoObservers();
    const start = await oidAt(remote, "refs/heads/main");
    const landing = await pushLanding(ann, []);
    await git(cwdOf(bob), "checkout", "-q", "-B", "main", start ?? "");
    await git(cwdOf(bob), "commit", "-q", "--allow-empty", "-m", "Bob's own");
    const bobs = await git(cwdOf(bob), "rev-parse", "main");
    await git(cwdOf(bob), "fetch", "-q", "origin");
    const explicit = { ref: "refs/heads/main", expected: start ?? null, to: bobs };
    expect(await pushAtomically(bob.git, remote, [explicit])).toMatchObject({ kind: "refused" });
    expect(await oidAt(remote, "refs/heads/main")).toBe(landing.tip);
    await git(cwdOf(bob), "push", "-q", "--force-with-lease", "origin", "main");
    expect(await oidAt(remote, "refs/heads/main")).toBe(bobs);
  });

  it("a zombie lands when its fenced ref stays unchanged in the push; a landed record makes git refuse it", async () => {
    const { remote, ann: zombie, bob: thief } = await twoObservers();
    const lease = won(await acquireLease(zombie, wantedClaim("QA-033", "zombie")));
    await thief.remote.read([REF]);
    const theft = await bareCommit(thief, "stolen meanwhile", [lease.oid]);
    await git(cwdOf(thief), "push", "-q", remote, `${theft}:refs/heads/theft`);
    // The theft happens when the zombie has already seen the remote's refs and sent its push.
    const steal = `#!/bin/sh\nunset GIT_QUARANTINE_PATH\ngit update-ref ${REF} ${theft}\n`;
    await mkdir(join(remote, "hooks"), { recursive: true });
    await writeFile(join(remote, "hooks/pre-receive"), steal, { mode: 0o755 });

    const fenced = await pushLanding(zombie, [(await landedUpdate(zombie, lease)).update]);
    expect(fenced.outcome.kind).not.toBe("done");
    expect(await oidAt(remote, "refs/heads/main")).not.toBe(fenced.tip);
    expect(await oidAt(remote, REF)).toBe(theft);

    // Left as it is, the claim is "up to date": git sends nothing for it, and nobody checks the zombie's lease.
    await git(remote, "update-ref", REF, lease.oid);
    const unchanged = await pushLanding(zombie, [{ ref: REF, expected: lease.oid, to: lease.oid }]);
    expect(await oidAt(remote, "refs/heads/main")).toBe(unchanged.tip);
    expect(await oidAt(remote, REF)).toBe(theft);
  });

  it("a ref in the way of a claim's name is named in a clear refusal", async () => {
    const { remote, ann } = await twoObservers();
    await git(cwdOf(ann), "push", "-q", remote, `main:${REF}/x`);
    const refusal = refusedWith(await acquireLease({ ...ann, limits: { ...ann.limits, pushTriesMax: 2 } }, wantedClaim("QA-033", "ann")));
    expect(refusal).toMatchObject({ code: "busy", next: expect.stringContaining(`${REF}/x`) });
  });

  it("a ref that holds no claim record is refused with what to look at, never overwritten", async () => {
    const { remote, ann } = await twoObservers();
    const blob = await ann.git.text(["hash-object", "-w", "--stdin"], { input: "{" });
    const forged = await bareCommit(ann, JSON.stringify({ kind: "claim", epoch: -1 }));
    for (const damage of [blob, forged]) {
      await git(cwdOf(ann), "push", "-q", "--force", remote, `${damage}:${REF}`);
      expect(refusedWith(await acquireLease(ann, wantedClaim("QA-033", "ann")))).toMatchObject({ code: "held", holder: null });
      expect(await oidAt(remote, REF)).toBe(damage);
    }
  });

  it("a ref lock left behind on the remote ends in a clear refusal, and the same claim goes through once it is gone", async () => {
    const { remote, ann } = await twoObservers();
    const lock = join(remote, `${REF}.lock`);
    await mkdir(join(remote, "refs/signalbox/claims"), { recursive: true });
    await writeFile(lock, "");
    const attempted: string[] = [];
    const push: Observer["remote"]["push"] = (updates) => {
      attempted.push(...updates.map(({ to }) => to));
      return ann.remote.push(updates);
    };
    const watched: Observer = { ...ann, limits: { ...ann.limits, pushTriesMax: 3 }, remote: { ...ann.remote, push } };
    const refusal = refusedWith(await acquireLease(watched, wantedClaim("QA-033", "ann")));
    expect(refusal).toMatchObject({ code: "busy", next: expect.stringContaining("QA-033.lock") });
    await rm(lock);
    const lease = won(await acquireLease(watched, wantedClaim("QA-033", "ann")));
    expect(new Set(attempted)).toEqual(new Set([lease.oid]));
  });
});
