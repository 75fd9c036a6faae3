import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/core/config.ts";
import { bookkeepingPaths } from "../../../src/footprint/tree/bookkeeping.ts";
import type { FileFacts } from "../../../src/footprint/tree/file-facts.ts";
import { lookupsAfter, lookupsOf } from "../../../src/footprint/tree/lookups.ts";
import { type TreeIndex, treeIndex, treeOfPaths } from "../../../src/footprint/tree/tree-index.ts";
import { factsOfText, treeOf } from "./trees.ts";

describe("kinds of files", () => {
  it.each([
    ["src/plan/make-plan.ts", "source"],
    ["docs/generated/api.ts", "generated"],
    ["web/dist/app.js", "generated"],
    ["api/v1/shop.pb.go", "generated"],
    ["package-lock.json", "lock"],
    ["crates/a/Cargo.lock", "lock"],
    ["assets/logo.png", "binary"],
    ["test/plan/make-plan.test.ts", "test"],
    ["pkg/store/store_test.go", "test"],
    ["tests/test_shop.py", "test"],
    ["src/test/java/a/OrdersTest.java", "test"],
    ["README.md", "docs"],
    ["LICENSE", "docs"],
    [".github/workflows/ci.yml", "config"],
    ["tsconfig.json", "config"],
    ["vite.config.ts", "config"],
    ["Dockerfile", "config"],
    ["docs/roadmaps/MASTER_ROADMAP.md", "bookkeeping"],
    ["docs/ACTIVE_SESSIONS.md", "bookkeeping"],
    ["docs/sessions/active/Session-20250101-A-1-00000000.md", "bookkeeping"],
    ["work/prompts/A-1.md", "bookkeeping"],
  ])("%s is %s", (path, kind) => {
    const config = parseConfig({ tasks: { prompts: ["work/prompts"] } });
    expect(treeOfPaths([path], bookkeepingPaths(config)).kindOf(path)).toBe(kind);
  });
});

describe("finding files", () => {
  const tree = treeOfPaths(["src/a/util.ts", "src/b/util.ts", "src/b/util.test.ts", "test/a/util.test.ts", "src/ab.ts", "src/a.ts"]);

  it("by name, with and without endings", () => {
    expect(tree.named("util")).toEqual(["src/a/util.ts", "src/b/util.test.ts", "src/b/util.ts", "test/a/util.test.ts"]);
    expect(tree.named("util.ts")).toEqual(["src/a/util.ts", "src/b/util.ts"]);
    expect(tree.named("toString")).toEqual([]);
    expect(tree.definers("constructor")).toEqual([]);
  });

  it("below a folder, which is no neighbour with the same beginning", () => {
    expect(tree.filesUnder("src/a")).toEqual(["src/a/util.ts"]);
    expect(tree.filesUnder("")).toEqual(tree.files);
    expect([tree.hasDirectory("src/a"), tree.hasDirectory("src/ab"), tree.hasDirectory("src/a.ts")]).toEqual([true, false, false]);
  });

  it("tests of a file, the nearest first", () => {
    expect(tree.testsOf("src/a/util.ts")).toEqual(["test/a/util.test.ts", "src/b/util.test.ts"]);
    expect(tree.testsOf("src/b/util.ts")).toEqual(["src/b/util.test.ts", "test/a/util.test.ts"]);
    expect(tree.testsOf("src/b/util.test.ts")).toEqual([]);
  });

  it("tests that import it, whatever their name", () => {
    const importing = treeOf({ "src/a.ts": "", "test/other.test.ts": `import "../src/a.ts";` });
    expect(importing.testsOf("src/a.ts")).toEqual(["test/other.test.ts"]);
  });
});

const path = fc.constantFrom("a.ts", "b.ts", "src/a.ts", "src/b.test.ts", "src/c/index.ts", "lib/a.py", "lib/d.go", "docs/e.md");
const text = fc.constantFrom(
  "export function alpha() {}",
  `import "./a.ts"; import "./src/c";`,
  `import "../a"; app.get("/x", f);`,
  "class Beta:\n    pass",
  "const beta = '/x';",
  "",
);

/** Everything an index can be asked about these paths. */
function everything(tree: TreeIndex): unknown {
  const names = ["a", "a.ts", "index", "alpha", "Beta", "beta", "/x", "src", "src/c"];
  return [
    tree.files.map((file) => [
      file,
      tree.kindOf(file),
      tree.symbolsOf(file),
      tree.imports(file),
      tree.importedBy(file),
      tree.testsOf(file),
    ]),
    names.map((name) => [tree.named(name), tree.definers(name), tree.routeFiles(name), tree.hasDirectory(name), tree.filesUnder(name)]),
  ];
}

describe("a tree some commits later", () => {
  it("is the same as the tree built anew", () => {
    const files = fc.array(fc.tuple(path, text), { maxLength: 8 });
    const changes = fc.array(fc.tuple(path, fc.option(text)), { maxLength: 6 });
    fc.assert(
      fc.property(files, changes, changes, (before, first, second) => {
        const facts = (entries: readonly (readonly [string, string | null])[]) =>
          new Map<string, FileFacts | null>(entries.map(([file, content]) => [file, content === null ? null : factsOfText(file, content)]));
        const base = new Map(before.map(([file, content]) => [file, factsOfText(file, content)]));
        const after = new Map<string, FileFacts>(base);
        const moved = new Map([...facts(first), ...facts(second)]);
        for (const [file, found] of moved) {
          if (found === null) after.delete(file);
          else after.set(file, found);
        }
        expect(everything(treeIndex(lookupsAfter(lookupsOf(base), moved)))).toEqual(everything(treeIndex(lookupsOf(after))));
      }),
      { numRuns: 150 },
    );
  });
});
