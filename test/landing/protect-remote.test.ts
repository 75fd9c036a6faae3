import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pushAtomically } from "../../src/git/push.ts";
import { isProtected, protectRemote, unprotectRemote } from "../../src/landing/protect-remote.ts";
import { pushCandidate } from "../../src/landing/push-candidate.ts";
import { git, writeFiles } from "../support/repository.ts";
import { candidateOf, commitFiles, lander, landingSite, refsOf, workOf } from "./support/landing-site.ts";

const TOKEN = "0123456789abcdef0123456789abcdef";

async function protectedSite() {
  const site = await landingSite({ "a.txt": "a\n" });
  expect(await protectRemote(site.remote, "main", TOKEN)).toMatchObject({ protected: true });
  return site;
}

describe("a remote we control", () => {
  it("refuses an agent's plain push of main and says what to do instead", async () => {
    const site = await protectedSite();
    await writeFiles(site.clone, { "a.txt": "mine\n" });
    await git(site.clone, "commit", "-qam", "Straight to main");
    for (const extra of [[], ["--force"], ["--push-option=guess-guess-guess"]]) {
      await expect(git(site.clone, "push", ...extra, "origin", "HEAD:main")).rejects.toThrow(/only the lander[\s\S]*signalbox submit TASK/);
    }
    await expect(git(site.clone, "push", "origin", ":main")).rejects.toThrow(/lander/);
    expect((await refsOf(site)).get("refs/heads/main")).toBe(site.start);
  });

  it("lets everybody push other branches and claims", async () => {
    const site = await protectedSite();
    await git(site.clone, "push", "-q", "origin", "HEAD:feature", "HEAD:refs/signalbox/claims/QA-001");
    expect((await refsOf(site)).has("refs/signalbox/claims/QA-001")).toBe(true);
  });

  it("lets the lander move main forward, and refuses even the lander a rewind or a deletion", async () => {
    const site = await protectedSite();
    const candidate = await candidateOf(site.cache, site.start, [await workOf(site.cache, "QA-001", site.start, { "b.txt": "b\n" })]);
    const push = { candidate, testedTree: candidate.tree, leases: [] };
    expect(await pushCandidate(lander(site), push)).toMatchObject({ kind: "refused", byHook: true });
    expect(await pushCandidate(lander(site, { pushOptions: [TOKEN] }), push)).toMatchObject({ kind: "landed" });
    const rewind = { ref: "refs/heads/main", expected: candidate.tip, to: site.start };
    const outcome = await pushAtomically(site.cache, site.remote, [rewind], { pushOptions: [TOKEN] });
    expect(outcome).toMatchObject({ kind: "refused", detail: expect.stringContaining("forward only") });
    await expect(git(site.clone, "push", `--push-option=${TOKEN}`, "origin", ":main")).rejects.toThrow(/expected main to stay/);
    expect((await refsOf(site)).get("refs/heads/main")).toBe(candidate.tip);
  });

  it("works for a first push of main, over file:// too", async () => {
    const site = await landingSite({ "a.txt": "a\n" });
    const empty = join(site.root, "empty.git");
    await git(site.root, "init", "-q", "--bare", empty);
    expect(await protectRemote(`file://${empty}`, "main", TOKEN)).toMatchObject({ protected: true });
    const first = [{ ref: "refs/heads/main", expected: null, to: await commitFiles(site.cache, site.start, {}) }];
    expect(await pushAtomically(site.cache, `file://${empty}`, first)).toMatchObject({ kind: "refused", byHook: true });
    expect(await pushAtomically(site.cache, `file://${empty}`, first, { pushOptions: [TOKEN] })).toEqual({ kind: "done" });
  });

  it("stores no token, only its hash, and knows several landers", async () => {
    const site = await protectedSite();
    const other = "another-token-of-another-host";
    await protectRemote(site.remote, "main", other);
    await protectRemote(site.remote, "main", other);
    const kept = await readFile(join(site.remote, "signalbox-lander-tokens"), "utf8");
    expect(kept.trim().split("\n")).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(kept).not.toContain(TOKEN);
    const next = [{ ref: "refs/heads/main", expected: site.start, to: await commitFiles(site.cache, site.start, { "b.txt": "b\n" }) }];
    // The hash itself opens nothing.
    expect(await pushAtomically(site.cache, site.remote, next, { pushOptions: [kept.split("\n")[0] ?? ""] })).toMatchObject({
      kind: "refused",
    });
    expect(await pushAtomically(site.cache, site.remote, next, { pushOptions: [other] })).toEqual({ kind: "done" });
  });

  it("never touches a hook that is not ours", async () => {
    const site = await landingSite({ "a.txt": "a\n" });
    const hook = join(site.remote, "hooks", "pre-receive");
    await mkdir(join(site.remote, "hooks"), { recursive: true });
    await writeFile(hook, "#!/bin/sh\nexit 0\n");
    await chmod(hook, 0o755);
    const refusal = { protected: false, reason: expect.stringContaining("hook of its own") };
    expect(await protectRemote(site.remote, "main", TOKEN)).toEqual(refusal);
    expect(await unprotectRemote(site.remote)).toEqual(refusal);
    expect(await readFile(hook, "utf8")).toBe("#!/bin/sh\nexit 0\n");
  });

  it("is unprotected again on request", async () => {
    const site = await protectedSite();
    expect(await unprotectRemote(site.remote)).toMatchObject({ protected: false });
    await git(site.clone, "commit", "-q", "--allow-empty", "-m", "By hand");
    await git(site.clone, "push", "-q", "origin", "HEAD:main");
  });

  it("counts as unprotected where the hook would not run or cannot be seen", async () => {
    const site = await protectedSite();
    expect(await isProtected(site.remote)).toMatchObject({ protected: true });
    await git(site.remote, "config", "core.hooksPath", "/somewhere/else");
    expect(await isProtected(site.remote)).toMatchObject({ protected: false, reason: expect.stringContaining("hooksPath") });
    expect(await isProtected("https://example.test/a.git")).toMatchObject({
      protected: false,
      reason: expect.stringContaining("another machine"),
    });
    expect(await isProtected(site.clone)).toMatchObject({ protected: false, reason: expect.stringContaining("bare") });
  });

  it("accepts no token or branch name that could not be kept safely", async () => {
    const site = await landingSite({ "a.txt": "a\n" });
    await expect(protectRemote(site.remote, "main", "short")).rejects.toThrow(/token/);
    await expect(protectRemote(site.remote, "main'; rm -rf /; '", TOKEN)).rejects.toThrow(/plain branch name/);
  });
});
