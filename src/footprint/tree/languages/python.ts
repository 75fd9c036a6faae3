import type { Lookups } from "../lookups.ts";
import { captured, directoryOf, factsOf, joined, type Language, nearest, routesIn } from "./language.ts";
import { maskSource, type Syntax } from "./mask-source.ts";

const SYNTAX: Syntax = {
  openers: /#|"""|'''|["']/,
  lineComments: ["#"],
  nestedComments: false,
  multiline: new Set(['"""', "'''"]),
  raw: new Set(),
  javascript: false,
};

const DEFINITIONS = [
  /^(?: {4}|\t)?(?:async\s+)?def\s+([A-Za-z_]\w*)/gm,
  /^(?: {4}|\t)?class\s+([A-Za-z_]\w*)/gm,
  /^([A-Z][A-Z0-9_]{2,})\s*(?::[^=\n]{1,80})?=/gm,
];
const IMPORT = /^[ \t]*import[ \t]+([\w., \t]+)$/gm;
const FROM = /^[ \t]*from[ \t]+(\.{0,5}[\w.]*)[ \t]+import[ \t]+(?:\(([^)]{0,4000})\)|([^\n]{1,2000}))/gm;
const DUNDER = /^__\w+__$/;

/** Python: modules by their dotted names, wherever in the repository their package lies. */
export const PYTHON: Language = {
  endings: ["py", "pyi"],
  scan(text) {
    const masked = maskSource(text, SYNTAX);
    const symbols = captured(masked.code, DEFINITIONS).filter((name) => !DUNDER.test(name));
    return factsOf({ symbols, imports: importsIn(masked.code), ...routesIn(masked) });
  },
  resolve(specifier, from, tree) {
    const [, dots = "", name = ""] = /^(\.*)(.*)$/.exec(specifier) ?? [];
    const path = name.replaceAll(".", "/");
    if (dots !== "") {
      const base = joined(directoryOf(from), "../".repeat(dots.length - 1));
      return base === undefined ? [] : moduleAt(joined(base, path) ?? "", tree);
    }
    const here = [joined("", path), joined("src", path)].flatMap((place) => moduleAt(place ?? "", tree)).slice(0, 1);
    if (here.length > 0) return here;
    const last = path.slice(path.lastIndexOf("/") + 1);
    const files = tree.find("name", `${last}.py`).filter((file) => file.endsWith(`/${path}.py`));
    const packages = path.includes("/") ? tree.find("name", "__init__.py").filter((file) => file.endsWith(`/${path}/__init__.py`)) : [];
    return nearest([...files, ...packages], from).slice(0, 3);
  },
  keysOf: (specifier) => [specifier.slice(specifier.lastIndexOf(".") + 1) || "__init__"],
};

function importsIn(code: string): string[] {
  const found: string[] = [];
  for (const [, names = ""] of code.matchAll(IMPORT)) for (const name of names.split(",")) found.push(firstWord(name));
  for (const [, module = "", listed, plain] of code.matchAll(FROM)) {
    if (/\w/.test(module)) found.push(module);
    // What is imported may be a module of the package itself.
    for (const name of (listed ?? plain ?? "").split(",").map(firstWord)) {
      if (/^\w+$/.test(name)) found.push(/\.$|^$/.test(module) ? `${module}${name}` : `${module}.${name}`);
    }
  }
  return found.filter((name) => /^\.*[\w.]+$/.test(name));
}

function firstWord(text: string): string {
  return text.trim().split(/\s/)[0] ?? "";
}

function moduleAt(path: string, tree: Lookups): readonly string[] {
  const candidates = [`${path}.py`, path === "" ? "__init__.py" : `${path}/__init__.py`, `${path}.pyi`];
  const found = candidates.find((candidate) => tree.has(candidate));
  return found === undefined ? [] : [found];
}
