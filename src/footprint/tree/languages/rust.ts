import type { Lookups } from "../lookups.ts";
import { captured, directoryOf, factsOf, joined, type Language, routesIn } from "./language.ts";
import { maskSource, type Syntax } from "./mask-source.ts";

const SYNTAX: Syntax = {
  openers: /\/\/|\/\*|\bb?r#{0,8}"|["']/,
  lineComments: ["//"],
  nestedComments: true,
  multiline: new Set(['"']),
  raw: new Set(),
  javascript: false,
};

const DEFINITIONS = [
  /^(?: {4}|\t)?(?:pub(?:\([^)\n]{1,40}\))?\s+)?(?:default\s+)?(?:const\s+)?(?:async\s+)?(?:unsafe\s+)?(?:extern\s+)?fn\s+([a-z_]\w*)/gm,
  /^(?:pub(?:\([^)\n]{1,40}\))?\s+)?(?:unsafe\s+)?(?:struct|enum|trait|type|union|const|static|mod)\s+(?:mut\s+)?([A-Za-z_]\w*)/gm,
  /^macro_rules!\s*([a-z_]\w*)/gm,
];
const MODULE = /^(?: {4}|\t)?(?:pub(?:\([^)\n]{1,40}\))?\s+)?mod\s+([a-z_]\w*)\s*;/gm;
const USE = /^[ \t]*(?:pub(?:\([^)\n]{1,40}\))?[ \t]+)?use[ \t]+([^;]{1,2000});/gm;
const USE_PATHS_MAX = 40;

/** Rust: `mod` declarations and `use` paths, inside the crate and between the crates of a workspace. */
export const RUST: Language = {
  endings: ["rs"],
  scan(text) {
    const masked = maskSource(text, SYNTAX);
    const modules = captured(masked.code, [MODULE]).map((name) => `mod ${name}`);
    const uses = captured(masked.code, [USE]).flatMap(expanded);
    return factsOf({ symbols: captured(masked.code, DEFINITIONS), imports: [...modules, ...uses], ...routesIn(masked) });
  },
  resolve(specifier, from, tree) {
    if (specifier.startsWith("mod ")) return moduleFile(`${moduleFolder(from)}/${specifier.slice(4)}`, tree);
    const [head = "", ...rest] = specifier.split("::");
    if (head === "crate") return longest(crateFolder(from, tree), rest, tree);
    if (head === "self") return longest(moduleFolder(from), rest, tree);
    if (head === "super") return longest(joined(moduleFolder(from), "..") ?? "", rest, tree);
    const manifest = [head, head.replaceAll("_", "-")]
      .flatMap((name) => tree.find("module", name))
      .find((path) => path.endsWith("Cargo.toml"));
    return manifest === undefined ? [] : longest(joined(directoryOf(manifest), "src") ?? "src", rest, tree);
  },
  keysOf: (specifier) => specifier.replace(/^mod /, "").split("::"),
};

/** `a::{b, c::d}` → `a::b`, `a::c::d`; one level of braces, deeper ones by their outer path. */
function expanded(use: string): string[] {
  const text = use.replace(/\s+as\s+\w+/g, "").replace(/\s+/g, "");
  const brace = text.indexOf("{");
  if (brace === -1) return /^[\w:]+/.exec(text)?.slice(0, 1) ?? [];
  const head = text.slice(0, brace);
  const parts = text
    .slice(brace + 1)
    .split(/[{},]/)
    .filter((part) => part !== "");
  return parts
    .slice(0, USE_PATHS_MAX)
    .map((part) => (part === "self" ? head.replace(/::$/, "") : head + (/^[\w:]+/.exec(part)?.[0] ?? "")));
}

/** Where the modules below a file lie: `a/mod.rs`, `a/lib.rs`, `a/main.rs` → `a`; `a/b.rs` → `a/b`. */
function moduleFolder(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return /^(?:mod|lib|main|build)\.rs$/.test(name) ? directoryOf(path) : path.replace(/\.rs$/, "");
}

/** The nearest folder above that holds `lib.rs` or `main.rs`. */
function crateFolder(path: string, tree: Lookups): string {
  for (let folder = directoryOf(path); ; folder = directoryOf(folder)) {
    const prefix = folder === "" ? "" : `${folder}/`;
    if (folder === "" || tree.has(`${prefix}lib.rs`) || tree.has(`${prefix}main.rs`)) return folder;
  }
}

/** A path names an item in a module: the longest part that is a file. */
function longest(folder: string, parts: readonly string[], tree: Lookups): readonly string[] {
  for (let length = parts.length; length > 0; length--) {
    const found = moduleFile([folder, ...parts.slice(0, length)].filter((part) => part !== "").join("/"), tree);
    if (found.length > 0) return found;
  }
  const root = folder === "" ? "" : `${folder}/`;
  return [`${root}lib.rs`, `${root}mod.rs`, folder === "" ? "" : `${folder}.rs`].filter((path) => tree.has(path)).slice(0, 1);
}

function moduleFile(path: string, tree: Lookups): readonly string[] {
  return [`${path}.rs`, `${path}/mod.rs`].filter((candidate) => tree.has(candidate)).slice(0, 1);
}
