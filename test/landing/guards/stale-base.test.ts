import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeCommits } from "../../../src/git/merge-tree.ts";
import { writeCommit } from "../../../src/git/objects.ts";
import { build, changeOf, commitFiles, landingSite, toLand } from "../support/landing-site.ts";

const SEEDED = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);
const text = (lines: readonly string[]) => `${lines.join("\n")}\n`;
const OLD = numbered(20);
const LANDED = OLD.toSpliced(4, 0, "export function landed() {}", "landed();");

/** Main gains lines in a.ts and a file after the base; the work under test says it starts from that newer main. */
async function site() {
  const place = await landingSite({ "a.ts": text(OLD), "b.ts": "b\n", "dead.ts": "dead code\n" });
  const main = await commitFiles(place.cache, place.start, { "a.ts": text(LANDED), "new.ts": "new file\n", "dead.ts": null });
  const judge = async (files: Readonly<Record<string, string | null>>, base = place.start, parents: readonly string[] = [main]) => {
    const head = await commitFiles(place.cache, main, files, { parents });
    return build(place.cache, main, [toLand(changeOf("QA-001", base, head))]);
  };
  return { ...place, main, judge };
}

describe("the stale-base guard", () => {
  it("returns an old copy of a file with an edit in it, committed on top of a newer main", async () => {
    const { judge } = await site();
    const { candidate, returned } = await judge({ "a.ts": text(OLD.with(15, "my edit")) });
    expect(candidate).toBeNull();
    expect(returned).toMatchObject([{ reason: { code: "stale-base", files: ["a.ts"] } }]);
    expect(returned[0]?.reason.evidence).toContain("- export function landed() {}");
    expect(returned[0]?.reason.evidence).not.toContain("my edit");
  });

  it("returns a whole old tree committed on top: changed lines, a landed file gone, a removed file back", async () => {
    const { judge } = await site();
    const { returned } = await judge({ "a.ts": text(OLD), "new.ts": null, "dead.ts": "dead code\n", "mine.ts": "mine\n" });
    expect(returned).toMatchObject([{ reason: { code: "stale-base", files: ["a.ts", "dead.ts", "new.ts"] } }]);
    expect(returned[0]?.reason.evidence).toContain("+ dead code");
  });

  it("keeps every landed line when the same old copy is honest about its base", async () => {
    const { cache, start, main } = await site();
    const head = await commitFiles(cache, start, { "a.ts": text(OLD.with(15, "my edit")) });
    const { candidate, returned } = await build(cache, main, [toLand(changeOf("QA-001", start, head))]);
    expect(returned).toEqual([]);
    expect(await cache.text(["show", `${candidate?.tip}:a.ts`])).toContain("landed();");
  });

  it("guards against work that landed earlier in the same chain", async () => {
    const { cache, start, main } = await site();
    const next = toLand(changeOf("QA-002", main, await commitFiles(cache, main, { "c.ts": "c\n" })));
    const stale = await commitFiles(cache, main, { "a.ts": text(OLD), "mine.ts": "mine\n" });
    const { candidate, deferred } = await build(cache, main, [next, toLand(changeOf("QA-001", start, stale))]);
    expect(candidate?.links).toHaveLength(1);
    expect(deferred).toMatchObject([{ task: "QA-001" }]);
    const { returned } = await build(cache, candidate?.tip ?? "", [toLand(changeOf("QA-001", start, stale))]);
    expect(returned).toMatchObject([{ change: { task: "QA-001" }, reason: { code: "stale-base" } }]);
  });

  it.each([
    ["edits a landed line", { "a.ts": text(LANDED.with(4, "export function landed(better = true) {}")) }],
    ["deletes lines that were there at its base", { "a.ts": text(LANDED.filter((line) => !/^line 1[0-9]/.test(line))) }],
    ["moves landed lines to another file", { "a.ts": text(OLD.with(15, "import './moved'")), "moved.ts": text(LANDED.slice(4, 6)) }],
    ["edits other files", { "b.ts": "better\n" }],
    ["edits a landed file", { "new.ts": "newer file\n" }],
    ["removes a whole file it knew", { "b.ts": null }],
    ["reformats everything", { "a.ts": text(LANDED.map((line) => `  ${line};`)) }],
  ])("lets an honest change pass that saw the newer main and %s", async (_, files) => {
    const { judge } = await site();
    const { candidate, returned } = await judge(files);
    expect(returned).toEqual([]);
    expect(candidate).not.toBeNull();
  });

  it("lets a change pass that takes landed lines back on purpose, from the main that has them", async () => {
    const { judge, main } = await site();
    expect((await judge({ "a.ts": text(OLD) }, main)).returned).toEqual([]);
  });

  it("never stops work that merged main into itself and kept both sides", async () => {
    const { cache, start } = await landingSite({ "a.ts": text(OLD) });
    const edits = fc.array(fc.record({ at: fc.integer({ min: 0, max: 19 }), kind: fc.constantFrom("add", "drop", "change") }), {
      minLength: 1,
      maxLength: 4,
    });
    const apply = (list: readonly { at: number; kind: string }[], who: string) =>
      text(
        OLD.flatMap((line, index) => {
          const edit = list.find(({ at }) => at === index)?.kind;
          if (edit === "drop") return [];
          return edit === "add" ? [line, `${who} adds ${index}`] : [edit === "change" ? `${who} changes ${index}` : line];
        }),
      );
    await fc.assert(
      fc.asyncProperty(edits, edits, async (theirs, mine) => {
        const main = await commitFiles(cache, start, { "a.ts": apply(theirs, "main") });
        const work = await commitFiles(cache, start, { "a.ts": apply(mine, "work") });
        const merge = await mergeCommits(cache, work, main);
        fc.pre(merge.kind === "clean");
        const head = await writeCommit(cache, { tree: merge.tree, parents: [work, main], message: "Merge main\n" });
        const { returned } = await build(cache, main, [toLand(changeOf("QA-001", start, head))]);
        expect(returned.filter(({ reason }) => reason.code !== "empty")).toEqual([]);
      }),
      { numRuns: 15, ...SEEDED },
    );
  });
});
