import { describe, expect, it } from "vitest";
import { lookupsIn, readTreeState } from "../../../src/footprint/store/tree-state.ts";
import { changeConflicts } from "../../../src/landing/conflicts/change-conflicts.ts";
import { learnedPairs } from "../../../src/landing/conflicts/learned-pairs.ts";
import { readChanges } from "../../../src/landing/conflicts/read-changes.ts";
import { commitFiles, landingSite } from "../support/landing-site.ts";

type Files = Readonly<Record<string, string | null>>;

/** Two changes of one repository, read from git and analysed. */
async function meet(start: Readonly<Record<string, string>>, a: Files, b: Files) {
  const site = await landingSite(start);
  const heads = await Promise.all([a, b].map((files) => commitFiles(site.cache, site.start, files)));
  const look = lookupsIn(await readTreeState(site.cache, site.start));
  const changes = await readChanges(
    site.cache,
    look,
    heads.map((head, at) => ({ id: "ab"[at] ?? "", base: site.start, head })),
  );
  const conflicts = changeConflicts({ barriers: [], bookkeeping: [], learned: learnedPairs() });
  for (const change of changes) conflicts.addChange(change);
  return { edge: conflicts.between("a", "b"), changes };
}

const STORE = `import { round } from "./money.ts";

export interface Order {
  price: number;
}

/** What is owed. */
export function total(orders: readonly Order[]): number {
  return orders.reduce((sum, order) => sum + withTax(order.price), 0);
}

export function newest(orders: readonly Order[]): Order | undefined {
  return orders.at(-1);
}

function withTax(price: number): number {
  return round(price * 1.2);
}
`;
const START = {
  "src/store.ts": STORE,
  "src/money.ts": "export const round = Math.round;\n",
  "src/index.ts": 'export { total, newest } from "./store.js";\nexport * from "./money.js";\n',
  "src/page.ts": 'import { newest as last } from "./store.ts";\n\nexport function page() {\n  return last([]);\n}\n',
};
const CHANGED_TOTAL = STORE.replace("+ withTax(order.price)", "+ order.price");

describe("what a change alters and uses, read from git", () => {
  it("is an edge when one alters a function that the other begins to call", async () => {
    const { edge } = await meet(
      START,
      { "src/store.ts": CHANGED_TOTAL },
      { "src/bill.ts": 'import { total } from "./store.ts";\n\nexport const bill = () => total([]);\n' },
    );
    expect(edge).toEqual({
      rule: "export-import",
      because: "one of them changes total of src/store.ts, which the other's code in src/bill.ts uses",
      evidence: ["src/store.ts", "src/bill.ts", "total"],
    });
  });

  it("is none when the other uses another name of that file, or uses it where it changed nothing", async () => {
    const bill = 'import { newest } from "./store.ts";\n\nexport const bill = () => newest([]);\n';
    expect((await meet(START, { "src/store.ts": CHANGED_TOTAL }, { "src/bill.ts": bill })).edge).toBeUndefined();
    const page = `${START["src/page.ts"]}\nexport function title() {\n  return "Orders";\n}\n`;
    const altered = STORE.replace("orders.at(-1)", "orders[orders.length - 1]");
    expect((await meet(START, { "src/store.ts": altered }, { "src/page.ts": page })).edge).toBeUndefined();
  });

  it("follows a name through its alias, through barrels, and from a private function to what is built on it", async () => {
    const altered = STORE.replace("orders.at(-1)", "orders[orders.length - 1]");
    const page = START["src/page.ts"].replace("last([])", "last([]) ?? null");
    expect((await meet(START, { "src/store.ts": altered }, { "src/page.ts": page })).edge?.rule).toBe("export-import");
    const viaBarrel = 'import { total } from "./index.ts";\nexport const bill = () => total([]);\n';
    expect((await meet(START, { "src/store.ts": CHANGED_TOTAL }, { "src/bill.ts": viaBarrel })).edge?.evidence).toContain("src/store.ts");
    const tax = STORE.replace("1.2", "1.19");
    const namespace = 'import * as store from "./store.ts";\nexport const bill = () => store.total([]);\n';
    expect((await meet(START, { "src/store.ts": tax }, { "src/bill.ts": namespace })).edge?.evidence).toContain("total");
  });

  it("takes comments and blank lines for nothing altered, and a removed file for all of it", async () => {
    const bill = { "src/bill.ts": 'import { total } from "./store.ts";\n\nexport const bill = () => total([]);\n' };
    const commented = STORE.replace("/** What is owed. */", "// What is owed, taxes included.\n");
    expect((await meet(START, { "src/store.ts": commented }, bill)).edge).toBeUndefined();
    expect((await meet(START, { "src/store.ts": null, "src/orders.ts": STORE }, bill)).edge?.evidence).toContain("total");
  });

  it.each([
    [
      "Python",
      {
        "shop/store.py": "def total(orders):\n    return sum(orders)\n\n\ndef newest(orders):\n    return orders[-1]\n",
        "shop/__init__.py": "",
      },
      { "shop/store.py": "def total(orders, tax):\n    return sum(orders) * tax\n\n\ndef newest(orders):\n    return orders[-1]\n" },
      "shop/bill.py",
      "from shop.store import NAME\n\n\ndef bill():\n    return NAME([])\n",
    ],
    [
      "Go",
      {
        "go.mod": "module example.test/shop\n",
        "store/store.go": "package store\n\nfunc total(a int) int {\n\treturn a\n}\n\nfunc newest(a int) int {\n\treturn a\n}\n",
      },
      { "store/store.go": "package store\n\nfunc total(a, b int) int {\n\treturn a + b\n}\n\nfunc newest(a int) int {\n\treturn a\n}\n" },
      "bill/bill.go",
      'package bill\n\nimport "example.test/shop/store"\n\nfunc Bill() int {\n\treturn store.NAME(1)\n}\n',
    ],
    [
      "Rust",
      {
        "Cargo.toml": '[package]\nname = "shop"\n',
        "src/lib.rs": "mod store;\n",
        "src/store.rs": "pub fn total(a: u32) -> u32 {\n    a\n}\n\npub fn newest(a: u32) -> u32 {\n    a\n}\n",
      },
      { "src/store.rs": "pub fn total(a: u32) -> u64 {\n    a.into()\n}\n\npub fn newest(a: u32) -> u32 {\n    a\n}\n" },
      "src/bill.rs",
      "use crate::store::NAME;\n\npub fn bill() {\n    NAME(1);\n}\n",
    ],
    [
      "Java",
      {
        "src/main/java/shop/Store.java":
          "package shop;\n\npublic class Store {\n    public int total(int a) {\n        return a;\n    }\n\n    public int newest(int a) {\n        return a;\n    }\n}\n",
      },
      {
        "src/main/java/shop/Store.java":
          "package shop;\n\npublic class Store {\n    public int total(int a, int b) {\n        return a + b;\n    }\n\n    public int newest(int a) {\n        return a;\n    }\n}\n",
      },
      "src/main/java/bill/Bill.java",
      "package bill;\n\nimport shop.Store;\n\npublic class Bill {\n    int bill(Store store) {\n        return store.total(1);\n    }\n}\n",
    ],
  ] as const)("reads %s", async (language, start, altered, path, text) => {
    expect((await meet(start, altered, { [path]: text.replaceAll("NAME", "total") })).edge?.rule).toBe("export-import");
    // A Java class is imported as a whole.
    if (language !== "Java") expect((await meet(start, altered, { [path]: text.replaceAll("NAME", "newest") })).edge).toBeUndefined();
  });

  it("reads changes that share a head, binary files, and links without harm", async () => {
    const { cache, start } = await landingSite(START);
    const first = await commitFiles(cache, start, { "logo.ts": "a\0b", "src/store.ts": CHANGED_TOTAL });
    const second = await commitFiles(cache, first, { "src/money.ts": "export const round = Math.floor;\n" });
    const look = lookupsIn(await readTreeState(cache, start));
    const changes = await readChanges(cache, look, [
      { id: "whole", base: start, head: second },
      { id: "part", base: first, head: second, flags: ["deletes the test a.test.ts"] },
      { id: "nothing", base: second, head: second },
    ]);
    expect(changes.map(({ id, files }) => [id, files.map((file) => `${file.mode} ${file.path}`)])).toEqual([
      ["whole", ["added logo.ts", "modified src/money.ts", "modified src/store.ts"]],
      ["part", ["modified src/money.ts"]],
      ["nothing", []],
    ]);
    expect(changes[1]).toMatchObject({ exports: [{ path: "src/money.ts", names: ["round"] }], flags: ["deletes the test a.test.ts"] });
  });
});
