import type { Kysely } from "kysely";
import type { EventBody } from "../../core/event.ts";
import type { EventScope, NewTaskOverride, TaskOverride } from "../rows.ts";
import type { Tables } from "../tables.ts";
import type { Write } from "../writer.ts";

/**
 * Keeps a fact about a task, replacing an earlier one, and records the event that tells of it: `task-dropped`,
 * `task-reopened` or `done-by`. A landing has told its own already.
 */
export async function setTaskOverride(
  { db, nowMs, record }: Write,
  task: string,
  { kind, reason, other = null }: NewTaskOverride,
  scope: Omit<EventScope, "task"> = { run: null, session: null },
): Promise<void> {
  const fact = { kind, reason, other, atMs: nowMs };
  await db
    .insertInto("taskOverride")
    .values({ task, ...fact })
    .onConflict((conflict) => conflict.column("task").doUpdateSet(fact))
    .execute();
  const body = eventOf({ kind, reason, other });
  if (body !== undefined) await record({ ...scope, task }, body);
}

/** The latest fact kept about each task, by task id. */
export async function readTaskOverrides(db: Kysely<Tables>): Promise<Map<string, TaskOverride>> {
  const rows = await db.selectFrom("taskOverride").selectAll().orderBy("task").execute();
  return new Map(rows.map(({ task, ...fact }) => [task, fact]));
}

function eventOf({ kind, reason, other }: Omit<TaskOverride, "atMs">): EventBody | undefined {
  switch (kind) {
    case "dropped":
      return { kind: "task-dropped", reason };
    case "reopened":
      return { kind: "task-reopened", reason };
    case "done-by":
      return { kind: "done-by", other: other ?? "", evidence: reason };
    case "landed":
      return undefined;
  }
}
