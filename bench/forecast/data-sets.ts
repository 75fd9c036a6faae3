import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseCsv } from "./csv.ts";

/** One finished task of a public collection: what was estimated, when, and what it took, in the collection's unit. */
export interface EstimatedTask {
  readonly id: number;
  readonly estimatedAtMs: number;
  readonly finishedAtMs: number;
  readonly estimate: number;
  readonly actual: number;
  readonly person: string;
  readonly kind: string;
  /** Even ones are for tuning, odd ones for reporting. */
  readonly project: number;
}

export interface DataSet {
  readonly name: string;
  /** What the planning protocol asks of the mean pinball loss. */
  readonly pinballMax: number;
  readonly files: readonly string[];
  readonly read: (texts: readonly string[]) => readonly EstimatedTask[];
}

export const DATA_SETS: readonly DataSet[] = [
  { name: "SiP", pinballMax: 0.148, files: ["sip-task-info.csv", "sip-est-act-dates.csv"], read: readSip },
  { name: "Renzo", pinballMax: 0.123, files: ["renzo-pomodoro.csv"], read: readRenzo },
  { name: "CESAW", pinballMax: 0.229, files: ["cesaw-task-fact.csv"], read: readCesaw },
];

/** Tasks in the order they were estimated; null when a file is not there. */
export function openDataSet({ files, read }: DataSet, directory: string): readonly EstimatedTask[] | null {
  const paths = files.map((file) => join(directory, file));
  if (!paths.every((path) => existsSync(path))) return null;
  return read(paths.map((path) => readFileSync(path, "latin1")))
    .filter(({ estimate, actual, estimatedAtMs, finishedAtMs }) => estimate > 0 && actual > 0 && finishedAtMs >= estimatedAtMs)
    .sort((a, b) => a.estimatedAtMs - b.estimatedAtMs || a.id - b.id);
}

const UNFINISHED = ["CANCELLED", "TEMPLATE", "ESTIMATED", "AUTHORISE"];

/** A task has one row per developer, with the same totals: the first counts. */
function readSip([info = "", dates = ""]: readonly string[]): EstimatedTask[] {
  const datesOf = new Map(parseCsv(dates).map((row) => [row["TaskNumber"], row]));
  const tasks = new Map<string, EstimatedTask>();
  for (const row of parseCsv(info)) {
    const number = row["TaskNumber"] ?? "";
    if (tasks.has(number) || UNFINISHED.includes(row["StatusCode"] ?? "")) continue;
    tasks.set(number, {
      id: Number(number),
      estimatedAtMs: Date.parse(`${datesOf.get(number)?.["EstimateOn"]} UTC`),
      finishedAtMs: Date.parse(`${datesOf.get(number)?.["CompletedOn"]} UTC`),
      estimate: Number(row["HoursEstimate"]),
      actual: Number(row["HoursActual"]),
      person: row["DeveloperID"] ?? "",
      kind: row["SubCategory"] ?? "",
      project: Number(row["ProjectCode"]?.slice(2)),
    });
  }
  return [...tasks.values()];
}

/** One person, one list: even and odd are the years. */
function readRenzo([text = ""]: readonly string[]): EstimatedTask[] {
  return parseCsv(text).map((row, id) => ({
    id,
    estimatedAtMs: Date.parse(row["date"] ?? ""),
    finishedAtMs: Date.parse(row["date"] ?? ""),
    estimate: Number(row["estimate"]),
    actual: Number(row["actual"]),
    person: "renzo",
    kind: row["X.words"] ?? "",
    project: Number(row["date"]?.slice(0, 4)),
  }));
}

function readCesaw([text = ""]: readonly string[]): EstimatedTask[] {
  return parseCsv(text).map((row, id) => ({
    id,
    estimatedAtMs: Date.parse(`${row["start"]}Z`),
    finishedAtMs: Date.parse(`${row["complete"]}Z`),
    estimate: Number(row["plan_min"]) / 60,
    actual: Number(row["actual_min"]) / 60,
    person: row["person"] ?? "",
    kind: row["phase"] ?? "",
    project: Number(row["project"]),
  }));
}
