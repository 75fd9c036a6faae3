import type { StoredEvent } from "../../../../src/core/event.ts";
import type { Journal, MetConflict, WorkSpan } from "../play.ts";

/** The journal in Signalbox's own history: when its agents' programs ran, and which merges conflicted textually. */
export function journalOf(events: readonly StoredEvent[]): Journal {
  const started = new Map<string, number>();
  const work: WorkSpan[] = [];
  const conflicts: MetConflict[] = [];
  for (const { body, atMs, task, session } of events) {
    if (body.kind === "agent-started" && session !== null) started.set(session, atMs);
    if (body.kind === "agent-ended" && session !== null) {
      work.push({ task: task ?? "", session, fromMs: started.get(session) ?? atMs, untilMs: atMs });
    }
    if (body.kind === "conflict-found" && body.what === "textual") {
      conflicts.push({ atMs, task: task ?? body.tasks[0] ?? "", files: body.files });
    }
  }
  return { work, conflicts };
}
