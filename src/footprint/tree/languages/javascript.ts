import type { Lookups } from "../lookups.ts";
import { captured, directoryOf, factsOf, joined, type Language, routesIn } from "./language.ts";
import { type Masked, maskSource, type Syntax } from "./mask-source.ts";

const SYNTAX: Syntax = {
  openers: /\/\/|\/\*|["'`]|\//,
  lineComments: ["//"],
  nestedComments: false,
  multiline: new Set(["`"]),
  raw: new Set(),
  javascript: true,
};

const DEFINITIONS = [
  /^(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\s?\*?|class|interface|enum|namespace)\s+([A-Za-z_$][\w$]*)/gm,
  /^(?:export\s+)?(?:declare\s+)?type\s+([A-Za-z_$][\w$]*)\s*[=<]/gm,
  /^(?:export\s+)?(?:declare\s+)?(?:const|let|var)\s+([A-Za-z_$][\w$]*)/gm,
  /^(?:module\.)?exports\.([A-Za-z_$][\w$]*)\s*=/gm,
];
/** A method: indented once or twice, and its line opens a block. */
const METHOD =
  /^(?: {2}| {4}|\t)(?:(?:public|private|protected|static|async|override|readonly|get|set) ){0,4}\*?#?([A-Za-z_$][\w$]*)(?:<[^>\n]{0,80}>)?\(([^\n]{0,300})\{$/gm;
const KEYWORDS: ReadonlySet<string> = new Set("if for while switch catch function return with constructor super await".split(" "));
const IMPORTED = /(?:\bfrom|\bimport|\brequire\s?\(|\bimport\s?\()\s{0,20}$/;

const ENDINGS = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "vue", "svelte", "astro"];
const GUESSES = ["ts", "tsx", "d.ts", "js", "jsx", "mts", "cts", "mjs", "cjs", "vue", "svelte", "json"];
/** Sources are imported by the name of what they compile to. */
const COMPILED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.js$/, [".ts", ".tsx", ".jsx"]],
  [/\.jsx$/, [".tsx"]],
  [/\.mjs$/, [".mts"]],
  [/\.cjs$/, [".cts"]],
];

/** TypeScript and JavaScript, modules and CommonJS; single-file components by the same rules. */
export const JAVASCRIPT: Language = {
  endings: ENDINGS,
  scan(text) {
    const masked = maskSource(text, SYNTAX);
    const methods = [...masked.code.matchAll(METHOD)].flatMap(([, name = "", rest = ""]) =>
      KEYWORDS.has(name) || /=>|["'`]|\bfunction\b/.test(rest) ? [] : [name],
    );
    return factsOf({ symbols: [...captured(masked.code, DEFINITIONS), ...methods], imports: importsIn(masked), ...routesIn(masked) });
  },
  resolve(specifier, from, tree) {
    if (specifier.startsWith(".")) return onlyFile(joined(directoryOf(from), specifier), tree);
    const alias = /^(?:[@~]|#)\/(.+)$/.exec(specifier)?.[1];
    if (alias !== undefined) return aliased(alias, from, tree);
    return [...workspacePackage(specifier, tree), ...(specifier.includes("/") ? onlyFile(joined("", specifier), tree) : [])];
  },
  keysOf(specifier) {
    const segments = specifier.split("/").filter((part) => part !== "" && part !== "." && part !== "..");
    const last = segments.at(-1) ?? "index";
    return [last, last.replace(/\.(?:[cm]?[jt]sx?|vue|svelte|json)$/, "")];
  },
};

function importsIn({ code, literals }: Masked): string[] {
  return literals.flatMap(({ at, text }) =>
    text.length > 0 && text.length <= 200 && IMPORTED.test(code.slice(Math.max(0, at - 40), at)) ? [text] : [],
  );
}

/** The file a path without ending, with the ending it will be compiled to, or of a directory's index stands for. */
function onlyFile(path: string | undefined, tree: Lookups): readonly string[] {
  if (path === undefined) return [];
  if (tree.has(path)) return [path];
  const compiled = COMPILED.flatMap(([ending, sources]) =>
    ending.test(path) ? sources.map((source) => path.replace(ending, source)) : [],
  );
  const candidates = [...compiled, ...GUESSES.map((ending) => `${path}.${ending}`)];
  const found = candidates.find((candidate) => tree.has(candidate));
  if (found !== undefined) return [found];
  const index = path === "" ? "index" : `${path}/index`;
  const main = GUESSES.map((ending) => `${index}.${ending}`).find((candidate) => tree.has(candidate));
  return main === undefined ? [] : [main];
}

/** `@/x` and `~/x` mean the nearest `src`, or the root, in every set-up seen; nobody's tsconfig is read. */
function aliased(path: string, from: string, tree: Lookups): readonly string[] {
  const parts = from.split("/");
  for (let depth = parts.length - 1; depth >= 0; depth--) {
    const base = parts.slice(0, depth).join("/");
    for (const root of [base, base === "" ? "src" : `${base}/src`]) {
      const found = onlyFile(joined(root, path), tree);
      if (found.length > 0) return found;
    }
  }
  return [];
}

/** `@scope/name/sub` of a workspace: the folder whose `package.json` has that name. */
function workspacePackage(specifier: string, tree: Lookups): readonly string[] {
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? "";
  const manifest = tree.find("module", name).find((path) => path.endsWith("package.json"));
  if (manifest === undefined) return [];
  const base = directoryOf(manifest);
  const rest = specifier.slice(name.length + 1);
  const places = rest === "" ? ["src/index", "index", "lib/index", "src/main"] : [rest, `src/${rest}`];
  const found = places.map((place) => onlyFile(joined(base, place), tree)).find((files) => files.length > 0);
  return found ?? [];
}
