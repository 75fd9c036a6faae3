import type { TreeEdit } from "../git/trees.ts";
import { editLines, type Line, splitLines } from "./lines.ts";
import { type RecordsConfig, recordKind } from "./record-paths.ts";
import type { ReadFile } from "./render-records.ts";
import { type RoadmapEntry, roadmapEntries } from "./roadmap-entries.ts";
import { readSessionTable } from "./session-entries.ts";
import { withoutDoneMarks } from "./status-words.ts";
import { findTables } from "./table.ts";
import { conflictMarkers } from "./text-findings.ts";

/** An entry longer than this is a document: it belongs in a file of its own. */
const ENTRY_LINES_MAX = 200;
/** A reformatted roadmap touches every entry; nobody reads more notes than this per file. */
const NOTES_MAX = 50;

/** What became of one edit of a record file by an agent. `task` is whose entry it was, where that is known. */
export interface EditNote {
  readonly path: string;
  readonly task: string | null;
  readonly kept: boolean;
  readonly message: string;
}

export interface MergeInput {
  readonly config: RecordsConfig;
  /** Paths the agent's change touches; those that are no records are ignored. */
  readonly paths: readonly string[];
  /** The commit the work started from, main's tip (or the candidate so far), and the agent's commit. */
  readonly base: ReadFile;
  readonly main: ReadFile;
  readonly agent: ReadFile;
}

/**
 * Merges an agent's edits of record files by entry. Main's version stands; a roadmap entry whose ids neither base nor
 * main knows is appended, its status reset to open because an agent's word proves nothing (promise 5). Every other edit
 * is dropped with a note. Session entries come from the coordinator alone, so a finished session cannot come back.
 * @returns edits against main's tree, and a note per entry.
 */
export async function mergeAgentEdits(
  input: MergeInput,
): Promise<{ readonly edits: readonly TreeEdit[]; readonly notes: readonly EditNote[] }> {
  const edits: TreeEdit[] = [];
  const notes: EditNote[] = [];
  for (const path of input.paths) {
    const kind = recordKind(input.config, path);
    if (kind === undefined) continue;
    const [base = "", main, agent = ""] = await Promise.all([input.base(path), input.main(path), input.agent(path)]);
    if (agent === base) continue;
    const merged = mergeRecord(kind, path, base, main, agent);
    if (merged.content !== main && merged.content !== undefined) edits.push({ path, content: merged.content });
    notes.push(...merged.notes.slice(0, NOTES_MAX));
    const more = merged.notes.length - NOTES_MAX;
    if (more > 0) notes.push({ path, task: null, kept: false, message: `${more} more edits of entries` });
  }
  return { edits, notes };
}

interface Merged {
  readonly content: string | undefined;
  readonly notes: readonly EditNote[];
}

/** One file of `mergeAgentEdits`; pure. `main` is undefined when main has no such file. */
export function mergeRecord(
  kind: NonNullable<ReturnType<typeof recordKind>>,
  path: string,
  base: string,
  main: string | undefined,
  agent: string,
): Merged {
  if (kind === "roadmap" && main !== undefined) return mergeRoadmap(path, base, main, agent);
  if (kind === "active-sessions") return { content: main, notes: sessionNotes(path, base, agent) };
  const message = kind === "roadmap" ? "main has no roadmap at this path" : "session files are written by the coordinator";
  return { content: main, notes: [{ path, task: null, kept: false, message }] };
}

interface Keyed {
  readonly entry: RoadmapEntry;
  readonly text: readonly string[];
}

function mergeRoadmap(path: string, base: string, main: string, agent: string): Merged {
  const [baseEntries, agentEntries] = [keyed(base), keyed(agent)];
  const known = new Set([base, main].flatMap((text) => roadmapEntries(splitLines(text)).flatMap(({ ids }) => ids)));
  const note = (key: string, kept: boolean, message: string): EditNote => ({ path, task: key.split(" ")[0] ?? null, kept, message });
  const notes: EditNote[] = [];
  let content = main;
  let appendedTo = 0;
  for (const [key, { entry, text }] of agentEntries) {
    // Part of an entry that was appended whole.
    if (entry.first < appendedTo) continue;
    const before = baseEntries.get(key);
    if (before === undefined) {
      const within = [...agentEntries.values()]
        .map((other) => other.entry)
        .filter(({ first }) => entry.first <= first && first < entry.end);
      const isNew = within.every(({ ids }) => ids.every((id) => !known.has(id)));
      const appended = isNew ? append(content, entry, text, opened(within, agent)) : { refused: "a second entry for a task that has one" };
      const kept = typeof appended === "string";
      if (kept) [content, appendedTo] = [appended, entry.end];
      notes.push(note(key, kept, kept ? "new entry appended as open" : appended.refused));
    } else if (before.text.join("\n") !== text.join("\n")) notes.push(note(key, false, "only the coordinator changes an existing entry"));
  }
  for (const key of baseEntries.keys()) {
    if (!agentEntries.has(key)) notes.push(note(key, false, "an agent may not remove an entry"));
  }
  if (prose(base) !== prose(agent)) notes.push({ path, task: null, kept: false, message: "an edit outside the entries" });
  return { content, notes };
}

/** Entries by their ids and form; a second entry of the same kind gets a number. */
function keyed(text: string): Map<string, Keyed> {
  const lines = splitLines(text);
  const entries = new Map<string, Keyed>();
  for (const entry of roadmapEntries(lines)) {
    let key = `${entry.ids.join(" ")} ${entry.form}`;
    while (entries.has(key)) key += "+";
    entries.set(key, { entry, text: trimEnd(lines.slice(entry.first, entry.end)) });
  }
  return entries;
}

/** Main with the new entry behind everything else; a row goes to the end of main's table with the same header. */
function append(
  main: string,
  { form, first, table }: RoadmapEntry,
  text: readonly string[],
  agentLines: readonly string[],
): string | { readonly refused: string } {
  if (text.length > ENTRY_LINES_MAX) return { refused: `expected an entry of at most ${ENTRY_LINES_MAX} lines, got ${text.length}` };
  if (conflictMarkers("", text.join("\n")).length > 0) return { refused: "it holds conflict markers" };
  const lines = splitLines(main);
  const open = agentLines.slice(first, first + text.length);
  if (form !== "row") {
    const gap = lines.length > 0 && lines.at(-1)?.text.trim() !== "" ? [""] : [];
    return editLines(main, [{ at: lines.length, remove: 0, insert: [...gap, ...open] }]);
  }
  const header = table?.header.join("|");
  const same = findTables(lines).find((candidate) => candidate.header.join("|") === header);
  return same ? editLines(main, [{ at: same.endRow, remove: 0, insert: open }]) : { refused: "main has no table with this header" };
}

/** The agent's lines with every status in these entries reset, unless it is one of work to do. */
function opened(entries: readonly RoadmapEntry[], agent: string): string[] {
  const lines = splitLines(agent).map(({ text }) => text);
  for (const { form, first, sites } of entries) {
    for (const { kind, line, start, end, meaning } of sites.toReversed()) {
      if (meaning === "todo" || meaning === "blocked") continue;
      const status = kind === "box" ? " " : kind === "cell" ? " Ready " : "Ready";
      lines[line] = (lines[line] ?? "").slice(0, start) + status + (lines[line] ?? "").slice(end);
    }
    if (form !== "row") lines[first] = withoutDoneMarks(lines[first] ?? "");
  }
  return lines;
}

function prose(text: string): string {
  const lines = splitLines(text);
  const inEntry = new Set(roadmapEntries(lines).flatMap(({ first, end }) => lines.slice(first, end).map((_, index) => first + index)));
  return lines
    .filter((line, index) => !inEntry.has(index) && line.text.trim() !== "")
    .map((line) => line.text.trim())
    .join("\n");
}

function trimEnd(lines: readonly Line[]): string[] {
  const texts = lines.map(({ text }) => text);
  while (texts.at(-1)?.trim() === "") texts.pop();
  return texts;
}

/** A note for every session entry the agent added, changed or removed, and one for other text. */
function sessionNotes(path: string, base: string, agent: string): EditNote[] {
  const [before, after] = [sessionLines(base), sessionLines(agent)];
  const notes: EditNote[] = [];
  const note = (task: string | null, message: string) => notes.push({ path, task, kept: false, message });
  for (const [key, { text, task }] of after) {
    const old = before.get(key);
    if (old === undefined) note(task, `sessions are registered by the coordinator, not by an entry for ${key}`);
    else if (old.text !== text) note(task, `only the coordinator changes the entry of ${key}`);
  }
  for (const [key, { task }] of before) if (!after.has(key)) note(task, `an agent may not remove the entry of ${key}`);
  return notes.length > 0 ? notes : [{ path, task: null, kept: false, message: "an edit outside the entries" }];
}

function sessionLines(text: string): Map<string, { readonly text: string; readonly task: string | null }> {
  const lines = splitLines(text);
  const entries = readSessionTable(lines).entries;
  return new Map(
    entries.map(({ sessions, tasks, first, end }) => [
      sessions[0] ?? tasks[0] ?? "a session",
      { text: trimEnd(lines.slice(first, end)).join("\n"), task: tasks[0] ?? null },
    ]),
  );
}
