import { appendFile, chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commitWorkspace } from "../../src/workspaces/commit-workspace.ts";
import { inspectWorkspace } from "../../src/workspaces/inspect-workspace.ts";
import { removeWorkspace } from "../../src/workspaces/remove-workspace.ts";
import { salvageWorkspace } from "../../src/workspaces/salvage.ts";
import { git, writeFiles } from "../support/repository.ts";
import { AUTHOR, contentOf, openHouse } from "./house.ts";

const HOOKS = ["pre-commit", "post-commit", "post-index-change", "pre-push", "reference-transaction", "post-checkout", "commit-msg"];

/** Fills a repository with everything git would start, each leaving a file in `traces` when it runs. */
async function setTraps(gitDirectory: string, traces: string): Promise<void> {
  const trap = join(traces, "..", "trap.sh");
  await writeFile(trap, `#!/bin/sh\ntouch "${traces}/$(date +%N)-$$"\nexit 0\n`);
  await chmod(trap, 0o755);
  await mkdir(join(gitDirectory, "hooks"), { recursive: true });
  await mkdir(join(gitDirectory, "info"), { recursive: true });
  for (const hook of HOOKS) {
    await writeFile(join(gitDirectory, "hooks", hook), `#!/bin/sh\nexec ${trap}\n`);
    await chmod(join(gitDirectory, "hooks", hook), 0o755);
  }
  await appendFile(
    join(gitDirectory, "config"),
    `[core]
	fsmonitor = ${trap}
	hooksPath = ${join(gitDirectory, "hooks")}
	pager = ${trap}
	editor = ${trap}
	sshCommand = ${trap}
	alternateRefsCommand = ${trap}
[filter "evil"]
	clean = ${trap}
	smudge = ${trap}
	process = ${trap}
	required = true
[diff "evil"]
	textconv = ${trap}
	command = ${trap}
[diff]
	external = ${trap}
[merge "evil"]
	driver = ${trap}
[alias]
	status = !${trap}
	add = !${trap}
[gpg]
	program = ${trap}
[credential]
	helper = !${trap}
[remote "origin"]
	url = https://example.test/stolen.git
`,
  );
  await writeFile(join(gitDirectory, "info/attributes"), "* filter=evil diff=evil merge=evil\n");
}

describe("Promise 8: nothing an agent sets in its repository runs in the coordinator's git", () => {
  it("fsmonitor, hooks, filters, aliases and attributes stay asleep while we look, commit, salvage and remove", async () => {
    const house = await openHouse({ "a.txt": "a\n", "b.bin": "b\n" });
    const workspace = await house.workspace();
    const traces = join(house.root, "traces");
    await mkdir(traces);
    await writeFiles(workspace.tree, { "a.txt": "mine\n" });
    await git(workspace.tree, "commit", "-q", "-am", "Before the traps");
    await setTraps(join(workspace.tree, ".git"), traces);
    await writeFiles(workspace.tree, { ".gitattributes": "* filter=evil diff=evil merge=evil\n", "b.bin": "dirty\n", "c.txt": "new\n" });
    // The traps are real: the agent's own git walks into them.
    await git(workspace.tree, "status").catch(() => undefined);
    expect((await readdir(traces)).length).toBeGreaterThan(0);
    const sprung = (await readdir(traces)).length;

    const inspection = await inspectWorkspace(workspace, house.cache);
    const work = await commitWorkspace(workspace, { cache: house.cache, message: "left", author: AUTHOR });
    const salvage = await salvageWorkspace(workspace, house.cache, "test");
    const removal = await removeWorkspace(workspace, house.cache);

    expect(inspection.changed).toEqual([".gitattributes", "a.txt", "b.bin", "c.txt"]);
    expect(inspection.tampered).toEqual(
      expect.arrayContaining(["hook pre-commit", "config remote.origin.url = https://example.test/stolen.git"]),
    );
    expect(inspection.tampered.some((line) => line.startsWith("config core.fsmonitor"))).toBe(true);
    expect(await contentOf(house.cache, work.head)).toMatchObject({ "a.txt": "mine\n", "b.bin": "dirty\n", "c.txt": "new\n" });
    expect(work.problems).toEqual([]);
    expect(salvage?.lost).toEqual([]);
    expect(removal.removed).toBe(true);
    expect((await readdir(traces)).length).toBe(sprung);
  });

  it("nor does anything in a nested repository or a submodule", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    await git(house.clone, "update-index", "--add", "--cacheinfo", `160000,${house.base},sub`);
    await git(house.clone, "commit", "-q", "-m", "A submodule");
    await git(house.clone, "push", "-q", "origin", "main");
    await house.cache.run(["fetch", "-q", house.remote, "+refs/heads/*:refs/remotes/origin/*"]);
    const base = await git(house.clone, "rev-parse", "HEAD");
    const workspace = await house.workspace({ base });
    const traces = join(house.root, "traces");
    await mkdir(traces);
    for (const nested of ["sub", "added", "untracked"]) {
      await git(workspace.tree, "init", "-q", nested);
      await writeFiles(join(workspace.tree, nested), { "inside.txt": `${nested}\n` });
      await git(join(workspace.tree, nested), "add", "-A");
      await git(join(workspace.tree, nested), "commit", "-q", "-m", "Nested");
    }
    await git(workspace.tree, "add", "added");
    await git(workspace.tree, "commit", "-q", "-m", "A gitlink");
    for (const nested of ["sub", "added", "untracked"]) await setTraps(join(workspace.tree, nested, ".git"), traces);

    await inspectWorkspace(workspace, house.cache);
    const work = await commitWorkspace(workspace, { cache: house.cache, message: "left", author: AUTHOR });
    const salvage = await salvageWorkspace(workspace, house.cache, "test");

    expect(await readdir(traces)).toEqual([]);
    expect(await house.cache.text(["ls-tree", "-r", "--name-only", work.head])).toBe("a.txt\nadded/inside.txt\nsub\nuntracked/inside.txt");
    const saved = (await house.cache.text(["ls-tree", "-r", "--name-only", salvage?.ref ?? ""])).split("\n");
    for (const nested of ["sub", "added", "untracked"]) {
      expect(saved).toEqual(expect.arrayContaining([`${nested}/inside.txt`, `${nested}/saved.git/HEAD`, `${nested}/saved.git/config`]));
    }
  });

  it("attributes cannot make the coordinator give up on a file", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    const workspace = await house.workspace();
    await writeFiles(workspace.tree, { ".gitattributes": "* working-tree-encoding=UTF-32 ident eol=crlf\n", "b.txt": "$Id$ plain\n" });
    const work = await commitWorkspace(workspace, { cache: house.cache, message: "left", author: AUTHOR });
    expect(work.problems).toEqual([]);
    expect(await contentOf(house.cache, work.head)).toMatchObject({ "b.txt": "$Id$ plain\n" });
  });
});
