/**
 * Signalbox as a library: the same engine the command line runs. Everything exported here is stable within a major
 * version; anything else may change.
 */

export { type Engine, openEngine } from "./coordinator/engine.ts";
export { type OpenRun, openRun } from "./coordinator/open-run.ts";
export type { RunOptions } from "./coordinator/run-context.ts";
export { openSite, type Site } from "./coordinator/site.ts";
export type {
  AgentDriver,
  AgentEvent,
  AgentLimits,
  AgentRequest,
  AgentRun,
  FinishReason,
  ToolKind,
  ToolServer,
  WriteAnswer,
} from "./core/agent.ts";
export type { Change, ChangeState, ReturnReason } from "./core/change.ts";
export type { HeldLease, LeaseRecord, Outcome, Refusal } from "./core/claim.ts";
export { type Config, parseConfig } from "./core/config.ts";
export { ERROR_CODES, type ErrorCode, EXIT, SignalboxError } from "./core/errors.ts";
export type { EventBody, EventKind, StoredEvent } from "./core/event.ts";
export type { Conflict, ConflictKind, Plan, ScheduledTask } from "./core/plan.ts";
export type { Clock, Random } from "./core/ports.ts";
export { phaseOf, SESSION_MACHINE, SESSION_STATES, type SessionState } from "./core/session.ts";
export type { Effort, Priority, Problem, SourceLine, Task, TaskStatus } from "./core/task.ts";
export { makePlan, type PlanOptions } from "./plan/make-plan.ts";
export { renderReportMarkdown, renderReportText } from "./records/render-report.ts";
export { makeReport, type Report, type ReportMetrics } from "./records/report.ts";
export { diskTree } from "./tasks/disk-tree.ts";
export { readTasks } from "./tasks/read-tasks.ts";
export type { TreeReader } from "./tasks/tree-reader.ts";
