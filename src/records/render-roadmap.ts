import { editLines, type LineEdit, splitLines } from "./lines.ts";
import type { TaskFact } from "./record-facts.ts";
import { type RoadmapEntry, roadmapEntries, type StatusSite } from "./roadmap-entries.ts";
import { type StatusMeaning, withoutDoneMarks } from "./status-words.ts";
import { cellsOf, replaceCell } from "./table.ts";

/** What to write where the owner's own words do not already mean it. */
interface Wanted {
  readonly meaning: StatusMeaning;
  readonly box: string;
  readonly text: string;
  readonly doneBy: string | null;
}

/**
 * The roadmap with the status of these tasks, in whatever form each entry has; every other byte stays. Words that
 * already mean the same are the owner's and stay too. An entry about several tasks changes only when all agree.
 */
export function renderRoadmap(text: string, tasks: readonly TaskFact[]): string {
  const wanted = new Map(tasks.map((task) => [task.id, wantedStatus(task)]));
  const lines = splitLines(text);
  const edits = new Map<number, string>();
  const inserts: LineEdit[] = [];
  const lineAt = (index: number) => edits.get(index) ?? lines[index]?.text ?? "";
  for (const entry of roadmapEntries(lines, new Set(wanted.keys()))) {
    const status = agreed(entry, wanted);
    if (status === undefined) continue;
    // From the end of a line to its beginning, so that columns stay true.
    for (const site of entry.sites.toReversed())
      if (differs(site, status)) edits.set(site.line, writeSite(lineAt(site.line), site, status));
    const heading = withMarks(lineAt(entry.first), entry, status);
    if (heading !== lineAt(entry.first)) edits.set(entry.first, heading);
    if (entry.form === "heading" && entry.sites.length === 0 && status.meaning !== "todo") {
      inserts.push({ at: entry.first + 1, remove: 0, insert: ["", `**Status:** ${status.text}`] });
    }
  }
  return editLines(text, [...inserts, ...[...edits].map(([at, line]) => ({ at, remove: 1, insert: [line] }))]);
}

function wantedStatus({ status, doneBy, atMs }: TaskFact): Wanted {
  const day = new Date(atMs).toISOString().slice(0, 10);
  switch (status) {
    case "ready":
      return { meaning: "todo", box: " ", text: "Ready", doneBy: null };
    case "in-progress":
      return { meaning: "in-progress", box: "~", text: "In Progress", doneBy: null };
    case "landed":
      return { meaning: "landed", box: "~", text: "landed, verifying", doneBy: null };
    case "dropped":
      return { meaning: "dropped", box: "-", text: "Dropped", doneBy: null };
    case "complete":
      return { meaning: "done", box: "x", text: `✅ Complete (${day})${doneBy === null ? "" : ` - done by ${doneBy}`}`, doneBy };
  }
}

function agreed(entry: RoadmapEntry, wanted: ReadonlyMap<string, Wanted>): Wanted | undefined {
  const [first, ...others] = entry.ids.map((id) => wanted.get(id));
  return first !== undefined && others.every((other) => other?.text === first.text) ? first : undefined;
}

function differs(site: StatusSite, wanted: Wanted): boolean {
  if (site.kind === "box") return site.meaning !== (wanted.meaning === "landed" ? "in-progress" : wanted.meaning);
  return site.meaning !== wanted.meaning || (wanted.doneBy !== null && !site.text.includes(`done by ${wanted.doneBy}`));
}

function writeSite(line: string, site: StatusSite, wanted: Wanted): string {
  if (site.kind === "cell") {
    const cell = cellsOf(line).find(({ start }) => start === site.start);
    return cell === undefined ? line : replaceCell(line, cell, wanted.text);
  }
  const gap = site.kind === "field" && site.text === "" && !/\s$/.test(line.slice(0, site.start)) ? " " : "";
  return line.slice(0, site.start) + gap + (site.kind === "box" ? wanted.box : wanted.text) + line.slice(site.end);
}

const OUR_SUFFIX = / \((?:landed, verifying|done by [A-Za-z0-9._-]+)\)$/;

/**
 * The first line of an entry: a checkbox without a status field says `landed, verifying` and `done by` at its end,
 * and an entry that is not done loses the check marks people put beside titles.
 */
function withMarks(line: string, entry: RoadmapEntry, wanted: Wanted): string {
  const plain = wanted.meaning === "done" || entry.form === "row" ? line : withoutDoneMarks(line);
  if (entry.form !== "checkbox") return plain;
  const bare = plain.replace(OUR_SUFFIX, "");
  if (entry.sites.some(({ kind }) => kind === "field")) return bare;
  if (wanted.meaning === "landed") return `${bare} (landed, verifying)`;
  return wanted.doneBy === null ? bare : `${bare} (done by ${wanted.doneBy})`;
}
