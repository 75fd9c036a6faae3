import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { fetchCache } from "../../src/workspaces/cache.ts";
import { commitWorkspace } from "../../src/workspaces/commit-workspace.ts";
import { inspectWorkspace } from "../../src/workspaces/inspect-workspace.ts";
import { openWorkspace } from "../../src/workspaces/open-workspace.ts";
import { sweepUnfinished } from "../../src/workspaces/sweep-unfinished.ts";
import type { Workspace } from "../../src/workspaces/workspace.ts";
import { git, writeFiles } from "../support/repository.ts";
import { AUTHOR, contentOf, type House, openHouse, SESSION, setUp, TASK } from "./house.ts";

const execute = promisify(execFile);

/** The tree the files on disk make, hashed anew, nothing of an index believed. */
async function treeOnDisk({ workspace, house }: { workspace: Workspace; house: House }): Promise<string> {
  const index = join(house.root, `index-${workspace.session}`);
  const fresh = house.cache.with({ workTree: workspace.tree, indexFile: index });
  await fresh.run(["add", "--all", "--force", "."]);
  return fresh.text(["write-tree"]);
}

const treeOfBase = (house: House) => house.cache.text(["rev-parse", `${house.base}^{tree}`]);

const FILES = { "a.txt": "a\n", "b.txt": "b\n", "src/c.txt": "c\n", "src/deep/er/d.txt": "d\n" };

describe("a workspace is a private clone", () => {
  it("has the base's files, a branch of its own, no remotes and no hooks", async () => {
    const house = await openHouse(FILES);
    const workspace = await house.workspace();
    expect(await git(workspace.tree, "remote")).toBe("");
    expect(await git(workspace.tree, "branch", "--all", "--format=%(refname)")).toBe(`refs/heads/signalbox/${TASK}`);
    expect(await git(workspace.tree, "rev-parse", "HEAD")).toBe(house.base);
    expect(await git(workspace.tree, "status", "--porcelain", "--ignored")).toBe("");
    expect(await git(workspace.tree, "fsck", "--strict")).toBe("");
    expect(await readdir(join(workspace.tree, ".git"))).not.toContain("hooks");
    expect(await readdir(join(workspace.tree, ".git/objects"))).toEqual(["info", "pack"]);
    expect(await inspectWorkspace(workspace, house.cache)).toEqual({ changed: [], tampered: [] });
  });

  it("gives its agent an identity, whatever HOME it has", async () => {
    const house = await openHouse(FILES);
    const workspace = await house.workspace();
    await execute("git", ["commit", "--allow-empty", "-m", "Mine"], {
      cwd: workspace.tree,
      env: { PATH: process.env["PATH"], HOME: workspace.home },
    });
    expect(await git(workspace.tree, "log", "-1", "--format=%an %ae")).toBe("Signalbox agent agent@localhost");
  });

  it("is exactly its base when main has moved on since the template was made", async () => {
    const house = await openHouse({ ...FILES, "dir/x.txt": "x\n", gone: "gone\n" });
    await house.workspace({ session: "first" });
    await rm(join(house.clone, "gone"));
    await rm(join(house.clone, "dir"), { recursive: true });
    await writeFiles(house.clone, { "a.txt": "A\n", dir: "now a file\n", "gone/new.txt": "now a directory\n" });
    await git(house.clone, "add", "-A");
    await git(house.clone, "commit", "-q", "-m", "Move on");
    await git(house.clone, "push", "-q", "origin", "main");
    const { main = "" } = await fetchCache(house.cache, house.remote, "main");
    const workspace = await house.workspace({ session: "second", base: main });
    expect(await treeOnDisk({ workspace, house: { ...house, base: main } })).toBe(await house.cache.text(["rev-parse", `${main}^{tree}`]));
    expect(await inspectWorkspace(workspace, house.cache)).toEqual({ changed: [], tampered: [] });
    expect(await git(workspace.tree, "status", "--porcelain")).toBe("");
  });

  it("is made whole by git when the template is damaged while it is copied", async () => {
    const house = await openHouse(FILES);
    await house.workspace({ session: "first" });
    const [template = ""] = await readdir(join(house.stateDirectory.root, "templates"));
    const at = join(house.stateDirectory.root, "templates", template);
    await rm(join(at, "tree/src"), { recursive: true });
    const second = await house.workspace({ session: "second" });
    expect(await treeOnDisk({ workspace: second, house })).toBe(await treeOfBase(house));
    await rm(join(at, "git/index"));
    const third = await house.workspace({ session: "third" });
    expect(await treeOnDisk({ workspace: third, house })).toBe(await treeOfBase(house));
  });

  it("refuses names that lead elsewhere", async () => {
    const house = await openHouse(FILES);
    for (const session of ["../out", "/abs", "a/b", ".hidden", "a..b", "", "x.lock", "a b"]) {
      await expect(house.workspace({ session })).rejects.toThrow("expected a session id");
    }
    await expect(house.workspace({ task: "a;b" })).rejects.toThrow("expected a task id");
  });

  it("is found again after a restart, and unfinished ones of dead processes are swept", async () => {
    const house = await openHouse(FILES);
    const workspace = await house.workspace({ setup: setUp({ copy: ["node_modules"] }) });
    const dead = join(house.stateDirectory.workspaces, ".making-4194399-0123abcd");
    const alive = join(house.stateDirectory.workspaces, `.making-${process.pid}-0123abcd`);
    for (const path of [dead, alive]) await mkdir(path);
    await sweepUnfinished(house.stateDirectory);
    expect((await readdir(house.stateDirectory.workspaces)).toSorted()).toEqual([`.making-${process.pid}-0123abcd`, SESSION]);
    expect(await openWorkspace({ stateDirectory: house.stateDirectory, session: SESSION })).toEqual(workspace);
    expect(await openWorkspace({ stateDirectory: house.stateDirectory, session: "unknown" })).toBeUndefined();
  });

  it("made again over an old one saves the old one's work first (Promise 1)", async () => {
    const house = await openHouse(FILES);
    const old = await house.workspace();
    await writeFiles(old.tree, { "precious.txt": "work\n" });
    const again = await house.workspace();
    expect(await treeOnDisk({ workspace: again, house })).toBe(await treeOfBase(house));
    expect(await contentOf(house.cache, `refs/signalbox/salvage/${SESSION}/1`)).toMatchObject({ "precious.txt": "work\n" });
  });

  it("comes from several processes at once, eight of them, each exactly its base", async () => {
    const house = await openHouse(
      Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`d${index % 7}/f${index}.txt`, `${index}\n`])),
    );
    const script = `
      import { openCache } from ${JSON.stringify(join(import.meta.dirname, "../../src/workspaces/cache.ts"))};
      import { createWorkspace } from ${JSON.stringify(join(import.meta.dirname, "../../src/workspaces/create-workspace.ts"))};
      const wanted = JSON.parse(process.argv[1]);
      const cache = await openCache(wanted.stateDirectory, wanted.remote, "main");
      await Promise.all(wanted.sessions.map((session) => createWorkspace({ ...wanted, cache, session })));`;
    const { stateDirectory, remote, base } = house;
    const sessions = Array.from({ length: 4 }, (_, process) => [`p${process}-a`, `p${process}-b`]);
    await Promise.all(
      sessions.map((names) =>
        execute(process.execPath, [
          "--input-type=module-typescript",
          "-e",
          script,
          JSON.stringify({ stateDirectory, remote, base, task: TASK, setup: setUp(), mainCheckout: null, sessions: names }),
        ]),
      ),
    );
    for (const session of sessions.flat()) {
      const workspace = await openWorkspace({ stateDirectory, session });
      if (workspace === undefined) throw new Error(`expected a workspace of ${session}`);
      expect(await treeOnDisk({ workspace, house })).toBe(await treeOfBase(house));
      expect(await inspectWorkspace(workspace, house.cache)).toEqual({ changed: [], tampered: [] });
    }
    expect((await readdir(stateDirectory.workspaces)).filter((name) => name.startsWith("."))).toEqual([]);
  });
});

describe("Promise 1: a copied tree hides no change", () => {
  it("sees two files of equal size that changed places, and one copied over another with its times", async () => {
    const house = await openHouse({ ...FILES, "e.txt": "e\n" });
    const workspace = await house.workspace();
    const [a, b] = [join(workspace.tree, "a.txt"), join(workspace.tree, "b.txt")];
    await rename(a, `${a}.held`);
    await rename(b, a);
    await rename(`${a}.held`, b);
    await execute("cp", ["-p", join(workspace.tree, "src/c.txt"), join(workspace.tree, "e.txt")]);
    expect((await inspectWorkspace(workspace, house.cache)).changed).toEqual(["a.txt", "b.txt", "e.txt"]);
    expect(await git(workspace.tree, "status", "--porcelain")).toBe("M a.txt\n M b.txt\n M e.txt");
    const { head } = await commitWorkspace(workspace, { cache: house.cache, message: "swap", author: AUTHOR });
    expect(await contentOf(house.cache, head)).toMatchObject({ "a.txt": "b\n", "b.txt": "a\n", "e.txt": "c\n" });
  });

  it("sees it for files that were brought up to a newer base, too", async () => {
    const house = await openHouse(FILES);
    await house.workspace({ session: "first" });
    await writeFiles(house.clone, { "a.txt": "1\n", "b.txt": "2\n" });
    await git(house.clone, "commit", "-q", "-am", "Change both");
    await git(house.clone, "push", "-q", "origin", "main");
    const { main = "" } = await fetchCache(house.cache, house.remote, "main");
    const workspace = await house.workspace({ session: "second", base: main });
    const [a, b] = [join(workspace.tree, "a.txt"), join(workspace.tree, "b.txt")];
    await rename(a, `${a}.held`);
    await rename(b, a);
    await rename(`${a}.held`, b);
    expect((await inspectWorkspace(workspace, house.cache)).changed).toEqual(["a.txt", "b.txt"]);
  });

  it("sees an edit of equal size made at once", async () => {
    const house = await openHouse(FILES);
    const workspace = await house.workspace();
    await writeFile(join(workspace.tree, "a.txt"), "z\n");
    expect((await inspectWorkspace(workspace, house.cache)).changed).toEqual(["a.txt"]);
    expect(await readFile(join(workspace.tree, "a.txt"), "utf8")).toBe("z\n");
  });
});
