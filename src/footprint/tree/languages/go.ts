import { filesUnder } from "../sorted-paths.ts";
import { captured, directoryOf, factsOf, type Language, routesIn } from "./language.ts";
import { maskSource, type Syntax } from "./mask-source.ts";

const SYNTAX: Syntax = {
  openers: /\/\/|\/\*|["'`]/,
  lineComments: ["//"],
  nestedComments: false,
  multiline: new Set(["`"]),
  raw: new Set(["`"]),
  javascript: false,
};

const DEFINITIONS = [
  /^func\s+(?:\([^)\n]{1,120}\)\s*)?([A-Za-z_]\w*)/gm,
  /^(?:type|const|var)\s+([A-Za-z_]\w*)/gm,
  /^\t([A-Za-z_]\w*)\s+(?:struct|interface)\s*\{/gm,
];
const IMPORT_BLOCK = /^import\s*(?:\(([^)]{0,20000})\)|[^\n]{1,300})/gm;
const PACKAGE_FILES_MAX = 60;

/** Go: an import is a folder below the folder of the `go.mod` that names the module. */
export const GO: Language = {
  endings: ["go"],
  scan(text) {
    const masked = maskSource(text, SYNTAX);
    const blocks = [...masked.code.matchAll(IMPORT_BLOCK)].map((match) => [match.index, match.index + match[0].length] as const);
    const imports = masked.literals.filter(({ at }) => blocks.some(([from, to]) => at >= from && at < to)).map((literal) => literal.text);
    return factsOf({ symbols: captured(masked.code, DEFINITIONS).filter((name) => name !== "_"), imports, ...routesIn(masked) });
  },
  resolve(specifier, _from, tree) {
    for (let name = specifier; name !== ""; name = directoryOf(name)) {
      const manifest = tree.find("module", name).find((path) => path === "go.mod" || path.endsWith("/go.mod"));
      if (manifest === undefined) continue;
      const folder = [directoryOf(manifest), specifier.slice(name.length + 1)].filter((part) => part !== "").join("/");
      const files = filesUnder(tree.files, folder).filter((path) => directoryOf(path) === folder);
      return files.filter((path) => path.endsWith(".go") && !path.endsWith("_test.go")).slice(0, PACKAGE_FILES_MAX);
    }
    return [];
  },
  keysOf: (specifier) => [specifier.slice(specifier.lastIndexOf("/") + 1)],
};
