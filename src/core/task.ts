/**
 * Glossary (the same word in code, CLI, API, records and docs; DESIGN §1)
 *
 * task       a unit of work with an id (`QA-033`)
 * footprint  the paths a task reads or writes, predicted or declared
 * claim      the exclusive right to work on a task
 * lease      a claim's hold on paths, with expiry
 * session    one agent's work on one task
 * epoch      the fencing number of a claim; only grows
 * workspace  the private clone a session works in
 * agent      the runtime that does the work
 * change     what a session submits; a long task submits several parts
 * gate       a command that must pass on the merged tree
 * acceptance a task's own gate
 * lane       changes that conflict and so are ordered
 * candidate  the private chain of merged changes on its way to main
 * land       move main forward
 * lander     the only writer of main
 * salvage    work kept from a workspace before it is cleaned
 * primary    the long task that others are planned around
 * wave       a set of tasks that may run side by side
 * twin       two tasks that would make the same change
 * hot file   a file many tasks touch
 * barrier    a change that conflicts with all
 */

export const PRIORITIES = ["P0", "P1", "P2", "P3"] as const;
export type Priority = (typeof PRIORITIES)[number];

export const TASK_STATUSES = ["todo", "in-progress", "done", "blocked", "dropped"] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** Human hours as written in the text (a day is 8, a week 40). */
export interface Effort {
  readonly minHours: number;
  readonly maxHours: number;
}

/** Where a fact about a task was read: repository-relative path, 1-based line. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/** A command as the owner wrote it: argv, or one line for `sh -c`. Never built from untrusted text. */
export type Command = string | readonly string[];

/** The argv of a command: as it is, or its one line for the shell. */
export function argvOf(command: Command): readonly string[] {
  return typeof command === "string" ? ["/bin/sh", "-c", command] : command;
}

/** Paths or globs the texts name. */
export interface DeclaredPaths {
  /** What it writes; with `pin` the same, with `add` those as well. */
  readonly write: readonly string[];
  /** Never to be touched. */
  readonly forbid: readonly string[];
  /** The owner's word: exactly these, and nothing is predicted. Absent: nothing is pinned. */
  readonly pin?: readonly string[];
  /** The owner's word: these for certain, beside what is predicted. Absent: none. */
  readonly add?: readonly string[];
}

/** What the owner's files say about one task, after all sources are merged. */
export interface Task {
  readonly id: string;
  readonly title: string;
  readonly priority: Priority | null;
  readonly status: TaskStatus;
  readonly effort: Effort | null;
  readonly dependsOn: readonly string[];
  readonly conflictsWith: readonly string[];
  readonly declared: DeclaredPaths;
  /** The task's own gate, when a source names one; configuration may add one. */
  readonly acceptance: Command | null;
  /** The file whose text is the agent's prompt, repository-relative; null when only a roadmap names the task. */
  readonly promptFile: string | null;
  /** True when a source marks the task as touching production: the backup command runs before it. */
  readonly production: boolean;
  readonly sources: readonly SourceLine[];
}

/** A contradiction or defect found while reading, never a reason to stop reading. */
export interface Problem {
  readonly code: string;
  readonly task: string | null;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}
