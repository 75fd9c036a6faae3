import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStateDirectory } from "../../src/system/state-directory.ts";
import { fetchCache, openCache } from "../../src/workspaces/cache.ts";
import { commitWorkspace } from "../../src/workspaces/commit-workspace.ts";
import { createWorkspace } from "../../src/workspaces/create-workspace.ts";
import { importCommits } from "../../src/workspaces/import-commits.ts";
import { salvageWorkspace } from "../../src/workspaces/salvage.ts";
import { git, temporaryDirectory, writeFiles } from "../support/repository.ts";
import { AUTHOR, openHouse, SESSION, setUp, TASK } from "./house.ts";

describe("the cache", () => {
  it("mirrors the remote's branches and coordination refs, and forgets those that are gone, not their objects", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    await git(house.clone, "push", "-q", "origin", "HEAD:refs/heads/feature/x", "HEAD:refs/signalbox/claims/QA-001");
    const first = await fetchCache(house.cache, house.remote, "main");
    expect(first.main).toBe(house.base);
    expect([...first.refs.keys()].toSorted()).toEqual(["refs/heads/feature/x", "refs/heads/main", "refs/signalbox/claims/QA-001"]);
    await git(house.clone, "push", "-q", "origin", ":refs/heads/feature/x", ":refs/signalbox/claims/QA-001");
    const second = await fetchCache(house.cache, house.remote, "main");
    expect([...second.refs.keys()]).toEqual(["refs/heads/main"]);
  });

  it("is made once by many at once, who may fetch at once", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    process.env["XDG_STATE_HOME"] = join(house.root, "other-state");
    const stateDirectory = await openStateDirectory(house.remote);
    delete process.env["XDG_STATE_HOME"];
    const fetched = await Promise.all(
      Array.from({ length: 8 }, async () => fetchCache(await openCache(stateDirectory, house.remote, "main"), house.remote, "main")),
    );
    expect(fetched.map(({ main }) => main)).toEqual(Array(8).fill(house.base));
    expect((await readdir(stateDirectory.root)).filter((name) => name.includes("making"))).toEqual([]);
  });

  it("says in one line that a remote is missing, without its password", async () => {
    const root = await temporaryDirectory();
    process.env["XDG_STATE_HOME"] = root;
    const stateDirectory = await openStateDirectory(join(root, "absent.git"));
    delete process.env["XDG_STATE_HOME"];
    await expect(openCache(stateDirectory, join(root, "absent.git"), "main")).rejects.toMatchObject({ code: "remote-failed" });
    const secret = openCache(stateDirectory, "http://me:hunter2@127.0.0.1:1/x.git", "main");
    await expect(secret).rejects.toThrow(/127\.0\.0\.1/);
    await expect(secret).rejects.not.toThrow(/hunter2/);
  });

  it("opens on an empty remote, whose main is absent", async () => {
    const root = await temporaryDirectory();
    const remote = join(root, "remote.git");
    await git(root, "init", "-q", "--bare", remote);
    process.env["XDG_STATE_HOME"] = root;
    const stateDirectory = await openStateDirectory(remote);
    delete process.env["XDG_STATE_HOME"];
    const cache = await openCache(stateDirectory, remote, "main");
    expect(await fetchCache(cache, remote, "main")).toEqual({ main: undefined, refs: new Map() });
  });

  it("takes a branch of the owner's clone that no remote has", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    await git(house.clone, "checkout", "-q", "-b", "mine");
    await writeFiles(house.clone, { "b.txt": "b\n" });
    await git(house.clone, "add", "-A");
    await git(house.clone, "commit", "-q", "-m", "Mine");
    const commit = await git(house.clone, "rev-parse", "HEAD");
    expect(await importCommits(house.cache, house.clone, "mine")).toBe(commit);
    expect(await house.cache.text(["cat-file", "blob", `${commit}:b.txt`])).toBe("b");
    await expect(importCommits(house.cache, house.clone, "--upload-pack=evil")).rejects.toMatchObject({ code: "not-found" });
  });

  it("works for a repository that hashes with SHA-256", async () => {
    const root = await temporaryDirectory();
    const [remote, clone] = [join(root, "remote.git"), join(root, "clone")];
    await git(root, "init", "-q", "--bare", "--object-format=sha256", remote);
    await git(root, "init", "-q", "--object-format=sha256", clone);
    await writeFiles(clone, { "a.txt": "a\n" });
    await git(clone, "add", "-A");
    await git(clone, "commit", "-q", "-m", "Start");
    await git(clone, "push", "-q", remote, "HEAD:refs/heads/main");
    process.env["XDG_STATE_HOME"] = root;
    const stateDirectory = await openStateDirectory(remote);
    delete process.env["XDG_STATE_HOME"];
    const cache = await openCache(stateDirectory, remote, "main");
    const { main: base = "" } = await fetchCache(cache, remote, "main");
    const workspace = await createWorkspace({
      cache,
      stateDirectory,
      session: SESSION,
      task: TASK,
      base,
      setup: setUp(),
      mainCheckout: null,
    });
    await writeFiles(workspace.tree, { "b.txt": "b\n" });
    await git(workspace.tree, "add", "-A");
    await git(workspace.tree, "commit", "-q", "-m", "Mine");
    await writeFiles(workspace.tree, { "c.txt": "c\n" });
    const work = await commitWorkspace(workspace, { cache, message: "left", author: AUTHOR });
    expect(work).toMatchObject({ files: ["b.txt", "c.txt"], agentCommits: 1, leftover: true, problems: [] });
    expect((await salvageWorkspace(workspace, cache, "test"))?.oid).toHaveLength(64);
  });
});
