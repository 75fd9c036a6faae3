import { isMap, LineCounter, parseDocument } from "yaml";
import { messageOf } from "../../core/errors.ts";
import { type Field, type FieldName, fieldNamed } from "../fields.ts";
import { quoted, type Report } from "../problems.ts";
import type { FileText } from "../tree-reader.ts";

/** Front matter of a task is a screen long; more is data, and parsing it would cost every listing. */
const FRONT_MATTER_CHARACTERS_MAX = 32 * 1024;

/** In front matter a list of files is what the task owns, whatever it is called. */
const OWNED: ReadonlySet<FieldName> = new Set(["paths", "owns"]);

/** Facts that are lists even where one item is written as plain text. */
const LISTS: ReadonlySet<FieldName> = new Set(["owns", "forbids", "adds", "pins", "dependsOn", "conflictsWith"]);

export interface FrontMatter {
  readonly fields: readonly Field[];
  /** The text below it, on the lines where it was. */
  readonly body: string;
}

/** Reads the YAML between `---` lines at the start of a file; malformed YAML is reported and ignored. */
export function readFrontMatter(file: FileText, report: Report): FrontMatter {
  const none = { fields: [], body: file.text };
  const opened = /^\uFEFF?---[ \t]*\r?\n/.exec(file.text);
  if (opened === null) return none;
  const from = opened[0].length;
  const closed = /^(?:---|\.\.\.)[ \t]*\r?$/m.exec(file.text.slice(from, from + FRONT_MATTER_CHARACTERS_MAX));
  if (closed === null) {
    // A rule at the top of prose is no front matter; keys without an end are.
    if (/^[A-Za-z][\w -]*:/.test(file.text.slice(from, from + 200))) {
      report("malformed-yaml", { file: file.path, line: 1 }, null, "expected `---` after the front matter, got none");
    }
    return none;
  }
  const yaml = file.text.slice(from, from + closed.index);
  const end = from + closed.index + closed[0].length;
  const body = file.text.slice(0, end).replace(/[^\n]+/g, "") + file.text.slice(end);
  return { fields: readYaml(yaml, file.path, report), body };
}

function readYaml(yaml: string, file: string, report: Report): Field[] {
  const lines = new LineCounter();
  try {
    const document = parseDocument(yaml, { lineCounter: lines, uniqueKeys: true, logLevel: "silent" });
    const [error] = document.errors;
    if (error !== undefined) {
      const line = (error.linePos?.[0].line ?? 0) + 1;
      report("malformed-yaml", { file, line }, null, `expected valid YAML, got ${quoted(messageOf(error, 160))}`);
      return [];
    }
    if (!isMap(document.contents)) return [];
    const values = document.toJS({ maxAliasCount: 100 }) as Record<string, unknown>;
    return document.contents.items.flatMap(({ key }) => {
      const name = String(key);
      const range = (key as { readonly range?: readonly number[] } | null)?.range;
      const line = lines.linePos(range?.[0] ?? 0).line + 1;
      return fieldOf(name, Object.hasOwn(values, name) ? values[name] : undefined, line);
    });
  } catch (error) {
    // Too many aliases, or nested too deeply to be anybody's front matter.
    report("malformed-yaml", { file, line: 1 }, null, `expected plain YAML, got ${quoted(messageOf(error, 160))}`);
    return [];
  }
}

function fieldOf(key: string, value: unknown, line: number): Field[] {
  const named = fieldNamed(key);
  const name = named !== undefined && OWNED.has(named) ? "owns" : named;
  if (name === undefined || value === null || value === undefined) return [];
  if (Array.isArray(value)) return [{ name, value: value.map(asItem), line }];
  if (typeof value === "object") return key === "footprint" ? ownersFootprint(value as Record<string, unknown>, line) : [];
  // One path, or one line of them, is a list as well.
  const text = String(value);
  const list = LISTS.has(name);
  return [{ name, value: list && !/^none\b/i.test(text) ? text.split(",").map((item) => item.trim()) : text, line }];
}

/** `footprint: {add: [], pin: [], forbid: []}`: what the owner says of it for certain. */
function ownersFootprint(value: Record<string, unknown>, line: number): Field[] {
  return (["add", "pin", "forbid"] as const).flatMap((key) => {
    const paths = Object.hasOwn(value, key) ? value[key] : undefined;
    if (!Array.isArray(paths) && typeof paths !== "string") return [];
    return [{ name: `${key}s` as const, value: [paths].flat().map(asItem), line }];
  });
}

/** List items may be objects that name their path or id: `- path: src/a.ts`. */
function asItem(item: unknown): string {
  if (typeof item !== "object" || item === null) return String(item);
  const named = ["path", "file", "id", "task"]
    .map((key) => (item as Record<string, unknown>)[key])
    .find((value) => typeof value === "string");
  return String(named ?? "");
}
