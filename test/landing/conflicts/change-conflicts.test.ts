import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ChangeConflicts, type ConflictOptions, changeConflicts } from "../../../src/landing/conflicts/change-conflicts.ts";
import { learnedPairs } from "../../../src/landing/conflicts/learned-pairs.ts";
import type { SubmittedChange } from "../../../src/landing/conflicts/submitted-change.ts";

const SEEDED = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };

function change(id: string, paths: readonly string[], more: Partial<SubmittedChange> = {}): SubmittedChange {
  return { id, files: paths.map((path) => ({ path, mode: "modified" })), exports: [], imports: [], flags: [], ...more };
}

function analysisOf(changes: readonly SubmittedChange[], options: Partial<ConflictOptions> = {}): ChangeConflicts {
  const conflicts = changeConflicts({ barriers: [], bookkeeping: [], learned: learnedPairs(), ...options });
  for (const one of changes) conflicts.addChange(one);
  return conflicts;
}

describe("the conflicts of submitted changes", () => {
  it("says of every pair the strongest rule that holds, in one sentence", () => {
    const store = change("store", ["src/store.ts"], { exports: [{ path: "src/store.ts", names: ["total", "Order"] }] });
    const page = change("page", ["src/page.ts"], { imports: [{ path: "src/store.ts", by: "src/page.ts", names: ["total"] }] });
    const menu = change("menu", ["src/menu.ts"], { imports: [{ path: "src/store.ts", by: "src/menu.ts", names: ["list"] }] });
    const routes = change("routes", ["src/a.ts", "src/routes.ts"]);
    const barrel = change("barrel", ["src/b.ts", "src/routes.ts"]);
    const both = change("both", ["src/a.ts", "src/b.ts", "src/routes.ts"]);
    const conflicts = analysisOf([store, page, menu, routes, barrel, both]);
    expect(conflicts.between("store", "page")).toEqual({
      rule: "export-import",
      because: "one of them changes total of src/store.ts, which the other's code in src/page.ts uses",
      evidence: ["src/store.ts", "src/page.ts", "total"],
    });
    expect(conflicts.between("store", "menu")).toBeUndefined();
    expect(conflicts.between("routes", "barrel")).toEqual({
      rule: "shared-registry",
      because: "both add to src/routes.ts, a list many changes add to",
      evidence: ["src/routes.ts"],
    });
    expect(conflicts.between("routes", "both")).toMatchObject({ rule: "same-file", because: "both change src/a.ts" });
    expect(conflicts.neighbours("both")).toEqual(["routes", "barrel"]);
    expect(conflicts.neighbours("menu")).toEqual([]);
  });

  it("takes a file whose names nobody knows as a whole", () => {
    const data = change("data", ["src/data.json"], { exports: [{ path: "src/data.json", names: null }] });
    const user = change("user", ["src/page.ts"], { imports: [{ path: "src/data.json", by: "src/page.ts", names: null }] });
    const other = change("other", ["src/list.ts"], { imports: [{ path: "src/data.json", by: "src/list.ts", names: ["default"] }] });
    const conflicts = analysisOf([data, user, other]);
    expect(conflicts.between("data", "user")?.because).toBe(
      "one of them changes src/data.json, which the other's code in src/page.ts uses",
    );
    expect(conflicts.between("data", "other")?.rule).toBe("export-import");
    expect(conflicts.between("user", "other")).toBeUndefined();
  });

  it.each([
    ["package-lock.json", "a lock file"],
    ["app/pnpm-lock.yaml", "a lock file"],
    ["package.json", "a root manifest"],
    ["tsconfig.build.json", "build or test configuration"],
    ["packages/a/vitest.config.ts", "build or test configuration"],
    [".github/workflows/ci.yml", "a CI workflow"],
    ["db/migrations/0042_orders.sql", "a migration"],
    ["api/orders.proto", "what code is generated from"],
    ["signalbox.yaml", "the configuration of the gates"],
  ])("makes a change of %s a barrier, and says that it is %s", (path, is) => {
    const conflicts = analysisOf([change("a", ["src/a.ts", path]), change("b", ["src/b.ts"]), change("c", ["src/c.ts"])]);
    expect(conflicts.barrier("a")).toEqual({ because: `one of them changes ${path}, ${is}`, evidence: [path] });
    expect(conflicts.between("b", "a")?.rule).toBe("barrier");
    expect(conflicts.neighbours("a")).toEqual(["b", "c"]);
    expect(conflicts.neighbours("b")).toEqual(["a"]);
    expect(conflicts.between("b", "c")).toBeUndefined();
  });

  it("makes no barrier of a manifest that is not the root's", () => {
    expect(analysisOf([change("a", ["packages/a/package.json"])]).barrier("a")).toBeUndefined();
  });

  it("takes barriers from the configuration, and what a guard found as one", () => {
    const flagged = change("flagged", ["test/a.test.ts"], { flags: ["removes 3 assertions of test/a.test.ts"] });
    const conflicts = analysisOf([change("a", ["legacy/core/x.c"]), flagged], { barriers: ["legacy/core/**"] });
    expect(conflicts.barrier("a")?.because).toBe("one of them changes legacy/core/x.c, a barrier by signalbox.yaml");
    expect(conflicts.barrier("flagged")?.because).toBe("one of them removes 3 assertions of test/a.test.ts");
  });

  it("never lets generated files and records make two changes wait", () => {
    const paths = ["dist/app.js", "api/orders.pb.go", "docs/ROADMAP.md"];
    const conflicts = analysisOf([change("a", ["src/a.ts", ...paths]), change("b", ["src/b.ts", ...paths])], {
      bookkeeping: ["docs/ROADMAP.md"],
    });
    expect(conflicts.between("a", "b")).toBeUndefined();
  });

  it("keeps folders apart whose changes broke each other though they merged, until they fit again and again", () => {
    const [a, b] = [change("a", ["src/pay/x.ts"]), change("b", ["src/mail/y.ts"])];
    let learned = learnedPairs().observe(["src/pay/x.ts"], ["src/mail/z.ts"], true);
    const conflicts = analysisOf([a, b], { learned: learnedPairs(JSON.parse(JSON.stringify(learned))) });
    expect(conflicts.between("b", "a")).toEqual({
      rule: "learned-pair",
      because: "changes of src/pay and src/mail have broken each other before though they merged (chance 6 %)",
      evidence: ["src/pay", "src/mail"],
    });
    expect(conflicts.neighbours("a")).toEqual(["b"]);
    for (let meeting = 0; meeting < 19; meeting++) learned = learned.observe(["src/mail/z.ts"], ["src/pay/x.ts"], false);
    conflicts.learn(learned);
    expect(conflicts.between("a", "b")).toBeUndefined();
    expect(conflicts.neighbours("a")).toEqual([]);
  });
});

const PATHS = [
  "src/a.ts",
  "src/b.ts",
  "src/lib/c.ts",
  "src/routes.ts",
  "lib/d.py",
  "package-lock.json",
  "dist/e.js",
  "docs/f.md",
  "CHANGELOG.md",
];
const NAMES = ["one", "two", "three"];
const path = fc.constantFrom(...PATHS);
const names = fc.option(fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1 }), { nil: null });
const submitted = fc
  .record({
    paths: fc.uniqueArray(path, { maxLength: 3 }),
    exports: fc.array(fc.record({ path, names }), { maxLength: 2 }),
    imports: fc.array(fc.record({ path, names, by: path }), { maxLength: 2 }),
    flags: fc.constantFrom<readonly string[]>([], [], [], ["deletes a test"]),
  })
  .map(({ paths, exports, ...more }) =>
    // What a change alters it has touched.
    change("", [...new Set([...paths, ...exports.map((one) => one.path)])], { exports, ...more }),
  );
const queue = fc.array(submitted, { minLength: 2, maxLength: 8 }).map((all) => all.map((one, at) => ({ ...one, id: `c${at}` })));
const learnedAny = fc
  .array(fc.tuple(path, path), { maxLength: 3 })
  .map((pairs) => pairs.reduce((all, [a, b]) => all.observe([a], [b], true), learnedPairs()));

/** Every pair that conflicts, by ids in order, with its rule. */
function edgesOf(conflicts: ChangeConflicts, ids: readonly string[]): ReadonlySet<string> {
  const pairs = ids.flatMap((a) => ids.map((b) => [a, b, conflicts.between(a, b)?.rule] as const));
  return new Set(pairs.flatMap(([a, b, rule]) => (rule === undefined ? [] : [`${a} ${b} ${rule}`])));
}

describe("the conflicts of any queue", () => {
  const idsOf = (changes: readonly SubmittedChange[]) => changes.map(({ id }) => id);

  it("are the same from both sides, never with oneself, and are what the neighbours are", () => {
    fc.assert(
      fc.property(queue, learnedAny, (changes, learned) => {
        const conflicts = analysisOf(changes, { learned });
        for (const a of idsOf(changes)) {
          expect(conflicts.between(a, a)).toBeUndefined();
          for (const b of idsOf(changes)) expect(conflicts.between(a, b)).toEqual(conflicts.between(b, a));
          const met = idsOf(changes).filter((b) => conflicts.between(a, b) !== undefined);
          expect(conflicts.neighbours(a)).toEqual(met);
        }
      }),
      SEEDED,
    );
  });

  it("do not depend on the order in which the changes came, nor on those that came and went", () => {
    fc.assert(
      fc.property(queue, learnedAny, fc.array(submitted, { maxLength: 4 }), (changes, learned, passing) => {
        const straight = analysisOf(changes, { learned });
        const back = analysisOf([], { learned });
        for (const [at, one] of passing.entries()) back.addChange({ ...one, id: `gone${at}` });
        for (const one of changes.toReversed()) back.addChange({ ...change(one.id, ["src/other.ts"]), flags: ["was something else"] });
        for (const one of changes.toReversed()) back.addChange(one);
        for (const at of passing.keys()) back.removeChange(`gone${at}`);
        expect(edgesOf(back, idsOf(changes))).toEqual(edgesOf(straight, idsOf(changes)));
      }),
      SEEDED,
    );
  });

  it("only grow when a change touches one file more", () => {
    fc.assert(
      fc.property(queue, learnedAny, path, (changes, learned, more) => {
        const [first] = changes;
        if (first === undefined) return;
        const wider = { ...first, files: [...first.files, { path: more, mode: "modified" as const }] };
        const [before, after] = [analysisOf(changes, { learned }), analysisOf([wider, ...changes.slice(1)], { learned })];
        for (const a of idsOf(changes)) expect(after.neighbours(a)).toEqual(expect.arrayContaining([...before.neighbours(a)]));
      }),
      SEEDED,
    );
  });

  it("stay the same when a module is called otherwise everywhere", () => {
    const renamed = (text: string) => (text === "src/b.ts" ? "src/orders.ts" : text);
    fc.assert(
      fc.property(queue, (changes) => {
        const after = changes.map((one) => ({
          ...one,
          files: one.files.map((file) => ({ ...file, path: renamed(file.path) })),
          exports: one.exports.map((each) => ({ ...each, path: renamed(each.path) })),
          imports: one.imports.map((each) => ({ ...each, path: renamed(each.path), by: renamed(each.by) })),
        }));
        expect(edgesOf(analysisOf(after), idsOf(changes))).toEqual(edgesOf(analysisOf(changes), idsOf(changes)));
      }),
      SEEDED,
    );
  });
});
