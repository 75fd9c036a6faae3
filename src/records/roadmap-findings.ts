import type { Unowned } from "./findings.ts";
import { splitLines } from "./lines.ts";
import type { SessionFile } from "./record-files.ts";
import { roadmapEntries, type StatusSite } from "./roadmap-entries.ts";
import { sessionIds } from "./session-entries.ts";

/** What the roadmap says of one task, over all entries and all places in them. */
export interface RoadmapReading {
  readonly id: string;
  /** Indexes into the file's lines. */
  readonly line: number;
  readonly done: StatusSite | undefined;
  readonly open: StatusSite | undefined;
  readonly dropped: boolean;
  /** The text of its entries. */
  readonly text: string;
}

/** Reads every task of a roadmap. */
export function readRoadmap(text: string): Map<string, RoadmapReading> {
  const lines = splitLines(text);
  const readings = new Map<string, RoadmapReading>();
  for (const { ids, sites, first, end } of roadmapEntries(lines)) {
    const own = lines
      .slice(first, end)
      .map((line) => line.text)
      .join("\n");
    for (const id of ids) {
      const known = readings.get(id);
      readings.set(id, {
        id,
        line: known?.line ?? first,
        done: known?.done ?? sites.find(({ meaning }) => meaning === "done"),
        open: known?.open ?? sites.find(({ meaning }) => meaning === "todo" || meaning === "in-progress"),
        dropped: known?.dropped || sites.some(({ meaning }) => meaning === "dropped"),
        text: known === undefined ? own : `${known.text}\n${own}`,
      });
    }
  }
  return readings;
}

/** A task said to be done and open at once, whatever two places say so. */
export function contradictions(file: string, readings: Iterable<RoadmapReading>): Unowned[] {
  return [...readings].flatMap(({ id, done, open }): Unowned[] => {
    if (done === undefined || open === undefined) return [];
    const message = `expected one status for ${id}, got \`${words(done)}\` at line ${done.line + 1} and \`${words(open)}\` at line ${open.line + 1}`;
    return [{ code: "task-done-and-open", task: id, session: null, agent: null, message, file, line: Math.max(done.line, open.line) + 1 }];
  });
}

function words({ kind, text }: StatusSite): string {
  return kind === "box" ? `[${text}]` : text.slice(0, 80);
}

const COMMIT = /\b(?:commits?|merged|landed)\b\W[^\n]{0,60}?\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{7,64}\b/i;

/**
 * Tasks said to be done with nothing that could be looked at: no commit named, no report that exists, no completed
 * session with evidence, and unknown to Signalbox as landed.
 */
export function unproven(
  file: string,
  readings: Iterable<RoadmapReading>,
  sessions: readonly SessionFile[],
  paths: ReadonlySet<string>,
  finished: ReadonlySet<string>,
): Unowned[] {
  const proven = new Set(
    sessions.filter(({ folder, text }) => folder === "completed" && hasEvidence(text, paths)).flatMap(({ tasks }) => tasks),
  );
  const isProven = (id: string) => finished.has(id) || proven.has(id);
  // Signalbox writes `done by main` when a task's own acceptance passed there without a change of its own.
  const isDoneBy = (other: string | undefined) => other !== undefined && (other === "main" || isProven(other));
  return [...readings].flatMap(({ id, done, text }): Unowned[] => {
    const other = /\bdone by ([A-Za-z0-9._-]+)/.exec(text)?.[1];
    if (done === undefined || isProven(id) || hasEvidence(text, paths) || isDoneBy(other)) return [];
    const message = `${id} is said to be done, but no commit, report or completed session shows it`;
    return [{ code: "done-without-evidence", task: id, session: null, agent: null, message, file, line: done.line + 1 }];
  });
}

function hasEvidence(text: string, paths: ReadonlySet<string>): boolean {
  if (/\*\*(?:Evidence|Done by):?\*\*/i.test(text)) return true;
  const plain = sessionIds(text).reduce((rest, session) => rest.replaceAll(session.replace(/^Session-/, ""), ""), text);
  if (COMMIT.test(plain)) return true;
  return [...plain.matchAll(/[\w./-]+REPORT[\w.-]*\.md/gi)].some(([report]) => paths.has(report.replace(/^(?:\.{1,2}\/)+/, "")));
}
