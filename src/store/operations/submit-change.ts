import type { Change } from "../../core/change.ts";
import { SignalboxError } from "../../core/errors.ts";
import type { Write } from "../writer.ts";
import { findSession } from "./find-sessions.ts";

/**
 * Queues a change with a `change-submitted` event. Submitting the same id again changes nothing.
 * @returns true when the change was new.
 * @throws SignalboxError `bug` when its state is not `queued`.
 */
export async function submitChange({ db, record }: Write, change: Change, files: readonly string[]): Promise<boolean> {
  if (change.state !== "queued") throw new SignalboxError("bug", `expected a change in state queued, got \`${change.state}\``);
  const { id, kind, task, session, epoch, base, head, subject, state, submittedAtMs } = change;
  const known = await db.selectFrom("change").select("id").where("id", "=", id).executeTakeFirst();
  if (known !== undefined) return false;
  const run = session === null ? null : ((await findSession(db, session))?.run ?? null);
  const { seq } = await record({ run, task, session }, { kind: "change-submitted", change: id, changeKind: kind, head, base, files });
  await db
    .insertInto("change")
    .values({
      ...{ id, kind, task, session, epoch, base, head, subject, state, submittedAtMs },
      files: JSON.stringify(files),
      commit: null,
      returned: null,
      openedSeq: seq,
    })
    .execute();
  return true;
}
