import type { Lookups } from "../../footprint/tree/lookups.ts";
import { languageOf, scanFile } from "../../footprint/tree/scan-file.ts";
import { isRegistry } from "../../plan/conflicts/path-nature.ts";
import { importClauses } from "./import-clauses.ts";
import type { FileUse } from "./submitted-change.ts";

/** How far a name is followed through files that only pass it on. */
const BARRELS_MAX = 3;

/**
 * Which files of the repository the changed code of one file uses, and what of them: the imports of its new version,
 * resolved in the tree with the change in it, as far as the changed lines mention what they bring.
 * @param words identifiers of the changed lines.
 */
export function usedFiles(by: string, text: string, words: ReadonlySet<string>, look: Lookups): readonly FileUse[] {
  const language = languageOf(by);
  if (language === undefined || words.size === 0) return [];
  const clauses = Map.groupBy(importClauses(text), ({ specifier }) => specifier);
  const said = withAliases(text, words);
  const uses: FileUse[] = [];
  for (const specifier of scanFile(by, Buffer.from(text)).imports) {
    const wanted = clauses.get(specifier) === undefined ? said : wantedBy(clauses.get(specifier) ?? [], words);
    if (wanted?.size === 0) continue;
    for (const path of language.resolve(specifier, by, look)) {
      if (path === by) continue;
      const named = clauses.has(specifier) && clauses.get(specifier)?.every(({ namespace }) => namespace === null) === true;
      uses.push(...usesOf({ path, by, wanted, named }, look));
    }
  }
  return uses;
}

/** What the changed lines take by these clauses: null for everything, all words where the module has a name here. */
function wantedBy(
  clauses: readonly { names: ReadonlyMap<string, string>; namespace: string | null; everything: boolean }[],
  words: ReadonlySet<string>,
) {
  const wanted = new Set<string>();
  for (const { names, namespace, everything } of clauses) {
    if (everything && words.has("export")) return null;
    if (namespace !== null && words.has(namespace)) for (const word of words) wanted.add(word);
    for (const [local, name] of names) if (words.has(local)) wanted.add(name);
  }
  return wanted;
}

/** `X as Y` of any language: who says Y means X. */
function withAliases(text: string, words: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(words);
  for (const [, name = "", alias = ""] of text.matchAll(/\b(\w{1,100})\s+as\s+(\w{1,100})\b/g)) if (words.has(alias)) all.add(name);
  return all;
}

interface Wanted {
  readonly path: string;
  readonly by: string;
  readonly wanted: ReadonlySet<string> | null;
  /** True when `wanted` was asked of this module by name, so that it has those names whoever defines them. */
  readonly named: boolean;
}

/** A name the file does not define itself is looked for in what it passes on. */
function usesOf({ path, by, wanted, named }: Wanted, look: Lookups, depth = 0): readonly FileUse[] {
  const symbols = look.factsOf(path)?.symbols ?? [];
  if (wanted === null || (symbols.length === 0 && !isRegistry(path))) return [{ path, by, names: null }];
  const own = symbols.filter((name) => wanted.has(name));
  const rest = new Set([...wanted].filter((name) => !own.includes(name)));
  const here = named ? [...wanted] : own;
  const passed =
    rest.size > 0 && isRegistry(path) && depth < BARRELS_MAX ? passedOn({ path, by, wanted: rest, named: false }, look, depth) : [];
  return here.length === 0 ? passed : [{ path, by, names: here }, ...passed];
}

function passedOn(wanted: Wanted, look: Lookups, depth: number): readonly FileUse[] {
  const language = languageOf(wanted.path);
  if (language === undefined) return [];
  const targets = new Set((look.factsOf(wanted.path)?.imports ?? []).flatMap((each) => language.resolve(each, wanted.path, look)));
  targets.delete(wanted.path);
  return [...targets].flatMap((path) => {
    const isKnown = (look.factsOf(path)?.symbols ?? []).length > 0 || isRegistry(path);
    return isKnown ? usesOf({ ...wanted, path }, look, depth + 1) : [];
  });
}
