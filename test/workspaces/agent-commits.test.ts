import { execFile } from "node:child_process";
import { mkdir, readdir, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { commitWorkspace } from "../../src/workspaces/commit-workspace.ts";
import { removeWorkspace } from "../../src/workspaces/remove-workspace.ts";
import { salvageWorkspace } from "../../src/workspaces/salvage.ts";
import type { Workspace } from "../../src/workspaces/workspace.ts";
import { git, writeFiles } from "../support/repository.ts";
import { AUTHOR, contentOf, type House, openHouse } from "./house.ts";

const execute = promisify(execFile);

/** A workspace in which the agent committed `mine.txt` and left `dirty.txt`. */
async function openWorked(): Promise<{ house: House; workspace: Workspace; agentGit: string; own: string }> {
  const house = await openHouse({ "a.txt": "a\n" });
  const workspace = await house.workspace();
  await writeFiles(workspace.tree, { "mine.txt": "mine\n" });
  await git(workspace.tree, "add", "-A");
  await git(workspace.tree, "commit", "-q", "-m", "Mine");
  await writeFiles(workspace.tree, { "dirty.txt": "dirty\n" });
  return { house, workspace, agentGit: join(workspace.tree, ".git"), own: await git(workspace.tree, "rev-parse", "HEAD") };
}

const request = (house: House) => ({ cache: house.cache, message: "left", author: AUTHOR });

async function looseObjects(agentGit: string): Promise<string[]> {
  const fans = (await readdir(join(agentGit, "objects"))).filter((name) => name.length === 2);
  const files = await Promise.all(
    fans.map(async (fan) => (await readdir(join(agentGit, "objects", fan))).map((name) => join(agentGit, "objects", fan, name))),
  );
  return files.flat();
}

type Damage = (worked: Awaited<ReturnType<typeof openWorked>>) => Promise<unknown>;

const DAMAGE: Readonly<Record<string, Damage>> = {
  "objects cut short": async ({ agentGit }) => {
    for (const path of await looseObjects(agentGit)) await truncate(path, 5);
  },
  "objects gone": ({ agentGit }) => rm(join(agentGit, "objects"), { recursive: true }),
  "an object under another's name": async ({ agentGit }) => {
    const [one = "", two = ""] = await looseObjects(agentGit);
    await rename(one, two);
  },
  "objects that are pipes": async ({ agentGit }) => {
    for (const path of await looseObjects(agentGit)) {
      await rm(path);
      await execute("mkfifo", [path]);
    }
  },
  "a HEAD that is a pipe": async ({ agentGit }) => {
    await rm(join(agentGit, "HEAD"));
    await execute("mkfifo", [join(agentGit, "HEAD")]);
  },
  "a HEAD of garbage": ({ agentGit }) => writeFile(join(agentGit, "HEAD"), Buffer.alloc(100_000, 0xfe)),
  "a HEAD naming itself": ({ agentGit }) => writeFile(join(agentGit, "HEAD"), "ref: HEAD\n"),
  "a repository that is gone": ({ agentGit }) => rm(agentGit, { recursive: true }),
  "a repository that is a file naming another": async ({ agentGit, house }) => {
    await rm(agentGit, { recursive: true });
    await writeFile(agentGit, `gitdir: ${house.clone}/.git\n`);
  },
  "a repository that is a link to the owner's clone": async ({ agentGit, house }) => {
    await rm(agentGit, { recursive: true });
    await symlink(join(house.clone, ".git"), agentGit);
  },
  "objects that are a link elsewhere": async ({ agentGit, house }) => {
    await rename(join(agentGit, "objects"), join(house.root, "objects"));
    await symlink(join(house.root, "objects"), join(agentGit, "objects"));
  },
};

describe("Promise 1: a corrupt or hostile repository costs no dirty file and crashes nothing", () => {
  for (const [what, damage] of Object.entries(DAMAGE)) {
    it(`${what}: reported, files committed, repository kept as files before removal`, async () => {
      const worked = await openWorked();
      const { house, workspace } = worked;
      await damage(worked);
      const work = await commitWorkspace(workspace, request(house));
      expect(work.problems.length).toBeGreaterThan(0);
      expect(await contentOf(house.cache, work.head)).toEqual({ "a.txt": "a\n", "dirty.txt": "dirty\n", "mine.txt": "mine\n" });
      const removal = await removeWorkspace(workspace, house.cache);
      if (!removal.removed) throw new Error(removal.because);
      expect(await contentOf(house.cache, removal.salvage?.oid ?? "")).toMatchObject({ "dirty.txt": "dirty\n", "mine.txt": "mine\n" });
      expect(await house.cache.text(["fsck", "--strict", "--no-dangling", "--connectivity-only"])).toBe("");
    });
  }

  it("one broken branch does not take the others with it", async () => {
    const { house, workspace, agentGit, own } = await openWorked();
    await writeFile(join(agentGit, "refs/heads/broken"), `${"1".repeat(40)}\n`);
    const work = await commitWorkspace(workspace, request(house));
    expect(work.agentCommits).toBe(1);
    expect(work.problems.some((problem) => problem.includes("refs/heads/broken"))).toBe(true);
    const salvage = await salvageWorkspace(workspace, house.cache, "test");
    expect(await house.cache.text(["rev-list", salvage?.oid ?? ""])).toContain(own);
    expect(Object.keys(await contentOf(house.cache, salvage?.oid ?? ""))).toContain("saved.git/refs/heads/broken");
  });

  it("a commit whose tree would write into .git is refused and reported", async () => {
    const { house, workspace } = await openWorked();
    const blob = await git(workspace.tree, "rev-parse", "HEAD:mine.txt");
    const inner = await shellGit(workspace, `printf '100644 blob ${blob}\\tconfig\\n' | git mktree`);
    const tree = await shellGit(workspace, `printf '040000 tree ${inner}\\t.git\\n' | git mktree`);
    const evil = await git(workspace.tree, "commit-tree", tree, "-p", "HEAD", "-m", "evil");
    await git(workspace.tree, "update-ref", "HEAD", evil);
    const work = await commitWorkspace(workspace, request(house));
    expect(work.problems.join(" ")).toContain("fsck error in packed object");
    expect(await house.cache.attempt(["cat-file", "-e", evil])).toMatchObject({ exitCode: 1 });
    expect(await contentOf(house.cache, work.head)).toEqual({ "a.txt": "a\n", "dirty.txt": "dirty\n", "mine.txt": "mine\n" });
  });

  it("objects of other repositories on the machine cannot be smuggled in by alternates (Promise 8)", async () => {
    const { house, workspace, agentGit } = await openWorked();
    const secret = join(house.root, "secret");
    await mkdir(secret);
    await git(secret, "init", "-q");
    await writeFiles(secret, { "key.txt": "SECRET\n" });
    await git(secret, "add", "-A");
    await git(secret, "commit", "-q", "-m", "Secret");
    const stolen = await git(secret, "rev-parse", "HEAD");
    await writeFile(join(agentGit, "objects/info/alternates"), `${secret}/.git/objects\n${house.stateDirectory.cache}/objects\n`);
    await git(workspace.tree, "branch", "stolen", stolen);
    const work = await commitWorkspace(workspace, request(house));
    expect(work.problems.some((problem) => problem.includes("refs/heads/stolen"))).toBe(true);
    expect(await house.cache.attempt(["cat-file", "-e", stolen])).toMatchObject({ exitCode: 1 });
  });
});

describe("the agent's commits are taken over in every form git keeps them", () => {
  it("packed, with packed refs, a detached HEAD and tags", async () => {
    const { house, workspace, own } = await openWorked();
    await git(workspace.tree, "tag", "-a", "v1", "-m", "tag");
    await git(workspace.tree, "gc", "-q");
    await git(workspace.tree, "checkout", "-q", "--detach");
    await git(workspace.tree, "commit", "-q", "--allow-empty", "-m", "Detached");
    const head = await git(workspace.tree, "rev-parse", "HEAD");
    const work = await commitWorkspace(workspace, request(house));
    expect(work).toMatchObject({ problems: [], agentCommits: 2, leftover: true });
    expect(await house.cache.text(["rev-parse", `${work.head}^`, `${work.head}^^`])).toBe(`${head}\n${own}`);
  });

  it("a history that does not go on from the base is left to salvage, its files are committed", async () => {
    const { house, workspace, own } = await openWorked();
    await git(workspace.tree, "checkout", "-q", "--orphan", "other");
    await git(workspace.tree, "commit", "-q", "-m", "Orphan");
    const work = await commitWorkspace(workspace, request(house));
    expect(work.problems).toEqual([expect.stringContaining("does not go on from the base")]);
    expect(await house.cache.text(["rev-parse", `${work.head}^`])).toBe(house.base);
    expect(work.files).toEqual(["dirty.txt", "mine.txt"]);
    const salvage = await salvageWorkspace(workspace, house.cache, "test");
    const kept = await house.cache.text(["rev-list", salvage?.oid ?? ""]);
    expect(kept).toContain(own);
    expect(kept).toContain(await git(workspace.tree, "rev-parse", "HEAD"));
  });
});

async function shellGit(workspace: Workspace, line: string): Promise<string> {
  return (await execute("sh", ["-c", line], { cwd: workspace.tree })).stdout.trim();
}
