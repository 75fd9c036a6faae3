import { type Code, type CodeLine, readCode, wordsOf } from "./code-lines.ts";

/** What the edit of one file means for others. */
export interface EditedCode {
  /**
   * Names of the old version that it alters or removes, the public ones that build on an altered private one among them;
   * null when its language is not read, so that anything of it may be altered.
   */
  readonly altered: readonly string[] | null;
  /** Identifiers of the added and changed lines and of those beside them in the same definition. */
  readonly words: ReadonlySet<string>;
}

/** Lines beside a changed one that count as changed with it, as in a diff. */
const CONTEXT_LINES = 3;

/** Compares two versions of a file; null: there is none. Where lines only changed places, any name may be altered. */
export function editedCode(path: string, before: string | null, after: string | null): EditedCode {
  const [old, young] = [readCode(path, before ?? ""), readCode(path, after ?? "")];
  const [removed, added] = [linesOnlyIn(old.lines, young.lines), linesOnlyIn(young.lines, old.lines)];
  return { altered: before === null ? [] : alteredNames(old, young, removed, added), words: wordsBeside(young.lines, added) };
}

/** The numbers of the lines of `lines` that `others` has not in the same definition, counting repeats. */
function linesOnlyIn(lines: readonly CodeLine[], others: readonly CodeLine[]): readonly number[] {
  const counts = new Map<string, number>();
  for (const line of others) counts.set(keyOf(line), (counts.get(keyOf(line)) ?? 0) + 1);
  return lines.flatMap((line, number) => {
    const key = keyOf(line);
    const count = counts.get(key) ?? 0;
    counts.set(key, count - 1);
    return count <= 0 ? [number] : [];
  });
}

function keyOf({ text, within }: CodeLine): string {
  return [text, ...within].join("\0");
}

function alteredNames(old: Code, young: Code, removed: readonly number[], added: readonly number[]): readonly string[] | null {
  const reExported = old.lines.some(({ text }) => REEXPORT.test(text));
  if (old.symbols.size === 0 && !reExported) return null;
  const edited = [...removed.map((number) => old.lines[number]), ...added.map((number) => young.lines[number])];
  if (edited.length === 0) return old.lines.every(({ text }, at) => text === young.lines[at]?.text) ? [] : [...old.symbols, DEFAULT];
  if (edited.some((line) => /^export\s*\*/.test(line?.text ?? ""))) return null;
  const direct = new Set(edited.flatMap((line) => (line === undefined ? [] : [...line.within, ...exportedOn(line.text)])));
  for (const name of old.symbols) if (!young.symbols.has(name)) direct.add(name);
  const altered = withBuiltOn(old.lines, direct);
  return [...altered].filter((name) => old.symbols.has(name) || name === DEFAULT || reExported);
}

/** What importers call `export default …` by is their own choice. */
export const DEFAULT = "default";
const REEXPORT = /^(?:export\s*(?:type\s*)?\{|export\s*\*|module\.exports\s*=\s*\{|pub use |__all__)|^from\s+\.\S*\s+import/;

function exportedOn(text: string): readonly string[] {
  if (/^export\s+default\b/.test(text)) return [DEFAULT];
  return REEXPORT.test(text) ? wordsOf(text) : [];
}

/** Adds, again and again, each name whose definition uses an altered name that others cannot see: its meaning changes too. */
function withBuiltOn(lines: readonly CodeLine[], direct: ReadonlySet<string>): ReadonlySet<string> {
  const altered = new Set(direct);
  const visible = new Set(lines.filter(({ text }) => PUBLIC.test(text)).flatMap(({ within }) => within));
  const isHidden = (name: string) => visible.size > 0 && !visible.has(name);
  let hidden = new Set([...altered].filter(isHidden));
  while (hidden.size > 0) {
    const found = new Set<string>();
    for (const { text, within } of lines) {
      if (within.length === 0 || within.some((name) => hidden.has(name)) || !wordsOf(text).some((word) => hidden.has(word))) continue;
      for (const name of within) if (!altered.has(name)) found.add(name);
      if (/^export\s+default\b/.test(text)) altered.add(DEFAULT);
    }
    for (const name of found) altered.add(name);
    hidden = new Set([...found].filter(isHidden));
  }
  return altered;
}

/** Definitions others can see, where a language says so word by word; elsewhere every name counts as seen. */
const PUBLIC = /^(?:export\b|pub\b|public\b|module\.exports|exports\.)/;

function wordsBeside(lines: readonly CodeLine[], added: readonly number[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const number of added) {
    const outer = lines[number]?.within[0];
    for (let at = number - CONTEXT_LINES; at <= number + CONTEXT_LINES; at++) {
      const line = lines[at];
      if (line === undefined || (at !== number && (outer === undefined || line.within[0] !== outer))) continue;
      for (const word of wordsOf(line.text)) words.add(word);
    }
  }
  return words;
}
