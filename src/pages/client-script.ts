import { readFileSync } from "node:fs";

/** In the order in which each finds what it uses. */
const FILES = ["hours-text", "axis", "dom", "gantt", "graph-layout", "graph-pairs", "graph", "fan-chart", "details", "main"] as const;

/**
 * The page's script: the modules of `client/` one after the other, without the imports and exports that tie them together
 * elsewhere. They are checked like every other module; a page that stands alone has nothing it could import from.
 */
export function clientScript(): string {
  return FILES.map((name) => readFileSync(new URL(`./client/${name}.js`, import.meta.url), "utf8"))
    .map((text) => text.replace(/^import [^;]*;\n/gm, "").replace(/^export (?=function|const)/gm, ""))
    .map(withoutComments)
    .join("\n");
}

/** Types and docstrings are for who works on the files, not for who opens the page. */
function withoutComments(text: string): string {
  return text.replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, "").replace(/^\s*\/\/.*\n/gm, "");
}
