import type { Change, ChangeState } from "../core/change.ts";
import type { Outcome } from "../core/claim.ts";
import type { EventBody, StoredEvent } from "../core/event.ts";
import type { SessionState } from "../core/session.ts";
import type { TestRecord, TestSeen } from "../core/test-result.ts";
import type {
  AttemptOutcome,
  ChangeQuery,
  ChangeRow,
  EventQuery,
  EventScope,
  GateKey,
  GateResult,
  NewRun,
  NewSession,
  NewTaskOverride,
  PathLease,
  PushAttempt,
  RememberedResolution,
  Run,
  RunOutcome,
  SessionPatch,
  SessionQuery,
  SessionRow,
  TaskOverride,
} from "./rows.ts";

/**
 * Everything Signalbox knows: an append-only history and the current state it led to (DESIGN §9).
 *
 * - A method that changes state is one transaction: rows and the events that tell of them, or neither.
 * - A write has reached the disk when its promise resolves; agents' own events (`agent`) may follow a moment later.
 * - A `false` or a refusal means "nothing changed"; a rejection is a fault (disk, permissions, a mistake of ours).
 * - One process writes: whoever holds `acquireCoordinatorLock`.
 */
export interface Store {
  /** Adds an event that changes no row. */
  append(scope: EventScope, body: EventBody): Promise<StoredEvent>;
  /** Oldest first; without a limit, all. */
  events(query: EventQuery): Promise<StoredEvent[]>;
  /** Calls `listener` for every event committed from now on, in order. @returns how to stop. */
  subscribe(listener: (event: StoredEvent) => void): () => void;

  /** Opens a run or goes on with an open one; records `run-started`. */
  openRun(run: NewRun): Promise<Run>;
  /** Records `run-ended`. False when it had ended. */
  endRun(id: string, outcome: RunOutcome, reason: string): Promise<boolean>;
  latestRun(): Promise<Run | undefined>;
  /** The latest run that had tasks to do or opened a session: what `status` and `report` tell of once it is over. */
  latestRunWithWork(): Promise<Run | undefined>;

  /** Admits a session and its path lease and records `session-opened` and `session-planned`, or says who is in the way. */
  openSession(session: NewSession): Promise<Outcome<SessionRow>>;
  /** Moves along SESSION_MACHINE and records `session-moved`. False when the session is not in `from`. */
  moveSession(id: string, from: SessionState, to: SessionState, reason: string, patch?: SessionPatch): Promise<boolean>;
  patchSession(id: string, patch: SessionPatch): Promise<void>;
  /**
   * Keeps a person's answer to a session's open question and records `answered`. False when the session has none, or it is
   * answered already.
   */
  answerQuestion(session: string, answer: string): Promise<boolean>;
  session(id: string): Promise<SessionRow | undefined>;
  /** In the order they were opened. */
  sessions(query?: SessionQuery): Promise<SessionRow[]>;

  /** Adds paths to a session's lease, all or none; records `lease-extended`, granted or not. The value is the whole lease. */
  extendLease(session: string, paths: readonly string[]): Promise<Outcome<readonly string[]>>;
  /** Takes paths off a session's lease; records `lease-narrowed`. The value is what is left; undefined when nothing was held of them. */
  narrowLease(session: string, paths: readonly string[], because: string): Promise<readonly string[] | undefined>;
  /** What is leased now. */
  leases(): Promise<PathLease[]>;

  /** Queues a change and records `change-submitted`. False when that id was submitted before. */
  submitChange(change: Change, files: readonly string[]): Promise<boolean>;
  /** Moves along CHANGE_MACHINE and records `body`, which a terminal state must have. False when not in `from`. */
  moveChange(id: string, from: ChangeState, to: ChangeState, body?: EventBody): Promise<boolean>;
  change(id: string): Promise<ChangeRow | undefined>;
  /** In the order they were submitted. */
  changes(query?: ChangeQuery): Promise<ChangeRow[]>;

  /** Must resolve before the push begins. */
  journalAttempt(attempt: PushAttempt): Promise<void>;
  /** Pushes whose outcome is not known, oldest first. */
  openAttempts(): Promise<PushAttempt[]>;
  /** False when it was closed before; the first outcome stays. */
  closeAttempt(id: string, outcome: AttemptOutcome): Promise<boolean>;

  gateResult(key: GateKey): Promise<GateResult | undefined>;
  saveGateResult(result: GateResult): Promise<void>;

  /** Counts what one run of a gate said of its tests. A power cut may lose the last ones. */
  recordTests(gate: string, seen: readonly TestSeen[]): Promise<void>;
  /** What is remembered of these tests over all gates; nothing of those never seen. */
  testRecords(ids: readonly string[]): Promise<TestRecord[]>;
  /** How many tests the reports of a gate have told of. */
  countTests(gate: string): Promise<number>;

  /** Keeps how conflicts were resolved, over what was known of them; beyond `RESOLUTIONS_MAX` the oldest are forgotten. */
  rememberResolutions(resolutions: readonly RememberedResolution[]): Promise<void>;
  /** What is remembered of these conflicts. */
  rememberedResolutions(keys: readonly string[]): Promise<RememberedResolution[]>;
  /** Forgets how some conflicts were resolved, or all that one landing taught. */
  forgetResolutions(which: { readonly keys: readonly string[] } | { readonly commit: string }): Promise<void>;

  /** Keeps what outlives the owner's files; records `task-dropped`, `task-reopened` or `done-by`. */
  setTaskOverride(task: string, override: NewTaskOverride, scope?: Omit<EventScope, "task">): Promise<void>;
  taskOverrides(): Promise<Map<string, TaskOverride>>;

  setValue(key: string, json: unknown): Promise<void>;
  value(key: string): Promise<unknown>;

  /** What is wrong with the stored bytes, one line each; empty when nothing is. Reads the whole store. */
  integrity(): Promise<readonly string[]>;
  /** Waits for writes under way, then closes. */
  close(): Promise<void>;
}
