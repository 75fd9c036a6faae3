import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeHistory, encodeTree } from "../../../src/footprint/store/encode.ts";
import { type KeptIndex, keepIndex, openIndex } from "../../../src/footprint/store/kept-index.ts";
import { learntModel } from "../../../src/footprint/store/learnt-model.ts";
import { Git } from "../../../src/git/git.ts";
import { git, makeRemoteAndClone, temporaryDirectory, writeFiles } from "../../support/repository.ts";
import { importCommits, take } from "./random-history.ts";

/** Everything of an index that predictions see. */
function seen(index: KeptIndex): readonly string[] {
  return [encodeTree(index.tree), encodeHistory(index.history)];
}

/** Opens and keeps, as `openPredictor` does; with what was said. */
async function open(repository: Git, commit: string, file: string | null) {
  const said: string[] = [];
  const index = await keepIndex(await openIndex(repository, commit, file, (line) => said.push(line)), file, (line) => said.push(line));
  return { index, said };
}

async function smallRepository() {
  const { clone, git: repository } = await makeRemoteAndClone({ "src/a.ts": "export const a = 1;\n", "README.md": "# A\n" });
  const file = join(await temporaryDirectory(), "footprint.index");
  return { clone, repository, file, tip: await git(clone, "rev-parse", "HEAD") };
}

const step = fc.record({
  kind: fc.constantFrom("write", "write", "delete", "rename", "merge", "amend"),
  file: fc.nat(5),
  text: fc.nat(4),
});

describe("the kept index", () => {
  it("moved by any history, rewritten or not, forward or back, is the index built anew", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), fc.nat(5), async (steps, back) => {
        const { clone, repository, file, tip } = await smallRepository();
        const visited = [tip];
        for (const [number, one] of steps.entries()) {
          const commit = await take(clone, one as Parameters<typeof take>[1], number);
          visited.push(commit);
          if (number % 2 === 0 && number < steps.length - 1) continue;
          expect(seen((await open(repository, commit, file)).index)).toEqual(seen((await open(repository, commit, null)).index));
        }
        const earlier = visited[back % visited.length] ?? tip;
        expect(seen((await open(repository, earlier, file)).index)).toEqual(seen((await open(repository, earlier, null)).index));
      }),
      { numRuns: 6 },
    );
  });

  it("of a rewritten branch holds nothing of what was rewritten", async () => {
    const { clone, repository, file } = await smallRepository();
    await take(clone, { kind: "write", file: 1, text: 0 }, 1);
    await open(repository, await git(clone, "rev-parse", "HEAD"), file);
    await git(clone, "commit", "-q", "--amend", "-m", "Amended");
    await take(clone, { kind: "write", file: 2, text: 0 }, 2);
    const { index } = await open(repository, await git(clone, "rev-parse", "HEAD"), file);
    expect(index.history.commits.map(({ subject }) => subject)).toEqual(["Start", "Amended", "write lib/c.py 2"]);
  });

  it("of a commit that was merged holds nothing of what it was merged into", async () => {
    const { clone, repository, file } = await smallRepository();
    await git(clone, "checkout", "-q", "-b", "side");
    await take(clone, { kind: "write", file: 1, text: 0 }, 1);
    await git(clone, "checkout", "-q", "main");
    await take(clone, { kind: "write", file: 2, text: 0 }, 2);
    await git(clone, "merge", "-q", "--no-ff", "-m", "Merge", "side");
    const [tip, side] = [await git(clone, "rev-parse", "main"), await git(clone, "rev-parse", "side")];
    expect((await open(repository, tip, file)).index.history.commits).toHaveLength(4);
    const { index } = await open(repository, side, file);
    expect(index.history.commits.map(({ subject }) => subject)).toEqual(["Start", "write src/b.ts 1"]);
  });

  it("is read back as it was written", async () => {
    const { repository, file, tip } = await smallRepository();
    const { index } = await open(repository, tip, file);
    const again = await openIndex(repository, tip, file, () => undefined);
    expect(seen(again)).toEqual(seen(index));
    expect(again.saved).toEqual({ commit: tip, behind: 0 });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it.each<[string, (content: Buffer) => Buffer | string]>([
    ["cut off", (content) => content.subarray(0, content.length - 5)],
    ["altered in one place", (content) => content.toString("utf8").replace("src/a.ts", "src/b.ts")],
    ["empty", () => ""],
    ["of something else", () => "hello\n{}"],
    ["of bytes", () => Buffer.alloc(5000, 0xff)],
    ["of another version", (content) => content.toString("utf8").replace(/ \d+ /, " 0 ")],
  ])("%s is built anew, and that is said", async (_, damage) => {
    const { repository, file, tip } = await smallRepository();
    const { index } = await open(repository, tip, file);
    await writeFile(file, damage(await readFile(file)));
    const after = await open(repository, tip, file);
    expect(after.said).toEqual([expect.stringContaining("built anew")]);
    expect(seen(after.index)).toEqual(seen(index));
    expect((await open(repository, tip, file)).said).toEqual([]);
  });

  it("that cannot be kept is said, and predictions go on", async () => {
    const { repository, file, tip } = await smallRepository();
    await mkdir(file);
    const { index, said } = await open(repository, tip, file);
    expect(index.tree.commit).toBe(tip);
    expect(said.at(-1)).toContain("could not be kept");
    expect((await readdir(join(file, ".."))).length).toBe(1);
  });

  it("survives that its commit is gone from the repository", async () => {
    const { clone, repository, file } = await smallRepository();
    await take(clone, { kind: "write", file: 1, text: 0 }, 1);
    await open(repository, await git(clone, "rev-parse", "HEAD"), file);
    await git(clone, "commit", "-q", "--amend", "-m", "Another");
    await git(clone, "reflog", "expire", "--expire=now", "--all");
    await git(clone, "gc", "-q", "--prune=now");
    const commit = await git(clone, "rev-parse", "HEAD");
    expect(seen((await open(repository, commit, file)).index)).toEqual(seen((await open(repository, commit, null)).index));
  });

  it("is written again only when it is a hundredth behind", async () => {
    const repository = new Git({ gitDir: await temporaryDirectory() });
    await repository.run(["init", "-q", "--bare"]);
    const tip = await importCommits(repository, 210);
    const file = join(await temporaryDirectory(), "footprint.index");
    const at = (back: number) => repository.text(["rev-parse", `${tip}~${back}`]);
    const savedAt = async (back: number) => (await open(repository, await at(back), file)).index.saved?.commit;
    expect(await savedAt(5)).toBe(await at(5));
    expect(await savedAt(4)).toBe(await at(5));
    expect(await savedAt(3)).toBe(await at(5));
    expect(await savedAt(2)).toBe(await at(2));
  });

  it("says before it learns from many past commits that this may take a minute; not with few, and not when that is kept", async () => {
    const repository = new Git({ gitDir: await temporaryDirectory() });
    await repository.run(["init", "-q", "--bare"]);
    const tip = await importCommits(
      repository,
      100,
      (number) => `Change ${"abcdefghij"[number % 10]}${"klmnopqrst"[Math.floor(number / 10)]}`,
    );
    const file = join(await temporaryDirectory(), "footprint.index");
    const at = (back: number) => repository.text(["rev-parse", `${tip}~${back}`]);
    const said = async (back: number, kept: string | null = file) => (await open(repository, await at(back), kept)).said;
    expect(await said(60, null)).toEqual([]);
    const learning = "learning from 70 past commits which words led to which files; this may take a minute";
    expect(await said(20, null)).toEqual([learning]);
    expect(await said(20)).toEqual([`${learning}, then it is kept`]);
    expect(await said(20)).toEqual([]);
    expect(await said(5)).toEqual([]);
    expect(await said(0)).toEqual([learning.replace("70", "86")]);
    expect(await said(0)).toEqual([]);
    const order: string[] = [];
    const { commits } = (await open(repository, tip, file)).index.history;
    const read = async () => {
      order.push("read");
      return null;
    };
    await learntModel(commits, null, read, () => order.push("said"));
    expect(order).toEqual(["said", "read"]);
  });

  it("is whole whichever of several processes writes last", async () => {
    const { clone, repository, file } = await smallRepository();
    const commits = [await git(clone, "rev-parse", "HEAD")];
    for (let number = 0; number < 3; number++) commits.push(await take(clone, { kind: "write", file: number, text: number }, number));
    const program = new URL("./support/keep-index.ts", import.meta.url).pathname;
    await Promise.all(commits.map((commit) => promisify(execFile)(process.execPath, [program, clone, commit, file])));
    const left = await readdir(join(file, ".."));
    expect(left).toEqual(["footprint.index"]);
    for (const commit of commits) {
      const { index, said } = await open(repository, commit, file);
      expect(said).toEqual([]);
      expect(seen(index)).toEqual(seen((await open(repository, commit, null)).index));
    }
  });
});

describe("unusual repositories", () => {
  it("a shallow clone is read with what is there, and again when there is more", async () => {
    const { clone, root } = await makeRemoteAndClone({ "a.ts": "export const a = 1;\n" });
    for (let number = 0; number < 3; number++) await take(clone, { kind: "write", file: 0, text: number }, number);
    await git(clone, "push", "-q", "origin", "main");
    const shallow = join(root, "shallow");
    await git(root, "clone", "-q", "--depth=1", `file://${join(root, "remote.git")}`, shallow);
    const [repository, file] = [new Git({ cwd: shallow }), join(root, "footprint.index")];
    const tip = await git(shallow, "rev-parse", "HEAD");
    const before = (await open(repository, tip, file)).index.history;
    expect([before.shallow, before.commits.length]).toEqual([true, 1]);
    await git(shallow, "fetch", "-q", "--unshallow");
    const after = (await open(repository, tip, file)).index.history;
    expect([after.shallow, after.commits.length]).toEqual([false, 4]);
    const other = join(root, "other");
    await git(root, "clone", "-q", "--depth=1", `file://${join(root, "remote.git")}`, other);
    const [deepened, kept] = [new Git({ cwd: other }), join(root, "other.index")];
    await open(deepened, tip, kept);
    await git(other, "fetch", "-q", "--unshallow");
    const next = await take(other, { kind: "write", file: 1, text: 1 }, 9);
    expect((await open(deepened, next, kept)).index.history.commits).toHaveLength(5);
  });

  it("links, submodules, binary and huge files count by their paths only, or not at all", async () => {
    const { clone, git: repository } = await makeRemoteAndClone({
      "a.ts": "export const a = 1;\n",
      "huge.ts": `export const b = 1;\n${" ".repeat(1024 * 1024)}`,
      "data.ts": "export const c = 1;\0",
    });
    await git(clone, "update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},sub`);
    await writeFiles(clone, { "link-target": "/etc/passwd" });
    const blob = await git(clone, "hash-object", "-w", "link-target");
    await git(clone, "update-index", "--add", "--cacheinfo", `120000,${blob},link.ts`);
    await git(clone, "commit", "-q", "-m", "Odd");
    const commit = await git(clone, "rev-parse", "HEAD");
    const look = (await open(repository, commit, null)).index.tree.base;
    expect(look.files).toEqual(["a.ts", "data.ts", "huge.ts"]);
    expect(look.files.map((path) => look.factsOf(path)?.note)).toEqual([null, "binary", "too-large"]);
    const start = await git(clone, "rev-parse", "HEAD~1");
    const file = join(await temporaryDirectory(), "i");
    await open(repository, start, file);
    expect(seen((await open(repository, commit, file)).index)).toEqual(seen((await open(repository, commit, null)).index));
  });
});
