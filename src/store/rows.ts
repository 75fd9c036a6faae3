import type { Change, ReturnReason } from "../core/change.ts";
import type { EventBody, EventKind } from "../core/event.ts";
import type { SessionState } from "../core/session.ts";
import type { RefUpdate } from "../git/push.ts";

/** What the store takes and gives, as plain data. Times are wall-clock milliseconds since 1970. */

/** What an event is about; null where it does not apply. */
export interface EventScope {
  readonly run: string | null;
  readonly task: string | null;
  readonly session: string | null;
}

/** Which events to read; without a limit, all of them. */
export interface EventQuery {
  /** Only events after this number. */
  readonly afterSeq?: number;
  readonly run?: string;
  readonly task?: string;
  readonly session?: string;
  readonly kinds?: readonly EventKind[];
  readonly limit?: number;
}

export type RunOutcome = Extract<EventBody, { readonly kind: "run-ended" }>["outcome"];

export interface NewRun {
  readonly id: string;
  readonly agents: number;
  readonly primary: string | null;
  readonly tasks: readonly string[];
  /** What the command was started with, so that a restart goes on alike. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Run extends NewRun {
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly outcome: RunOutcome | null;
  readonly reason: string | null;
}

/** What was expected of a session when it was opened; kept as its `session-planned` event. */
export type SessionPlan = Omit<Extract<EventBody, { readonly kind: "session-planned" }>, "kind">;

export interface NewSession {
  readonly id: string;
  readonly run: string;
  readonly task: string;
  readonly agent: string;
  /** Which of the run's places it occupies, from 0. */
  readonly slot: number;
  /** The claim that fences it: ref, commit, epoch. */
  readonly epoch: number;
  readonly claimRef: string;
  readonly claimOid: string;
  /** Commit of main the work starts from. */
  readonly base: string;
  readonly confined: boolean;
  /** Paths and patterns to lease. */
  readonly paths: readonly string[];
  /** Absent for work that nobody here planned. */
  readonly planned?: SessionPlan;
}

export interface SessionRow extends Omit<NewSession, "planned"> {
  readonly state: SessionState;
  /** The agent program's own id for the conversation, to resume it. */
  readonly agentSession: string | null;
  /** Tries begun; 0 until the first agent starts. */
  readonly attempt: number;
  /** How often a change of it came back. */
  readonly returns: number;
  readonly landedCommit: string | null;
  /** The task whose work made this one needless. */
  readonly doneBy: string | null;
  /** One line for people. */
  readonly note: string | null;
  /** When a wait ends: a rate limit, the pause before a dead agent is started again. */
  readonly deadlineMs: number | null;
  /** What a person was asked last and has not been dealt with; null: nothing. */
  readonly question: string | null;
  /** The answer to it, until the turn that begins with it is over; null: none yet. */
  readonly answer: string | null;
  readonly openedAtMs: number;
  readonly updatedAtMs: number;
}

/** Facts about a session that change without its state changing. Paths change only by `extendLease` and `narrowLease`. */
export type SessionPatch = Partial<
  Pick<
    SessionRow,
    | "run"
    | "claimOid"
    | "agentSession"
    | "attempt"
    | "returns"
    | "base"
    | "slot"
    | "landedCommit"
    | "doneBy"
    | "note"
    | "deadlineMs"
    | "question"
    | "answer"
    | "confined"
  >
>;

export interface SessionQuery {
  readonly run?: string;
  readonly task?: string;
  readonly states?: readonly SessionState[];
}

/** One leased path or pattern and who holds it. */
export interface PathLease {
  readonly session: string;
  readonly task: string;
  readonly path: string;
}

export interface ChangeRow extends Change {
  /** Files the change touches, repository-relative. */
  readonly files: readonly string[];
  /** The commit on main that landed it. */
  readonly commit: string | null;
  /** Why it was returned or rejected. */
  readonly returned: ReturnReason | null;
}

export interface ChangeQuery {
  readonly states?: readonly Change["state"][];
  readonly session?: string;
  readonly task?: string;
}

/** A push as it was journalled before the first byte was sent, so that an unknown outcome can be resolved. */
export interface PushAttempt {
  readonly id: string;
  /** The candidate's tip and its tree, and the commit of main it builds on. */
  readonly commit: string;
  readonly tree: string;
  readonly base: string;
  /** Ids of the changes it lands. */
  readonly changes: readonly string[];
  readonly updates: readonly RefUpdate[];
}

/** How a push attempt ended: main contains it, the remote said no, or the remote never got it. */
export type AttemptOutcome = "landed" | "refused" | "absent";

/** What one gate said about one tree in one environment. */
export interface GateKey {
  readonly tree: string;
  readonly gate: string;
  /** Hash of everything outside the tree that may change the result. */
  readonly environment: string;
}

export interface GateResult extends GateKey {
  readonly passed: boolean;
  readonly ms: number;
  readonly detail: string;
  /** Absolute path of the kept output. */
  readonly outputFile: string | null;
}

/** What a conflict became in a landing, so that the same conflict need not be resolved twice. */
export interface RememberedResolution {
  /** Names the conflict: its file's three blobs, or the two sides of one place. */
  readonly key: string;
  /** In the cache: the text of the whole file, or of the place. */
  readonly blob: string;
  /** The landing on main that holds it. */
  readonly commit: string;
}

export type OverrideKind = "dropped" | "reopened" | "done-by" | "landed";

/** A fact about a task that outlives the owner's files. */
export interface TaskOverride {
  readonly kind: OverrideKind;
  readonly reason: string;
  /** The task that did the work, for `done-by`. */
  readonly other: string | null;
  readonly atMs: number;
}

export type NewTaskOverride = Pick<TaskOverride, "kind" | "reason"> & { readonly other?: string | null };
