import { leadingIds } from "./leading-ids.ts";
import { fencedLines, LINE_CHARACTERS_MAX, type Line } from "./lines.ts";
import { boxMeaning, type StatusMeaning, statusMeaning } from "./status-words.ts";
import { cellsOf, findTables, type Table } from "./table.ts";

/** Where a roadmap says the status of an entry: a checkbox, a `**Status:**` field (alone or between pipes), a table cell. */
export interface StatusSite {
  readonly kind: "box" | "field" | "cell";
  readonly line: number;
  /** Columns of the status text itself, `[start, end)`. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly meaning: StatusMeaning;
}

/** One entry of a roadmap: lines `[first, end)`, the ids it is about, and every place it says a status. */
export interface RoadmapEntry {
  readonly form: "checkbox" | "heading" | "row";
  readonly ids: readonly string[];
  readonly first: number;
  readonly end: number;
  readonly sites: readonly StatusSite[];
  /** For a row: the table it stands in. */
  readonly table: Table | null;
}

const HEADING = /^ {0,3}(#{1,6})\s+(.*)$/;
const CHECKBOX = /^(\s*)[-*+] \[([^\]]{1,4})\]\s+(.*)$/u;
const FIELD = /(?:\*\*Status:?\*\*:?|(?:^|[-*+|]) *Status:)([ \t]*)([^|]*?)(?=[ \t]*(?:\||$))/i;

/** All entries in the order they begin. `known` ids are recognised whatever their form. */
export function roadmapEntries(lines: readonly Line[], known: ReadonlySet<string> = new Set()): RoadmapEntry[] {
  const fenced = fencedLines(lines);
  const at = (index: number) => readable(fenced[index] === true, lines[index]?.text ?? "");
  const headings = headingEntries(at, lines.length, known);
  const boxes = checkboxEntries(at, lines.length, known).filter(
    // Inside a task's own section a box that repeats its id is a deliverable.
    ({ ids, first }) =>
      !headings.some((heading) => heading.first < first && first < heading.end && ids.every((id) => heading.ids.includes(id))),
  );
  return [...headings, ...boxes, ...rowEntries(lines, known)].toSorted((a, b) => a.first - b.first);
}

/** Code, and lines no person wrote, hold no entries; it also bounds what the patterns must look at. */
function readable(fenced: boolean, text: string): string {
  return fenced || text.length > LINE_CHARACTERS_MAX ? "" : text;
}

function headingEntries(at: (index: number) => string, count: number, known: ReadonlySet<string>): RoadmapEntry[] {
  const headings: { readonly line: number; readonly level: number; readonly ids: readonly string[] }[] = [];
  for (let line = 0; line < count; line++) {
    const match = HEADING.exec(at(line));
    if (match?.[1] !== undefined) headings.push({ line, level: match[1].length, ids: leadingIds(match[2] ?? "", known) });
  }
  return headings.flatMap(({ line, level, ids }, index): RoadmapEntry[] => {
    if (ids.length === 0) return [];
    const end = headings.slice(index + 1).find((next) => next.level <= level || next.ids.length > 0)?.line ?? count;
    const sitesEnd = headings[index + 1]?.line ?? count;
    return [{ form: "heading", ids, first: line, end, sites: fieldSites(at, line + 1, sitesEnd, 1), table: null }];
  });
}

function checkboxEntries(at: (index: number) => string, count: number, known: ReadonlySet<string>): RoadmapEntry[] {
  const entries: RoadmapEntry[] = [];
  for (let line = 0; line < count; line++) {
    const match = CHECKBOX.exec(at(line));
    if (match?.[1] === undefined || match[2] === undefined) continue;
    const ids = leadingIds(match[3] ?? "", known);
    if (ids.length === 0) continue;
    const end = endOfItem(at, line, count, match[1].length);
    const start = at(line).indexOf("[") + 1;
    const box = { kind: "box", line, start, end: start + match[2].length, text: match[2], meaning: boxMeaning(match[2]) } as const;
    entries.push({ form: "checkbox", ids, first: line, end, sites: [box, ...fieldSites(at, line, end, 1)], table: null });
  }
  return entries;
}

/** A list item goes on while lines are indented deeper than its bullet; blank lines at its end are not its own. */
function endOfItem(at: (index: number) => string, first: number, count: number, indent: number): number {
  let end = first + 1;
  for (let line = first + 1; line < count; line++) {
    if (at(line).trim() === "") continue;
    if (at(line).search(/\S/) <= indent) break;
    end = line + 1;
  }
  return end;
}

function rowEntries(lines: readonly Line[], known: ReadonlySet<string>): RoadmapEntry[] {
  return findTables(lines).flatMap((table) => {
    const idColumn = Math.max(
      0,
      table.header.findIndex((name) => /^(?:task|task id|id|spec id|feature|ticket)$/i.test(name.replaceAll("*", ""))),
    );
    const statusColumn = table.header.findIndex((name) => /^status$/i.test(name.replaceAll("*", "")));
    const entries: RoadmapEntry[] = [];
    for (let line = table.firstRow; line < table.endRow; line++) {
      const cells = cellsOf(lines[line]?.text ?? "");
      const ids = leadingIds(cells[idColumn]?.text ?? "", known);
      if (ids.length === 0) continue;
      const cell = statusColumn === -1 ? undefined : cells[statusColumn];
      const site =
        cell && ({ kind: "cell", line, start: cell.start, end: cell.end, text: cell.text, meaning: statusMeaning(cell.text) } as const);
      entries.push({ form: "row", ids, first: line, end: line + 1, sites: site ? [site] : [], table });
    }
    return entries;
  });
}

/** The first `max` status fields in lines `[first, end)`. */
function fieldSites(at: (index: number) => string, first: number, end: number, max: number): StatusSite[] {
  const sites: StatusSite[] = [];
  for (let line = first; line < end && sites.length < max; line++) {
    const match = FIELD.exec(at(line));
    if (match === null) continue;
    const text = match[2] ?? "";
    const start = match.index + match[0].length - text.length;
    sites.push({ kind: "field", line, start, end: start + text.length, text, meaning: statusMeaning(text) });
  }
  return sites;
}
