import { execFile } from "node:child_process";
import { chmod, lstat, mkdir, readdir, readFile, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCheckout } from "../../src/workspaces/checkout.ts";
import type { SetUp } from "../../src/workspaces/set-up.ts";
import { git, temporaryDirectory, writeFiles } from "../support/repository.ts";
import { until } from "../support/until.ts";
import { type House, openHouse, setUp } from "./house.ts";

const execute = promisify(execFile);

const checkoutOf = (house: House, commitOrTree: string, setup: SetUp = setUp()) =>
  openCheckout({ cache: house.cache, stateDirectory: house.stateDirectory, commitOrTree, setup, mainCheckout: house.clone });

/** Type, mode, content or target of everything below a directory. */
async function picture(root: string): Promise<string> {
  const { stdout } = await execute(
    "sh",
    ["-c", "find . -printf '%y %m %p %l\\n' | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum"],
    { cwd: root },
  );
  return stdout;
}

async function commitFiles(house: House, files: Record<string, string>, removed: readonly string[] = []): Promise<string> {
  for (const path of removed) await rm(join(house.clone, path), { recursive: true });
  await writeFiles(house.clone, files);
  await git(house.clone, "add", "-A");
  await git(house.clone, "commit", "-q", "-m", "Next");
  await git(house.clone, "push", "-q", "origin", "HEAD:main");
  await house.cache.run(["fetch", "-q", house.remote, "+refs/heads/*:refs/remotes/origin/*"]);
  return git(house.clone, "rev-parse", "HEAD");
}

/** What a gate run may leave behind, as a caller of the shell sees it. */
const MESS: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
  "files, ignored and not": (path) => writeFiles(path, { "left.txt": "x", "build/out.js": "x", "src/.cache/y": "y" }),
  "an edit": (path) => writeFiles(path, { "a.txt": "edited\n" }),
  "an edit of the same size with its time put back": async (path) => {
    const { atime, mtime } = await lstat(join(path, "a.txt"));
    await writeFile(join(path, "a.txt"), "Z\n");
    await utimes(join(path, "a.txt"), atime, mtime);
  },
  "files that changed places": async (path) => {
    await rename(join(path, "a.txt"), join(path, "held"));
    await rename(join(path, "b.txt"), join(path, "a.txt"));
    await rename(join(path, "held"), join(path, "b.txt"));
  },
  "a directory that became a link": async (path) => {
    await rm(join(path, "src"), { recursive: true });
    await mkdir(join(path, "../elsewhere"), { recursive: true });
    await symlink("../elsewhere", join(path, "src"));
  },
  "a file that became a directory": async (path) => {
    await rm(join(path, "b.txt"));
    await writeFiles(path, { "b.txt/inside": "x" });
  },
  "a nested repository": (path) => git(path, "init", "-q", "nested"),
  "repositories around its files": async (path) => {
    await git(path, "init", "-q");
    await git(path, "init", "-q", "src/deep");
  },
  modes: async (path) => {
    await chmod(join(path, "a.txt"), 0o777);
    await chmod(join(path, "src/deep"), 0o700);
  },
  "an empty directory and a pipe": async (path) => {
    await mkdir(join(path, "empty/deep"), { recursive: true });
    await execute("mkfifo", [join(path, "pipe")]);
  },
  "nothing at all": (path) => rm(path, { recursive: true }),
};

const FILES = { ".gitignore": "build/\n", "a.txt": "a\n", "b.txt": "b\n", "src/c.txt": "c\n", "src/deep/d.txt": "d\n" };

describe("Promise 2: a gate sees exactly the asked tree", () => {
  it("whatever an earlier run left in the pooled directory", async () => {
    const house = await openHouse(FILES);
    const next = await commitFiles(house, { "a.txt": "A\n", "src/new.txt": "new\n" }, ["src/deep"]);
    const trees = [house.base, next];
    const clean: Record<string, string> = {};
    for (const commit of trees) {
      const plain = await temporaryDirectory();
      await git(house.clone, "worktree", "add", "-q", "--detach", join(plain, "tree"), commit);
      await rm(join(plain, "tree/.git"));
      clean[commit] = await picture(join(plain, "tree"));
    }
    const step = fc.record({
      commit: fc.constantFrom(...trees),
      mess: fc.uniqueArray(fc.constantFrom(...Object.keys(MESS)), { maxLength: 2 }),
    });
    const seed = process.env["SEED"];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 4 }), async (steps) => {
        for (const { commit, mess } of steps) {
          const checkout = await checkoutOf(house, commit);
          expect(await picture(checkout.path)).toBe(clean[commit]);
          for (const each of mess) await MESS[each]?.(checkout.path).catch(() => undefined);
          await checkout.close();
        }
      }),
      {
        numRuns: Number(process.env["RUNS"] ?? 12),
        examples: Object.keys(MESS).map((mess) => [
          [
            { commit: house.base, mess: [mess] },
            { commit: house.base, mess: [] },
          ],
        ]),
        ...(seed === undefined ? {} : { seed: Number(seed) }),
      },
    );
    expect((await readdir(house.stateDirectory.checkouts)).length).toBe(1);
  });

  it("though a long run put a changed file's size and time back", async () => {
    const house = await openHouse(FILES);
    const first = await checkoutOf(house, house.base);
    const file = join(first.path, "a.txt");
    const { atime, mtime, ctimeMs } = await lstat(file);
    // As if the index had been written long after the files: git then believes what it recorded.
    await utimes(join(first.path, "../git/index"), new Date(Date.now() + 60_000), new Date(Date.now() + 60_000));
    // The clock that dates files lags behind by some milliseconds.
    const nextSecond = 1000 * (Math.floor(ctimeMs / 1000) + 1) + 100;
    await until(() => Date.now() > nextSecond, { what: "the next second" });
    await writeFile(file, "Z\n");
    await utimes(file, atime, mtime);
    await first.close();
    const second = await checkoutOf(house, house.base);
    expect(second.path).toBe(first.path);
    expect(await readFile(file, "utf8")).toBe("a\n");
  });

  it("in a directory nobody else has, given back for the next", async () => {
    const house = await openHouse(FILES);
    const [one, two] = await Promise.all([checkoutOf(house, house.base), checkoutOf(house, house.base)]);
    expect(one.path).not.toBe(two.path);
    await one.close();
    await one.close();
    const three = await checkoutOf(house, house.base);
    expect(three.path).toBe(one.path);
    await Promise.all([two.close(), three.close()]);
    const several = await Promise.all(Array.from({ length: 5 }, () => checkoutOf(house, house.base)));
    expect(new Set(several.map(({ path }) => path)).size).toBe(5);
  });

  it("by tree as well as by commit, and takes over what a dead process held", async () => {
    const house = await openHouse(FILES);
    const tree = await house.cache.text(["rev-parse", `${house.base}^{tree}`]);
    const first = await checkoutOf(house, tree);
    expect(first.treeOid).toBe(tree);
    await first.close();
    const [idle = ""] = await readdir(house.stateDirectory.checkouts);
    await rename(join(house.stateDirectory.checkouts, idle), join(house.stateDirectory.checkouts, idle.replace("idle", "busy-4194399")));
    const second = await checkoutOf(house, tree);
    expect(second.path).toBe(first.path);
    await expect(checkoutOf(house, "f".repeat(40))).rejects.toThrow("expected git rev-parse to succeed");
  });

  it("with dependencies renewed each time", async () => {
    const house = await openHouse({ ...FILES, "package-lock.json": "1\n" });
    await writeFiles(house.clone, { "node_modules/x/index.js": "x\n" });
    const setup = setUp({ copy: ["node_modules"], lockfile: "package-lock.json" });
    const first = await checkoutOf(house, house.base, setup);
    await writeFile(join(first.path, "node_modules/x/index.js"), "poisoned\n");
    await first.close();
    const second = await checkoutOf(house, house.base, setup);
    expect(await readFile(join(second.path, "node_modules/x/index.js"), "utf8")).toBe("x\n");
    expect(await readFile(join(house.clone, "node_modules/x/index.js"), "utf8")).toBe("x\n");
    await second.close();
    const third = await checkoutOf(house, house.base);
    expect(await readdir(third.path)).not.toContain("node_modules");
  });
});
