import { countWords, packWords } from "../content/file-words.ts";
import { predictable } from "../history/predictable.ts";
import { type FileFacts, NO_FACTS } from "./file-facts.ts";
import { GO } from "./languages/go.ts";
import { JAVA } from "./languages/java.ts";
import { JAVASCRIPT } from "./languages/javascript.ts";
import type { Language } from "./languages/language.ts";
import { PYTHON } from "./languages/python.ts";
import { RUST } from "./languages/rust.ts";
import type { Lookups } from "./lookups.ts";

const BY_ENDING: ReadonlyMap<string, Language> = new Map(
  [JAVASCRIPT, PYTHON, GO, RUST, JAVA].flatMap((language) => language.endings.map((ending) => [ending, language] as const)),
);

/** Files that name the package or module around them. */
const MANIFESTS: Readonly<Record<string, RegExp>> = {
  "package.json": /^\s{0,8}"name"\s*:\s*"([^"\n]{1,200})"/m,
  "go.mod": /^module\s+"?([^\s"]{1,200})/m,
  "Cargo.toml": /^\[package\][^[]{0,2000}?^name\s*=\s*"([^"\n]{1,100})"/m,
};

/** A larger file is data or generated; its path still counts. */
export const SCANNED_BYTES_MAX = 1024 * 1024;
const BINARY_PROBE_BYTES = 8000;
/** What generators write at the top of their files (the Go convention, Meta's tag, and words to the same effect). */
const GENERATED = /^[^\n]{0,20}(?:@generated|Code generated [^\n]{0,200}DO NOT EDIT|auto-?generated[^\n]{0,100}do not (?:edit|modify))/im;

export const MANIFEST_NAMES: readonly string[] = Object.keys(MANIFESTS);

/** The language of a file, by its ending. */
export function languageOf(path: string): Language | undefined {
  return BY_ENDING.get(path.slice(path.lastIndexOf(".") + 1).toLowerCase());
}

/** What an import name means in any language, from nowhere in particular. */
export function resolveAnywhere(name: string, tree: Lookups): readonly string[] {
  return [...new Set([...new Set(BY_ENDING.values())].flatMap((language) => language.resolve(name, "", tree)))].sort();
}

/** True when something of the file's content is of use; all others are never read. */
export function isRead(path: string): boolean {
  return languageOf(path) !== undefined || manifestOf(path) !== undefined || predictable(path);
}

/** All that the content of a file says: its definitions and imports, and its words where the file is one to predict. */
export function readFacts(path: string, content: Buffer): FileFacts {
  const facts = scanFile(path, content);
  if (facts.note !== null) return facts;
  const { symbols, imports, routes, links, module } = facts;
  const words = predictable(path) ? packWords(countWords(content.toString("utf8"))) : "";
  if (facts === NO_FACTS && words === "") return facts;
  const [own, said] = [(texts: readonly string[]) => texts.map(copied), module === null ? null : copied(module)];
  return { ...facts, symbols: own(symbols), imports: own(imports), routes: own(routes), links: own(links), module: said, words };
}

/** A part of a long string keeps all of it in memory, which is the whole file. */
function copied(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}

/** What the content of a file defines and imports. Never throws; linear in the file's size, which is at most `SCANNED_BYTES_MAX`. */
export function scanFile(path: string, content: Buffer): FileFacts {
  if (content.length > SCANNED_BYTES_MAX) return { ...NO_FACTS, note: "too-large" };
  if (content.subarray(0, BINARY_PROBE_BYTES).includes(0)) return { ...NO_FACTS, note: "binary" };
  const text = content.toString("utf8").replaceAll("\r\n", "\n");
  const manifest = manifestOf(path)?.exec(text)?.[1];
  if (manifest !== undefined) return { ...NO_FACTS, module: manifest };
  const language = languageOf(path);
  if (language === undefined) return NO_FACTS;
  const facts = language.scan(text);
  return GENERATED.test(text.slice(0, 2000)) ? { ...facts, note: "generated" } : facts;
}

function manifestOf(path: string): RegExp | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return Object.hasOwn(MANIFESTS, name) ? MANIFESTS[name] : undefined;
}
