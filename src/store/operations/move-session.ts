import { SignalboxError } from "../../core/errors.ts";
import { assertMove } from "../../core/machine.ts";
import { SESSION_MACHINE, type SessionState } from "../../core/session.ts";
import type { SessionPatch } from "../rows.ts";
import type { Write } from "../writer.ts";

/**
 * Moves a session along SESSION_MACHINE with a `session-moved` event; a state that holds nothing ends its path lease.
 * @returns false, with nothing changed, when the session is not in `from` (any more).
 * @throws SignalboxError `bug` when the machine does not allow the move.
 */
export async function moveSession(
  { db, nowMs, record }: Write,
  id: string,
  from: SessionState,
  to: SessionState,
  reason: string,
  patch: SessionPatch = {},
): Promise<boolean> {
  assertMove(SESSION_MACHINE, from, to, `session ${id}`);
  const moved = await db
    .updateTable("session")
    .set({ ...columns(patch), state: to, updatedAtMs: nowMs })
    .where("id", "=", id)
    .where("state", "=", from)
    .returning(["run", "task"])
    .executeTakeFirst();
  if (moved === undefined) return false;
  await record({ ...moved, session: id }, { kind: "session-moved", from, to, reason });
  return true;
}

/**
 * Notes facts about a session without moving it.
 * @throws SignalboxError `bug` when there is no such session.
 */
export async function patchSession({ db, nowMs }: Write, id: string, patch: SessionPatch): Promise<void> {
  const patched = await db
    .updateTable("session")
    .set({ ...columns(patch), updatedAtMs: nowMs })
    .where("id", "=", id)
    .executeTakeFirst();
  if (patched.numUpdatedRows === 0n) throw new SignalboxError("bug", `expected the id of a session, got \`${id}\``);
}

function columns({ confined, ...patch }: SessionPatch) {
  return { ...patch, confined: confined === undefined ? undefined : Number(confined) };
}
