import type { StoredEvent } from "../core/event.ts";
import { type FinishedSession, kindOf } from "../plan/forecast/finished-session.ts";
import { readStored, type StoredReader } from "../store/read-stored.ts";
import type { SessionRow } from "../store/rows.ts";

const MS_PER_HOUR = 3_600_000;

/** The repository's finished sessions of all runs, to learn from; none where no store exists. Reads beside a coordinator. */
export async function finishedSessionsIn(storeFile: string): Promise<readonly FinishedSession[]> {
  return (await readStored(storeFile, finishedSessions)) ?? [];
}

/**
 * What every session that ended by its own work took: elapsed hours in which its agent ran, however often it was started. Sessions that
 * people aborted, that never ran, or whose task another one did, say nothing of how long work takes and are left out.
 * @returns by the time they ended, then by id.
 */
export async function finishedSessions(reader: StoredReader): Promise<readonly FinishedSession[]> {
  const events = await reader.events({ kinds: ["session-planned", "agent-ended", "session-moved"] });
  const bySession = new Map<string, StoredEvent[]>();
  for (const event of events) {
    if (event.session === null) continue;
    const own = bySession.get(event.session);
    if (own === undefined) bySession.set(event.session, [event]);
    else own.push(event);
  }
  const tries = new Map<string, number>();
  const finished = (await reader.sessions()).flatMap((session) => {
    const one = finishedOf(session, bySession.get(session.id) ?? [], (tries.get(session.task) ?? 0) + 1);
    if (one === undefined) return [];
    tries.set(one.task, one.tries);
    return [one];
  });
  return finished.sort((a, b) => a.finishedAtMs - b.finishedAtMs || (a.task < b.task ? -1 : 1));
}

function finishedOf(session: SessionRow, events: readonly StoredEvent[], tries: number): FinishedSession | undefined {
  const moves = events.filter(({ body }) => body.kind === "session-moved");
  // A session whose tries were used up failed, unless it landed after all with a person's help.
  const end =
    moves.find(({ body }) => body.kind === "session-moved" && ["landed", "failed", "rejected"].includes(body.to)) ??
    moves.find(({ body }) => body.kind === "session-moved" && body.from === "returned" && body.to === "waiting-input");
  const ms = events.reduce((sum, { body }) => sum + (body.kind === "agent-ended" ? body.ms : 0), 0);
  // Work done elsewhere was not timed.
  if (end === undefined || ms === 0) return undefined;
  const planned = events.find(({ body }) => body.kind === "session-planned")?.body;
  return {
    task: session.task,
    agentClass: session.agent,
    kind: kindOf(session.task),
    estimateHours: planned?.kind === "session-planned" ? planned.estimateHours : null,
    hours: ms / MS_PER_HOUR,
    finishedAtMs: end.atMs,
    outcome: end.body.kind === "session-moved" && end.body.to === "landed" ? "done" : "failed",
    tries,
  };
}
