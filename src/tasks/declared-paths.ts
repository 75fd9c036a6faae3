import { EVERYTHING, isGlob, normalizePath } from "../core/paths.ts";

/** What a text says about paths: those it names, and those that would leave the repository. */
export interface DeclaredPaths {
  readonly paths: readonly string[];
  readonly escapes: readonly string[];
}

/** Turns what prompts write about files into paths of one repository. */
export interface PathFinder {
  /** Prose: backticked names are paths if they look like one, bare words only if the repository knows them. */
  inProse(text: string): DeclaredPaths;
  /** One item of an explicit list of files: it is a path, whatever it looks like. */
  inItem(text: string): DeclaredPaths;
}

/** Notes people put behind a path: `a.ts (lines 3-5)`, `a.ts  ← shared`, `a.ts — new`, `a.ts # new`. */
const NOTE = /\s+(?:\(|←|<-|—|–|-\s|#|\/\/).*$|\s{2,}.*$/;
const TREE_DRAWING = /^[\s│├└─]+/;

/** @param files every path of the repository: what bare names are looked up in. */
export function pathFinder(files: readonly string[]): PathFinder {
  const known = knownPaths(files);

  function place(token: string): DeclaredPaths {
    const text = token.replace(/:\d+(?:-\d+)?$/, "").replace(/^["']|["']$/g, "");
    const path = normalizePath(text);
    if (path === undefined)
      return { paths: [], escapes: /^(?:\/|~|[A-Za-z]:\\)|(?:^|[/\\])\.\.(?:[/\\]|$)|\.git\b/.test(text) ? [text] : [] };
    return { paths: [known.has(path) || path.includes("/") ? path : (known.only(path) ?? path)], escapes: [] };
  }

  return {
    inProse(text) {
      const found: DeclaredPaths[] = [];
      const bare = text
        .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
        .replace(/`([^`]+)`/g, (_, token: string) => {
          if (looksLikePath(token)) found.push(place(token.trim()));
          return ",";
        })
        .replace(/\([^)]*\)/g, " ");
      for (const token of bare.split(/[,;\s]+/)) {
        const word = token.replace(/[.:]+$/, "");
        if (looksLikePath(word) && (isGlob(word) || /^(?:\.\.?\/|\/)/.test(word) || known.knows(word))) found.push(place(word));
      }
      return merge(found);
    },
    inItem(text) {
      const token = text.replace(TREE_DRAWING, "").replace(NOTE, "").trim();
      return token === "" || token.includes("://") ? { paths: [], escapes: [] } : place(token);
    },
  };
}

/** A bare word with one of these endings is a file, not a property (`node.id`) or a version (`v2.0`). */
const EXTENSION =
  /[^.]\.(?:[cm]?[jt]sx?|json[c5]?|ya?ml|toml|ini|env|lock|md|mdx|txt|csv|sql|prisma|graphql|proto|s?css|less|html?|svg|vue|svelte|astro|sh|bash|ps1|py|ipynb|rb|go|rs|java|kts?|swift|cs|fs|php|exs?|c|h|cc|cpp|hpp|tf|xml|gradle|conf|template|example)$/i;

/** Has a slash, a file's ending or a leading dot, and no space: what a person would take for a path. */
export function looksLikePath(token: string): boolean {
  if (/\s|:\/\//.test(token) || !/[A-Za-z0-9*]/.test(token) || /[()=<>"'$;|&]/.test(token)) return token === EVERYTHING;
  return token.includes("/") || EXTENSION.test(token) || /^\.[A-Za-z]/.test(token);
}

function merge(found: readonly DeclaredPaths[]): DeclaredPaths {
  return { paths: [...new Set(found.flatMap(({ paths }) => paths))], escapes: [...new Set(found.flatMap(({ escapes }) => escapes))] };
}

/** Files and directories of the repository, indexed on first use: most prompts never ask. */
function knownPaths(files: readonly string[]) {
  let index: { readonly paths: Set<string>; readonly names: Map<string, string[]> } | undefined;
  const build = () => {
    const paths = new Set<string>();
    const names = new Map<string, string[]>();
    for (const file of files) {
      paths.add(file);
      for (let slash = file.indexOf("/"); slash !== -1; slash = file.indexOf("/", slash + 1)) paths.add(file.slice(0, slash));
      const name = file.slice(file.lastIndexOf("/") + 1);
      const same = names.get(name);
      if (same === undefined) names.set(name, [file]);
      else same.push(file);
    }
    return { paths, names };
  };
  const get = () => {
    index ??= build();
    return index;
  };
  const has = (path: string) => get().paths.has(path);
  /** The one file of that name anywhere, if there is exactly one. */
  const only = (name: string) => {
    const matches = get().names.get(name) ?? [];
    return matches.length === 1 ? matches[0] : undefined;
  };
  const knows = (word: string) => has(normalizePath(word) ?? "") || only(word) !== undefined;
  return { has, only, knows };
}
