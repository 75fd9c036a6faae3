import type { Outcome, Refusal } from "../../core/claim.ts";
import { HOLDING_STATES } from "../../core/session.ts";
import { readSession } from "../read-rows.ts";
import type { NewSession, SessionRow } from "../rows.ts";
import type { SessionTable } from "../tables.ts";
import type { Write } from "../writer.ts";
import { findSessions } from "./find-sessions.ts";
import { overlapRefusal } from "./leases.ts";

/**
 * Admits a session in state `claimed` with its path lease and a `session-opened` event, and what was expected of it, unless another session holds
 * the task or a path that overlaps.
 */
export async function openSession({ db, nowMs, record }: Write, opened: NewSession): Promise<Outcome<SessionRow>> {
  const holders = await findSessions(db, { states: HOLDING_STATES });
  const refusal = taskRefusal(opened.task, holders) ?? overlapRefusal(opened.paths, holders);
  if (refusal !== undefined) return { ok: false, refusal };
  const { id, run, task, agent, slot, epoch, claimRef, claimOid, base, confined, paths } = opened;
  const { seq } = await record({ run, task, session: id }, { kind: "session-opened", agent, slot, epoch, base, confined });
  if (opened.planned !== undefined) await record({ run, task, session: id }, { kind: "session-planned", ...opened.planned });
  const row: SessionTable = {
    ...{ id, run, task, agent, slot, epoch, claimRef, claimOid, base },
    state: "claimed",
    confined: confined ? 1 : 0,
    paths: JSON.stringify(paths),
    agentSession: null,
    attempt: 0,
    returns: 0,
    landedCommit: null,
    doneBy: null,
    note: null,
    deadlineMs: null,
    question: null,
    answer: null,
    openedAtMs: nowMs,
    updatedAtMs: nowMs,
    openedSeq: seq,
  };
  await db.insertInto("session").values(row).execute();
  return { ok: true, value: readSession(row) };
}

function taskRefusal(task: string, holders: readonly SessionRow[]): Refusal | undefined {
  const holder = holders.find((session) => session.task === task);
  if (holder === undefined) return undefined;
  const next = `wait until ${holder.id} ends, or abort it: it holds task ${task}`;
  return { code: "held", holder: holder.id, untilMs: null, next };
}
