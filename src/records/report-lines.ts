import { spentWords, tokensOf } from "../core/usage.ts";
import { durationWords } from "./duration.ts";
import { oneLine } from "./lines.ts";
import type { Report } from "./report.ts";

const HOUR_MS = 3_600_000;

/** A report as headings, tables and lists of safe one-line texts, before anybody decides how they look. */
export interface ReportSection {
  readonly heading: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What a narrow terminal does with the last column: shows it, puts it on a line of its own, or leaves it to other forms. */
  readonly last: "beside" | "below" | "left-out";
}

/** The first line: what came of the run. */
export function reportHeadline({ run, metrics: { tasks } }: Report): string {
  const outcome = run.outcome === null ? "running" : run.outcome;
  const done = `${tasks.landed + tasks.doneBy} of ${tasks.total} tasks done`;
  return `${done}, ${run.agents} agent${run.agents === 1 ? "" : "s"}, ${durationWords(run.elapsedMs)} (${outcome})`;
}

/** The sections that have something to say. */
export function reportSections(report: Report): ReportSection[] {
  return [
    tasksSection(report),
    measuresSection(report),
    completionSection(report),
    expectationsSection(report),
    conflictsSection(report),
    incidentsSection(report),
  ].filter(({ rows }) => rows.length > 0);
}

function tasksSection({ tasks, run }: Report): ReportSection {
  const since = (atMs: number | null) => (atMs === null ? "-" : `+${durationWords(Math.max(0, atMs - run.startedMs))}`);
  return {
    heading: "Tasks",
    last: "left-out",
    columns: ["Task", "State", "Agent", "Box", "Started", "Done", "Tries", "Title", "Evidence"],
    rows: tasks.map(({ task, state, agent, box, startedMs, doneMs, attempts, title, evidence }) => [
      task,
      state,
      oneLine(agent ?? "-", 20),
      box ?? "",
      since(startedMs),
      since(doneMs),
      String(attempts),
      title === task ? "" : oneLine(title, 50),
      oneLine(evidence.join("; "), 80),
    ]),
  };
}

function measuresSection({ metrics }: Report): ReportSection {
  const { tasks, deployments, production, agentBusyShare, speedupVsOneAgent } = metrics;
  const conflictSeconds = metrics.conflicts.flatMap(({ seconds }) => seconds ?? []);
  const mean = conflictSeconds.reduce((total, seconds) => total + seconds, 0) / Math.max(1, conflictSeconds.length);
  return {
    heading: "Measures",
    last: "beside",
    columns: ["Measure", "Value"],
    rows: [
      [
        "tasks",
        `${tasks.total}: ${tasks.landed} landed, ${tasks.verified} verified, ${tasks.doneBy} done by another, ${tasks.failed} failed`,
      ],
      ["deployments verified", deployments.checked === 0 ? "none checked" : `${deployments.ok} of ${deployments.checked}`],
      [
        "conflicts",
        conflictSeconds.length === 0
          ? String(metrics.conflicts.length)
          : `${metrics.conflicts.length}, resolved in ${durationWords(mean * 1_000)} on average`,
      ],
      ["failed verifications, reverts", `${production.failedVerifies}, ${production.reverts}`],
      ["minutes red", String(production.minutesRed)],
      ["agents busy", agentBusyShare === null ? "not measured" : `${Math.round(agentBusyShare * 100)} %`],
      ["speed-up against one agent", speedupVsOneAgent === null ? "not measured" : `${speedupVsOneAgent.toFixed(2)}×`],
      ["bookkeeping commits", String(metrics.bookkeepingCommits)],
      ["agents asked leave", permissionWords(metrics.permissions)],
      ["used by agents", tokensOf(metrics.usage) === 0 && metrics.usage.costUsd === null ? "not told" : spentWords(metrics.usage)],
      ["predicted paths", footprintWords(metrics.footprint)],
    ],
  };
}

function permissionWords({ asked, refused, neededPerson }: Report["metrics"]["permissions"]): string {
  if (asked === 0) return "never";
  const person = neededPerson === 0 ? "" : `, ${neededPerson} of them for want of a person`;
  return `${asked} times; ${refused} refused${person}`;
}

function footprintWords(footprint: Report["metrics"]["footprint"]): string {
  if (footprint === null) return "not measured";
  const { precision, recall, calibration, tasks } = footprint;
  return `${percent(precision)} of the predicted ones changed, ${percent(recall)} of the changed ones predicted, calibration error ${calibration.ece.toFixed(3)} (${tasks} task${tasks === 1 ? "" : "s"})`;
}

function expectationsSection({ expectations }: Report): ReportSection {
  const hours = (value: number | null) => (value === null ? "-" : durationWords(value * HOUR_MS));
  return {
    heading: "Expected and done",
    last: "beside",
    columns: ["Task", "Predicted", "Changed", "Precision", "Recall", "P50", "P80", "Took", "Not predicted"],
    rows: expectations.map(({ task, predicted, changed, precision, recall, missed, p50Hours, p80Hours, hours: took }) => [
      task,
      String(predicted),
      String(changed),
      precision === null ? "-" : percent(precision),
      recall === null ? "-" : percent(recall),
      hours(p50Hours),
      hours(p80Hours),
      hours(took),
      oneLine(missed.join(", "), 60),
    ]),
  };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function completionSection({ metrics: { completionByHour, completionByWeek } }: Report): ReportSection {
  const hourly = completionByHour.length > 0;
  const periods = hourly ? completionByHour : completionByWeek;
  return {
    heading: hourly ? "Completion by hour" : "Completion by week",
    last: "beside",
    columns: [hourly ? "Hour" : "Week", "Done", "Tasks"],
    rows: periods.map(({ number, percentDone, tasks }) => [String(number), `${percentDone} %`, tasks.join(", ") || "-"]),
  };
}

function conflictsSection({ metrics: { conflicts } }: Report): ReportSection {
  return {
    heading: "Conflicts",
    last: "beside",
    columns: ["Kind", "Tasks", "Files", "Resolved by", "After"],
    rows: conflicts.map(({ kind, tasks, files, resolvedBy, seconds }) => [
      kind,
      tasks.join(", ") || "-",
      oneLine(files.join(", ") || "-", 60),
      oneLine(resolvedBy ?? "open", 60),
      seconds === null ? "-" : durationWords(seconds * 1_000),
    ]),
  };
}

function incidentsSection({ incidents, run }: Report): ReportSection {
  return {
    heading: "What went wrong, and what Signalbox did",
    last: "below",
    columns: ["At", "Kind", "Task", "What", "Signalbox"],
    rows: incidents.map(({ atMs, kind, task, what, did }) => [
      `+${durationWords(Math.max(0, atMs - run.startedMs))}`,
      kind,
      task ?? "-",
      what,
      did,
    ]),
  };
}
