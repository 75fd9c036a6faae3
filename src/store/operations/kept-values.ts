import type { Kysely } from "kysely";
import type { Tables } from "../tables.ts";
import type { Write } from "../writer.ts";

/** Keeps one JSON value under a key, replacing the one before. */
export async function setValue({ db }: Write, key: string, json: unknown): Promise<void> {
  const value = JSON.stringify(json);
  await db
    .insertInto("keptValue")
    .values({ key, value })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
    .execute();
}

/** The value kept under a key; undefined when there is none. Its shape is the caller's to check. */
export async function readValue(db: Kysely<Tables>, key: string): Promise<unknown> {
  const row = await db.selectFrom("keptValue").select("value").where("key", "=", key).executeTakeFirst();
  return row && JSON.parse(row.value);
}
