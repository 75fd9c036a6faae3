import { execFile } from "node:child_process";
import { access, readFile, rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { commitWorkspace } from "../../src/workspaces/commit-workspace.ts";
import { removeWorkspace } from "../../src/workspaces/remove-workspace.ts";
import { salvageWorkspace } from "../../src/workspaces/salvage.ts";
import { git, temporaryDirectory, writeFiles } from "../support/repository.ts";
import { AUTHOR, contentOf, openHouse, SESSION } from "./house.ts";

const execute = promisify(execFile);
const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

describe("Promise 1: work is under refs/signalbox/salvage before anything is removed", () => {
  it("saves dirty files and the commits of all branches, stashes included", async () => {
    const house = await openHouse({ "a.txt": "a\n", ".gitignore": "*.log\n" });
    const workspace = await house.workspace();
    const kept: string[] = [];
    for (const branch of ["idea-1", "idea/two"]) {
      await git(workspace.tree, "checkout", "-q", "-b", branch, house.base);
      await git(workspace.tree, "commit", "-q", "--allow-empty", "-m", branch);
      kept.push(await git(workspace.tree, "rev-parse", "HEAD"));
    }
    for (const content of ["first\n", "second\n"]) {
      await writeFiles(workspace.tree, { "a.txt": content });
      await git(workspace.tree, "stash", "-q");
    }
    kept.push(await git(workspace.tree, "rev-parse", "stash@{0}"), await git(workspace.tree, "rev-parse", "stash@{1}"));
    await writeFiles(workspace.tree, { "a.txt": "dirty\n", "new/b.txt": "b\n", "noise.log": "log\n" });

    const removal = await removeWorkspace(workspace, house.cache, "test");

    if (!removal.removed) throw new Error(removal.because);
    expect(removal.salvage).toMatchObject({ ref: `refs/signalbox/salvage/${SESSION}/1`, lost: [] });
    expect(await contentOf(house.cache, removal.salvage?.ref ?? "")).toEqual({
      ".gitignore": "*.log\n",
      "a.txt": "dirty\n",
      "new/b.txt": "b\n",
    });
    const history = await house.cache.text(["rev-list", removal.salvage?.ref ?? ""]);
    for (const commit of kept) expect(history).toContain(commit);
    expect(await exists(workspace.root)).toBe(false);
    // Nothing may prune what salvage and other workspaces borrow, not even a person by hand.
    await house.cache.run(["update-ref", "-d", removal.salvage?.ref ?? ""]);
    await house.cache.run(["gc", "--prune=now"]);
    expect((await house.cache.attempt(["cat-file", "-e", kept[0] ?? ""])).exitCode).toBe(0);
    expect((await house.cache.attempt(["prune", "--expire=now"])).exitCode).not.toBe(0);
  });

  it("saves nested repositories whole, their .git as files", async () => {
    const house = await openHouse({ "a.txt": "a\n", "src/tracked.txt": "t\n" });
    const workspace = await house.workspace();
    await git(workspace.tree, "init", "-q", "lib/nested");
    await writeFiles(join(workspace.tree, "lib/nested"), { "x.txt": "x\n", ".gitignore": "out\n", out: "ignored\n" });
    await git(join(workspace.tree, "lib/nested"), "add", "-A");
    await git(join(workspace.tree, "lib/nested"), "commit", "-q", "-m", "Nobody else has this");
    await git(workspace.tree, "init", "-q", "lib/nested/deeper");
    await writeFiles(join(workspace.tree, "lib/nested/deeper"), { "y.txt": "y\n" });
    await git(workspace.tree, "init", "-q", "src");
    await writeFiles(workspace.tree, { "src/new.txt": "new\n" });
    const commit = await git(join(workspace.tree, "lib/nested"), "rev-parse", "HEAD");

    const salvage = await salvageWorkspace(workspace, house.cache, "test");

    const saved = await contentOf(house.cache, salvage?.oid ?? "");
    expect(saved).toMatchObject({ "lib/nested/x.txt": "x\n", "lib/nested/deeper/y.txt": "y\n" });
    expect(Object.keys(saved)).toEqual(expect.arrayContaining(["lib/nested/deeper/saved.git/HEAD", "src/saved.git/HEAD", "src/new.txt"]));
    expect(saved[`lib/nested/saved.git/objects/${commit.slice(0, 2)}/${commit.slice(2)}`]).toBe(
      await readFile(join(workspace.tree, "lib/nested/.git/objects", commit.slice(0, 2), commit.slice(2)), "latin1"),
    );
  });

  it("makes none when there is nothing beyond the base, or all of it is on main", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    const workspace = await house.workspace();
    expect(await salvageWorkspace(workspace, house.cache, "test")).toBeUndefined();
    await writeFiles(workspace.tree, { "b.txt": "b\n" });
    const { head } = await commitWorkspace(workspace, { cache: house.cache, message: "left", author: AUTHOR });
    await house.cache.run(["update-ref", "refs/remotes/origin/main", head]);
    expect(await salvageWorkspace(workspace, house.cache, "test")).toBeUndefined();
    expect(await removeWorkspace(workspace, house.cache)).toEqual({ removed: true, salvage: undefined });
  });

  it("saves what was submitted and not landed, though the work tree was reset since", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    const workspace = await house.workspace();
    await writeFiles(workspace.tree, { "b.txt": "b\n" });
    const { head } = await commitWorkspace(workspace, { cache: house.cache, message: "left", author: AUTHOR });
    await rm(join(workspace.tree, "b.txt"));
    const salvage = await salvageWorkspace(workspace, house.cache, "test");
    expect(await house.cache.text(["rev-list", salvage?.oid ?? ""])).toContain(head);
  });

  it("asked again without new work it answers the same, with new work it takes the next number", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    const workspace = await house.workspace();
    await writeFiles(workspace.tree, { "b.txt": "b\n" });
    const first = await salvageWorkspace(workspace, house.cache, "test");
    expect(await salvageWorkspace(workspace, house.cache, "again")).toEqual(first);
    await writeFiles(workspace.tree, { "b.txt": "more\n" });
    expect(await salvageWorkspace(workspace, house.cache, "again")).toMatchObject({ ref: `refs/signalbox/salvage/${SESSION}/2` });
  });

  it("refuses to remove what it could not save", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    const workspace = await house.workspace();
    await truncate(join(workspace.tree, "a.txt"), 1024 ** 3 + 1);
    const removal = await removeWorkspace(workspace, house.cache);
    expect(removal).toMatchObject({ removed: false, because: expect.stringContaining("a.txt") });
    expect(await exists(workspace.tree)).toBe(true);
  });

  it("refuses to remove when the disk is full, and saves all once there is room", async (context) => {
    const mount = await temporaryDirectory();
    const mounted = await execute("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", mount]).then(
      () => true,
      () => false,
    );
    if (!mounted) return context.skip("SKIPPED: may not mount a tmpfs here, the full disk was not tried");
    onTestFinished(() => execute("umount", ["-l", mount]).then(() => undefined));
    const house = await openHouse({ "a.txt": "a\n" }, mount);
    const workspace = await house.workspace();
    const work = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 251)).toString("base64");
    await writeFiles(workspace.tree, { "work.txt": work });
    await execute("dd", ["if=/dev/zero", `of=${mount}/filler`, "bs=4k"]).catch(() => undefined);

    const refused = await removeWorkspace(workspace, house.cache);
    expect(refused.removed).toBe(false);
    expect(await readFile(join(workspace.tree, "work.txt"), "utf8")).toBe(work);

    await rm(join(mount, "filler"));
    const removal = await removeWorkspace(workspace, house.cache);
    if (!removal.removed) throw new Error(removal.because);
    expect((await contentOf(house.cache, removal.salvage?.oid ?? ""))["work.txt"]).toBe(work);
  });
});
