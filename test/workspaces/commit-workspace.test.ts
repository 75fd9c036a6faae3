import { execFile } from "node:child_process";
import { chmod, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { commitWorkspace } from "../../src/workspaces/commit-workspace.ts";
import { git, writeFiles } from "../support/repository.ts";
import { AUTHOR, contentOf, openHouse, setUp } from "./house.ts";

const execute = promisify(execFile);
const commit = (cache: Parameters<typeof contentOf>[0]) => ({ cache, message: "QA-001: left uncommitted", author: AUTHOR });

describe("Promise 1: no work is lost when a workspace is committed", () => {
  it("takes the agent's commits and what it left uncommitted", async () => {
    const house = await openHouse({ "a.txt": "a\n", "gone.txt": "x\n", "src/deep/b.txt": "b\n" });
    const workspace = await house.workspace();
    await writeFiles(workspace.tree, { "a.txt": "committed\n" });
    await git(workspace.tree, "commit", "-q", "-am", "Agent's own");
    await writeFiles(workspace.tree, { "new/file.txt": "left\n", "tool.sh": "#!/bin/sh\n" });
    await chmod(join(workspace.tree, "tool.sh"), 0o755);
    await rm(join(workspace.tree, "gone.txt"));
    await symlink("a.txt", join(workspace.tree, "link"));

    const work = await commitWorkspace(workspace, commit(house.cache));

    expect(work).toMatchObject({ agentCommits: 1, leftover: true, problems: [] });
    expect(work.files).toEqual(["a.txt", "gone.txt", "link", "new/file.txt", "tool.sh"]);
    expect(await contentOf(house.cache, work.head)).toEqual({
      "a.txt": "committed\n",
      link: "a.txt",
      "new/file.txt": "left\n",
      "src/deep/b.txt": "b\n",
      "tool.sh": "#!/bin/sh\n",
    });
    expect(await house.cache.text(["log", "--format=%s", work.head])).toBe("QA-001: left uncommitted\nAgent's own\nStart");
    expect(await house.cache.text(["fsck", "--strict", "--no-dangling", work.head])).toBe("");
  });

  it("answers with the base when nothing was done", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    const workspace = await house.workspace();
    const work = await commitWorkspace(workspace, commit(house.cache));
    expect(work).toEqual({ head: house.base, files: [], agentCommits: 0, leftover: false, problems: [] });
  });
});

describe("Promise 1: every kind of file is committed or reported", () => {
  it("commits what the agent hid in its own exclude file, and not what the repository ignores", async () => {
    const house = await openHouse({ ".gitignore": "build/\n*.log\n" });
    const workspace = await house.workspace();
    await writeFile(join(workspace.tree, ".git/info/exclude"), "*\n");
    await writeFiles(workspace.tree, { "hidden.txt": "work\n", "build/out.js": "out\n", "x.log": "log\n" });
    const work = await commitWorkspace(workspace, commit(house.cache));
    expect(work.files).toEqual(["hidden.txt"]);
  });

  it("keeps ignored files that the agent committed on purpose", async () => {
    const house = await openHouse({ ".gitignore": "build/\n" });
    const workspace = await house.workspace();
    await writeFiles(workspace.tree, { "build/kept.js": "kept\n", "build/not.js": "not\n" });
    await git(workspace.tree, "add", "-f", "build/kept.js");
    await git(workspace.tree, "commit", "-q", "-m", "On purpose");
    await writeFiles(workspace.tree, { "build/kept.js": "kept, edited\n" });
    const work = await commitWorkspace(workspace, commit(house.cache));
    expect(work.files).toEqual(["build/kept.js"]);
    expect(await contentOf(house.cache, work.head)).toMatchObject({ "build/kept.js": "kept, edited\n" });
  });

  it("never commits dependencies that set-up put there, copied, linked or added by the agent", async () => {
    const house = await openHouse({ "package-lock.json": "1\n", ".gitignore": "node_modules/\n" });
    await writeFiles(house.clone, { "node_modules/x/index.js": "x\n", "vendor/y.js": "y\n" });
    const workspace = await house.workspace({
      setup: setUp({ copy: ["vendor"], link: ["node_modules"], lockfile: "package-lock.json" }),
    });
    expect(workspace.notes).toEqual([]);
    expect(await git(workspace.tree, "status", "--porcelain")).toBe("");
    expect(await commitWorkspace(workspace, commit(house.cache))).toMatchObject({ head: house.base, leftover: false });
    await git(workspace.tree, "add", "-f", "node_modules", "vendor");
    await git(workspace.tree, "commit", "-q", "-m", "Everything");
    const work = await commitWorkspace(workspace, commit(house.cache));
    expect(work.files).toEqual([]);
  });

  it("never follows a link out of the workspace", async () => {
    const house = await openHouse({ "src/secret.txt": "ours\n", "src/other.txt": "ours\n" });
    const workspace = await house.workspace();
    const outside = join(house.root, "outside");
    await writeFiles(outside, { "secret.txt": "SECRET\n", "more/secret.txt": "SECRET\n" });
    await rm(join(workspace.tree, "src"), { recursive: true });
    await symlink(outside, join(workspace.tree, "src"));
    await symlink(join(outside, "secret.txt"), join(workspace.tree, "file-link"));
    await symlink("../../../../../../etc", join(workspace.tree, "up-link"));
    const work = await commitWorkspace(workspace, commit(house.cache));
    expect(await contentOf(house.cache, work.head)).toEqual({
      "file-link": join(outside, "secret.txt"),
      src: outside,
      "up-link": "../../../../../../etc",
    });
  });

  it("survives files turned into directories, pipes and names of any bytes", async () => {
    const house = await openHouse({ file: "file\n", "dir/a": "a\n", piped: "x\n" });
    const workspace = await house.workspace();
    await rm(join(workspace.tree, "file"));
    await rm(join(workspace.tree, "dir"), { recursive: true });
    await rm(join(workspace.tree, "piped"));
    await writeFiles(workspace.tree, {
      "file/inner": "inner\n",
      dir: "now a file\n",
      "new\nline": "n\n",
      "grün/ä ö": "umlaut\n",
      "-n": "dash\n",
    });
    await writeFile(Buffer.concat([Buffer.from(`${workspace.tree}/bad-`), Buffer.from([0xff, 0xfe])]), "bytes\n");
    await execute("mkfifo", [join(workspace.tree, "piped"), join(workspace.tree, "pipe")]);
    const work = await commitWorkspace(workspace, commit(house.cache));
    expect(work.problems).toEqual([]);
    const listed = (await house.cache.run(["ls-tree", "-r", "-z", "--name-only", work.head])).stdout.toString("latin1").split("\0");
    expect(listed.slice(0, -1)).toEqual(
      ["-n", "bad-\u00ff\u00fe", "dir", "file/inner", Buffer.from("grün/ä ö").toString("latin1"), "new\nline"].toSorted(),
    );
  });

  it("reports a file over the limit and leaves it as it was", async () => {
    const house = await openHouse({ "a.txt": "a\n", "big.bin": "small\n" });
    const workspace = await house.workspace();
    await truncate(join(workspace.tree, "big.bin"), 101 * 1024 * 1024);
    await writeFiles(workspace.tree, { "a.txt": "b\n" });
    const work = await commitWorkspace(workspace, commit(house.cache));
    expect(work.files).toEqual(["a.txt"]);
    expect(work.problems).toEqual(["big.bin has 105906176 bytes, more than the limit of 104857600"]);
  });

  it("reports names git takes for its own", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    const workspace = await house.workspace();
    await writeFiles(workspace.tree, { "x/.GIT/config": "c\n", "git~1": "g\n", "ok.txt": "ok\n" });
    const work = await commitWorkspace(workspace, commit(house.cache));
    expect(work.files).toEqual(["ok.txt"]);
    expect(work.problems).toEqual(["git~1 has a name git refuses", "x/.GIT/config has a name git refuses"]);
  });

  it("takes several parts one after the other", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    const workspace = await house.workspace();
    await writeFiles(workspace.tree, { "one.txt": "1\n" });
    const first = await commitWorkspace(workspace, commit(house.cache));
    await writeFiles(workspace.tree, { "two.txt": "2\n" });
    await git(workspace.tree, "add", "-A");
    await git(workspace.tree, "commit", "-q", "-m", "Second part");
    const second = await commitWorkspace(workspace, commit(house.cache));
    expect(first.files).toEqual(["one.txt"]);
    expect(second).toMatchObject({ files: ["one.txt", "two.txt"], agentCommits: 1, leftover: false });
    const merged = await house.cache.text(["merge-tree", "--write-tree", first.head, second.head]);
    expect(merged).toBe(await house.cache.text(["rev-parse", `${second.head}^{tree}`]));
  });
});
