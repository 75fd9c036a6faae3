import { describe, expect, it } from "vitest";
import type { ContentIndex } from "../../../src/footprint/content/content-index.ts";
import { replayed } from "../../../src/footprint/content/past-contents.ts";
import { termsOf } from "../../../src/footprint/history/commit-words.ts";
import { readHistoryState } from "../../../src/footprint/store/history-state.ts";
import { readPastContents } from "../../../src/footprint/store/read-past-contents.ts";
import { lookupsIn, readTreeState } from "../../../src/footprint/store/tree-state.ts";
import { Git } from "../../../src/git/git.ts";
import { git, makeRemoteAndClone, temporaryDirectory } from "../../support/repository.ts";
import { importCommits, take } from "./random-history.ts";

async function opened(repository: Git, tip: string) {
  const [tree, { commits }] = await Promise.all([readTreeState(repository, tip), readHistoryState(repository, tip)]);
  return { tree, commits };
}

describe("what files said before a past commit", () => {
  it("is what had been written by then: nothing of the commit itself or of later ones", async () => {
    const repository = new Git({ gitDir: await temporaryDirectory() });
    await repository.run(["init", "-q", "--bare"]);
    const { tree, commits } = await opened(repository, await importCommits(repository, 90));
    const contents = await readPastContents(repository, tree, commits, 25);
    if (contents === null) throw new Error("expected contents");
    const contentsBefore = replayed(contents);
    // Commit `n` writes `value<n + 1>`.
    const newestKnown = (at: number) => {
      const index = contentsBefore(at);
      return Array.from({ length: 91 }, (_, value) => value).findLast((value) => index.frequencyOf(String(value)) > 0) ?? 0;
    };
    for (let at = 25; at < commits.length; at++) {
      expect(newestKnown(at)).toBe(at);
    }
  });

  it("is its first parent's tree on the mainline, whatever was written, renamed, deleted or merged", async () => {
    const { clone, git: repository } = await makeRemoteAndClone({ "src/a.ts": "export const a = 1;\n", "README.md": "# A\n" });
    for (let number = 0; number < 30; number++) {
      const kind = (["write", "rename", "write", "delete", "merge", "write"] as const)[number % 6] ?? "write";
      await take(clone, { kind, file: number * 5, text: number }, number);
    }
    const { tree, commits } = await opened(repository, await git(clone, "rev-parse", "HEAD"));
    const contents = await readPastContents(repository, tree, commits, 1);
    if (contents === null) throw new Error("expected contents");
    const contentsBefore = replayed(contents);
    const isOfMain = (commit: (typeof commits)[number] | undefined) => commit?.subject.startsWith("Side") === false;
    const terms = termsOf("alpha beta gamma module import function class", "");
    for (const { before: at } of contents.steps.filter((step) => isOfMain(commits[step.before - 1]))) {
      const there = lookupsIn(await readTreeState(repository, commits[at - 1]?.oid ?? ""));
      const [then, now] = [contentsBefore(at).find(terms), there.contents().find(terms)];
      expect(then.best).toEqual(now.best);
      for (const path of there.files) expect(then.of(path)).toEqual(now.of(path));
    }
  });

  it("is the same however often it is gone through, and whoever asks for the tree as it is in between", async () => {
    const repository = new Git({ gitDir: await temporaryDirectory() });
    await repository.run(["init", "-q", "--bare"]);
    const { tree, commits } = await opened(repository, await importCommits(repository, 40));
    const contents = await readPastContents(repository, tree, commits, 1);
    if (contents === null) throw new Error("expected contents");
    // Commit `n` writes `value<n + 1>`, into the file of `value<n - 9>`.
    const known = (index: ContentIndex, at: number) => [at - 10, at - 9, at, at + 1].map((value) => index.frequencyOf(String(value)));
    const [ahead, behind] = [replayed(contents), replayed(contents)];
    for (let at = 31; at < commits.length; at++) {
      expect(known(ahead(at), at)).toEqual([0, 1, 1, 0]);
      expect(known(behind(at - 10), at - 10)).toEqual([0, 1, 1, 0]);
      expect(known(lookupsIn(tree).contents(), commits.length)).toEqual([0, 1, 1, 0]);
    }
  });

  it("is unknown where only paths are", async () => {
    const { clone, git: repository } = await makeRemoteAndClone({ "src/a.ts": "export const a = 1;\n" });
    const { tree, commits } = await opened(repository, await git(clone, "rev-parse", "HEAD"));
    expect(await readPastContents(repository, { ...tree, pathsOnly: true }, commits, 0)).toBeNull();
  });
});
