import { describe, expect, it } from "vitest";
import { readCommitMessage, writeBlob, writeCommit } from "../../../src/git/objects.ts";
import { treeOf } from "../../../src/git/refs.ts";
import { editTree } from "../../../src/git/trees.ts";
import { resolutionsIn } from "../../../src/landing/landing-message.ts";
import { fileIdentity } from "../../../src/landing/resolve/remembered/conflict-identity.ts";
import { learnResolutions } from "../../../src/landing/resolve/remembered/learn-resolutions.ts";
import { changeOf, commitFiles, fileAt, toLand, workOf } from "../support/landing-site.ts";
import { learnFrom, remembering } from "./support/remembering.ts";

const code = (...calls: readonly string[]) => `start();\n${calls.map((call) => `${call}();\n`).join("")}end();\n`;
const [BASE, OURS, THEIRS, BOTH] = [code("step"), code("one"), code("two"), code("one", "two")];

/** Two tasks changed one line; the later came back, and its session landed both. */
async function resolvedOnce(more: Readonly<Record<string, string>> = {}, text = BOTH) {
  const place = await remembering({ "a.ts": BASE, ...more });
  const main = await commitFiles(place.cache, place.start, { "a.ts": OURS });
  const met = await place.comesBack(main, place.start, { "a.ts": THEIRS });
  const landing = await place.lands(main, { "a.ts": text }, met);
  return { ...place, met, landing };
}

/** How the change of some files fares on `main`. */
async function meets(
  { cache, start, build }: Awaited<ReturnType<typeof remembering>>,
  ours: Readonly<Record<string, string | null>>,
  theirs: Readonly<Record<string, string | null>>,
  settings: Parameters<typeof build>[2] = {},
) {
  const main = await commitFiles(cache, start, ours);
  return build(main, [await workOf(cache, "QA-003", start, theirs)], settings);
}

describe("a resolution that landed", () => {
  it("is used when the same three versions meet again, and the commit says where it is from", async () => {
    const place = await resolvedOnce();
    // What was landed is taken back, and the old work comes again.
    const main = await commitFiles(place.cache, place.landing, { "a.ts": OURS });
    const { candidate, returned } = await place.build(main, [await workOf(place.cache, "QA-003", place.start, { "a.ts": THEIRS })]);
    expect(returned).toEqual([]);
    const tip = candidate?.tip ?? "";
    expect(await fileAt(place.cache, tip, "a.ts")).toBe(BOTH);
    const decided = `as it was resolved before, in ${place.landing.slice(0, 12)}`;
    expect(resolutionsIn(await readCommitMessage(place.cache, tip))).toEqual([{ path: "a.ts", rung: "remembered", decided }]);
  });

  it.each([
    ["its places", BOTH],
    ["the whole file", `more();\n${BOTH}`],
  ])("is used when the sides are swapped, of %s", async (_, text) => {
    const place = await resolvedOnce({}, text);
    const { candidate } = await meets(place, { "a.ts": THEIRS }, { "a.ts": OURS });
    expect(await fileAt(place.cache, candidate?.tip ?? "", "a.ts")).toBe(text);
  });

  it("is used for the same place in a file that moved, moved on, and was mended elsewhere", async () => {
    const body = (calls: string) => `// A file of its own.\n\n${calls}\n// Its end.\n`;
    const place = await resolvedOnce({ "lib/old.ts": body(BASE) });
    const { candidate, returned } = await meets(
      place,
      { "lib/old.ts": null, "lib/new.ts": `import x;\n${body(THEIRS)}` },
      { "lib/old.ts": `${body(OURS)}\nmore();\n` },
    );
    expect(returned).toEqual([]);
    expect(await fileAt(place.cache, candidate?.tip ?? "", "lib/new.ts")).toBe(`import x;\n${body(BOTH)}\nmore();\n`);
  });

  it("is used for a file without a line end at its end, which stays without", async () => {
    const place = await resolvedOnce({ "b.ts": "// b\nstep();\nend();" });
    const { candidate } = await meets(place, { "b.ts": "// b\none();\nend();" }, { "b.ts": "// b\ntwo();\nend();" });
    expect(await fileAt(place.cache, candidate?.tip ?? "", "b.ts")).toBe("// b\none();\ntwo();\nend();");
  });

  it("is not used for a file of which another place is not known", async () => {
    const two = (first: string, second: string) => `${first}\n// a\n// b\n// c\n// d\n${second}`;
    const place = await resolvedOnce({ "b.ts": two(BASE, "x = 1;\n") });
    const { candidate, returned } = await meets(place, { "b.ts": two(OURS, "x = 2;\n") }, { "b.ts": two(THEIRS, "x = 3;\n") });
    expect(candidate).toBeNull();
    expect(returned[0]?.reason.evidence).toContain("b.ts: a side changed or removed lines, not only added some; not each of its");
  });

  it("is not used where places that are known one by one would all go to one side", async () => {
    const two = (first: string, second: string) => `${first}\n// a\n// b\n// c\n// d\nx = ${second};\n`;
    const place = await remembering({ "a.ts": two(BASE, "1"), "b.ts": "// b\nx = 1;\n" });
    const main = await commitFiles(place.cache, place.start, { "a.ts": two(OURS, "2") });
    const met = await place.comesBack(main, place.start, { "a.ts": two(THEIRS, "3") });
    await place.lands(main, { "a.ts": two(BOTH, "3") }, met);
    expect([...place.known.keys()].map((key) => key.split(" ")[0])).toEqual(["file", "hunk", "hunk"]);
    const { candidate } = await meets(place, { "b.ts": "// b\nx = 2;\n" }, { "b.ts": "// b\nx = 3;\n" });
    expect(candidate).toBeNull();
  });

  it("gives way to no resolution by rule: those are tried first", async () => {
    const place = await resolvedOnce({ "b.md": "# B\n" });
    const { candidate } = await meets(place, { "a.ts": OURS, "b.md": "# B\none\n" }, { "a.ts": THEIRS, "b.md": "# B\ntwo\n" });
    expect(candidate?.links[0]?.resolutions.map(({ path, rung }) => [path, rung])).toEqual([
      ["a.ts", "remembered"],
      ["b.md", "insert-only"],
    ]);
  });

  it("is not used again where the gates refused it, and says what to forget", async () => {
    const place = await resolvedOnce();
    const { candidate } = await meets(place, { "a.ts": OURS }, { "a.ts": THEIRS });
    const [made] = candidate?.links[0]?.resolutions ?? [];
    expect([...place.known.keys()].sort()).toEqual([...(made?.recalled ?? [])].sort());
    const { returned } = await meets(place, { "a.ts": OURS }, { "a.ts": THEIRS }, { barred: [made?.key ?? ""] });
    expect(returned[0]?.reason).toMatchObject({ code: "conflict", evidence: expect.stringContaining("as it was before it did not pass") });
    // Another answer to the same conflict is another one.
    await place.lands(await commitFiles(place.cache, place.start, { "a.ts": OURS }), { "a.ts": code("two", "one") }, place.met);
    const again = await meets(place, { "a.ts": OURS }, { "a.ts": THEIRS }, { barred: [made?.key ?? ""] });
    expect(await fileAt(place.cache, again.candidate?.tip ?? "", "a.ts")).toBe(code("two", "one"));
  });

  it("is not used for paths that are kept out", async () => {
    const place = await resolvedOnce();
    const { candidate, returned } = await meets(place, { "a.ts": OURS }, { "a.ts": THEIRS }, { keptOut: "a.ts" });
    expect(candidate).toBeNull();
    expect(returned[0]?.reason.evidence).toContain("a.ts: a side changed or removed lines, not only added some\n");
  });

  it("is seen by the guards like any other merge: what would undo landed lines comes back, with what was recalled", async () => {
    const far = (calls: string, last: string) => `${calls}\n// a\n// b\n// c\n// d\n${last}\n`;
    const { cache, start, known, build } = await remembering({ "a.ts": far(BASE, "old();") });
    const seen = await commitFiles(cache, start, { "a.ts": far(BASE, "landed();") });
    const head = await commitFiles(cache, seen, { "a.ts": far(THEIRS, "landed();") });
    const main = await commitFiles(cache, seen, { "a.ts": far(OURS, "landed();") });
    const oid = (commit: string) => cache.text(["rev-parse", `${commit}:a.ts`]);
    const key = fileIdentity({ base: await oid(seen), ours: await oid(main), theirs: await oid(head) });
    known.set(key, { key, blob: await writeBlob(cache, far(BOTH, "old();")), commit: main });
    // The work began before `seen`, whatever its history says.
    const { candidate, returned } = await build(main, [toLand(changeOf("QA-003", start, head))]);
    expect(candidate).toBeNull();
    expect(returned).toMatchObject([{ reason: { code: "stale-base" }, resolutions: [{ path: "a.ts", recalled: [key] }] }]);
    expect(returned[0]?.reason.evidence).toContain("- landed();");
  });
});

describe("a landing teaches", () => {
  it("the whole file and each of its places", async () => {
    const { known, met, landing } = await resolvedOnce();
    expect(met).toMatchObject([{ path: "a.ts" }]);
    expect([...known.keys()].map((key) => key.split(" ")[0])).toEqual(["file", "hunk"]);
    expect([...known.values()].map(({ commit }) => commit)).toEqual([landing, landing]);
  });

  const cases: readonly [what: string, files: Readonly<Record<string, string | null>>, kinds: readonly string[]][] = [
    ["the file but not its places where more was edited in it: both together passed", { "a.ts": `more();\n${BOTH}` }, ["file"]],
    ["nothing where more was edited and the change's side is gone", { "a.ts": `more();\n${OURS}` }, []],
    ["nothing where more was edited and main's side is gone", { "a.ts": `more();\n${THEIRS}` }, []],
    ["nothing where main's side was kept whole", { "b.ts": "b\n" }, []],
    ["nothing where the change's side was taken whole", { "a.ts": THEIRS }, []],
    ["nothing where the file was removed", { "a.ts": null }, []],
    ["nothing where the file is no text any more", { "a.ts": `${BOTH}\0` }, []],
  ];
  it.each(cases)("%s", async (_, files, kinds) => {
    const { cache, start, comesBack } = await remembering({ "a.ts": BASE });
    const main = await commitFiles(cache, start, { "a.ts": OURS });
    const learned = await learnFrom(cache, main, files, await comesBack(main, start, { "a.ts": THEIRS }));
    expect(learned.map(({ key }) => key.split(" ")[0])).toEqual(kinds);
  });

  it("its places but not the file where others landed in it meanwhile, and nothing where main's side is gone", async () => {
    const far = (calls: string, last: string) => `${calls}\n// a\n// b\n// c\n// d\n${last}\n`;
    const { cache, start, comesBack } = await remembering({ "a.ts": far(BASE, "old();") });
    const main = await commitFiles(cache, start, { "a.ts": far(OURS, "old();") });
    const met = await comesBack(main, start, { "a.ts": far(THEIRS, "new();") });
    const kinds = async (now: string) => {
      const moved = await commitFiles(cache, main, { "a.ts": now });
      return (await learnFrom(cache, moved, { "a.ts": far(BOTH, "new();") }, met)).map(({ key }) => key.split(" ")[0]);
    };
    expect(await kinds(far(OURS, "new();"))).toEqual(["hunk"]);
    expect(await kinds(far(code("three"), "old();"))).toEqual([]);
  });

  it("nothing of a file that got another mode", async () => {
    const { cache, start, comesBack } = await remembering({ "a.ts": BASE });
    const main = await commitFiles(cache, start, { "a.ts": OURS });
    const conflicts = await comesBack(main, start, { "a.ts": THEIRS });
    const oid = await writeBlob(cache, BOTH);
    const tree = await editTree(cache, await treeOf(cache, main), [{ path: "a.ts", content: { oid, mode: "100755" } }]);
    const commit = await writeCommit(cache, { tree, parents: [main], message: "Work\n" });
    expect(await learnResolutions(cache, { conflicts, commit, tree })).toEqual([]);
  });

  it("nothing of a file that a later link of its chain changed: another text passed", async () => {
    const { cache, start, comesBack } = await remembering({ "a.ts": BASE });
    const main = await commitFiles(cache, start, { "a.ts": OURS });
    const conflicts = await comesBack(main, start, { "a.ts": THEIRS });
    const commit = await commitFiles(cache, main, { "a.ts": BOTH });
    const tip = await commitFiles(cache, commit, { "a.ts": code("one", "two", "three") });
    expect(await learnResolutions(cache, { conflicts, commit, tree: await treeOf(cache, tip) })).toEqual([]);
  });

  it("nothing of conflicts that are none of texts: those are not told of", async () => {
    const { cache, start, comesBack } = await remembering({ "a.ts": BASE, "b.ts": BASE });
    const main = await commitFiles(cache, start, { "a.ts": OURS, "b.ts": null });
    expect(await comesBack(main, start, { "a.ts": THEIRS, "b.ts": THEIRS })).toMatchObject([{ path: "a.ts" }]);
  });
});
