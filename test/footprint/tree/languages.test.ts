import { describe, expect, it } from "vitest";
import { factsOfText, treeOf } from "./trees.ts";

const TYPESCRIPT = `// function commented() {}
/* class AlsoCommented {} */
import { a } from "./a.js";
import type { B } from '../b';
import "./side-effect.ts";
export * from "@/shared/c";
const lazy = () => import("./lazy");
const old = require('./old');
const text = "import x from './not-imported'; function inText() {}";
const template = \`class InTemplate { \${inner("./x")} } <a href="/needs/new">\`;
const pattern = /[\`"]function inPattern/; const half = 4 / 2;
export async function makePlan(tasks: string[]) { return tasks; }
export default class Planner<T> extends Base {
  readonly #x = 1;
  async *planAll(tasks: readonly T[]): Promise<void> {
    if (tasks) {
    }
    for (const t of tasks) {
    }
  }
  static of(x: number) {
  }
}
export interface Options { a: string }
export type Result = "a" | "b";
declare const VERSION: string;
enum Color { red }
app.get("/orders/:id", handler);
router.route('/clients')
link("/vendor-supply");
`;

describe("TypeScript and JavaScript", () => {
  const facts = factsOfText("src/x.ts", TYPESCRIPT);

  it("defines what stands at its outer levels, and nothing of comments and literals", () => {
    expect([...facts.symbols].sort()).toEqual(
      [
        "lazy",
        "old",
        "text",
        "template",
        "pattern",
        "makePlan",
        "Planner",
        "planAll",
        "of",
        "Options",
        "Result",
        "VERSION",
        "Color",
      ].sort(),
    );
  });

  it("imports what it says, whatever the form", () => {
    expect(facts.imports).toEqual(["./a.js", "../b", "./side-effect.ts", "@/shared/c", "./lazy", "./old"]);
  });

  it("tells routes it registers from routes it links to", () => {
    expect(facts.routes).toEqual(["/orders/:id", "/clients"]);
    expect(facts.links).toEqual(["/needs/new", "/vendor-supply"]);
  });

  it("finds files behind compiled names, folders, aliases and workspace packages", () => {
    const tree = treeOf({
      "package.json": `{ "name": "root" }`,
      "packages/core/package.json": `{\n  "name": "@acme/core",\n  "version": "1.0.0"\n}`,
      "packages/core/src/index.ts": "",
      "packages/core/src/deep.ts": "",
      "src/a.ts": "",
      "src/folder/index.tsx": "",
      "src/shared/c.mts": "",
      "src/x.ts": `import "./a.js"; import "./folder"; import "@/shared/c.mjs"; import "@acme/core"; import "@acme/core/deep"; import "react"; import "../../outside";`,
    });
    expect(tree.imports("src/x.ts")).toEqual([
      "packages/core/src/deep.ts",
      "packages/core/src/index.ts",
      "src/a.ts",
      "src/folder/index.tsx",
      "src/shared/c.mts",
    ]);
    for (const path of tree.imports("src/x.ts")) expect(tree.importedBy(path), path).toEqual(["src/x.ts"]);
  });

  it("knows pages that are routes by where they lie", () => {
    const tree = treeOf({ "app/needs/new/page.tsx": "", "src/pages/orders.tsx": "", "app/(shop)/cart/page.tsx": "" });
    expect(tree.routeFiles("/needs/new")).toEqual(["app/needs/new/page.tsx"]);
    expect(tree.routeFiles("/orders/")).toEqual(["src/pages/orders.tsx"]);
    expect(tree.routeFiles("/cart")).toEqual(["app/(shop)/cart/page.tsx"]);
    expect(tree.routeFiles("/")).toEqual([]);
  });
});

describe("Python", () => {
  const PYTHON = `"""Doc: import nothing; def in_doc(): pass"""
import os, acme.store as store
from acme.models import (Order,
    Client)  # from x import y
from . import sibling
from ..top import thing
LIMIT_MAX = 3
class Shop(Base):
    def __init__(self): ...
    async def open(self): ...
def close(): return 'def in_text(): pass'
@app.route("/shop")
def page(): ...
`;
  const files = {
    "src/acme/__init__.py": "",
    "src/acme/store.py": "",
    "src/acme/models/__init__.py": "",
    "src/acme/models/client.py": "",
    "src/acme/web/sibling.py": "",
    "src/acme/web/shop.py": PYTHON,
    "src/acme/top.py": "",
    "tests/test_shop.py": "from acme.web import shop\nfrom acme.models import client",
  };

  it("defines classes, functions, methods and constants", () => {
    const { symbols, routes } = factsOfText("shop.py", PYTHON);
    expect([...symbols].sort()).toEqual(["LIMIT_MAX", "Shop", "close", "open", "page"].sort());
    expect(routes).toEqual(["/shop"]);
  });

  it("finds modules and packages, absolute and relative, wherever their package lies", () => {
    const tree = treeOf(files);
    expect(tree.imports("src/acme/web/shop.py")).toEqual([
      "src/acme/models/__init__.py",
      "src/acme/store.py",
      "src/acme/top.py",
      "src/acme/web/sibling.py",
    ]);
    expect(tree.imports("tests/test_shop.py")).toEqual([
      "src/acme/models/__init__.py",
      "src/acme/models/client.py",
      "src/acme/web/shop.py",
    ]);
    expect(tree.testsOf("src/acme/web/shop.py")).toEqual(["tests/test_shop.py"]);
    expect(tree.importedBy("src/acme/models/__init__.py")).toEqual(["src/acme/web/shop.py", "tests/test_shop.py"]);
    expect(tree.moduleFiles("acme.models.client")).toEqual(["src/acme/models/client.py"]);
  });
});

describe("Go", () => {
  it("finds the files of a package below its module, and what they define", () => {
    const tree = treeOf({
      "go.mod": "module example.com/acme/shop\n\ngo 1.22\n",
      "cmd/main.go": `package main\nimport (\n\t"fmt"\n\tst "example.com/acme/shop/store" // the store\n)\nfunc main() {}\n`,
      "store/store.go": `package store\nimport "errors"\ntype Store struct{}\nfunc (s *Store) Open(path string) error { return nil }\nconst text = \`\nfunc NotOne() {}\n\`\nvar Max = 1\n`,
      "store/store_test.go": "package store\n",
      "store/deep/deep.go": "package deep\n",
    });
    expect(tree.imports("cmd/main.go")).toEqual(["store/store.go"]);
    expect(tree.importedBy("store/store.go")).toEqual(["cmd/main.go"]);
    expect(tree.symbolsOf("store/store.go")).toEqual(["Open", "Store", "text", "Max"]);
    expect(tree.testsOf("store/store.go")).toEqual(["store/store_test.go"]);
    expect(tree.moduleFiles("example.com/acme/shop/store/deep")).toEqual(["store/deep/deep.go"]);
  });
});

describe("Rust", () => {
  const LIB = `//! crate docs: mod not_one;
mod store;
pub mod web { pub fn inline() {} }
use crate::store::{Store, deep::Thing as Other};
use std::collections::HashMap;
pub struct Config<'a> { name: &'a str }
pub(crate) async fn run(x: char) -> bool { x == '"' /* nested /* mod gone; */ still */ }
const RAW: &str = r#"mod in_raw; "quoted" fn no() {}"#;
macro_rules! shout { () => {} }
impl Config<'_> {
    pub fn name(&self) -> &str { self.name }
}
`;
  const tree = treeOf({
    "Cargo.toml": `[workspace]\n[package]\nname = "my-shop"\n`,
    "src/lib.rs": LIB,
    "src/store/mod.rs": "pub mod deep;\nuse super::Config;\n",
    "src/store/deep.rs": "use self::x;\nuse crate::Config;\n",
    "src/main.rs": "use my_shop::store::Store;\nfn main() {}\n",
  });

  it("defines items, methods and macros, and reads around lifetimes and raw strings", () => {
    expect([...tree.symbolsOf("src/lib.rs")].sort()).toEqual(
      ["Config", "RAW", "inline", "name", "run", "shout", "store", "web"].filter((name) => name !== "inline").sort(),
    );
  });

  it("follows mod declarations and use paths, also between crates", () => {
    expect(tree.imports("src/lib.rs")).toEqual(["src/store/deep.rs", "src/store/mod.rs"]);
    expect(tree.imports("src/store/mod.rs")).toEqual(["src/lib.rs", "src/store/deep.rs"]);
    expect(tree.imports("src/store/deep.rs")).toEqual(["src/lib.rs"]);
    expect(tree.imports("src/main.rs")).toEqual(["src/store/mod.rs"]);
    expect(tree.importedBy("src/store/mod.rs")).toEqual(["src/lib.rs", "src/main.rs"]);
    expect(tree.importedBy("src/lib.rs")).toEqual(["src/store/deep.rs", "src/store/mod.rs"]);
  });
});

describe("Java", () => {
  const tree = treeOf({
    "app/src/main/java/com/acme/shop/Orders.java": `package com.acme.shop;
import com.acme.store.Store;
import static com.acme.store.Limits.MAX;
import com.acme.util.*;
/** class Commented {} */
public final class Orders extends Base {
    private static final String TEXT = "class InText {";
    public List<Order> open(String name, int n) throws IOException {
        return store.all();
    }
    record Line(int n) {}
    @GetMapping("/orders")
    Page page();
}
`,
    "app/src/main/java/com/acme/store/Store.java": "package com.acme.store;\npublic interface Store {}\n",
    "app/src/main/java/com/acme/store/Limits.java": "package com.acme.store;\nclass Limits {}\n",
    "lib/src/main/java/com/acme/util/Strings.java": "package com.acme.util;\nclass Strings {}\n",
    "app/src/test/java/com/acme/shop/OrdersTest.java": "package com.acme.shop;\nclass OrdersTest {}\n",
  });
  const orders = "app/src/main/java/com/acme/shop/Orders.java";

  it("defines types and methods", () => {
    expect([...tree.symbolsOf(orders)].sort()).toEqual(["Line", "Orders", "open", "page"].sort());
    expect(tree.routeFiles("/orders")).toEqual([orders]);
  });

  it("finds classes by their packages, static members and whole packages", () => {
    expect(tree.imports(orders)).toEqual([
      "app/src/main/java/com/acme/store/Limits.java",
      "app/src/main/java/com/acme/store/Store.java",
      "lib/src/main/java/com/acme/util/Strings.java",
    ]);
    for (const path of tree.imports(orders)) expect(tree.importedBy(path), path).toEqual([orders]);
    expect(tree.testsOf(orders)).toEqual(["app/src/test/java/com/acme/shop/OrdersTest.java"]);
  });
});

describe("content nobody can read", () => {
  it("is not looked into, and says why", () => {
    expect(factsOfText("a.ts", "function a() {}\0").note).toBe("binary");
    expect(factsOfText("a.ts", `function a() {}\n${" ".repeat(1024 * 1024)}`)).toMatchObject({ note: "too-large", symbols: [] });
    expect(factsOfText("a.go", "// Code generated by x. DO NOT EDIT.\npackage a\nfunc A() {}").note).toBe("generated");
    const tree = treeOf({ "a.ts": "\0", "b.ts": "// @generated\nexport const b = 1;" });
    expect([tree.skipped("a.ts"), tree.kindOf("a.ts"), tree.kindOf("b.ts")]).toEqual(["binary", "binary", "generated"]);
  });

  it("never takes the scanners' time: unclosed quotes, comments, braces, long runs", () => {
    const runs = ["`${".repeat(40_000), "/*".repeat(60_000), "'\\".repeat(60_000), `import ${"{".repeat(90_000)}`, 'r#"'.repeat(40_000)];
    const lines = [
      `${"public static ".repeat(8000)}x(`,
      `  ${"a ".repeat(40_000)}(`,
      `use ${"a::{".repeat(20_000)}`,
      " ".repeat(100_000),
      "\t".repeat(90_000),
    ];
    const mixed = [`from a import (${"b, ".repeat(30_000)}`, `fn ${"<".repeat(90_000)}`, `"${"/a".repeat(45_000)}"`, "=".repeat(100_000)];
    for (const text of [...runs, ...lines, ...mixed]) {
      for (const ending of ["ts", "py", "go", "rs", "java"]) expect(factsOfText(`a.${ending}`, text).module).toBeNull();
    }
  });
});
