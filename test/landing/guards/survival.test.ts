import { describe, expect, it } from "vitest";
import { writeCommit } from "../../../src/git/objects.ts";
import { treeOf } from "../../../src/git/refs.ts";
import { findLostWork } from "../../../src/landing/guards/find-lost-work.ts";
import { survivals } from "../../../src/landing/guards/survival.ts";
import { candidateOf, commitFiles, landingSite, workOf } from "../support/landing-site.ts";

type Files = Readonly<Record<string, string | null>>;

const START = { "a.ts": "one\ntwo\nthree\n", "b.ts": "b\n" };
const LANDED = { "a.ts": "one\nlanded();\ntwo\nthree\n" };

/** A task landed; another began before that, or knows it, and is merged by somebody who makes `merged` of it. */
async function merge(own: Files, merged: Files, { knows = false } = {}) {
  const { cache, start } = await landingSite(START);
  const { tip: main } = await candidateOf(cache, start, [await workOf(cache, "QA-001", start, LANDED)]);
  const base = knows ? main : start;
  const head = await commitFiles(cache, base, own);
  const tree = await treeOf(cache, await commitFiles(cache, main, merged));
  const after = await writeCommit(cache, { tree, parents: [main, head], message: "Merge\n" });
  const landed = [{ task: "QA-001", commit: main }];
  return findLostWork(cache, { landed, before: main, after, base, head, isHarmless: (path) => path === "records.md" });
}

describe("the survival of landed lines", () => {
  it("is broken by a merge that drops a landed line the change itself did not touch", async () => {
    const own = { "a.ts": "one\ntwo\nTHREE\n" };
    expect(await merge(own, own)).toEqual([{ task: "QA-001", path: "a.ts", lines: ["landed();"] }]);
    expect(await merge({ "b.ts": "B\n" }, { "a.ts": null, "b.ts": "B\n" })).toEqual([
      { task: "QA-001", path: "a.ts", lines: ["landed();"] },
    ]);
  });

  it("holds when the line stays, moves to another file, or is removed by a change that has seen it", async () => {
    const own = { "a.ts": "one\ntwo\nTHREE\n" };
    expect(await merge(own, { "a.ts": "one\nlanded();\ntwo\nTHREE\n" })).toEqual([]);
    expect(await merge({ "a.ts": null, "c.ts": "one\ntwo\nthree\n" }, { "a.ts": null, "c.ts": LANDED["a.ts"] })).toEqual([]);
    expect(await merge(START, START, { knows: true })).toEqual([]);
  });

  it("holds for a line the change removes itself where another of that text landed", () => {
    const landed = { task: "QA-001", edits: [{ path: "a.ts", before: "x\none\n", after: "x\none\nx\n" }] };
    const merged = [{ path: "a.ts", before: "x\none\nx\n", after: "one\nx\n" }];
    expect(survivals(landed, merged, [{ path: "a.ts", before: "x\none\n", after: "one\n" }])).toEqual([]);
    expect(survivals(landed, merged, [])).toEqual([{ task: "QA-001", path: "a.ts", lines: ["x"] }]);
  });

  it("is not asked of work that has merged main and so has seen the line, whatever its recorded base", async () => {
    const { cache, start } = await landingSite(START);
    const { tip: main } = await candidateOf(cache, start, [await workOf(cache, "QA-001", start, LANDED)]);
    const head = await commitFiles(cache, main, { "a.ts": "one\ntwo\nTHREE\n" });
    const question = { landed: [{ task: "QA-001", commit: main }], before: main, after: head, base: start, head, isHarmless: () => false };
    expect(await findLostWork(cache, question)).toEqual([]);
  });

  it("says nothing of paths that are made anew with each landing", async () => {
    const { cache, start } = await landingSite({ "records.md": "a\n" });
    const { tip: main } = await candidateOf(cache, start, [await workOf(cache, "QA-001", start, { "records.md": "a\nlanded\n" })]);
    const head = await commitFiles(cache, start, { "records.md": "b\n" });
    const tree = await treeOf(cache, head);
    const after = await writeCommit(cache, { tree, parents: [main, head], message: "Merge\n" });
    const question = { landed: [{ task: "QA-001", commit: main }], before: main, after, base: start, head };
    expect(await findLostWork(cache, { ...question, isHarmless: (path) => path === "records.md" })).toEqual([]);
    expect(await findLostWork(cache, { ...question, isHarmless: () => false })).toHaveLength(1);
  });
});
