import { describe, expect, it } from "vitest";
import { acquireLease } from "../../src/claims/acquire.ts";
import { submissionRef } from "../../src/claims/refs.ts";
import { releaseLease } from "../../src/claims/renew.ts";
import { closeSubmission, listSubmissions, submitWork } from "../../src/claims/submissions.ts";
import { resolveCommit } from "../../src/git/refs.ts";
import { git, makeRemoteAndClone } from "../support/repository.ts";
import { type Observer, observer, oidAt, refusedWith, wantedClaim, won } from "./support/observer.ts";

async function commitIn({ git: clone }: Observer, message: string): Promise<string> {
  const cwd = clone.location.cwd ?? "";
  await git(cwd, "commit", "-q", "--allow-empty", "-m", message);
  return git(cwd, "rev-parse", "HEAD");
}

describe("work handed in from elsewhere", () => {
  it("reaches the lander with its claim, outlives its author's clone and is taken once", async () => {
    const { remote } = await makeRemoteAndClone({});
    const [ann, lander] = [await observer(remote), await observer(remote)];
    const lease = won(await acquireLease(ann, wantedClaim("QA.033", "ann")));
    const head = await commitIn(ann, "Ann's work");
    const submitted = won(await submitWork(ann, lease, head));
    expect(submitted.submission).toBe("refs/signalbox/submit/QA.033.1");
    const [submission, ...others] = await listSubmissions(lander);
    expect(others).toEqual([]);
    expect(submission).toMatchObject({ task: "QA.033", epoch: 1, head, claim: { oid: submitted.lease.oid } });
    expect(await resolveCommit(lander.git, head)).toBe(head);
    if (submission !== undefined) expect(await closeSubmission(lander, submission)).toBe(true);
    expect(await listSubmissions(lander)).toEqual([]);
  });

  it("is accepted again as the same commit, and held back as another one until the first is taken", async () => {
    const { remote } = await makeRemoteAndClone({});
    const ann = await observer(remote);
    const lease = won(await acquireLease(ann, wantedClaim("QA-033", "ann")));
    const first = await commitIn(ann, "First");
    const { lease: renewed } = won(await submitWork(ann, lease, first));
    expect(won(await submitWork(ann, renewed, first)).lease).toEqual(renewed);
    expect(refusedWith(await submitWork(ann, renewed, await commitIn(ann, "Second"))).code).toBe("busy");
    expect(await oidAt(remote, submissionRef("QA-033", 1))).toBe(first);
  });

  it("is refused as a whole when the claim is not held any more", async () => {
    const { remote } = await makeRemoteAndClone({});
    const [ann, bob] = [await observer(remote), await observer(remote)];
    const lease = won(await acquireLease(ann, wantedClaim("QA-033", "ann")));
    won(await releaseLease(ann, lease));
    won(await acquireLease(bob, wantedClaim("QA-033", "bob")));
    const refusal = refusedWith(await submitWork(ann, lease, await commitIn(ann, "Too late")));
    expect(refusal).toMatchObject({ code: "lost", holder: expect.stringContaining("bob") });
    expect(await oidAt(remote, submissionRef("QA-033", 1))).toBeUndefined();
  });

  it("of an epoch that has ended is listed without a claim, so that it is kept and not landed", async () => {
    const { remote } = await makeRemoteAndClone({});
    const [ann, lander] = [await observer(remote), await observer(remote)];
    const lease = won(await acquireLease(ann, wantedClaim("QA-033", "ann")));
    const { lease: renewed } = won(await submitWork(ann, lease, await commitIn(ann, "Work")));
    won(await releaseLease(ann, renewed));
    expect(await listSubmissions(lander)).toMatchObject([{ task: "QA-033", claim: null }]);
    won(await acquireLease(lander, wantedClaim("QA-033", "bob")));
    expect(await listSubmissions(lander)).toMatchObject([{ task: "QA-033", epoch: 1, claim: null }]);
  });
});
