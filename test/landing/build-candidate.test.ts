import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffFiles } from "../../src/git/diff.ts";
import { buildCandidate } from "../../src/landing/build-candidate.ts";
import { build, candidateOf, changeOf, commitFiles, fileAt, landingSite, refsOf, toLand, workOf } from "./support/landing-site.ts";

const SEEDED = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };

describe("building a candidate", () => {
  it("chains every change onto main as a merge commit with its trailers, and moves no ref", async () => {
    const { cache, start, remote } = await landingSite({ "a.txt": "a\n" });
    const refs = await refsOf({ cache, remote });
    const one = await workOf(cache, "QA-001", start, { "one.txt": "1\n" });
    const two = await workOf(cache, "QA-002", start, { "two.txt": "2\n" });
    const candidate = await candidateOf(cache, start, [one, two]);
    expect(candidate.links.map(({ files }) => files)).toEqual([["one.txt"], ["two.txt"]]);
    const [first, second] = candidate.links;
    expect(await cache.text(["rev-list", "--parents", "-1", first?.commit ?? ""])).toBe(`${first?.commit} ${start} ${one.change.head}`);
    expect(await cache.text(["rev-list", "--parents", "-1", candidate.tip])).toBe(`${second?.commit} ${first?.commit} ${two.change.head}`);
    expect(
      await cache.text(["log", "-1", "--format=%s|%(trailers:key=Task,valueonly)%(trailers:key=Epoch,valueonly)", candidate.tip]),
    ).toBe("QA-002: some work|QA-002\n1\n");
    expect(await diffFiles(cache, start, candidate.tip)).toEqual([
      { status: "A", path: "one.txt" },
      { status: "A", path: "two.txt" },
    ]);
    expect(await refsOf({ cache, remote })).toEqual(refs);
  });

  it("lets a change wait that conflicts with another of its chain, and returns it with evidence once that one is on main", async () => {
    const { cache, start } = await landingSite({ "a.txt": "one\ntwo\nthree\n" });
    const first = await workOf(cache, "QA-001", start, { "a.txt": "one\nTWO\nthree\n" });
    const clash = await workOf(cache, "QA-002", start, { "a.txt": "one\nzwei\nthree\n" });
    const third = await workOf(cache, "QA-003", start, { "b.txt": "b\n" });
    const { candidate, returned: early, deferred } = await build(cache, start, [first, clash, third]);
    expect(candidate?.links.map(({ change }) => change.task)).toEqual(["QA-001", "QA-003"]);
    expect(deferred).toEqual([clash.change]);
    expect(early).toEqual([]);
    const { returned } = await build(cache, candidate?.tip ?? "", [clash]);
    expect(returned).toMatchObject([{ change: { task: "QA-002" }, reason: { code: "conflict", files: ["a.txt"] } }]);
    for (const part of ["CONFLICT", "main\nTWO\n", "both started\ntwo\n", "this change\nzwei\n", "QA-001: some work"])
      expect(returned[0]?.reason.evidence).toContain(part);
    expect(await fileAt(cache, candidate?.tip ?? "", "a.txt")).toBe("one\nTWO\nthree\n");
  });

  it("never lets conflict markers onto main, also when somebody committed them", async () => {
    const marked = "one\n<<<<<<< ours\ntwo\n=======\nzwei\n>>>>>>> theirs\n";
    const { cache, start } = await landingSite({ "a.txt": "one\n", "docs/merging.md": marked });
    const bad = await workOf(cache, "QA-001", start, { "a.txt": marked });
    const heading = await workOf(cache, "QA-002", start, { "b.md": "Title\n=======\n\ntext\n" });
    const text = await workOf(cache, "QA-003", start, { "docs/merging.md": `${marked}more\n` });
    const { candidate, returned } = await build(cache, start, [bad, heading, text]);
    expect(returned).toMatchObject([{ change: { task: "QA-001" }, reason: { code: "conflict", files: ["a.txt"] } }]);
    expect(candidate?.links.map(({ change }) => change.task)).toEqual(["QA-002", "QA-003"]);
  });

  it("lands a change without its edits of protected paths and reports each of them", async () => {
    const { cache, start } = await landingSite({ "docs/ROADMAP.md": "plan\n", "docs/old.md": "old\n", "check/a.test.ts": "strict\n" });
    const head = await commitFiles(cache, start, {
      "src/a.ts": "a\n",
      "docs/ROADMAP.md": "all done!\n",
      "docs/old.md": null,
      "check/b.test.ts": "lenient\n",
    });
    const change = toLand(changeOf("QA-001", start, head), { protect: ["docs", "check/**"] });
    const { candidate, returned, dropped } = await build(cache, start, [change]);
    expect(returned).toEqual([]);
    expect(dropped.map(({ path, before, after }) => [path, before !== null, after !== null])).toEqual([
      ["check/b.test.ts", false, true],
      ["docs/ROADMAP.md", true, true],
      ["docs/old.md", true, false],
    ]);
    expect(await diffFiles(cache, start, candidate?.tip ?? "")).toEqual([{ status: "A", path: "src/a.ts" }]);
  });

  it("keeps a protected file whose directory a change replaces by a file", async () => {
    const { cache, start } = await landingSite({ "docs/ROADMAP.md": "plan\n" });
    const head = await commitFiles(cache, start, { "docs/ROADMAP.md": null, docs: "gone\n", "a.txt": "a\n" });
    const change = toLand(changeOf("QA-001", start, head), { protect: ["docs/ROADMAP.md"] });
    const { candidate, dropped } = await build(cache, start, [change]);
    expect(dropped.map(({ path }) => path).sort()).toEqual(["docs", "docs/ROADMAP.md"]);
    expect(await diffFiles(cache, start, candidate?.tip ?? "")).toEqual([{ status: "A", path: "a.txt" }]);
  });

  it("an edit of records can never conflict, however main's records moved", async () => {
    const { cache, start } = await landingSite({ "ROADMAP.md": "- [ ] QA-001\n- [ ] QA-002\n" });
    const main = await commitFiles(cache, start, { "ROADMAP.md": "- [x] QA-001\n- [x] QA-002\n" });
    const head = await commitFiles(cache, start, { "ROADMAP.md": "- [?] QA-001\n", "a.txt": "a\n" });
    const { candidate, returned } = await build(cache, main, [toLand(changeOf("QA-001", start, head), { protect: ["ROADMAP.md"] })]);
    expect(returned).toEqual([]);
    expect(await fileAt(cache, candidate?.tip ?? "", "ROADMAP.md")).toBe("- [x] QA-001\n- [x] QA-002\n");
  });

  it("nor in two parts of one work that are landed together", async () => {
    const { cache, start } = await landingSite({ "ROADMAP.md": "- [ ] DATA-001\n" });
    const main = await commitFiles(cache, start, { "ROADMAP.md": "- [x] somebody else's\n" });
    const first = await commitFiles(cache, start, { "ROADMAP.md": "half\n", "a.txt": "a\n" });
    const second = await commitFiles(cache, first, { "ROADMAP.md": "all\n", "b.txt": "b\n" });
    const parts = [first, second].map((head, index) => changeOf("DATA-001", start, head, { id: `part.${index}`, kind: "part" }));
    const { candidate, returned } = await build(
      cache,
      main,
      parts.map((part) => toLand(part, { protect: ["ROADMAP.md"] })),
    );
    expect(returned).toEqual([]);
    expect((await diffFiles(cache, main, candidate?.tip ?? "")).map(({ path }) => path)).toEqual(["a.txt", "b.txt"]);
  });

  it("returns a change that edits a path its task must not touch", async () => {
    const { cache, start } = await landingSite({ "src/core/a.ts": "a\n" });
    const head = await commitFiles(cache, start, { "src/core/a.ts": "b\n", "src/b.ts": "b\n" });
    const { candidate, returned } = await build(cache, start, [toLand(changeOf("QA-001", start, head), { forbid: ["src/core/"] })]);
    expect(candidate).toBeNull();
    expect(returned).toMatchObject([{ reason: { code: "forbidden-path", files: ["src/core/a.ts"] } }]);
  });

  it("reports a change with nothing to land: nothing done, already there, only dropped edits", async () => {
    const { cache, start } = await landingSite({ "a.txt": "a\n", "ROADMAP.md": "plan\n" });
    const main = await commitFiles(cache, start, { "b.txt": "b\n" });
    const records = await commitFiles(cache, start, { "ROADMAP.md": "done\n" });
    const { candidate, returned, dropped } = await build(cache, main, [
      toLand(changeOf("QA-001", start, start)),
      await workOf(cache, "QA-002", start, {}),
      await workOf(cache, "QA-003", start, { "b.txt": "b\n" }),
      toLand(changeOf("QA-004", start, records), { protect: ["ROADMAP.md"] }),
    ]);
    expect(candidate).toBeNull();
    expect(returned.map(({ change, reason }) => [change.task, reason.code])).toEqual([
      ["QA-001", "empty"],
      ["QA-002", "empty"],
      ["QA-003", "empty"],
      ["QA-004", "empty"],
    ]);
    expect(dropped.map(({ change, path }) => [change.task, path])).toEqual([["QA-004", "ROADMAP.md"]]);
  });

  it("returns work without common history instead of failing", async () => {
    const { cache, start } = await landingSite({ "a.txt": "a\n" });
    const head = await commitFiles(cache, start, { "b.txt": "b\n" }, { parents: [] });
    const { returned } = await build(cache, start, [toLand(changeOf("QA-001", start, head))]);
    expect(returned).toMatchObject([{ reason: { code: "conflict", message: expect.stringContaining("no common history") } }]);
  });

  it("renders the records once, for the changes that really are in the chain, into the tree that is tested", async () => {
    const { cache, start } = await landingSite({ "a.txt": "a\n" });
    const one = await workOf(cache, "QA-001", start, { "a.txt": "1\n" });
    const clash = await workOf(cache, "QA-002", start, { "a.txt": "2\n" });
    const three = await workOf(cache, "QA-003", start, { "c.txt": "3\n" });
    const calls: string[][] = [];
    const { candidate } = await buildCandidate(cache, {
      main: start,
      changes: [one, clash, three],
      nowMs: 0,
      render: async (_tree, included) => {
        calls.push(included.map(({ task }) => task ?? ""));
        return [{ path: "ROADMAP.md", content: calls.flat().join() }];
      },
    });
    expect(calls).toEqual([["QA-001", "QA-003"]]);
    expect(candidate?.tip).toBe(candidate?.links.at(-1)?.commit);
    expect(await cache.text(["rev-parse", `${candidate?.tip}^{tree}`])).toBe(candidate?.tree);
    expect(await fileAt(cache, candidate?.tip ?? "", "ROADMAP.md")).toBe("QA-001,QA-003");
    expect(await cache.text(["rev-list", "--first-parent", "--count", `${start}..${candidate?.tip}`])).toBe("2");
  });

  it("lands a later part on top of an earlier one of the same work", async () => {
    const { cache, start } = await landingSite({ "a.txt": "a\n" });
    const first = await commitFiles(cache, start, { "a.txt": "a\npart one\n" });
    const second = await commitFiles(cache, first, { "a.txt": "a\n", "b.txt": "part two\n" });
    const landed = await candidateOf(cache, start, [toLand(changeOf("DATA-001", start, first, { kind: "part" }))]);
    for (const base of [start, first]) {
      const later = await candidateOf(cache, landed.tip, [toLand(changeOf("DATA-001", base, second))]);
      expect(await fileAt(cache, later.tip, "a.txt")).toBe("a\n");
    }
  });

  it("cannot be given trailers by an agent's subject", async () => {
    const { cache, start } = await landingSite({ "a.txt": "a\n" });
    const change = changeOf("QA-001", start, await commitFiles(cache, start, { "b.txt": "b\n" }), {
      subject: "Nice\n\nTask: QA-999\nEpoch: 99",
    });
    const { tip } = await candidateOf(cache, start, [toLand(change)]);
    const message = await cache.text(["log", "-1", "--format=%B", tip]);
    expect(message.trim().split("\n")).toEqual([
      "QA-001: Nice Task: QA-999 Epoch: 99",
      "",
      "Task: QA-001",
      "Session: Session-20260105-QA-001-00000001",
      "Epoch: 1",
      "Change: Session-20260105-QA-001-00000001.1",
    ]);
  });

  it("permuting independent changes gives the same final tree", async () => {
    const { cache, start } = await landingSite({ "src/a.ts": "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "src/b.ts": "b\n" });
    const changes = await Promise.all([
      workOf(cache, "QA-001", start, { "src/a.ts": "one\n2\n3\n4\n5\n6\n7\n8\n9\n" }),
      workOf(cache, "QA-002", start, { "src/a.ts": "1\n2\n3\n4\n5\n6\n7\n8\nnine\n" }),
      workOf(cache, "QA-003", start, { "src/b.ts": null }),
      workOf(cache, "QA-004", start, { "src/c.ts": "c\n", "docs/c.md": "c\n" }),
      workOf(cache, "QA-005", start, { "docs/d.md": "d\n" }),
    ]);
    const { tree } = await candidateOf(cache, start, changes);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), async (order) => {
        const permuted = await candidateOf(
          cache,
          start,
          order.flatMap((index) => changes[index] ?? []),
        );
        expect(permuted.tree).toBe(tree);
      }),
      { numRuns: 8, ...SEEDED },
    );
  });
});
