import { directoryOf } from "./languages/language.ts";
import { type Lookups, namesOf } from "./lookups.ts";
import { languageOf, MANIFEST_NAMES, resolveAnywhere } from "./scan-file.ts";

/** Which files of the repository import which. */
export interface ImportGraph {
  imports(path: string): readonly string[];
  importedBy(path: string): readonly string[];
  /** Files an import name stands for when nothing says from where. */
  moduleFiles(name: string): readonly string[];
}

/** Files asked whether they import one file; what everybody imports says nothing about anybody. */
const CANDIDATES_MAX = 2000;

/** Resolves imports when asked, each file's once; building the whole graph of a large repository takes seconds. */
export function importGraph(look: Lookups): ImportGraph {
  const resolved = new Map<string, readonly string[]>();
  const imports = (path: string) => {
    let targets = resolved.get(path);
    if (targets === undefined) {
      targets = resolveAll(path, look);
      resolved.set(path, targets);
    }
    return targets;
  };
  return {
    imports,
    importedBy(path) {
      const candidates = new Set(fileKeys(path, look).flatMap((key) => look.find("importKey", key)));
      return [...candidates]
        .slice(0, CANDIDATES_MAX)
        .filter((from) => from !== path && imports(from).includes(path))
        .sort();
    },
    moduleFiles: (name) => resolveAnywhere(name, look),
  };
}

function resolveAll(path: string, look: Lookups): readonly string[] {
  const language = languageOf(path);
  const specifiers = look.factsOf(path)?.imports ?? [];
  if (language === undefined || specifiers.length === 0) return [];
  const targets = new Set(specifiers.flatMap((specifier) => language.resolve(specifier, path, look)));
  targets.delete(path);
  return [...targets].sort();
}

/** A folder's main file is imported by the folder's name, or by the name its manifest gives it. */
const MAIN = /^(?:index|mod|lib|main|__init__)\./;
const LEVELS_TO_MANIFEST = 3;

/** The words an import of this file may end with: the counterpart of `Language.keysOf`. */
function fileKeys(path: string, look: Lookups): readonly string[] {
  const names = namesOf(path);
  const keys = new Set(names);
  const folder = directoryOf(path);
  const isMain = MAIN.test(names[0] ?? "");
  if (isMain || path.endsWith(".go") || path.endsWith(".java")) {
    keys.add(folder.slice(folder.lastIndexOf("/") + 1));
    for (const name of manifestNames(folder, look)) keys.add(name);
  }
  if (path.endsWith(".rs")) {
    keys.add("super");
    if (isMain) keys.add("crate");
  }
  return [...keys];
}

function manifestNames(folder: string, look: Lookups): readonly string[] {
  const names: string[] = [];
  let place = folder;
  for (let level = 0; level < LEVELS_TO_MANIFEST; level++) {
    for (const manifest of MANIFEST_NAMES) {
      const name = look.factsOf(place === "" ? manifest : `${place}/${manifest}`)?.module;
      if (name !== null && name !== undefined) names.push(name.slice(name.lastIndexOf("/") + 1), name.replaceAll("-", "_"));
    }
    if (place === "") break;
    place = directoryOf(place);
  }
  return names;
}
