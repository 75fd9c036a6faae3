import { type Field, fieldNamed, fieldsOf } from "../fields.ts";
import { idOfFileName, readIdCell } from "../ids-in-text.ts";
import { type Line, linesOf } from "../lines.ts";
import { quoted, type Report } from "../problems.ts";
import type { FileText } from "../tree-reader.ts";
import { readFrontMatter } from "./front-matter.ts";
import { explicitIdsAt, idsAt } from "./id-position.ts";
import { reportLeftovers } from "./leftovers.ts";
import { readOwnership } from "./ownership.ts";
import type { FormatReader } from "./reader.ts";

/** A header never reaches further down; below it the same words are instructions. */
const HEADER_LINES_MAX = 40;

/** Files in a prompt folder that are about prompts. */
const NO_PROMPT = /^(?:readme|index|contributing|changelog|coordinator)$|template|^_/i;

/** Folders a prompt is moved to when its task is given up (the guide's HOW_TO_DEPRECATE). */
const DROPPED_FOLDER = /(?:^|\/)(?:deprecated|archived?|abandoned|obsolete)\//i;

/**
 * A prompt file: one task. Its id comes from front matter, a `TASK_ID` comment, a field, the first heading or the
 * file's name, in this order.
 */
export const readPrompt: FormatReader = (file, report) => {
  const stem = stemOf(file.path);
  if (NO_PROMPT.test(stem)) return [];
  const { fields: matter, body } = readFrontMatter(file, report);
  const lines = linesOf(body, HEADER_LINES_MAX);
  const heading = lines.find((line) => /^#\s/.test(line.text) && !line.code);
  const fields = [...folderStatus(file.path), ...matter, ...headerFields(lines), ...readOwnership(body)];
  for (const { value, line } of fields) reportLeftovers(String(value), { file: file.path, line }, report);
  const headingText = heading?.text.replace(/^#\s+/, "") ?? "";
  const ids = idOf(file, stem, fields, heading, report);
  if (ids.length === 0) return [];
  const at = { file: file.path, line: heading?.number ?? 1 };
  return [{ origin: "prompt", ids, at, title: titleOf(headingText), fields: firstOfEach(fields), promptFile: file.path }];
};

function idOf(file: FileText, stem: string, fields: readonly Field[], heading: Line | undefined, report: Report): readonly string[] {
  const field = fields.find(({ name }) => name === "id");
  const stated = field === undefined ? undefined : explicitIdsAt(String(field.value), { file: file.path, line: field.line }, report);
  if (field !== undefined && stated === undefined && String(field.value).trim() !== "") return [];
  const headed =
    heading === undefined ? undefined : idsAt(heading.text.replace(/^#\s+/, ""), { file: file.path, line: heading.number }, report);
  const named = idOfFileName(stem);
  const ids = stated?.ids ?? headed?.ids ?? (named === undefined ? [] : [named]);
  const at = { file: file.path, line: field?.line ?? heading?.number ?? 1 };
  if (ids.length === 0) report("no-id", at, null, "expected a task id in the text or the file's name, got none");
  else if (named !== undefined && /\d$/.test(named) && !ids.some((id) => id.toLowerCase() === named.toLowerCase())) {
    report("id-mismatch", at, ids[0] ?? null, `expected ${quoted(file.path)} to be about ${named}, got ${ids.join(", ")}`);
  }
  return ids;
}

/** Fields and metadata comments at the top; a header ends where the instructions begin. */
function headerFields(lines: readonly Line[]): Field[] {
  const fields: Field[] = [];
  let headings = 0;
  for (const line of lines) {
    if (/^#{1,6}\s/.test(line.text) && ++headings > 1 && fields.length > 0) break;
    if (!line.code) fields.push(...commentFields(line), ...fieldsOf(line.text, line.number));
  }
  return fields;
}

/** `<!-- TASK_ID: QA-033 -->` and its like. */
function commentFields(line: Line): Field[] {
  if (!line.text.includes("<!--")) return [];
  return [...line.text.matchAll(/<!--\s*([A-Z_]{2,30}):\s*([^>]*?)\s*-->/g)].flatMap(([, key, value]) => {
    const name = fieldNamed(key ?? "");
    return name === undefined ? [] : [{ name, value: value ?? "", line: line.number }];
  });
}

function folderStatus(path: string): Field[] {
  return DROPPED_FOLDER.test(path) ? [{ name: "status", value: "dropped", line: 1 }] : [];
}

/** Header and front matter may both state a fact: the first one counts. Paths add up. */
function firstOfEach(fields: readonly Field[]): Field[] {
  const many = new Set(["owns", "forbids", "adds", "pins", "paths", "dependsOn", "conflictsWith"]);
  return fields.filter((field, index) => many.has(field.name) || fields.findIndex(({ name }) => name === field.name) === index);
}

function titleOf(heading: string): string {
  const cell = readIdCell(heading);
  const rest = cell.kind === "ids" ? cell.list.rest : heading;
  return /^\W*prompt\W*$/i.test(rest) ? "" : rest;
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.(?:md|markdown)$/i, "");
}
