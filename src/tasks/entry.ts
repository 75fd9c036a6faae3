import type { Command, Effort, Priority, SourceLine, TaskStatus } from "../core/task.ts";
import type { Field } from "./fields.ts";

/**
 * Where a statement about a task stands. When statements disagree the earlier origin in this list wins:
 * tools keep their files current, roadmaps are edited as work goes on, a prompt is as old as its writing, and a
 * session says only that somebody was at work.
 */
export const ORIGINS = ["tool", "roadmap", "prompt", "session"] as const;
export type Origin = (typeof ORIGINS)[number];

/** What a format's reader found in one place, not yet understood. One entry may stand for several tasks (a range). */
export interface Entry {
  readonly origin: Origin;
  readonly ids: readonly string[];
  readonly at: SourceLine;
  /** As written, without the id; empty when there is none. */
  readonly title: string;
  readonly fields: readonly Field[];
  /** Set when this very file is the agent's prompt. */
  readonly promptFile: string | null;
  /** The session a session's entry is about, as written but without `Session-`. */
  readonly session?: string;
}

/** What one place says about one task, understood. */
export interface Mention {
  readonly id: string;
  readonly origin: Origin;
  readonly at: SourceLine;
  readonly title: string;
  /** Every status stated there: a ticked box above "Status: ready" states two. */
  readonly statuses: readonly { readonly status: TaskStatus; readonly line: number }[];
  readonly priority: Priority | null;
  readonly effort: Effort | null;
  readonly dependsOn: readonly string[];
  readonly conflictsWith: readonly string[];
  /** Paths given to the task alone, and paths merely named. */
  readonly owns: readonly string[];
  readonly paths: readonly string[];
  readonly forbids: readonly string[];
  /** The owner's certain word on the footprint. */
  readonly adds: readonly string[];
  readonly pins: readonly string[];
  readonly acceptance: Command | null;
  readonly promptFile: string | null;
  readonly production: boolean;
  readonly session: string | null;
}
