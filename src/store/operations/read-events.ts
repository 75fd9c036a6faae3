import type { Kysely } from "kysely";
import type { StoredEvent } from "../../core/event.ts";
import { readEvent } from "../read-rows.ts";
import type { EventQuery } from "../rows.ts";
import type { Tables } from "../tables.ts";

/** The events a query asks for, oldest first. */
export async function readEvents(db: Kysely<Tables>, query: EventQuery): Promise<StoredEvent[]> {
  let rows = db.selectFrom("event").selectAll().orderBy("seq");
  if (query.afterSeq !== undefined) rows = rows.where("seq", ">", query.afterSeq);
  for (const key of ["run", "task", "session"] as const) {
    const value = query[key];
    if (value !== undefined) rows = rows.where(key, "=", value);
  }
  if (query.kinds !== undefined) rows = rows.where("kind", "in", query.kinds);
  if (query.limit !== undefined) rows = rows.limit(query.limit);
  return (await rows.execute()).map(readEvent);
}
