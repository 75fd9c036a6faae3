import type { Kysely } from "kysely";
import { readChange } from "../read-rows.ts";
import type { ChangeQuery, ChangeRow } from "../rows.ts";
import type { Tables } from "../tables.ts";

/** One change, or undefined when there is none of that id. */
export async function findChange(db: Kysely<Tables>, id: string): Promise<ChangeRow | undefined> {
  const row = await db.selectFrom("change").selectAll().where("id", "=", id).executeTakeFirst();
  return row && readChange(row);
}

/** The changes a query asks for, in the order they were submitted. */
export async function findChanges(db: Kysely<Tables>, query: ChangeQuery): Promise<ChangeRow[]> {
  let rows = db.selectFrom("change").selectAll().orderBy("openedSeq");
  if (query.states !== undefined) rows = rows.where("state", "in", query.states);
  if (query.session !== undefined) rows = rows.where("session", "=", query.session);
  if (query.task !== undefined) rows = rows.where("task", "=", query.task);
  return (await rows.execute()).map(readChange);
}
