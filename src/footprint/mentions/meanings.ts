import { isGlob, normalizePath, patternCovers } from "../../core/paths.ts";
import { looksLikePath } from "../../tasks/declared-paths.ts";
import type { TreeIndex } from "../tree/tree-index.ts";
import type { Mention } from "./mention.ts";
import type { Token } from "./tokens.ts";

/** What a token may stand for: a path of the kind, there or not, and how surely before its surroundings count. */
type Meaning = Pick<Mention, "path" | "kind" | "exists" | "strength">;

/** More than so many files of one name or symbol name none of them. */
const NAMESAKES_MAX = 6;
const GLOB_FILES_MAX = 5000;

/**
 * What a token means, by the first reading that finds something: a path as it stands, a glob, a route, the end of a path,
 * a directory, a module, a file's name, a symbol, a file to be created.
 */
export function meaningsOf(token: Token, tree: TreeIndex): readonly Meaning[] {
  if (/:\/\/|[\\$]|^[-=<>+~]/.test(token.text)) return [];
  const text = token.text.replace(/[?#].*$|:\d{1,7}(?:[:-]\d{1,7})?$/, "");
  if (text === "" || text === "**" || text === ".") return [];
  for (const read of READINGS) {
    const meanings = read(text, token, tree);
    if (meanings.length > 0) return meanings;
  }
  return [];
}

type Reading = (text: string, token: Token, tree: TreeIndex) => readonly Meaning[];

const BY_SAID: Readonly<Record<Token["said"], number>> = { listed: 1, field: 0.95, ticked: 0.85, bare: 0.7 };

const asFile: Reading = (text, { said }, tree) => {
  const path = normalizePath(text.replace(/^\//, ""));
  return path !== undefined && tree.has(path) ? [{ path, kind: "path", exists: true, strength: BY_SAID[said] }] : [];
};

/** Few stars and no extended patterns: what a text brings must not take time to match. */
const asGlob: Reading = (text, { said }, tree) => {
  const path = normalizePath(text);
  if (path === undefined || !isGlob(text) || !text.includes("/") || /[()!+@]/.test(text) || !/[\w]/.test(text)) return [];
  const tooMany = path.split("/").some((part) => part.split("*").length > 4) || path.split("**").length > 3 || path.split("{").length > 3;
  if (tooMany || /[^\w\-./*?{},[\]]/.test(path)) return [];
  const head = path.slice(0, path.search(/[*?{[]/));
  const below = tree.filesUnder(head.slice(0, Math.max(0, head.lastIndexOf("/")))).slice(0, GLOB_FILES_MAX);
  const exists = below.some((file) => patternCovers(path, file));
  return exists || said !== "bare" ? [{ path, kind: "glob", exists, strength: BY_SAID[said] * 0.8 }] : [];
};

const asRoute: Reading = (text, _token, tree) => {
  if (!text.startsWith("/")) return [];
  const files = tree.routeFiles(text).filter((path) => tree.kindOf(path) !== "test");
  return files.length > NAMESAKES_MAX ? [] : shared(files, "route", 0.55);
};

/** `dashboard/preferences.ts` where there is one `src/dashboard/preferences.ts`. */
const asPathEnd: Reading = (text, { said }, tree) => {
  const path = normalizePath(text);
  if (path === undefined || !path.includes("/")) return [];
  const name = path.slice(path.lastIndexOf("/") + 1);
  const files = tree.named(name).filter((file) => file.endsWith(`/${path}`));
  return files.length > NAMESAKES_MAX ? [] : shared(files, "path", BY_SAID[said] * 0.95);
};

const asDirectory: Reading = (text, { said }, tree) => {
  const path = normalizePath(text);
  if (path === undefined || !tree.hasDirectory(path)) return [];
  const strength = BY_SAID[said] * (/\//.test(text) ? 0.75 : 0.4);
  return said === "bare" && !text.includes("/") ? [] : [{ path, kind: "directory", exists: true, strength }];
};

const asModule: Reading = (text, { said }, tree) => {
  const isName = /^[@\w][\w\-/.:@]{2,200}$/.test(text) && /[/.:]|^@/.test(text) && !/^\d/.test(text);
  if (!isName) return [];
  const files = tree.moduleFiles(text);
  return files.length > NAMESAKES_MAX ? [] : shared(files, "module", BY_SAID[said] * 0.85);
};

const asBasename: Reading = (text, { said }, tree) => {
  const plain = /^[\w.\-+@[\]]{2,120}$/.test(text);
  if (!plain || text.includes("/") || (!looksLikePath(text) && (said === "bare" || text.length < 4))) return [];
  const files = tree.named(text);
  return files.length > NAMESAKES_MAX ? [] : shared(files, "basename", BY_SAID[said] * (looksLikePath(text) ? 0.9 : 0.45));
};

/** `makePlan`, `Plan.make()`, `plan::make`: the last part that is defined anywhere. Plain words are symbols only where they are marked as code. */
const asSymbol: Reading = (text, { said }, tree) => {
  const bare = text.replace(/\([^()]{0,80}\)?$/, "").replace(/^#/, "");
  if (!/^[A-Za-z_$][\w$]*(?:(?:\.|::|#)[A-Za-z_$][\w$]*){0,5}$/.test(bare)) return [];
  const parts = bare.split(/\.|::|#/).reverse();
  const compound = (name: string) => /[a-z0-9][A-Z]|[A-Za-z0-9]_[A-Za-z0-9]/.test(name);
  for (const name of parts) {
    if (name.length < 3 || (said === "bare" && !compound(name))) continue;
    const files = tree.definers(name);
    const most = said === "bare" ? 3 : NAMESAKES_MAX;
    if (files.length > 0 && files.length <= most) return shared(files, "symbol", BY_SAID[said] * (compound(name) ? 0.75 : 0.5));
  }
  return [];
};

/** A file or folder that is not there yet. In prose only a path with an ending below a folder that exists is believed. */
const asNewFile: Reading = (text, { said }, tree) => {
  const path = normalizePath(text);
  if (path === undefined || text.startsWith("/") || isGlob(path) || !looksLikePath(text) || /[^\w\-./@+ ]/.test(path)) return [];
  const first = path.split("/", 1)[0] ?? "";
  const isFile = /\.[A-Za-z]\w{0,9}$/.test(path) || /(?:^|\/)\.[\w-]+$/.test(path) || (said === "listed" && !text.endsWith("/"));
  const known = path.includes("/") && (tree.hasDirectory(first) || first.startsWith("."));
  const declared = said === "listed" || said === "field";
  if (isFile && path.includes("/") && (declared || said === "ticked" || known)) {
    return [{ path, kind: "path", exists: false, strength: BY_SAID[said] * (known || declared ? 0.95 : 0.5) }];
  }
  if (isFile && declared) return [{ path, kind: "path", exists: false, strength: BY_SAID[said] * 0.9 }];
  const isFolder = text.endsWith("/") && (known || declared) && said !== "bare";
  return isFolder ? [{ path, kind: "directory", exists: false, strength: BY_SAID[said] * 0.75 }] : [];
};

const READINGS: readonly Reading[] = [asFile, asRoute, asGlob, asPathEnd, asDirectory, asBasename, asModule, asSymbol, asNewFile];

/** Several files of one name share its strength, but not evenly: each may be the one. */
function shared(files: readonly string[], kind: Mention["kind"], strength: number): readonly Meaning[] {
  return files.map((path) => ({ path, kind, exists: true, strength: strength / Math.sqrt(files.length) }));
}
