import type { FileFacts } from "../file-facts.ts";
import type { Lookups } from "../lookups.ts";
import type { Literal, Masked } from "./mask-source.ts";

/** One programming language: what a file of it says, and which files an import of it means. */
export interface Language {
  /** Endings of its files, in lower case, without the dot. */
  readonly endings: readonly string[];
  scan(text: string): FileFacts;
  /** The tracked files that `specifier`, written in the file `from`, stands for; empty for what is not of this repository. */
  resolve(specifier: string, from: string, tree: Lookups): readonly string[];
  /** The words by which files that may import a given one are found: what the specifier calls it. */
  keysOf(specifier: string): readonly string[];
}

const SYMBOLS_MAX = 300;
const IMPORTS_MAX = 300;
const ROUTES_MAX = 200;

/** Facts with every list without repetitions and within its limit. */
export function factsOf(found: Partial<Omit<FileFacts, "note" | "words">>): FileFacts {
  const list = (items: readonly string[] | undefined, max: number) => [...new Set(items)].slice(0, max);
  return {
    symbols: list(found.symbols, SYMBOLS_MAX),
    imports: list(found.imports, IMPORTS_MAX),
    routes: list(found.routes, ROUTES_MAX),
    links: list(found.links, ROUTES_MAX),
    module: found.module ?? null,
    words: "",
    note: null,
  };
}

/** The first captured group of every match of `patterns` (each global and without nested repetition). */
export function captured(code: string, patterns: readonly RegExp[]): string[] {
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].flatMap((match) => match[1] ?? []));
}

/** A path of the file system or a regular expression is no route. */
const NO_ROUTE = /^\/(?:tmp|usr|etc|var|bin|dev|home|proc|opt)\/|^\/[*.]|\.(?:[jt]sx?|py|go|rs|java)$/;
const REGISTERS =
  /(?:\b(?:get|post|put|patch|delete|del|all|use|route|page|handle|handlefunc|handler|path|re_path|url|websocket|mount|nest|group|resource|(?:get|post|put|delete|patch|request)mapping)\s?\(\s?|(?:path|route|url|pattern)\s?:\s?|@Path\(\s?)[a-z]?$/i;
const LINK_IN_TEXT = /\b(?:href|action|src|to)=["'{`]{1,2}(\/[\w\-./:]{1,80})["'}`]/g;
const ROUTE_CHARACTERS_MAX = 100;

/** Route literals: those a router is given, and those that only point there. */
export function routesIn({ code, literals }: Masked): { readonly routes: readonly string[]; readonly links: readonly string[] } {
  const [routes, links]: [string[], string[]] = [[], []];
  for (const literal of literals) {
    if (isRoute(literal)) (REGISTERS.test(code.slice(Math.max(0, literal.at - 40), literal.at)) ? routes : links).push(literal.text);
    else if (literal.text.includes("=")) links.push(...captured(literal.text, [LINK_IN_TEXT]));
  }
  return { routes, links };
}

function isRoute({ text }: Literal): boolean {
  return text.length > 1 && text.length <= ROUTE_CHARACTERS_MAX && text.startsWith("/") && isRoutePath(text);
}

/** Linear on purpose: the segments are looked at one by one. */
function isRoutePath(text: string): boolean {
  return !NO_ROUTE.test(text) && text.split("/").every((segment) => /^[\w\-.:{}[\]<>*$]*$/.test(segment));
}

/** `a/b` + `../c` → `a/c`; undefined when it leaves the repository. */
export function joined(directory: string, relative: string): string | undefined {
  const parts = directory === "" ? [] : directory.split("/");
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

/** The directory of a path; `""` is the root. */
export function directoryOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Of several files the ones whose path shares most with `from`: a monorepo has many `utils`. */
export function nearest(candidates: readonly string[], from: string): readonly string[] {
  if (candidates.length < 2) return candidates;
  const common = (path: string) => {
    let length = 0;
    while (length < path.length && path[length] === from[length]) length++;
    return path.slice(0, length).split("/").length;
  };
  const best = Math.max(...candidates.map(common));
  return candidates.filter((path) => common(path) === best);
}
