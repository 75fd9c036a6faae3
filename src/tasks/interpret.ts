import type { Command, SourceLine } from "../core/task.ts";
import type { PathFinder } from "./declared-paths.ts";
import type { Entry, Mention } from "./entry.ts";
import type { Field, FieldName } from "./fields.ts";
import { idsIn, readExplicitId } from "./ids-in-text.ts";
import { quoted, type Report } from "./problems.ts";
import { plainText } from "./values/decoration.ts";
import { parseEffort } from "./values/effort.ts";
import { parsePriority } from "./values/priority.ts";
import { parseStatus } from "./values/status.ts";

/** What understanding a value may need beside the value. */
export interface Understanding {
  readonly finder: PathFinder;
  readonly hasFile: (path: string) => boolean;
  readonly report: Report;
}

/** Ways to say that there is no value. */
const NOTHING = /^(?:|[-–—?/]+|n\/?a\b.*|none\b.*|nothing|tbd\b.*|tba\b.*|unknown|varies|unassigned|unset|null|\(none\))$/i;

const LIST_ITEMS_MAX = 500;

/** Understands one entry: one mention for each of its tasks; what cannot be understood is reported. */
export function interpret(entry: Entry, understanding: Understanding): Mention[] {
  const task = entry.ids.length === 1 ? (entry.ids[0] ?? null) : null;
  const context = { ...understanding, task, file: entry.at.file };
  const named = (name: FieldName) => entry.fields.filter((field) => field.name === name);
  const first = <T>(name: FieldName, parse: (text: string) => T | undefined) => firstValue(named(name), parse, context);
  const mention = {
    origin: entry.origin,
    session: entry.session ?? null,
    at: entry.at,
    title: titleOf(entry.title || (asText(named("title")[0]) ?? "")),
    statuses: statusesOf(entry.fields, context),
    priority: first("priority", parsePriority) ?? null,
    effort: first("effort", parseEffort) ?? null,
    dependsOn: named("dependsOn").flatMap((field) => idsOf(field, context)),
    conflictsWith: named("conflictsWith").flatMap((field) => idsOf(field, context)),
    owns: pathsOf(named("owns"), context),
    paths: pathsOf(named("paths"), context),
    forbids: pathsOf(named("forbids"), context),
    adds: pathsOf(named("adds"), context),
    pins: pathsOf(named("pins"), context),
    acceptance: acceptanceIn(named("acceptance")[0], context),
    promptFile: entry.promptFile ?? promptIn(named("prompt")[0], context),
    production: named("production").some((field) => /^(?:true|yes|y|1|✅)/i.test(asText(field) ?? "")),
  };
  return entry.ids.map((id) => ({ id, ...mention }));
}

interface Context extends Understanding {
  readonly task: string | null;
  readonly file: string;
}

function at(context: Context, field: Field): SourceLine {
  return { file: context.file, line: field.line };
}

/** A list counts as its items in one line, for the facts that are one value. */
function asText(field: Field | undefined): string | undefined {
  return typeof field?.value === "string" ? field.value : field?.value.join(", ");
}

function titleOf(text: string): string {
  return plainText(text)
    .replace(/^[\s:–—-]+|[\s:–—-]+$/g, "")
    .slice(0, 200);
}

function firstValue<T>(fields: readonly Field[], parse: (text: string) => T | undefined, context: Context): T | undefined {
  for (const field of fields) {
    const text = asText(field) ?? "";
    const value = parse(text);
    if (value !== undefined) return value;
    // "Priority: ✅ COMPLETE" is a status in the wrong field, which `statusesOf` reads.
    if (!NOTHING.test(plainText(text)) && parseStatus(text) === undefined) {
      context.report("unread-value", at(context, field), context.task, `expected a ${field.name}, got ${quoted(text)}`);
    }
  }
  return undefined;
}

function statusesOf(fields: readonly Field[], context: Context): Mention["statuses"] {
  return fields.flatMap((field) => {
    const text = asText(field) ?? "";
    if (field.name === "priority") return parseStatus(text) === "done" ? [{ status: "done" as const, line: field.line }] : [];
    if (field.name !== "status") return [];
    if (text.includes("$(")) return [];
    const status = parseStatus(text);
    if (status !== undefined) return [{ status, line: field.line }];
    if (!NOTHING.test(plainText(text))) {
      context.report("unread-value", at(context, field), context.task, `expected a status like ready or complete, got ${quoted(text)}`);
    }
    return [];
  });
}

/** Prose yields the ids it holds; a list's items, and backticked words, are ids whatever their shape. */
function idsOf(field: Field, context: Context): string[] {
  if (typeof field.value === "string") {
    if (NOTHING.test(plainText(field.value)) && idsIn(field.value).length === 0) return [];
    const ticked = [...field.value.matchAll(/`([^`\s]+)`/g)].map((match) => match[1] ?? "");
    const slugs = ticked.filter((word) => readExplicitId(word).kind === "ids" && !/[./]/.test(word));
    return [...new Set([...idsIn(field.value), ...slugs])];
  }
  return field.value.slice(0, LIST_ITEMS_MAX).flatMap((item) => {
    const cell = readExplicitId(item);
    if (cell.kind === "ids") return NOTHING.test(item) ? [] : cell.list.ids;
    if (cell.kind !== "none") {
      context.report("invalid-id", at(context, field), context.task, `expected a task id in ${field.name}, got ${quoted(item)}`);
    }
    return [];
  });
}

function pathsOf(fields: readonly Field[], context: Context): string[] {
  const all = fields.flatMap((field) => {
    const { finder } = context;
    const found = typeof field.value === "string" ? [finder.inProse(field.value)] : field.value.slice(0, LIST_ITEMS_MAX).map(finder.inItem);
    for (const outside of found.flatMap(({ escapes }) => escapes)) {
      context.report("path-escape", at(context, field), context.task, `expected a path inside the repository, got ${quoted(outside)}`);
    }
    return found.flatMap(({ paths }) => paths);
  });
  return [...new Set(all)];
}

/**
 * A command is a list of words, or one line that starts like a program (`npm test`, `./check.sh`); in prose only what
 * is backticked. "All tests pass" is a wish: run as a command it would fail forever.
 */
function acceptanceIn(field: Field | undefined, context: Context): Command | null {
  if (field === undefined) return null;
  const { value } = field;
  if (typeof value !== "string" && value.length > 0 && isProgram(value[0] ?? "") && !/\s/.test(value[0] ?? "")) return value;
  const text = typeof value === "string" ? (/^`([^`]+)`/.exec(value)?.[1] ?? value).trim() : "";
  if (isProgram(text)) return text;
  if (!NOTHING.test(text) || (typeof value !== "string" && value.length > 0)) {
    context.report(
      "prose-acceptance",
      at(context, field),
      context.task,
      `expected a command like \`npm test\`, got ${quoted(asText(field) ?? "")}`,
    );
  }
  return null;
}

function isProgram(text: string): boolean {
  return /^[a-z0-9_./-]+(?:\s|$)/.test(text) && !/[.!]$/.test(text) && !text.includes("\n");
}

/** ``[`docs/prompts/ST-005.md`](../prompts/ST-005.md)``: the text, or the link as seen from this file. */
function promptIn(field: Field | undefined, context: Context): string | null {
  const text = asText(field) ?? "";
  const link = /\[([^\]]*)\]\(([^)\s]+)\)/.exec(text);
  const named = plainText(link?.[1] ?? text).split(/\s/)[0] ?? "";
  const candidates = [named, ...(link?.[2] === undefined ? [] : [relativeTo(context.file, link[2]), link[2]])];
  const found = candidates.find((path) => context.hasFile(path));
  if (field !== undefined && found === undefined && /\.(?:md|markdown)$/.test(named)) {
    context.report("missing-prompt", at(context, field), context.task, `expected the prompt ${quoted(named)} to exist, got no such file`);
  }
  return found ?? null;
}

function relativeTo(file: string, link: string): string {
  const parts = file.split("/").slice(0, -1);
  for (const part of link.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
