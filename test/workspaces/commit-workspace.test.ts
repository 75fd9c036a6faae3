import { chmod, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commitWorkspace } from "../../src/workspaces/commit-workspace.ts";
import { git, writeFiles } from "../support/repository.ts";
import { AUTHOR, contentOf, openHouse } from "./house.ts";

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
