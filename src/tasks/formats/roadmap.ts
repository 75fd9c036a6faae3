import type { TaskStatus } from "../../core/task.ts";
import type { Entry } from "../entry.ts";
import { type Field, fieldsOf } from "../fields.ts";
import { type Line, linesOf, proseOf } from "../lines.ts";
import type { Report } from "../problems.ts";
import { isRow } from "../tables.ts";
import { splitDecoration } from "../values/decoration.ts";
import { parsePriority } from "../values/priority.ts";
import { parseCheckbox, parseTitleStatus } from "../values/status.ts";
import { explicitIdsAt, idsAt } from "./id-position.ts";
import { reportLeftovers } from "./leftovers.ts";
import type { FormatReader } from "./reader.ts";
import { readRoadmapTables } from "./roadmap-table.ts";

const HEADING = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const CHECKBOX = /^(\s{0,12})[-*+]\s+\[([^\]]{0,2})\]\s+(.*)$/u;

/** Headings of sections whose tasks are over, whatever their rows leave out. */
const CLOSED_SECTION = /^(?:recently\s+)?(?:(completed|done|finished)|(archived?|deprecated|excluded|dropped|cancell?ed))\b/i;

/** An entry being read: fields are added to it as lines go by. */
interface OpenEntry {
  ids: readonly string[];
  readonly line: number;
  readonly title: string;
  readonly fields: Field[];
  /** A heading's level, or a checkbox's indentation. */
  readonly depth: number;
}

/**
 * A roadmap: checkboxes, headings with fields below, pipe lines and tables, in any mixture.
 * Code, comments and everything without an id are passed over.
 */
export const readRoadmap: FormatReader = (file, report) => {
  const lines = proseOf(linesOf(file.text));
  const scan = new RoadmapScan(file.path, report);
  for (const line of lines) scan.read(line);
  const entries = [...scan.entries(), ...readRoadmapTables(lines, file.path, scan.sectionStatusAt, report)];
  return entries.sort((a, b) => a.at.line - b.at.line);
};

class RoadmapScan {
  readonly #file: string;
  readonly #report: Report;
  readonly #found: OpenEntry[] = [];
  readonly #sections: { readonly line: number; readonly status: TaskStatus | undefined }[] = [];
  #heading: OpenEntry | undefined;
  #item: OpenEntry | undefined;

  constructor(file: string, report: Report) {
    this.#file = file;
    this.#report = report;
  }

  read(line: Line): void {
    const heading = HEADING.exec(line.text);
    const checkbox = heading === null ? CHECKBOX.exec(line.text) : null;
    if (heading?.[1] !== undefined) this.#readHeading(line, heading[1].length, heading[2] ?? "");
    else if (checkbox !== null) this.#readCheckbox(line, checkbox[2] ?? "", checkbox[3] ?? "");
    else if (!isRow(line.text) && line.text.trim() !== "") this.#readFields(line);
  }

  /** Everything found that has an id. */
  entries(): Entry[] {
    return this.#found
      .filter(({ ids }) => ids.length > 0)
      .map(({ ids, line, title, fields }) => ({
        origin: "roadmap",
        ids,
        at: { file: this.#file, line },
        title,
        fields,
        promptFile: null,
      }));
  }

  /** The status the section around a line gives to tasks that state none. */
  readonly sectionStatusAt = (line: number): TaskStatus | undefined => this.#sections.findLast((section) => section.line < line)?.status;

  /** A heading without an id below one with an id is part of that task's text; `Task ID:` may still follow any other. */
  #readHeading(line: Line, level: number, text: string): void {
    this.#item = undefined;
    const entry = this.#entryAt(line, text, level, []);
    const partOfTask = this.#heading !== undefined && this.#heading.ids.length > 0 && level > this.#heading.depth;
    if (entry.ids.length === 0 && partOfTask) return;
    this.#heading = this.#open(entry);
    if (entry.ids.length === 0) this.#sections.push({ line: line.number, status: sectionStatus(text) });
  }

  /** A checkbox is a task when it starts with an id, or when `Task ID:` follows below it; else it is a deliverable. */
  #readCheckbox(line: Line, mark: string, text: string): void {
    const status = parseCheckbox(mark);
    const entry = this.#entryAt(
      line,
      text,
      line.indent,
      status === undefined ? [] : [{ name: "status", value: status, line: line.number }],
    );
    const nested = this.#item !== undefined && line.indent > this.#item.depth;
    const repeated = entry.ids.length > 0 && entry.ids.every((id) => this.#heading?.ids.includes(id));
    if (repeated || (nested && entry.ids.length === 0)) return;
    this.#item = this.#open(entry);
  }

  #readFields(line: Line): void {
    if (this.#item !== undefined && line.indent <= this.#item.depth) this.#item = undefined;
    const target = this.#item ?? this.#heading;
    if (target === undefined) return;
    for (const field of fieldsOf(line.text, line.number)) {
      // Later fields of the same name belong to some part of the task's text.
      if (target.fields.some(({ name, line: stated }) => name === field.name && stated !== target.line)) continue;
      target.fields.push(field);
      reportLeftovers(String(field.value), { file: this.#file, line: line.number }, this.#report);
      if (field.name === "id" && target.ids.length === 0) {
        target.ids = explicitIdsAt(String(field.value), { file: this.#file, line: line.number }, this.#report)?.ids ?? [];
      }
    }
  }

  #open(entry: OpenEntry): OpenEntry {
    this.#found.push(entry);
    return entry;
  }

  #entryAt(line: Line, text: string, depth: number, fields: readonly Field[]): OpenEntry {
    const list = idsAt(text, { file: this.#file, line: line.number }, this.#report);
    const { decoration, rest } = splitDecoration(text);
    const { title, aside } = splitTitle(list?.rest ?? rest);
    const said = (name: Field["name"], value: string | undefined): Field[] =>
      value === undefined ? [] : [{ name, value, line: line.number }];
    return {
      ids: list?.ids ?? [],
      line: line.number,
      title,
      fields: [
        ...fields,
        ...said("status", parseTitleStatus(decoration, `${title} ${aside}`)),
        ...said("priority", parsePriority(aside.replace(/\([^)]*[a-z][^)]*\)/g, ""))),
      ],
      depth,
    };
  }
}

function sectionStatus(heading: string): TaskStatus | undefined {
  const closed = CLOSED_SECTION.exec(splitDecoration(heading).rest);
  if (closed === null) return undefined;
  return closed[1] === undefined ? "dropped" : "done";
}

/** `: Title** (Agent 3) 🟡 MEDIUM` is a title and what is said beside it; so is `: Title - ✅ COMPLETE (2025-11-13)`. */
function splitTitle(afterIds: string): { readonly title: string; readonly aside: string } {
  const text = afterIds.replace(/^(?:\]\([^)]*\)|[*_~`\]])*\s*[:–—-]*\s*(?:\*\*\s*)?/, "");
  const said = /\*\*|\s[-–—]\s*(?:\p{Extended_Pictographic}|[A-Z]{4,})/u.exec(text)?.index ?? text.length;
  let title = text.slice(0, said).trimEnd();
  for (let pieces = 0; pieces < ASIDE_PIECES_MAX; pieces++) {
    const shorter = title.replace(ASIDE_AT_END, "").trimEnd();
    if (shorter === title) break;
    title = shorter;
  }
  return { title, aside: text.slice(title.length) };
}

/** `(Completed: 2025-11-12)`, `[RETROACTIVE]`, an emoji. */
const ASIDE_AT_END = /(?:\([^()]*\)|\[[A-Z ]+\]|\p{Extended_Pictographic}\ufe0f?)$/u;
const ASIDE_PIECES_MAX = 8;
