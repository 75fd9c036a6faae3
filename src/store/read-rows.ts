import type { StoredEvent } from "../core/event.ts";
import type { ChangeRow, GateResult, PushAttempt, Run, SessionRow } from "./rows.ts";
import type { ChangeTable, EventTable, GateResultTable, PushAttemptTable, RunTable, SessionTable } from "./tables.ts";

/** From columns to what the store gives. The JSON was written by this folder, so its shape is taken as it is. */

export function readEvent({ kind: _, body, ...envelope }: EventTable): StoredEvent {
  return { ...envelope, body: JSON.parse(body) };
}

export function readRun({ openedSeq: _, ...row }: RunTable): Run {
  return { ...row, tasks: JSON.parse(row.tasks), options: JSON.parse(row.options) };
}

export function readSession({ openedSeq: _, ...row }: SessionTable): SessionRow {
  return { ...row, confined: row.confined === 1, paths: JSON.parse(row.paths) };
}

export function readChange({ openedSeq: _, ...row }: ChangeTable): ChangeRow {
  return {
    ...row,
    files: JSON.parse(row.files),
    returned: row.returned === null ? null : JSON.parse(row.returned),
  };
}

export function readAttempt({ id, commit, tree, base, changes, updates }: PushAttemptTable): PushAttempt {
  return { id, commit, tree, base, changes: JSON.parse(changes), updates: JSON.parse(updates) };
}

export function readGateResult({ atMs: _, ...row }: GateResultTable): GateResult {
  return { ...row, passed: row.passed === 1 };
}
