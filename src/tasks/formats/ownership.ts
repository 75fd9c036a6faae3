import type { Field } from "../fields.ts";
import type { Line } from "../lines.ts";
import { isRow } from "../tables.ts";

/** Quick test on a whole file: most prompts own nothing by name, and need no second look. */
const ANY_OWNERSHIP =
  /files you own|exclusive write|only have permission|scope guard|(?:do not|don'?t|must not|never) (?:touch|modify|edit|change)|read[- ]only|you own (?:these|the following)/i;

const OWNS =
  /files you own|exclusive write access|you only have permission to (?:modify|edit|change|write)|you own (?:these|the following)/i;
const FORBIDS = /(?:do not|don'?t|must not|never) (?:touch|modify|edit|change)|read[- ]only|off[- ]limits/i;
const SCOPE_GUARD = /scope guard/i;
const EVERYTHING_ELSE = /\b(?:any|all) other\b|\bno other files?\b|\banything else\b/i;

/** Prose allowed between a list's heading and its first item ("Only you will touch these files."). */
const PROSE_LINES_MAX = 3;

/**
 * What a prompt gives to its task alone (`Files You Own (EXCLUSIVE)`, "EXCLUSIVE WRITE ACCESS", "You ONLY have permission
 * to modify", `SCOPE GUARD`) and what it forbids (`DO NOT TOUCH`, `READ ONLY`), as explicit lists of paths.
 */
export function readOwnership(text: string, lines: readonly Line[]): Field[] {
  if (!ANY_OWNERSHIP.test(text)) return [];
  const fields: Field[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.code || line.comment || isRow(line.text)) continue;
    if (SCOPE_GUARD.test(line.text)) fields.push(...scopeGuard(line));
    else if (OWNS.test(line.text)) fields.push(...block("owns", line, lines.slice(index + 1, index + 200)));
    else if (FORBIDS.test(line.text) && !EVERYTHING_ELSE.test(line.text))
      fields.push(...block("forbids", line, lines.slice(index + 1, index + 200)));
  }
  return fields;
}

/** `6. **SCOPE GUARD.** Only modify `a.ts`. Do NOT modify `b.ts`.` */
function scopeGuard(line: Line): Field[] {
  const at = line.text.search(FORBIDS);
  const [allowed, refused] = at === -1 ? [line.text, ""] : [line.text.slice(0, at), line.text.slice(at)];
  return [...listField("owns", quotedNames(allowed), line.number), ...listField("forbids", quotedNames(refused), line.number)];
}

/** The paths named in the line itself, or else the list, table or fenced block that follows it. */
function block(name: "owns" | "forbids", opener: Line, following: readonly Line[]): Field[] {
  const here = quotedNames(opener.text);
  if (here.length > 0) return listField(name, here, opener.number);
  if (!announces(opener.text)) return [];
  const fields: Field[] = [];
  let prose = 0;
  for (const line of following) {
    const text = line.text.trim();
    if (text === "" || /^(?:`{3,}|~{3,})/.test(text)) continue;
    if (!line.code && (/^#{1,6}\s|^(?:---+|\*\*\*+)$/.test(text) || announces(text) || SCOPE_GUARD.test(text))) break;
    const items = itemsOf(line, text);
    if (items === undefined && (fields.length > 0 || ++prose > PROSE_LINES_MAX)) break;
    const kept = name === "owns" && FORBIDS.test(text) ? "forbids" : name;
    if (items !== undefined) fields.push(...listField(kept, items, line.number));
  }
  return fields;
}

/** A heading, a bold line, or a line that ends with a colon announces a list; prose that says "do not modify tests" does not. */
function announces(text: string): boolean {
  const trimmed = text.trim();
  return (
    /^#{1,6}\s/.test(trimmed) ||
    /^(?:[^\p{L}*]*)\*\*[^*]+\*\*:?$/u.test(trimmed) ||
    (/:\**$/.test(trimmed) && (OWNS.test(trimmed) || FORBIDS.test(trimmed)))
  );
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
  return [...text.matchAll(/`([^`\s]+)`/g)].map((match) => match[1] ?? "").filter((name) => /[/.*]/.test(name));
}

function listField(name: "owns" | "forbids", value: readonly string[], line: number): Field[] {
  return value.length === 0 ? [] : [{ name, value, line }];
}
