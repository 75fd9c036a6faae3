import type { Change, ChangeState } from "../core/change.ts";
import type { EventKind } from "../core/event.ts";
import type { SessionState } from "../core/session.ts";
import type { AttemptOutcome, OverrideKind, RunOutcome } from "./rows.ts";

/**
 * The tables as Kysely sees them: camelCase here, snake_case in the database. Every column is text or a whole number
 * and lists are JSON text, which SQLite and PostgreSQL keep alike; a yes or no is 1 or 0.
 */
export interface Tables {
  readonly ledger: LedgerTable;
  readonly event: EventTable;
  readonly run: RunTable;
  readonly session: SessionTable;
  readonly change: ChangeTable;
  readonly pushAttempt: PushAttemptTable;
  readonly gateResult: GateResultTable;
  readonly testRecord: TestRecordTable;
  readonly resolution: ResolutionTable;
  readonly taskOverride: TaskOverrideTable;
  readonly keptValue: KeptValueTable;
}

/** One row. Updating it first is the write lock of a transaction; it numbers events without gaps, in commit order. */
interface LedgerTable {
  readonly id: 1;
  readonly nextSeq: number;
}

export interface EventTable {
  readonly seq: number;
  readonly atMs: number;
  readonly run: string | null;
  readonly task: string | null;
  readonly session: string | null;
  readonly kind: EventKind;
  readonly body: string;
}

export interface RunTable {
  readonly id: string;
  readonly agents: number;
  readonly primary: string | null;
  readonly tasks: string;
  readonly options: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly outcome: RunOutcome | null;
  readonly reason: string | null;
  /** The event that opened the row; orders rows of one table where wall clocks may not. */
  readonly openedSeq: number;
}

export interface SessionTable {
  readonly id: string;
  readonly run: string;
  readonly task: string;
  readonly agent: string;
  readonly slot: number;
  readonly state: SessionState;
  readonly epoch: number;
  readonly claimRef: string;
  readonly claimOid: string;
  readonly base: string;
  readonly confined: number;
  readonly paths: string;
  readonly agentSession: string | null;
  readonly attempt: number;
  readonly returns: number;
  readonly landedCommit: string | null;
  readonly doneBy: string | null;
  readonly note: string | null;
  readonly deadlineMs: number | null;
  readonly question: string | null;
  readonly answer: string | null;
  readonly openedAtMs: number;
  readonly updatedAtMs: number;
  readonly openedSeq: number;
}

export interface ChangeTable {
  readonly id: string;
  readonly kind: Change["kind"];
  readonly task: string | null;
  readonly session: string | null;
  readonly epoch: number | null;
  readonly base: string;
  readonly head: string;
  readonly subject: string;
  readonly state: ChangeState;
  readonly submittedAtMs: number;
  readonly files: string;
  readonly commit: string | null;
  readonly returned: string | null;
  readonly openedSeq: number;
}

export interface PushAttemptTable {
  readonly id: string;
  readonly commit: string;
  readonly tree: string;
  readonly base: string;
  readonly changes: string;
  readonly updates: string;
  readonly openedAtMs: number;
  readonly outcome: AttemptOutcome | null;
}

export interface GateResultTable {
  readonly tree: string;
  readonly gate: string;
  readonly environment: string;
  readonly passed: number;
  readonly ms: number;
  readonly detail: string;
  readonly outputFile: string | null;
  readonly atMs: number;
}

export interface TestRecordTable {
  readonly gate: string;
  readonly id: string;
  readonly runs: number;
  readonly failures: number;
  readonly flakes: number;
  /** When it was last seen. */
  readonly atMs: number;
}

export interface ResolutionTable {
  readonly key: string;
  readonly blob: string;
  readonly commit: string;
  /** When it was learned last. */
  readonly atMs: number;
}

export interface TaskOverrideTable {
  readonly task: string;
  readonly kind: OverrideKind;
  readonly reason: string;
  readonly other: string | null;
  readonly atMs: number;
}

export interface KeptValueTable {
  readonly key: string;
  readonly value: string;
}
