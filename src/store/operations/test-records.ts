import type { Kysely } from "kysely";
import type { TestRecord, TestSeen } from "../../core/test-result.ts";
import type { Tables } from "../tables.ts";
import type { Write } from "../writer.ts";

/** Rows in one statement: databases limit its parameters. */
const ROWS_MAX = 500;
/** Tests remembered per gate; names that change in every run must not fill the store. */
export const TESTS_PER_GATE_MAX = 50_000;

/** Counts what one run of a gate said of its tests; those not seen for longest are forgotten beyond `TESTS_PER_GATE_MAX`. */
export async function recordTests({ db, nowMs }: Write, gate: string, seen: readonly TestSeen[]): Promise<void> {
  for (let at = 0; at < seen.length; at += ROWS_MAX) {
    const rows = seen.slice(at, at + ROWS_MAX).map(({ id, outcome }) => ({
      ...{ gate, id, atMs: nowMs, runs: outcome === "flaky" ? 0 : 1 },
      failures: outcome === "failed" ? 1 : 0,
      flakes: outcome === "flaky" ? 1 : 0,
    }));
    await db
      .insertInto("testRecord")
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(["gate", "id"]).doUpdateSet((row) => ({
          runs: row("testRecord.runs", "+", row.ref("excluded.runs")),
          failures: row("testRecord.failures", "+", row.ref("excluded.failures")),
          flakes: row("testRecord.flakes", "+", row.ref("excluded.flakes")),
          atMs: nowMs,
        })),
      )
      .execute();
  }
  await forgetOldest(db, gate);
}

/** What is remembered of these tests, over all gates that run them; nothing of those never seen. */
export async function findTestRecords(db: Kysely<Tables>, ids: readonly string[]): Promise<TestRecord[]> {
  const found: TestRecord[] = [];
  for (let at = 0; at < ids.length; at += ROWS_MAX) {
    const rows = await db
      .selectFrom("testRecord")
      .select(({ fn }) => [
        "id",
        fn.sum<number>("runs").as("runs"),
        fn.sum<number>("failures").as("failures"),
        fn.sum<number>("flakes").as("flakes"),
      ])
      .where("id", "in", ids.slice(at, at + ROWS_MAX))
      .groupBy("id")
      .orderBy("id")
      .execute();
    found.push(...rows);
  }
  return found;
}

/** How many tests the reports of a gate have told of. */
export async function countTests(db: Kysely<Tables>, gate: string): Promise<number> {
  const { count } = await db
    .selectFrom("testRecord")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("gate", "=", gate)
    .executeTakeFirstOrThrow();
  return count;
}

async function forgetOldest(db: Write["db"], gate: string): Promise<void> {
  const first = await db
    .selectFrom("testRecord")
    .select("atMs")
    .where("gate", "=", gate)
    .orderBy("atMs", "desc")
    .limit(1)
    .offset(TESTS_PER_GATE_MAX)
    .executeTakeFirst();
  if (first !== undefined) await db.deleteFrom("testRecord").where("gate", "=", gate).where("atMs", "<=", first.atMs).execute();
}
