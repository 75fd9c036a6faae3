import { captured, directoryOf, factsOf, type Language, nearest, routesIn } from "./language.ts";
import { maskSource, type Syntax } from "./mask-source.ts";

const SYNTAX: Syntax = {
  openers: /\/\/|\/\*|"""|["']/,
  lineComments: ["//"],
  nestedComments: false,
  multiline: new Set(['"""']),
  raw: new Set(),
  javascript: false,
};

const TYPES =
  /^[ \t]{0,8}(?:(?:public|protected|private|static|final|abstract|sealed|non-sealed|strictfp) ){0,5}(?:class|interface|enum|record|@interface)\s+([A-Z]\w*)/gm;
/** Indented once, with at least a return type or a modifier before its name, and a body or a semicolon after its parameters. */
const METHODS = /^(?: {2}| {4}|\t)(?:[\w<>[\],.?@]+ ){1,6}([a-z]\w*)\([^()\n]{0,300}\)[^;{}\n]{0,120}[{;]/gm;
const NO_METHOD = /^(?:return|new|else|throw|case|await|yield)\b/;
const PACKAGE = /^package\s+([\w.]+)\s*;/m;
const IMPORT = /^import\s+(?:static\s+)?([\w.]+(?:\.\*)?)\s*;/gm;
const PACKAGE_FILES_MAX = 60;

/** Java: an import is a path below some source root. */
export const JAVA: Language = {
  endings: ["java"],
  scan(text) {
    const masked = maskSource(text, SYNTAX);
    const methods = [...masked.code.matchAll(METHODS)].flatMap(([line, name = ""]) => (NO_METHOD.test(line.trim()) ? [] : [name]));
    return factsOf({
      symbols: [...captured(masked.code, [TYPES]), ...methods],
      imports: captured(masked.code, [IMPORT]),
      module: PACKAGE.exec(masked.code)?.[1] ?? null,
      ...routesIn(masked),
    });
  },
  resolve(specifier, from, tree) {
    if (specifier.endsWith(".*")) {
      const all = tree.find("module", specifier.slice(0, -2)).filter((path) => path.endsWith(".java"));
      return all.filter((path) => directoryOf(path) !== directoryOf(from)).slice(0, PACKAGE_FILES_MAX);
    }
    // `import static a.b.C.name` and inner classes: the class is one or two segments earlier.
    const parts = specifier.split(".");
    for (let length = parts.length; length > Math.max(1, parts.length - 3); length--) {
      const path = `${parts.slice(0, length).join("/")}.java`;
      const found = tree.find("name", `${parts[length - 1]}.java`).filter((file) => file === path || file.endsWith(`/${path}`));
      if (found.length > 0) return nearest(found, from);
    }
    return [];
  },
  keysOf: (specifier) => specifier.replace(/\.\*$/, "").split(".").slice(-3),
};
