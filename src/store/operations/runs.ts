import type { Kysely } from "kysely";
import { SignalboxError } from "../../core/errors.ts";
import { readRun } from "../read-rows.ts";
import type { NewRun, Run, RunOutcome } from "../rows.ts";
import type { Tables } from "../tables.ts";
import type { Write } from "../writer.ts";

/**
 * Opens a run, or goes on with it when it is open already; either way a `run-started` event says which.
 * What a resumed run was opened with stays.
 * @throws SignalboxError `bug` when the run has ended.
 */
export async function openRun({ db, nowMs, record }: Write, run: NewRun): Promise<Run> {
  const known = await db.selectFrom("run").selectAll().where("id", "=", run.id).executeTakeFirst();
  if (known !== undefined && known.endedAtMs !== null) {
    throw new SignalboxError("bug", `expected a new or an open run, got \`${run.id}\`, which has ended`);
  }
  const { agents, primary, tasks } = known === undefined ? run : readRun(known);
  const started = await record(
    { run: run.id, task: null, session: null },
    { kind: "run-started", agents, primary, tasks, resumed: known !== undefined },
  );
  if (known !== undefined) return readRun(known);
  const row = {
    id: run.id,
    agents,
    primary,
    tasks: JSON.stringify(tasks),
    options: JSON.stringify(run.options),
    startedAtMs: nowMs,
    endedAtMs: null,
    outcome: null,
    reason: null,
    openedSeq: started.seq,
  };
  await db.insertInto("run").values(row).execute();
  return readRun(row);
}

/** Ends a run with a `run-ended` event. @returns false when it is unknown or has ended already. */
export async function endRun({ db, nowMs, record }: Write, id: string, outcome: RunOutcome, reason: string): Promise<boolean> {
  const ended = await db
    .updateTable("run")
    .set({ endedAtMs: nowMs, outcome, reason })
    .where("id", "=", id)
    .where("endedAtMs", "is", null)
    .executeTakeFirst();
  if (ended.numUpdatedRows === 0n) return false;
  await record({ run: id, task: null, session: null }, { kind: "run-ended", outcome, reason });
  return true;
}

/** The run opened last that had tasks to do or opened a session: commands that only land or drop something open runs too. */
export async function latestRunWithWork(db: Kysely<Tables>): Promise<Run | undefined> {
  const row = await db
    .selectFrom("run")
    .selectAll()
    .where((where) =>
      where.or([
        where("tasks", "!=", "[]"),
        where.exists(where.selectFrom("session").select("session.id").whereRef("session.run", "=", "run.id")),
      ]),
    )
    .orderBy("openedSeq", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && readRun(row);
}

/** The run opened last, ended or not. */
export async function latestRun(db: Kysely<Tables>): Promise<Run | undefined> {
  const row = await db.selectFrom("run").selectAll().orderBy("openedSeq", "desc").limit(1).executeTakeFirst();
  return row && readRun(row);
}
