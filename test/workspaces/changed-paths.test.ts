import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commitWorkspace } from "../../src/workspaces/commit-workspace.ts";
import { changedPaths } from "../../src/workspaces/inspect-workspace.ts";
import { git, writeFiles } from "../support/repository.ts";
import { AUTHOR, openHouse } from "./house.ts";

describe("what an agent has touched so far", () => {
  it("is seen whether it committed or not, and since a submitted part only what changed after it", async () => {
    const house = await openHouse({ "a.txt": "a\n", "gone.txt": "x\n", "src/b.txt": "b\n" });
    const workspace = await house.workspace();
    expect(await changedPaths(workspace)).toEqual([]);
    await writeFiles(workspace.tree, { "a.txt": "changed\n", "new.txt": "new\n" });
    await git(workspace.tree, "commit", "-q", "-am", "Agent's own");
    await rm(join(workspace.tree, "gone.txt"));
    expect(await changedPaths(workspace)).toEqual(["a.txt", "gone.txt", "new.txt"]);
    const part = await commitWorkspace(workspace, { cache: house.cache, message: "A part", author: AUTHOR });
    expect(await changedPaths(workspace, part.head)).toEqual([]);
    await writeFiles(workspace.tree, { "new.txt": "again\n", "src/c.txt": "c\n" });
    expect(await changedPaths(workspace, part.head)).toEqual(["new.txt", "src/c.txt"]);
    expect(await changedPaths(workspace)).toEqual(["a.txt", "gone.txt", "new.txt", "src/c.txt"]);
    expect((await commitWorkspace(workspace, { cache: house.cache, message: "The rest", author: AUTHOR })).files).toEqual([
      "a.txt",
      "gone.txt",
      "new.txt",
      "src/c.txt",
    ]);
  });
});
