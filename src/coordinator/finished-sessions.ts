import type { StoredEvent } from "../core/event.ts";
import { readStored, type StoredReader } from "../store/read-stored.ts";
import type { SessionRow } from "../store/rows.ts";

/** One finished session, as the forecast learns from it. */
export interface FinishedSession {
  readonly task: string;
  readonly agentClass: string;
  readonly kind: string;
  readonly estimateHours: number | null;
  readonly hours: number;
  readonly finishedAtMs: number;
  readonly outcome: "done" | "failed";
  readonly tries: number;
}

const MS_PER_HOUR = 3_600_000;

/** The repository's finished sessions of all runs, to learn from; none where no store exists. Reads beside a coordinator. */
export async function finishedSessionsIn(storeFile: string): Promise<readonly FinishedSession[]> {
  return (await readStored(storeFile, finishedSessions)) ?? [];
}

/**
 * What every session that ended by its own work took: elapsed hours in which its agent ran, over all tries. Sessions that
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
  const finished = (await reader.sessions()).flatMap((session) => finishedOf(session, bySession.get(session.id) ?? []) ?? []);
  return finished.sort((a, b) => a.finishedAtMs - b.finishedAtMs || (a.task < b.task ? -1 : 1));
}

/** The letters a task's id begins with (`QA` of `QA-033`): tasks of one kind take alike. */
export function kindOf(task: string): string {
  return /^[A-Za-z]+/.exec(task)?.[0]?.toUpperCase() ?? "";
}

function finishedOf(session: SessionRow, events: readonly StoredEvent[]): FinishedSession | undefined {
  const end = events.find(({ body }) => body.kind === "session-moved" && ["landed", "failed", "rejected"].includes(body.to));
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
    tries: session.attempt,
  };
}
