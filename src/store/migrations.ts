import { type Kysely, sql } from "kysely";
import { HOLDING_STATES } from "../core/session.ts";
import type { Tables } from "./tables.ts";

/** One step of the schema. Steps are never edited once released; the next one is appended. */
export type Migration = (db: Kysely<Tables>) => Promise<void>;

/** All steps, oldest first: step n makes schema version n + 1. */
export const MIGRATIONS: readonly Migration[] = [
  async (db) => {
    await createHistory(db);
    await createSessions(db);
    await createLanding(db);
    await createFacts(db);
  },
  createTestRecords,
  createResolutions,
  addQuestions,
];

async function createResolutions({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable("resolution")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("blob", "text", (column) => column.notNull())
    .addColumn("commit", "text", (column) => column.notNull())
    .addColumn("atMs", "bigint", (column) => column.notNull())
    .execute();
  await schema.createIndex("resolution_age").on("resolution").columns(["atMs", "key"]).execute();
  await schema.createIndex("resolution_commit").on("resolution").column("commit").execute();
}

async function addQuestions({ schema }: Kysely<Tables>): Promise<void> {
  for (const column of ["question", "answer"]) await schema.alterTable("session").addColumn(column, "text").execute();
}

async function createTestRecords({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable("testRecord")
    .addColumn("gate", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("runs", "bigint", (column) => column.notNull())
    .addColumn("failures", "bigint", (column) => column.notNull())
    .addColumn("flakes", "bigint", (column) => column.notNull())
    .addColumn("atMs", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("test_record_key", ["gate", "id"])
    .execute();
  await schema.createIndex("test_record_id").on("testRecord").column("id").execute();
  await schema.createIndex("test_record_age").on("testRecord").columns(["gate", "atMs"]).execute();
}

async function createHistory({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable("event")
    .addColumn("seq", "bigint", (column) => column.primaryKey())
    .addColumn("atMs", "bigint", (column) => column.notNull())
    .addColumn("run", "text")
    .addColumn("task", "text")
    .addColumn("session", "text")
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .execute();
  for (const column of ["run", "task", "session", "kind"]) {
    await schema.createIndex(`event_${column}`).on("event").columns([column, "seq"]).execute();
  }
  await schema
    .createTable("run")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("agents", "integer", (column) => column.notNull())
    .addColumn("primary", "text")
    .addColumn("tasks", "text", (column) => column.notNull())
    .addColumn("options", "text", (column) => column.notNull())
    .addColumn("startedAtMs", "bigint", (column) => column.notNull())
    .addColumn("endedAtMs", "bigint")
    .addColumn("outcome", "text")
    .addColumn("reason", "text")
    .addColumn("openedSeq", "bigint", (column) => column.notNull().unique())
    .execute();
}

async function createSessions(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable("session")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("run", "text", (column) => column.notNull())
    .addColumn("task", "text", (column) => column.notNull())
    .addColumn("agent", "text", (column) => column.notNull())
    .addColumn("slot", "integer", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("epoch", "integer", (column) => column.notNull())
    .addColumn("claimRef", "text", (column) => column.notNull())
    .addColumn("claimOid", "text", (column) => column.notNull())
    .addColumn("base", "text", (column) => column.notNull())
    .addColumn("confined", "integer", (column) => column.notNull())
    .addColumn("paths", "text", (column) => column.notNull())
    .addColumn("agentSession", "text")
    .addColumn("attempt", "integer", (column) => column.notNull())
    .addColumn("returns", "integer", (column) => column.notNull())
    .addColumn("landedCommit", "text")
    .addColumn("doneBy", "text")
    .addColumn("note", "text")
    .addColumn("deadlineMs", "bigint")
    .addColumn("openedAtMs", "bigint", (column) => column.notNull())
    .addColumn("updatedAtMs", "bigint", (column) => column.notNull())
    .addColumn("openedSeq", "bigint", (column) => column.notNull().unique())
    .execute();
  // Promise 3 once more, in the database itself: no code of ours can give a task two holders.
  const holding = sql.join(HOLDING_STATES.map((state) => sql.lit(state)));
  await sql`create unique index session_holder on session (task) where state in (${holding})`.execute(db);
}

async function createLanding({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable("change")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("task", "text")
    .addColumn("session", "text")
    .addColumn("epoch", "integer")
    .addColumn("base", "text", (column) => column.notNull())
    .addColumn("head", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("submittedAtMs", "bigint", (column) => column.notNull())
    .addColumn("files", "text", (column) => column.notNull())
    .addColumn("commit", "text")
    .addColumn("returned", "text")
    .addColumn("openedSeq", "bigint", (column) => column.notNull().unique())
    .execute();
  await schema.createIndex("change_state").on("change").columns(["state", "openedSeq"]).execute();
  await schema
    .createTable("pushAttempt")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("commit", "text", (column) => column.notNull())
    .addColumn("tree", "text", (column) => column.notNull())
    .addColumn("base", "text", (column) => column.notNull())
    .addColumn("changes", "text", (column) => column.notNull())
    .addColumn("updates", "text", (column) => column.notNull())
    .addColumn("openedAtMs", "bigint", (column) => column.notNull())
    .addColumn("outcome", "text")
    .execute();
}

async function createFacts(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable("gateResult")
    .addColumn("tree", "text", (column) => column.notNull())
    .addColumn("gate", "text", (column) => column.notNull())
    .addColumn("environment", "text", (column) => column.notNull())
    .addColumn("passed", "integer", (column) => column.notNull())
    .addColumn("ms", "bigint", (column) => column.notNull())
    .addColumn("detail", "text", (column) => column.notNull())
    .addColumn("outputFile", "text")
    .addColumn("atMs", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("gate_result_key", ["tree", "gate", "environment"])
    .execute();
  await db.schema
    .createTable("taskOverride")
    .addColumn("task", "text", (column) => column.primaryKey())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("other", "text")
    .addColumn("atMs", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("keptValue")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("value", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("ledger")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("nextSeq", "bigint", (column) => column.notNull())
    .execute();
  await db.insertInto("ledger").values({ id: 1, nextSeq: 1 }).execute();
}
