import type { Kysely } from "kysely";
import { readSession } from "../read-rows.ts";
import type { SessionQuery, SessionRow } from "../rows.ts";
import type { Tables } from "../tables.ts";

/** One session, or undefined when there is none of that id. */
export async function findSession(db: Kysely<Tables>, id: string): Promise<SessionRow | undefined> {
  const row = await db.selectFrom("session").selectAll().where("id", "=", id).executeTakeFirst();
  return row && readSession(row);
}

/** The sessions a query asks for, in the order they were opened. */
export async function findSessions(db: Kysely<Tables>, query: SessionQuery): Promise<SessionRow[]> {
  let rows = db.selectFrom("session").selectAll().orderBy("openedSeq");
  if (query.run !== undefined) rows = rows.where("run", "=", query.run);
  if (query.task !== undefined) rows = rows.where("task", "=", query.task);
  if (query.states !== undefined) rows = rows.where("state", "in", query.states);
  return (await rows.execute()).map(readSession);
}
