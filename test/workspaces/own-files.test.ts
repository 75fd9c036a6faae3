import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { removeAgentLocks } from "../../src/workspaces/agent-locks.ts";
import { keptRefs, restoreOwnFiles } from "../../src/workspaces/own-files.ts";
import { restoreAgentRepository } from "../../src/workspaces/restore-agent-repository.ts";
import { workspaceGit } from "../../src/workspaces/workspace.ts";
import { git, writeFiles } from "../support/repository.ts";
import { openHouse, setUp } from "./house.ts";

describe("Promise 8: what an unconfined agent did to the coordinator's own files is put right", () => {
  it("a workspace nobody touched has nothing to put right, with private paths too", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    await writeFiles(house.clone, { "node_modules/x.js": "x\n" });
    const workspace = await house.workspace({ setup: setUp({ copy: ["node_modules"] }) });
    expect(await restoreOwnFiles(workspace, house.cache, house.stateDirectory, await keptRefs(house.cache))).toEqual([]);
  });

  it("what lies in their place is replaced, never written through", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    const workspace = await house.workspace();
    const victim = join(house.root, "victim");
    await writeFiles(victim, { config: "the victim's" });
    await rm(join(workspace.gitDir, "config"));
    await symlink(join(victim, "config"), join(workspace.gitDir, "config"));
    await rm(join(workspace.gitDir, "objects"));
    await symlink(victim, join(workspace.gitDir, "objects"));
    await symlink(victim, join(house.stateDirectory.cache, "hooks"));
    const restored = await restoreOwnFiles(workspace, house.cache, house.stateDirectory, new Map());
    expect(restored.map((path) => path.split("/").slice(-2).join("/"))).toEqual(["git/config", "git/objects", "cache.git/hooks"]);
    expect(await readdir(victim)).toEqual(["config"]);
    expect(await readFile(join(victim, "config"), "utf8")).toBe("the victim's");
    expect(await workspaceGit(workspace).text(["rev-parse", "HEAD"])).toBe(house.base);
  });
});

describe("Promise 8: the coordinator follows no link an agent put in place of its repository", () => {
  it("neither when it takes settings out nor when it removes locks", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    const workspace = await house.workspace();
    const lock = join(house.clone, ".git/refs/heads/main.lock");
    await writeFile(lock, "");
    await git(house.clone, "config", "core.hooksPath", "/the/owners");
    const config = await readFile(join(house.clone, ".git/config"), "utf8");
    await rename(join(workspace.tree, ".git"), join(workspace.temp, "git"));
    await symlink(join(house.clone, ".git"), join(workspace.tree, ".git"));
    await removeAgentLocks(workspace);
    expect(await restoreAgentRepository(workspace, house.cache)).toEqual([{ what: "the agent's repository is gone", undone: false }]);
    expect(await readFile(lock, "utf8")).toBe("");
    expect(await readFile(join(house.clone, ".git/config"), "utf8")).toBe(config);
  });

  it("nor when its hooks are a link", async () => {
    const house = await openHouse({ "a.txt": "a\n" });
    const workspace = await house.workspace();
    const victim = join(house.root, "victim");
    await mkdir(victim);
    await writeFile(join(victim, "pre-commit"), "the owner's");
    await rm(join(workspace.tree, ".git/hooks"), { recursive: true, force: true });
    await symlink(victim, join(workspace.tree, ".git/hooks"));
    expect(await restoreAgentRepository(workspace, house.cache)).toEqual([{ what: "hooks is no directory", undone: true }]);
    expect(await readdir(victim)).toEqual(["pre-commit"]);
    expect(await restoreAgentRepository(workspace, house.cache)).toEqual([]);
  });
});
