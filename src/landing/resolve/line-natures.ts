import { isRegistry } from "../../plan/conflicts/path-nature.ts";

/** Texts for people, read in any order of their sections, and lists of patterns or names. */
const PROSE =
  /\.(?:md|mdx|markdown|txt|rst|adoc|log)$|(?:^|\/)(?:CHANGELOG|CHANGES|HISTORY|NEWS|AUTHORS|CONTRIBUTORS)[^/]*$|(?:^|\/)\.[a-z]+ignore$/i;

export function isProse(path: string): boolean {
  return PROSE.test(path);
}

/** What a line is where lines of a kind may stand in any order: an import, or one whole entry of a list in a registry. */
export type EntryKind = "import" | "entry";

const IMPORTS: readonly [files: RegExp, line: RegExp][] = [
  [
    /\.(?:[cm]?[jt]sx?|vue|svelte)$/,
    /^(?:import\b.*["'`][^"'`]+["'`]|export\s.*\bfrom\s+["'`][^"'`]+["'`]|const\s+[\w{}, ]+=\s*require\(["'`][^"'`]+["'`]\));?$/,
  ],
  [/\.py$/, /^(?:import\s+[\w., ]+|from\s+[\w.]+\s+import\s+[\w*, ]+)$/],
  [/\.rs$/, /^(?:pub(?:\([\w:]+\))?\s+)?(?:use|mod)\s+[\w:]+(?:::\{[\w:, ]+\}|::\*)?;$/],
  [/\.(?:java|kt|scala)$/, /^import\s+[\w.*]+;?$/],
  [/\.go$/, /^\t(?:[\w.]+\s+)?"[^"]+"$/],
];

const ENTRY = /^\s*(?:["'`]?[\w.@/-]+["'`]?\s*[:=]\s*)?[^;{}()[\]]*(?:\([^()]*\)|\{[^{}]*\}|\[[^[\]]*\])?,\s*$/;

export function entryKind(path: string, line: string): EntryKind | undefined {
  const text = line.replace(/\r?\n$/, "");
  const own = text.trim();
  if (IMPORTS.some(([files, form]) => files.test(path) && form.test(files.source.includes("go") ? text : own))) return "import";
  return isRegistry(path) && own !== "," && ENTRY.test(text) ? "entry" : undefined;
}

/** What an entry is about: two entries of one name would say the same thing twice. */
export function entryName(kind: EntryKind, line: string): string {
  const own = line.trim();
  if (kind === "import") return /["'`]([^"'`]+)["'`]/.exec(own)?.[1] ?? own;
  return /^["'`]?([\w.@/-]+)/.exec(own)?.[1] ?? own;
}
