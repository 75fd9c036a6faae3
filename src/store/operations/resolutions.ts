import type { Kysely } from "kysely";
import type { RememberedResolution } from "../rows.ts";
import type { Tables } from "../tables.ts";
import type { Write } from "../writer.ts";

/** Rows in one statement: databases limit its parameters. */
const ROWS_MAX = 500;
/** Conflicts whose resolution is remembered. A file takes one row, and one more for each of its conflicting places. */
export const RESOLUTIONS_MAX = 5_000;

/** Keeps how conflicts were resolved; a later resolution of the same conflict replaces the one before. The oldest go first. */
export async function rememberResolutions({ db, nowMs }: Write, resolutions: readonly RememberedResolution[]): Promise<void> {
  for (const { key, blob, commit } of resolutions) {
    const known = { blob, commit, atMs: nowMs };
    await db
      .insertInto("resolution")
      .values({ key, ...known })
      .onConflict((conflict) => conflict.column("key").doUpdateSet(known))
      .execute();
  }
  const { count } = await db
    .selectFrom("resolution")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  if (count <= RESOLUTIONS_MAX) return;
  const oldest = db
    .selectFrom("resolution")
    .select("key")
    .orderBy("atMs")
    .orderBy("key")
    .limit(count - RESOLUTIONS_MAX);
  await db.deleteFrom("resolution").where("key", "in", oldest).execute();
}

/** What is remembered of these conflicts; nothing of those nobody resolved. */
export async function findResolutions(db: Kysely<Tables>, keys: readonly string[]): Promise<RememberedResolution[]> {
  const found: RememberedResolution[] = [];
  for (let at = 0; at < keys.length; at += ROWS_MAX) {
    const some = keys.slice(at, at + ROWS_MAX);
    found.push(...(await db.selectFrom("resolution").select(["key", "blob", "commit"]).where("key", "in", some).execute()));
  }
  return found;
}

/** Forgets resolutions that were refused by the gates, or all that a landing taught which was taken back. */
export async function forgetResolutions(
  { db }: Write,
  which: { readonly keys: readonly string[] } | { readonly commit: string },
): Promise<void> {
  if ("commit" in which) await db.deleteFrom("resolution").where("commit", "=", which.commit).execute();
  else
    for (let at = 0; at < which.keys.length; at += ROWS_MAX)
      await db
        .deleteFrom("resolution")
        .where("key", "in", which.keys.slice(at, at + ROWS_MAX))
        .execute();
}
