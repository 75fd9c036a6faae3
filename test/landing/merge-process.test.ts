import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { openMerger } from "../../src/git/merge-process.ts";
import { type MergeResult, mergeCommits } from "../../src/git/merge-tree.ts";
import { writeCommit } from "../../src/git/objects.ts";
import { temporaryDirectory } from "../support/repository.ts";
import { until } from "../support/until.ts";
import { commitFiles, landingSite } from "./support/landing-site.ts";

const SEEDED = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Puts a program called `stdbuf` first on PATH, which notes the pid of each start. */
async function withStdbuf(body: string): Promise<{ starts(): Promise<readonly number[]> }> {
  const directory = await temporaryDirectory();
  const log = join(directory, "starts");
  await mkdir(join(directory, "bin"));
  await writeFile(log, "");
  await writeFile(join(directory, "bin", "stdbuf"), `#!/bin/sh\necho $$ >> ${log}\n${body}\n`);
  await chmod(join(directory, "bin", "stdbuf"), 0o755);
  vi.stubEnv("PATH", `${join(directory, "bin")}${delimiter}${process.env["PATH"]}`);
  return { starts: async () => (await readFile(log, "utf8")).split("\n").filter(Boolean).map(Number) };
}

const REAL = `PATH='${process.env["PATH"]}' exec stdbuf "$@"`;

/** Main and three changes of it: one that fits, one that does not, and one that is made later. */
async function site(options: Parameters<typeof openMerger>[1] = {}) {
  const { cache, start } = await landingSite({ "a.txt": "one\ntwo\nthree\n", "dir/b ä.txt": "b\n" });
  const main = await commitFiles(cache, start, { "a.txt": "ONE\ntwo\nthree\n", "dir/b ä.txt": "B\n" });
  const fits = await commitFiles(cache, start, { "c.txt": "c\n" });
  const clash = await commitFiles(cache, start, { "a.txt": "eins\ntwo\nthree\n", "dir/b ä.txt": null });
  const merger = openMerger(cache, options);
  onTestFinished(() => merger.close());
  return { cache, start, main, fits, clash, merger };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("one git process for many merges", () => {
  it("answers as a process of its own does, merges and conflicts alike, from one process", async () => {
    const stdbuf = await withStdbuf(REAL);
    const { cache, main, fits, clash, merger } = await site();
    const asked = await Promise.all([merger.merge(main, fits), merger.merge(main, clash), merger.merge(fits, clash)]);
    expect(asked).toEqual([
      await mergeCommits(cache, main, fits),
      await mergeCommits(cache, main, clash),
      await mergeCommits(cache, fits, clash),
    ]);
    expect(asked.map(({ kind }) => kind)).toEqual(["clean", "conflict", "clean"]);
    expect(asked[1]).toMatchObject({ files: ["a.txt", "dir/b ä.txt"] });
    expect(await stdbuf.starts()).toHaveLength(1);
  });

  it("sees commits made after it started, as a growing chain needs", async () => {
    const stdbuf = await withStdbuf(REAL);
    const { cache, start, merger } = await site();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom("x", "y", "z"), fc.nat(3)), { minLength: 2, maxLength: 5 }), async (edits) => {
        let tip = start;
        for (const [name, value] of edits) {
          const work = await commitFiles(cache, start, { [`${name}.txt`]: `${value}\n` });
          const merged: MergeResult = await merger.merge(tip, work);
          expect(merged).toEqual(await mergeCommits(cache, tip, work));
          if (merged.kind === "clean") tip = await writeCommit(cache, { tree: merged.tree, parents: [tip, work], message: "Chain\n" });
        }
      }),
      { ...SEEDED, numRuns: 8 },
    );
    expect(await stdbuf.starts()).toHaveLength(1);
  });

  it("is started again when it dies, and the merge under way is answered all the same", async () => {
    const stdbuf = await withStdbuf(REAL);
    const { cache, main, fits, clash, merger } = await site();
    await merger.merge(main, fits);
    const [first = 0] = await stdbuf.starts();
    process.kill(first, "SIGKILL");
    expect(await merger.merge(main, clash)).toEqual(await mergeCommits(cache, main, clash));
    expect(await merger.merge(main, fits)).toEqual(await mergeCommits(cache, main, fits));
    expect(await stdbuf.starts()).toHaveLength(2);
  });

  it.each([
    ["is not there", "exit 127"],
    ["never answers", "exec sleep 1000"],
    ["speaks nonsense", "printf 'what?\\0\\0'; exec cat"],
    ["names no tree", "printf '1\\0nothing\\0\\0'; exec cat"],
  ])("gives way to one process for each merge where the kept one %s", async (_, body) => {
    const stdbuf = await withStdbuf(body);
    const { cache, main, fits, clash, merger } = await site({ answerMs: 300 });
    const expected = [await mergeCommits(cache, main, fits), await mergeCommits(cache, main, clash)];
    for (let round = 0; round < 3; round++) expect([await merger.merge(main, fits), await merger.merge(main, clash)]).toEqual(expected);
    expect(await stdbuf.starts()).toHaveLength(3);
  });

  it("says of a commit that is not here what one process says, and goes on", async () => {
    const { cache, main, fits, merger } = await site();
    await expect(merger.merge(main, "0".repeat(39).concat("1"))).rejects.toThrow(/expected (?:git )?merge-tree to/);
    await expect(merger.merge(main, `${fits}\n${main} ${fits}`)).rejects.toThrow(/expected (?:git )?merge-tree to/);
    expect(await merger.merge(main, fits)).toEqual(await mergeCommits(cache, main, fits));
  });

  it("leaves no process behind when it is closed, and still merges", async () => {
    const stdbuf = await withStdbuf(REAL);
    const { cache, main, fits, merger } = await site();
    const asked = merger.merge(main, fits);
    await merger.close();
    expect(await asked).toEqual(await mergeCommits(cache, main, fits));
    const [pid = 0] = await stdbuf.starts();
    await until(() => !isAlive(pid), { what: "the end of the kept process" });
    expect(await merger.merge(main, fits)).toEqual(await asked);
    expect(await stdbuf.starts()).toHaveLength(1);
  });
});
