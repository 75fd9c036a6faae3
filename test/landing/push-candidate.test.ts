import { chmod, mkdir, readFile, rename, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fetchBranch } from "../../src/git/fetch-branch.ts";
import { pushAtomically } from "../../src/git/push.ts";
import { isAncestor } from "../../src/git/refs.ts";
import { type LandingPush, pushCandidate, resolveAttempt } from "../../src/landing/push-candidate.ts";
import { buildRecordsCandidate } from "../../src/landing/records-candidate.ts";
import type { PushAttempt } from "../../src/store/rows.ts";
import { git } from "../support/repository.ts";
import {
  candidateOf,
  claimOf,
  fileAt,
  foreignPush,
  LANDER,
  type LandingSite,
  lander,
  landingSite,
  memoryJournal,
  record,
  refsOf,
  takeLeases,
  workOf,
} from "./support/landing-site.ts";

const FILES = { "a.txt": "a\n" };

async function ready(tasks: readonly string[] = ["QA-001"]) {
  const site = await landingSite(FILES);
  const changes = await Promise.all(tasks.map((task) => workOf(site.cache, task, site.start, { [`${task}.txt`]: "work\n" })));
  const candidate = await candidateOf(site.cache, site.start, changes);
  const leases = await takeLeases(site, [...tasks.map(claimOf), LANDER]);
  return { site, changes, candidate, leases, push: { candidate, testedTree: candidate.tree, leases } };
}

/** What a process that was killed would have left in the journal. */
function attemptOf(site: LandingSite, { candidate, leases }: LandingPush): PushAttempt {
  const main = { ref: "refs/heads/main", expected: site.start, to: candidate.tip };
  return { id: "1", commit: candidate.tip, tree: candidate.tree, base: site.start, changes: [], updates: [main, ...leases] };
}

async function refuseEverything(remote: string): Promise<void> {
  const hook = join(remote, "hooks", "pre-receive");
  await mkdir(join(remote, "hooks"), { recursive: true });
  await writeFile(hook, "#!/bin/sh\necho 'closed for the night' >&2\nexit 1\n");
  await chmod(hook, 0o755);
}

const mainOf = async (site: LandingSite) => (await refsOf(site)).get("refs/heads/main");

describe("promise 2: main is always a tree that passed", () => {
  it("moves main, every claim and the lander in one push, and nothing else", async () => {
    const { site, candidate, leases, push } = await ready(["QA-001", "QA-002"]);
    const before = await refsOf(site);
    const journal = memoryJournal();
    expect(await pushCandidate(lander(site, { journal }), push)).toEqual({ kind: "landed", main: candidate.tip });
    const expected = new Map([...before, ["refs/heads/main", candidate.tip], ...leases.map(({ ref, to }) => [ref, to] as const)]);
    expect(await refsOf(site)).toEqual(expected);
    expect(await site.cache.text(["rev-parse", "refs/remotes/origin/main"])).toBe(candidate.tip);
    expect([...journal.attempts.values()]).toMatchObject([{ commit: candidate.tip, base: site.start, outcome: "landed" }]);
  });

  it("never pushes a tree other than the tested one", async () => {
    const { site, candidate, leases } = await ready();
    const before = await refsOf(site);
    const other = await site.cache.text(["rev-parse", `${site.start}^{tree}`]);
    await expect(pushCandidate(lander(site), { candidate, testedTree: other, leases })).rejects.toThrow(/expected to land the tested tree/);
    expect(await refsOf(site)).toEqual(before);
  });

  it("never pushes a candidate that would rewind main, though its lease would allow it", async () => {
    const { site, candidate, leases } = await ready();
    const elsewhere = await site.cache.text(["commit-tree", candidate.tree, "-m", "No parent"]);
    const rewind = { ...candidate, tip: elsewhere };
    await expect(pushCandidate(lander(site), { candidate: rewind, testedTree: candidate.tree, leases })).rejects.toThrow(/move forward/);
    expect(await mainOf(site)).toBe(site.start);
  });

  it("adopts a foreign push: nothing of the attempt moves, and the next candidate is built on it", async () => {
    const { site, changes, leases, push } = await ready();
    const foreign = await foreignPush(site, "person.txt", "by hand\n");
    const before = await refsOf(site);
    const journal = memoryJournal();
    expect(await pushCandidate(lander(site, { journal }), push)).toEqual({ kind: "main-moved", main: foreign });
    expect(await refsOf(site)).toEqual(before);
    expect([...journal.attempts.values()]).toMatchObject([{ outcome: "absent" }]);
    const again = await candidateOf(site.cache, foreign, changes);
    expect(await pushCandidate(lander(site), { candidate: again, testedTree: again.tree, leases })).toMatchObject({ kind: "landed" });
    expect(await fileAt(site.cache, again.tip, "person.txt")).toBe("by hand\n");
    expect(await fileAt(site.cache, again.tip, "QA-001.txt")).toBe("work\n");
  });

  it("lands rendered records alone like any other candidate", async () => {
    const site = await landingSite(FILES);
    const commit = { message: "Records of the run\n", nowMs: 0 };
    const candidate = await buildRecordsCandidate(site.cache, site.start, [{ path: "ROADMAP.md", content: "done\n" }], commit);
    if (candidate === undefined) throw new Error("expected a candidate");
    expect(await pushCandidate(lander(site), { candidate, testedTree: candidate.tree, leases: [] })).toMatchObject({ kind: "landed" });
    expect(await mainOf(site)).toBe(candidate.tip);
    expect(await buildRecordsCandidate(site.cache, candidate.tip, [{ path: "ROADMAP.md", content: "done\n" }], commit)).toBeUndefined();
  });
});

describe("promise 3: one holder per task", () => {
  it("a zombie whose claim was stolen cannot land, not even in a batch with good claims", async () => {
    const { site, push } = await ready(["QA-001", "QA-002", "QA-003"]);
    const [, stolen] = push.leases;
    const thief = { ref: stolen?.ref ?? "", expected: stolen?.expected ?? null, to: await record(site.cache, stolen?.expected ?? null) };
    expect(await pushAtomically(site.cache, site.remote, [thief])).toEqual({ kind: "done" });
    const before = await refsOf(site);
    expect(await pushCandidate(lander(site), push)).toEqual({ kind: "lease-lost", refs: [claimOf("QA-002")] });
    expect(await refsOf(site)).toEqual(before);
  });

  it("a lander that lost its lease cannot land", async () => {
    const { site, push } = await ready();
    const held = push.leases.at(-1)?.expected ?? null;
    await pushAtomically(site.cache, site.remote, [{ ref: LANDER, expected: held, to: await record(site.cache, held) }]);
    expect(await pushCandidate(lander(site), push)).toEqual({ kind: "lease-lost", refs: [LANDER] });
    expect(await mainOf(site)).toBe(site.start);
  });

  it("refuses to push with a claim that would stay unchanged: git would not check it", async () => {
    const { site, candidate, leases } = await ready();
    const unchanged = leases.map((update) => ({ ...update, to: update.expected ?? "" }));
    await expect(pushCandidate(lander(site), { candidate, testedTree: candidate.tree, leases: unchanged })).rejects.toThrow(
      /every fenced ref to change/,
    );
  });
});

describe("traps of landing", () => {
  it("a dirty main checkout is neither in the way nor touched", async () => {
    const { site, push } = await ready();
    await writeFile(join(site.clone, "a.txt"), "half-finished\n");
    await writeFile(join(site.clone, "QA-001.txt"), "mine\n");
    const before = [await git(site.clone, "status", "--porcelain"), await git(site.clone, "rev-parse", "HEAD")];
    expect(await pushCandidate(lander(site), push)).toMatchObject({ kind: "landed" });
    expect([await git(site.clone, "status", "--porcelain"), await git(site.clone, "rev-parse", "HEAD")]).toEqual(before);
    expect(await readFile(join(site.clone, "QA-001.txt"), "utf8")).toBe("mine\n");
  });

  it("only the configured branch moves, whatever anybody has checked out", async () => {
    const { site, candidate, push } = await ready();
    await git(site.clone, "checkout", "-q", "-b", "feature");
    await git(site.clone, "push", "-q", "origin", "feature");
    await git(site.remote, "symbolic-ref", "HEAD", "refs/heads/feature");
    expect(await pushCandidate(lander(site), push)).toMatchObject({ kind: "landed" });
    const refs = await refsOf(site);
    expect([refs.get("refs/heads/main"), refs.get("refs/heads/feature")]).toEqual([candidate.tip, site.start]);
  });

  it("a remote that refuses is an answer with what it said", async () => {
    const { site, push } = await ready();
    await refuseEverything(site.remote);
    const journal = memoryJournal();
    const outcome = await pushCandidate(lander(site, { journal }), push);
    expect(outcome).toMatchObject({ kind: "refused", byHook: true, detail: expect.stringContaining("closed for the night") });
    expect([...journal.attempts.values()]).toMatchObject([{ outcome: "refused" }]);
    expect(await mainOf(site)).toBe(site.start);
  });

  it("a remote that is gone leaves the attempt open, and it lands exactly once when the remote is back", async () => {
    const { site, candidate, push } = await ready();
    await rename(site.remote, `${site.remote}.away`);
    const journal = memoryJournal();
    const context = lander(site, { journal, triesMax: 1 });
    expect(await pushCandidate(context, push)).toMatchObject({ kind: "unresolved" });
    const [attempt] = journal.attempts.values();
    if (attempt === undefined) throw new Error("expected a journalled attempt");
    expect(attempt.outcome).toBeNull();
    await rename(`${site.remote}.away`, site.remote);
    expect(await resolveAttempt(context, attempt)).toEqual({ kind: "landed", main: candidate.tip });
    expect(await resolveAttempt(context, attempt)).toEqual({ kind: "landed", main: candidate.tip });
    expect(attempt.outcome).toBe("landed");
  });

  it("a landing whose answer was lost counts as landed, also with others on top of it", async () => {
    const { site, candidate, push } = await ready();
    const journal = memoryJournal();
    await pushCandidate(lander(site, { journal }), push);
    const top = await foreignPush(site, "person.txt", "on top\n");
    const [attempt] = journal.attempts.values();
    if (attempt === undefined) throw new Error("expected a journalled attempt");
    expect(await resolveAttempt(lander(site), attempt)).toEqual({ kind: "landed", main: top });
    expect(await isAncestor(site.cache, candidate.tip, await fetchBranch(site.cache, site.remote, "main"))).toBe(true);
  });

  it.each(["main", "claims"])(
    "a push killed when only %s had moved is completed: git moves the refs of an atomic push one by one",
    async (moved) => {
      const { site, candidate, push } = await ready();
      const attempt = attemptOf(site, push);
      const done = attempt.updates.filter(({ ref }) => (ref === "refs/heads/main" ? moved === "main" : moved === "claims"));
      await git(site.remote, "fetch", "-q", site.cache.location.gitDir ?? "", ...attempt.updates.map(({ to }) => to));
      for (const { ref, to } of done) await git(site.remote, "update-ref", ref, to);
      expect(await resolveAttempt(lander(site, { triesMax: 0 }), attempt)).toMatchObject({ kind: "unresolved" });
      expect(await resolveAttempt(lander(site), attempt)).toEqual({ kind: "landed", main: candidate.tip });
      const refs = await refsOf(site);
      for (const { ref, to } of attempt.updates) expect(refs.get(ref)).toBe(to);
    },
  );

  it("a refusal of the second push says nothing about the first: the attempt stays open", async () => {
    const { site, push } = await ready();
    await refuseEverything(site.remote);
    expect(await resolveAttempt(lander(site, { triesMax: 1 }), attemptOf(site, push))).toMatchObject({
      kind: "unresolved",
      detail: expect.stringContaining("closed for the night"),
    });
  });

  it("an attempt that was never sent is dead once main moved on without it", async () => {
    const { site, push } = await ready();
    const journal = memoryJournal();
    const attempt = attemptOf(site, push);
    const foreign = await foreignPush(site, "person.txt", "first\n");
    expect(await resolveAttempt(lander(site, { journal }), attempt)).toEqual({ kind: "main-moved", main: foreign });
  });

  it.each(["refs/heads/main.lock", "HEAD.lock"])(
    "a %s left by a killed push is removed once it is old, and the same commits land",
    async (name) => {
      const { site, candidate, push } = await ready();
      const lock = join(site.remote, name);
      await writeFile(lock, "");
      const minuteAgo = Date.now() / 1000 - 120;
      await utimes(lock, minuteAgo, minuteAgo);
      expect(await pushCandidate(lander(site), push)).toEqual({ kind: "landed", main: candidate.tip });
    },
  );

  it("a fresh lock is somebody at work: it stays, and the attempt stays open", async () => {
    const { site, push } = await ready();
    const lock = join(site.remote, "refs/heads/main.lock");
    await writeFile(lock, "");
    const outcome = await pushCandidate(lander(site, { triesMax: 1 }), push);
    expect(outcome).toMatchObject({ kind: "unresolved", detail: expect.stringMatching(/lock/) });
    expect((await stat(lock)).isFile()).toBe(true);
    expect(await mainOf(site)).toBe(site.start);
  });
});
