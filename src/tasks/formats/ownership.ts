import { looksLikePath } from "../declared-paths.ts";
import type { Field } from "../fields.ts";
import { type Line, linesOf } from "../lines.ts";
import { isRow } from "../tables.ts";

/** Quick test on a whole file: most prompts own nothing by name, and need no second look. */
const ANY_OWNERSHIP =
  /files? (?:you own|ownership)|you own|exclusive|permission to|scope guard|(?:do not|don'?t|must not|never) (?:touch|modify|edit|change)|read[- ]only|off[- ]limits/i;

const OWNS =
  /files you own|you own (?:these|the following)|exclusive (?:write access|file scope|ownership of)|permission to (?:modify|edit|change|write) (?:these|the following)/i;
const FORBIDS = /(?:do not|don'?t|must not|never) (?:touch|modify|edit|change)|read[- ]only|off[- ]limits/i;
const SCOPE_GUARD = /scope guard/i;
const EVERYTHING_ELSE = /\b(?:any|all) other\b|\bno other files?\b|\banything else\b/i;

/** Prose allowed between a list's heading and its first item ("Only you will touch these files."). */
const PROSE_LINES_MAX = 3;
const BLOCK_LINES_MAX = 200;

/**
 * What a prompt gives to its task alone (`Files You Own (EXCLUSIVE)`, "EXCLUSIVE WRITE ACCESS", "You ONLY have permission
 * to modify", `SCOPE GUARD`) and what it forbids (`DO NOT TOUCH`, `READ ONLY`), as explicit lists of paths.
 */
export function readOwnership(text: string): Field[] {
  if (!ANY_OWNERSHIP.test(text)) return [];
  const lines = linesOf(text);
  const fields: Field[] = [];
  let level = 0;
  for (const [index, line] of lines.entries()) {
    if (line.code || line.comment || isRow(line.text)) continue;
    level = headingLevel(line.text) ?? level;
    const said = line.text.replaceAll("**", "");
    const opener = { line, level, following: lines.slice(index + 1, index + BLOCK_LINES_MAX) };
    if (SCOPE_GUARD.test(said)) fields.push(...scopeGuard(line));
    else if (OWNS.test(said)) fields.push(...block("owns", opener));
    else if (FORBIDS.test(said) && !EVERYTHING_ELSE.test(said)) fields.push(...block("forbids", opener));
  }
  return fields;
}

/** `6. **SCOPE GUARD.** Only modify `a.ts`. Do NOT modify `b.ts`.` */
function scopeGuard(line: Line): Field[] {
  const at = line.text.search(FORBIDS);
  const [allowed, refused] = at === -1 ? [line.text, ""] : [line.text.slice(0, at), line.text.slice(at)];
  return [...listField("owns", quotedNames(allowed), line.number), ...listField("forbids", quotedNames(refused), line.number)];
}

interface Opener {
  readonly line: Line;
  /** Of the heading above it, or its own. */
  readonly level: number;
  readonly following: readonly Line[];
}

/** The paths named in the line itself, or else the lists, tables and fenced blocks that follow it, sub-headings included. */
function block(name: "owns" | "forbids", { line: opener, level, following }: Opener): Field[] {
  const here = quotedNames(opener.text);
  if (here.length > 0) return listField(name, here, opener.number);
  if (!announces(opener.text)) return [];
  const fields: Field[] = [];
  let proseLeft = PROSE_LINES_MAX;
  for (const line of following) {
    const text = line.text.trim();
    if (text === "" || /^(?:`{3,}|~{3,})/.test(text)) continue;
    const heading = line.code ? undefined : headingLevel(text);
    if (!line.code && (/^(?:---+|\*\*\*+)$/.test(text) || (heading ?? level + 1) <= level || isTrigger(text))) break;
    const items = heading === undefined ? itemsOf(line, text) : [];
    if (items === undefined && --proseLeft < 0) break;
    if (heading !== undefined || (items?.length ?? 0) > 0) proseLeft = 0;
    const kept = name === "owns" && FORBIDS.test(text) ? "forbids" : name;
    fields.push(...listField(kept, items ?? [], line.number));
  }
  return fields;
}

function headingLevel(text: string): number | undefined {
  return /^\s{0,3}(#{1,6})\s/.exec(text)?.[1]?.length;
}

/** The start of another block. */
function isTrigger(text: string): boolean {
  const said = text.replaceAll("**", "");
  return SCOPE_GUARD.test(said) || ((OWNS.test(said) || FORBIDS.test(said)) && announces(text));
}

/** A heading, a bold line, or a line that ends with a colon announces a list; prose that says "do not modify tests" does not. */
function announces(text: string): boolean {
  const trimmed = text.trim();
  return headingLevel(trimmed) !== undefined || /:\**$/.test(trimmed) || /^[^\p{L}*`]*\*\*[^*]+\*\*$/u.test(trimmed);
}

/** The paths of a list item, a table row or a line of a fenced block; undefined for prose. */
function itemsOf(line: Line, text: string): string[] | undefined {
  if (line.code) return /^(?:#|\/\/)/.test(text) ? [] : [text];
  const item = /^(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ x]\]\s+)?(.*)$/.exec(text)?.[1];
  if (item === undefined && !isRow(text)) return undefined;
  const names = quotedNames(text);
  if (names.length > 0) return names;
  const first = item ?? text.split("|")[1]?.trim() ?? "";
  return /^[\w.@*[\]()-]*[/.][\w./@*[\](){},-]+(?:\s|$)/.test(first) ? [first] : [];
}

function quotedNames(text: string): string[] {
  return [...text.matchAll(/`([^`\s]+)`/g)].map((match) => match[1] ?? "").filter(looksLikePath);
}

function listField(name: "owns" | "forbids", value: readonly string[], line: number): Field[] {
  return value.length === 0 ? [] : [{ name, value, line }];
}
