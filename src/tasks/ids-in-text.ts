import { isTaskId } from "../core/ids.ts";
import { plainText, splitDecoration } from "./values/decoration.ts";

/**
 * Ids as they stand in prose: letters, then parts, the last one a number (`QA-033`, `BE-QA-001`, `task-12.01`).
 * Ids of other forms (`Abstraction-Layer`) are recognised only where a field or column says "this is an id".
 */
const SHAPE = String.raw`[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+){0,6}?[-_]\d{1,9}[A-Za-z]?(?:\.\d{1,9}){0,4}(?![A-Za-z0-9_]|[-.][A-Za-z0-9])`;
const AT_START = new RegExp(SHAPE, "y");
const ANYWHERE = new RegExp(`(?<![A-Za-z0-9_./$-])${SHAPE}`, "g");

/** First parts that make a number a heading's or a technical word's, not an id's. */
const NO_ID = new Set(
  (
    "phase sprint week day step part wave tier version level stage milestone batch section chapter priority group agent team session slot " +
    "utf sha iso rfc http base int uint float gpt es node covid q h v"
  ).split(" "),
);

const PLACEHOLDER =
  /^(?:(?:[A-Z][A-Z0-9]*[-_])+(?:\d{0,3}[XN]{2,}|#{2,}|\?{2,})(?![A-Za-z0-9])|[[<{(]{1,2}\s*(?:[A-Z]+[-_ ])?(?:ID|[XN]{3,})\s*[\]>})]{1,2}|\$\{?[A-Z_]*ID\b|(?:TASK|TICKET|ISSUE)[-_]ID\b)/;

const LIST = /\s*(?:,|\/|&|\+|\band\b|\bor\b)\s*/y;
const RANGE = /\s*(?:\bto\b|\bthrough\b|\bthru\b|–|—|\.{2,3})\s*/y;
const DIGITS = /\d{1,9}[A-Za-z]?(?![A-Za-z0-9_]|[-.][A-Za-z0-9])/y;

/** A range of more tasks than this is a typing error. */
const RANGE_TASKS_MAX = 500;

export interface IdList {
  readonly ids: readonly string[];
  /** What follows the ids. */
  readonly rest: string;
  /** A range too long to be meant, or one that runs backwards: its ends only are in `ids`. */
  readonly badRange: string | undefined;
}

/** Reads the ids a text starts with: `ST-020/021/022`, `RF-002 & RF-004`, `WS-001 to WS-014`, `A-1, A-2 and A-3`. */
export function readIdList(text: string): IdList {
  const ids: string[] = [];
  let badRange: string | undefined;
  let at = 0;
  let joiner: "range" | "list" | undefined;
  for (;;) {
    const id = idAt(text, at, ids.at(-1), joiner);
    if (id === undefined) break;
    const [previous, next] = [ids.at(-1), id.id];
    if (joiner === "range" && previous !== undefined) {
      const range = expandRange(previous, next);
      if (range === undefined) badRange = `${previous} to ${next}`;
      ids.push(...(range ?? [next]));
    } else ids.push(next);
    const end = id.end;
    joiner = matchEnd(RANGE, text, end) !== undefined ? "range" : "list";
    at = matchEnd(RANGE, text, end) ?? matchEnd(LIST, text, end) ?? -1;
    if (at === -1 || idAt(text, at, next, joiner) === undefined) return { ids: unique(ids), rest: text.slice(end), badRange };
  }
  return { ids, rest: text, badRange };
}

/** Every id a text holds, lists and ranges included, in order. */
export function idsIn(text: string): string[] {
  const ids: string[] = [];
  let end = 0;
  for (const match of text.matchAll(ANYWHERE)) {
    if (match.index < end) continue;
    const list = readIdList(text.slice(match.index));
    ids.push(...list.ids);
    end = text.length - list.rest.length;
  }
  return unique(ids);
}

/** What stands where an id must be: ids, a template's placeholder, something no id may look like, or nothing. */
export type IdCell =
  | { readonly kind: "ids"; readonly list: IdList }
  | { readonly kind: "placeholder" | "invalid"; readonly text: string }
  | { readonly kind: "none" };

/** Reads the start of a heading, checkbox or table cell that may name tasks. */
export function readIdCell(text: string): IdCell {
  const rest = splitDecoration(text)
    .rest.replace(/^(?:task|ticket|issue)\s+(?=\S*\d)/i, "")
    .replace(/^\[/, "");
  if (PLACEHOLDER.test(rest) || PLACEHOLDER.test(text.trim())) return { kind: "placeholder", text: rest };
  const list = readIdList(rest);
  if (list.ids.length === 0) return invalidWord(rest) ? { kind: "invalid", text: rest } : { kind: "none" };
  // `QA-1;reboot`: the id goes on with something no id may hold.
  return /^[;$<>\\!|"'%@=`]+[A-Za-z0-9$(/.{-]/.test(list.rest) ? { kind: "invalid", text: rest } : { kind: "ids", list };
}

/** Reads a field or column that says "this is the id", where every valid id counts, whatever its shape. */
export function readExplicitId(value: string): IdCell {
  const text = plainText(value);
  if (text === "") return { kind: "none" };
  if (PLACEHOLDER.test(text)) return { kind: "placeholder", text };
  if (isTaskId(text)) return { kind: "ids", list: { ids: [text], rest: "", badRange: undefined } };
  const list = readIdList(text);
  return list.ids.length > 0 && /^(?:$|[\s(:,–—])/.test(list.rest) ? { kind: "ids", list } : { kind: "invalid", text };
}

/** The id a file is named after: `QA-033`, `TER-238-fix-count`; words in capitals belong to it (`BUG-007-PERMISSIONS`). */
export function idOfFileName(stem: string): string | undefined {
  const named = stem.replace(/^wave-?\d+-/i, "").replace(/(?<=\d)[-_ ]+[a-z(].*$/, "");
  if (readIdList(named).ids[0] === named) return named;
  return isTaskId(stem) ? stem : undefined;
}

function invalidWord(text: string): boolean {
  const word = /^[^\s:]*/.exec(text)?.[0] ?? "";
  return /^[A-Za-z][A-Za-z0-9]*[-_]\d+[;$<>\\|&"'`]/.test(word) && !isTaskId(word);
}

function idAt(text: string, at: number, previous: string | undefined, joiner: "range" | "list" | undefined) {
  AT_START.lastIndex = at;
  const match = AT_START.exec(text)?.[0];
  if (match !== undefined && isTaskId(match) && !NO_ID.has(firstWord(match))) {
    return { id: match, end: at + match.length };
  }
  // `ST-020/021`, `WS-001 to 014`: the prefix is said once.
  const prefix = previous?.replace(/\d+[A-Za-z]?$/, "");
  DIGITS.lastIndex = at;
  const digits = DIGITS.exec(text)?.[0];
  if (digits === undefined || prefix === undefined || joiner === undefined) return undefined;
  return joiner === "range" || /[/&+]\s*$/.test(text.slice(0, at)) ? { id: prefix + digits, end: at + digits.length } : undefined;
}

/** `Q4-2025` starts with the word q. */
function firstWord(id: string): string {
  return /^[A-Za-z]+/.exec(id)?.[0].toLowerCase() ?? "";
}

function expandRange(from: string, to: string): string[] | undefined {
  const [low, high] = [/^(.*?)(\d+)$/.exec(from), /^(.*?)(\d+)$/.exec(to)];
  if (low?.[2] === undefined || high?.[2] === undefined || low[1] !== high[1]) return undefined;
  const [first, last, width] = [Number(low[2]), Number(high[2]), low[2].length];
  if (last < first || last - first >= RANGE_TASKS_MAX) return undefined;
  return Array.from({ length: last - first }, (_, index) => `${low[1]}${String(first + 1 + index).padStart(width, "0")}`);
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
