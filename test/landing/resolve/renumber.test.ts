import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCommitMessage } from "../../../src/git/objects.ts";
import { resolutionsIn } from "../../../src/landing/landing-message.ts";
import { planRenumbering } from "../../../src/landing/resolve/plan-renumbering.ts";
import { candidateOf, fileAt, landingSite, workOf } from "../support/landing-site.ts";
import { seeded } from "./support/climb.ts";

const numbered = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => `m/000${first + index}_old.sql`);

function plan(before: readonly string[], landed: readonly string[], added: readonly string[]): readonly string[] {
  return planRenumbering({ added, before: new Set(before), tip: [...before, ...landed] }).map(({ from, to }) => `${from} → ${to}`);
}

describe("renumbering", () => {
  const base = numbered(1, 6);
  const table: readonly [
    what: string,
    before: readonly string[],
    landed: readonly string[],
    added: readonly string[],
    moves: readonly string[],
  ][] = [
    ["a number taken meanwhile", base, ["m/0007_a.sql"], ["m/0007_b.sql"], ["m/0007_b.sql → m/0008_b.sql"]],
    [
      "several, in their own order",
      base,
      ["m/0007_a.sql"],
      ["m/0008_d.sql", "m/0007_b.sql"],
      ["m/0007_b.sql → m/0008_b.sql", "m/0008_d.sql → m/0009_d.sql"],
    ],
    ["behind everything that landed", base, ["m/0007_a.sql", "m/0008_x.sql"], ["m/0007_b.sql"], ["m/0007_b.sql → m/0009_b.sql"]],
    [
      "up and down together",
      base,
      ["m/0007_a.sql"],
      ["m/0007_b.up.sql", "m/0007_b.down.sql"],
      ["m/0007_b.up.sql → m/0008_b.up.sql", "m/0007_b.down.sql → m/0008_b.down.sql"],
    ],
    ["folders with what is in them", ["m/1-a/x", "m/2-a/x", "m/3-a/x"], ["m/4-b/x"], ["m/4-c/x", "m/4-c/y"], ["m/4-c → m/5-c"]],
    ["names with letters before the number", ["m/V1__a", "m/V2__a", "m/V3__a"], ["m/V4__b"], ["m/V4__c"], ["m/V4__c → m/V5__c"]],
    [
      "only the sequence that is taken",
      [...base, "docs/1-a", "docs/2-a", "docs/3-a"],
      ["m/0007_a.sql"],
      ["m/0007_b.sql", "docs/4-b"],
      ["m/0007_b.sql → m/0008_b.sql"],
    ],
    ["past the width", ["m/7_a", "m/8_a", "m/9_a"], ["m/10_a"], ["m/10_b"], ["m/10_b → m/11_b"]],
    ["nothing without a meeting", base, ["m/0007_a.sql"], ["m/0008_b.sql"], []],
    ["nothing where the number was there before", base, [], ["m/0006_b.sql"], []],
    ["nothing in fewer than three", ["m/1_a", "m/2_a"], [], ["m/2_b"], []],
    ["nothing in a sequence with holes", ["m/1_a", "m/50_a", "m/99_a"], ["m/100_a"], ["m/100_b"], []],
    ["no dates", ["m/2021-a", "m/2022-a", "m/2023-a"], ["m/2024-a"], ["m/2024-b"], []],
    ["no months", ["m/202401_a", "m/202402_a", "m/202403_a"], ["m/202404_a"], ["m/202404_b"], []],
    ["no time stamps", ["m/20240101_a", "m/20240102_a", "m/20240103_a"], ["m/20240104_a"], ["m/20240104_b"], []],
    ["nothing of another folder", base, ["n/0007_a.sql"], ["m/0007_b.sql"], []],
  ];
  for (const [what, before, landed, added, moves] of table) {
    it(`moves ${what}`, () => expect(plan(before, landed, added)).toEqual(moves));
  }

  it("leaves every number taken once, keeps the change's own order, and touches nothing of others", () => {
    const names = (letter: string) =>
      fc
        .uniqueArray(fc.integer({ min: 7, max: 12 }), { maxLength: 4 })
        .map((numbers) => numbers.map((n) => `m/${String(n).padStart(4, "0")}_${letter}.sql`));
    fc.assert(
      fc.property(names("main"), names("mine"), (landed, added) => {
        const moves = new Map(
          planRenumbering({ added, before: new Set(base), tip: [...base, ...landed] }).map(({ from, to }) => [from, to]),
        );
        const after = added.map((path) => moves.get(path) ?? path);
        expect([...moves.keys()].filter((path) => !added.includes(path))).toEqual([]);
        const all = [...base, ...landed, ...after].map((path) => path.slice(0, 6));
        if (moves.size > 0) expect(new Set(all).size).toBe(all.length);
        const order = (paths: readonly string[]) =>
          paths
            .map((path, index) => [path, index] as const)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([, index]) => index);
        expect(order(after)).toEqual(order(added));
      }),
      { numRuns: 300, verbose: true, ...seeded },
    );
  });

  it("is done in the chain, with every mention in the change's own files, and told in the commit", async () => {
    const { cache, start } = await landingSite({
      ...Object.fromEntries(base.map((path) => [path, "x\n"])),
      "src/run.ts": "// 0007_users\n",
      "docs/a.md": "a\n",
    });
    const one = await workOf(cache, "QA-001", start, { "m/0007_teams.sql": "create teams\n", "docs/a.md": "0007_users\n" });
    const two = await workOf(cache, "QA-002", start, {
      "m/0007_users.sql": "-- 0007_users.sql, not 0007_users_old or x0007_users\ncreate users\n",
      "src/run.ts": 'run("m/0007_users.sql");\nrun("0007_users");\nrun(7);\n',
    });
    const candidate = await candidateOf(cache, start, [one, two]);
    expect(await cache.text(["ls-tree", "--name-only", candidate.tip, "m/"])).toBe(
      [...base, "m/0007_teams.sql", "m/0008_users.sql"].join("\n"),
    );
    expect(await fileAt(cache, candidate.tip, "m/0008_users.sql")).toBe(
      "-- 0008_users.sql, not 0007_users_old or x0007_users\ncreate users\n",
    );
    expect(await fileAt(cache, candidate.tip, "src/run.ts")).toBe('run("m/0008_users.sql");\nrun("0008_users");\nrun(7);\n');
    expect(await fileAt(cache, candidate.tip, "docs/a.md")).toBe("0007_users\n");
    expect(candidate.links.map(({ files }) => files)).toEqual([
      ["docs/a.md", "m/0007_teams.sql"],
      ["m/0008_users.sql", "src/run.ts"],
    ]);
    expect(resolutionsIn(await readCommitMessage(cache, candidate.tip))).toEqual([
      { path: "m/0007_users.sql", rung: "renumbered", decided: "is m/0008_users.sql now: its number was taken meanwhile" },
    ]);
  });
});
