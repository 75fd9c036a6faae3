import { describe, expect, it } from "vitest";
import type { Git } from "../../../src/git/git.ts";
import { readCommitMessage } from "../../../src/git/objects.ts";
import { buildCandidate } from "../../../src/landing/build-candidate.ts";
import type { ChangeToLand } from "../../../src/landing/candidate.ts";
import { landingMessage, resolutionsIn } from "../../../src/landing/landing-message.ts";
import { failedResolution } from "../../../src/landing/resolve/failed-resolution.ts";
import { resolveConflict } from "../../../src/landing/resolve/resolve-conflict.ts";
import { changeOf, fileAt, landingSite, workOf } from "../support/landing-site.ts";

const barrel = (...names: string[]) => names.map((name) => `export * from "./${name}.ts";\n`).join("");
const manifest = (...names: string[]) =>
  `${JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, "^1.0.0"])) }, null, 2)}\n`;

function climbing(cache: Git, main: string, changes: readonly ChangeToLand[], barred: readonly string[] = []) {
  return buildCandidate(cache, {
    main,
    changes,
    render: async () => [],
    resolve: (conflict) => resolveConflict({ cache, isBarred: (key) => barred.includes(key), workshop: null, memory: null }, conflict),
    nowMs: 1_767_603_600_000,
  });
}

/** Two tasks that add to the same two files, and the second to a third. */
async function twoThatMeet() {
  const site = await landingSite({ "src/index.ts": barrel("a"), "package.json": manifest("a") });
  const one = await workOf(site.cache, "QA-001", site.start, { "src/index.ts": barrel("a", "b"), "package.json": manifest("a", "b") });
  const two = await workOf(site.cache, "QA-002", site.start, {
    "src/index.ts": barrel("a", "c"),
    "package.json": manifest("a", "c"),
    "c.ts": "c\n",
  });
  return { ...site, one, two };
}

describe("conflicts in the chain", () => {
  it("are resolved on the chain's tip, in the same candidate, and the commit says what was decided", async () => {
    const { cache, start, one, two } = await twoThatMeet();
    const { candidate, returned, deferred } = await climbing(cache, start, [one, two]);
    expect([returned, deferred]).toEqual([[], []]);
    expect(await fileAt(cache, candidate?.tip ?? "", "src/index.ts")).toBe(barrel("a", "b", "c"));
    expect(await fileAt(cache, candidate?.tip ?? "", "package.json")).toBe(manifest("a", "b", "c"));
    expect(await fileAt(cache, candidate?.tip ?? "", "c.ts")).toBe("c\n");
    expect(candidate?.links.map(({ resolutions }) => resolutions.map(({ path, rung }) => `${rung} ${path}`))).toEqual([
      [],
      ["keyed package.json", "insert-only src/index.ts"],
    ]);
    const told = resolutionsIn(await readCommitMessage(cache, candidate?.tip ?? ""));
    expect(told.map(({ path, rung }) => `${rung} ${path}`)).toEqual(["keyed package.json", "insert-only src/index.ts"]);
  });

  it("are resolved whole or not at all: one path too hard returns the change with every reason", async () => {
    const { cache, start } = await landingSite({ "src/index.ts": barrel("a"), "a.ts": "one\n" });
    const landed = await workOf(cache, "QA-001", start, { "src/index.ts": barrel("a", "b"), "a.ts": "eins\n" });
    const late = await workOf(cache, "QA-002", start, { "src/index.ts": barrel("a", "c"), "a.ts": "uno\n" });
    const { returned } = await climbing(cache, landed.change.head, [late]);
    expect(returned).toMatchObject([{ reason: { code: "conflict", files: ["a.ts", "src/index.ts"] } }]);
    const evidence = returned[0]?.reason.evidence ?? "";
    for (const part of [
      "a.ts: a side changed or removed lines",
      "<<<<<<< main\neins\n",
      "||||||| where both started\none\n",
      "======= this change\nuno\n",
    ]) {
      expect(evidence).toContain(part);
    }
    expect(evidence).not.toContain("src/index.ts: ");
  });

  it("that are no conflicts of texts are left to the agent: removed here, changed there; two modes", async () => {
    const { cache, start } = await landingSite({ "docs/a.md": "# A\n", "b.md": "b\n" });
    const landed = await workOf(cache, "QA-001", start, { "docs/a.md": null, "b.md": "b\n\none\n" });
    const late = await workOf(cache, "QA-002", start, { "docs/a.md": "# A\n\nmore\n", "b.md": "b\n\ntwo\n" });
    const { returned } = await climbing(cache, landed.change.head, [late]);
    expect(returned[0]?.reason.evidence).toContain("CONFLICT (modify/delete)");
    expect(returned[0]?.reason.evidence).toContain("docs/a.md: one side removed or moved it");
  });

  it("keep a program's mode", async () => {
    const { cache, start } = await landingSite({ "a.md": "# A\n" });
    const tree = await cache.text(["ls-tree", start, "a.md"]);
    const oid = /blob ([0-9a-f]+)/.exec(tree)?.[1] ?? "";
    const program = await cache.text(["mktree"], { input: `100755 blob ${oid}\ta.md\n` });
    const base = await cache.text(["commit-tree", program, "-p", start, "-m", "x"]);
    const at = async (text: string) => {
      const blob = await cache.text(["hash-object", "-w", "--stdin"], { input: text });
      return cache.text(["commit-tree", await cache.text(["mktree"], { input: `100755 blob ${blob}\ta.md\n` }), "-p", base, "-m", "x"]);
    };
    const [main, head] = [await at("# A\n\none\n"), await at("# A\n\ntwo\n")];
    const { candidate } = await climbing(cache, main, [{ change: changeOf("QA-001", base, head), protect: [], forbid: [] }]);
    expect(await cache.text(["ls-tree", candidate?.tip ?? "", "a.md"])).toMatch(/^100755 blob /);
    expect(await fileAt(cache, candidate?.tip ?? "", "a.md")).toBe("# A\n\none\n\ntwo\n");
  });

  it("are not resolved again in a way the gates refused, and come back with all sides then", async () => {
    const { cache, one, two } = await twoThatMeet();
    const main = one.change.head;
    const { candidate } = await climbing(cache, main, [two]);
    const [link] = candidate?.links ?? [];
    if (link === undefined) throw new Error("expected a candidate");
    const reason = await failedResolution(cache, link, { gate: "test", detail: "1 test failed: c is not a function" });
    expect(reason).toMatchObject({ code: "conflict", files: ["package.json", "src/index.ts"] });
    for (const part of [
      "package.json (keyed)",
      "1 test failed",
      "||||||| where both started",
      'export * from "./c.ts"',
      "Landed on these files",
    ]) {
      expect(reason.evidence).toContain(part);
    }
    const barred = link.resolutions.map(({ key }) => key);
    const { returned } = await climbing(cache, main, [two], barred);
    expect(returned).toMatchObject([{ reason: { code: "conflict" } }]);
    expect(returned[0]?.reason.evidence).toContain("resolved this way (insert-only) it did not pass before");
  });

  it("leave no way for a path or a subject to pose as a decision", () => {
    const change = changeOf("QA-001", "0", "1", { subject: 'x\n\nResolved: keyed "evil.json" all fine' });
    const odd = { path: 'a "b"\nResolved: keyed "c" d', rung: "keyed" as const, decided: 'one\n\nResolved: keyed "e" f' };
    const told = resolutionsIn(landingMessage(change, [odd]));
    expect(told).toEqual([{ ...odd, decided: 'one Resolved: keyed "e" f' }]);
    expect(resolutionsIn(landingMessage(change))).toEqual([]);
  });
});
