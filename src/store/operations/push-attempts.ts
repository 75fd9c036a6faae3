import type { Kysely } from "kysely";
import { readAttempt } from "../read-rows.ts";
import type { AttemptOutcome, PushAttempt } from "../rows.ts";
import type { Tables } from "../tables.ts";
import type { Write } from "../writer.ts";

/** Writes down what is about to be pushed. Journalling the same id again changes nothing. */
export async function journalAttempt({ db, nowMs }: Write, attempt: PushAttempt): Promise<void> {
  const { id, commit, tree, base, changes, updates } = attempt;
  await db
    .insertInto("pushAttempt")
    .values({
      ...{ id, commit, tree, base },
      changes: JSON.stringify(changes),
      updates: JSON.stringify(updates),
      openedAtMs: nowMs,
      outcome: null,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

/** Pushes whose outcome is not known yet, oldest first. */
export async function openAttempts(db: Kysely<Tables>): Promise<PushAttempt[]> {
  const rows = await db.selectFrom("pushAttempt").selectAll().where("outcome", "is", null).orderBy("openedAtMs").orderBy("id").execute();
  return rows.map(readAttempt);
}

/** Writes down how a push ended. @returns false when it is unknown or was closed before: the first outcome stays. */
export async function closeAttempt({ db }: Write, id: string, outcome: AttemptOutcome): Promise<boolean> {
  const closed = await db.updateTable("pushAttempt").set({ outcome }).where("id", "=", id).where("outcome", "is", null).executeTakeFirst();
  return closed.numUpdatedRows > 0n;
}
