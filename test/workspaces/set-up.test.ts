import { access, lstat, mkdir, readFile, readlink, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { git, writeFiles } from "../support/repository.ts";
import { openHouse, setUp } from "./house.ts";

const FILES = { "package-lock.json": "1\n", "a.txt": "a\n" };
const RUN = ["sh", "-c", 'echo "$HOME $TMPDIR $SECRET" > "$HOME/ran"; mkdir -p node_modules; echo run > node_modules/made'];

describe("a workspace has its dependencies", () => {
  it("copied and linked from the main checkout while the lock file is the same", async () => {
    const house = await openHouse(FILES);
    await writeFiles(house.clone, { "node_modules/x/index.js": "x\n", "packages/p/node_modules/y.js": "y\n" });
    await symlink("../x/index.js", join(house.clone, "node_modules/x/again.js"));
    const setup = setUp({ copy: ["node_modules"], link: ["packages/p/node_modules"], lockfile: "package-lock.json", run: ["false"] });
    const workspace = await house.workspace({ setup });
    expect(await readFile(join(workspace.tree, "node_modules/x/index.js"), "utf8")).toBe("x\n");
    expect(await readlink(join(workspace.tree, "node_modules/x/again.js"))).toBe("../x/index.js");
    expect(await readlink(join(workspace.tree, "packages/p/node_modules"))).toBe(join(house.clone, "packages/p/node_modules"));
  });

  it("made by the command when the lock file changed, with a HOME of its own and nothing of our environment", async () => {
    const house = await openHouse(FILES);
    await writeFiles(house.clone, { "package-lock.json": "2\n", "node_modules/x/index.js": "old\n" });
    process.env["SECRET"] = "hunter2";
    const workspace = await house.workspace({ setup: setUp({ copy: ["node_modules"], lockfile: "package-lock.json", run: RUN }) });
    delete process.env["SECRET"];
    expect(await readFile(join(workspace.tree, "node_modules/made"), "utf8")).toBe("run\n");
    expect(await readFile(join(workspace.home, "ran"), "utf8")).toBe(`${workspace.home} ${workspace.temp} \n`);
    expect(workspace.notes).toEqual(["package-lock.json differs from the main checkout's"]);
    expect(await git(workspace.tree, "status", "--porcelain")).toBe("");
  });

  it("or says why not", async () => {
    const house = await openHouse({ ...FILES, "vendor/tracked.js": "tracked\n" });
    const none = await house.workspace({ session: "none", setup: setUp({ copy: ["node_modules", "vendor"] }) });
    expect(none.notes).toEqual(["node_modules is no directory of the main checkout"]);
    expect(none.privatePaths).toEqual(["node_modules"]);
    const alone = await house.workspace({ session: "alone", setup: setUp({ copy: ["node_modules"] }), mainCheckout: null });
    expect(alone.notes).toEqual(["no main checkout to take dependencies from"]);
  });

  it("never through a link in the repository (Promise 8)", async () => {
    const house = await openHouse(FILES);
    const outside = join(house.root, "outside");
    await mkdir(outside);
    await symlink(outside, join(house.clone, "packages"));
    await git(house.clone, "add", "-A");
    await git(house.clone, "commit", "-q", "-m", "A link");
    await git(house.clone, "push", "-q", "origin", "main");
    await house.cache.run(["fetch", "-q", house.remote, "+refs/heads/*:refs/remotes/origin/*"]);
    await writeFiles(outside, { "modules/x.js": "x\n" });
    const owner = join(house.root, "owner");
    await writeFiles(owner, { "packages/p/x.js": "x\n" });
    const base = await git(house.clone, "rev-parse", "HEAD");
    const workspace = await house.workspace({ base, setup: setUp({ copy: ["packages/p"] }), mainCheckout: owner });
    expect(workspace.notes).toEqual(["packages/p is in the way"]);
    await expect(access(join(outside, "p"))).rejects.toThrow();
    expect((await lstat(join(workspace.tree, "packages"))).isSymbolicLink()).toBe(true);
  });

  it("a failing or endless command is an error with its last words", async () => {
    const house = await openHouse(FILES);
    await expect(house.workspace({ session: "s1", setup: setUp({ run: "echo no registry >&2; exit 7" }) })).rejects.toThrow(
      /exit 7: no registry/,
    );
    await expect(house.workspace({ session: "s2", setup: setUp({ run: ["sleep", "600"], timeoutSeconds: 0.2 }) })).rejects.toThrow(
      /timed-out/,
    );
    await expect(house.workspace({ session: "s3", setup: setUp({ run: ["no-such-program"] }) })).rejects.toThrow(/spawn-failed/);
    // What it left is made again.
    await writeFile(join(house.stateDirectory.workspaces, "s1", "tree", "left.txt"), "left\n");
    const workspace = await house.workspace({ session: "s1" });
    expect(await git(workspace.tree, "status", "--porcelain")).toBe("");
  });
});
