import type { StoredEvent } from "../core/event.ts";
import { NOTHING_SPENT, type Spent, spentBy } from "../core/usage.ts";
import { recordFacts } from "./record-facts.ts";
import { completionByHour, completionByWeek, type Period } from "./report-completion.ts";
import { type ExpectationRow, expectationRows, type FootprintScore, footprintScore } from "./report-footprint.ts";
import { conflictsOf, deploymentsOf, type ProductionImpact, productionOf, type ResolvedConflict } from "./report-impact.ts";
import { type Incident, incidentsOf } from "./report-incidents.ts";
import { type PermissionCounts, permissionCounts } from "./report-permissions.ts";
import { type TaskRow, taskRows } from "./report-tasks.ts";
import { busyShare, runSpan, speedup } from "./report-time.ts";

/** The measures of DESIGN §11. Shares and factors are null where nothing was measured, never a made-up zero. */
export interface ReportMetrics {
  readonly tasks: {
    readonly total: number;
    readonly landed: number;
    readonly verified: number;
    readonly failed: number;
    readonly doneBy: number;
  };
  readonly completionByWeek: readonly Period[];
  /** Only for runs of at most two days. */
  readonly completionByHour: readonly Period[];
  readonly deployments: { readonly checked: number; readonly ok: number };
  readonly conflicts: readonly ResolvedConflict[];
  readonly production: ProductionImpact;
  /** Share of the agents' slots that was busy, in [0, 1]. */
  readonly agentBusyShare: number | null;
  readonly speedupVsOneAgent: number | null;
  /** Landings that changed nothing but records. */
  readonly bookkeepingCommits: number;
  /** What agents asked leave for before they did it. */
  readonly permissions: PermissionCounts;
  /** Predicted against changed paths; null when nothing was predicted. */
  readonly footprint: FootprintScore | null;
  /** What the agents used. */
  readonly usage: Spent;
}

export interface Report {
  readonly run: {
    readonly id: string | null;
    readonly startedMs: number;
    /** Null while it runs. */
    readonly endedMs: number | null;
    readonly elapsedMs: number;
    readonly agents: number;
    readonly outcome: string | null;
    readonly reason: string | null;
  };
  readonly metrics: ReportMetrics;
  readonly tasks: readonly TaskRow[];
  /** Landed tasks against what was predicted of their paths and hours. */
  readonly expectations: readonly ExpectationRow[];
  /** What went wrong and what Signalbox did, oldest first. */
  readonly incidents: readonly Incident[];
}

/**
 * The report of a run from its events and nothing else.
 * @param events of one run, oldest first; a run that was resumed has several starts. @param nowMs stands for the end of
 * a run that goes on. @param titles by task id; ids stand in for missing ones.
 */
export function makeReport(events: readonly StoredEvent[], nowMs: number, titles: ReadonlyMap<string, string> = new Map()): Report {
  const facts = recordFacts(events, (task) => titles.get(task));
  const span = runSpan(events, nowMs);
  const tasks = taskRows(events, facts, titles);
  const count = (outcome: TaskRow["outcome"]) => tasks.filter((row) => row.outcome === outcome).length;
  const verified = count("verified");
  return {
    run: span,
    metrics: {
      tasks: { total: tasks.length, landed: count("landed") + verified, verified, failed: count("failed"), doneBy: count("done-by") },
      completionByWeek: completionByWeek(tasks, span),
      completionByHour: completionByHour(tasks, span),
      deployments: deploymentsOf(events),
      conflicts: conflictsOf(events),
      production: productionOf(events, span.endedMs ?? nowMs),
      agentBusyShare: busyShare(events, span),
      speedupVsOneAgent: speedup(events, span, new Set(tasks.flatMap(({ task, landedMs }) => (landedMs === null ? [] : [task])))),
      bookkeepingCommits: events.filter(({ body }) => body.kind === "change-landed" && body.bookkeepingOnly).length,
      permissions: permissionCounts(events),
      footprint: footprintScore(events),
      usage: spentBy(events, () => "run").get("run") ?? NOTHING_SPENT,
    },
    tasks,
    expectations: expectationRows(events),
    incidents: incidentsOf(events),
  };
}
