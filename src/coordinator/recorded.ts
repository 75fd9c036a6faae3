import type { EventKind } from "../core/event.ts";
import type { RunContext } from "./run-context.ts";

/** The last event that the records on main tell of. */
const RECORDED = "recorded-seq";

/** Events the records speak of, and pushes by others, which may have changed them; anything else changes nothing there. */
const TOLD: readonly EventKind[] = ["session-moved", "done-by", "task-reopened", "task-dropped", "verify", "main-moved"];

/** Has anything happened that the records on main do not say yet? */
export async function recordsAreBehind({ engine }: RunContext): Promise<boolean> {
  if (!engine.site.config.records.enabled) return false;
  const known = await engine.store.value(RECORDED);
  const later = await engine.store.events({ afterSeq: typeof known === "number" ? known : 0, kinds: TOLD });
  return later.some(({ body }) =>
    body.kind === "main-moved" ? body.by === "foreign" : body.kind !== "session-moved" || body.to !== "archived",
  );
}

/** Main says everything up to `seq`: sessions that were verified by then are written down, so they are archived. */
export async function markRecorded({ engine }: RunContext, seq: number): Promise<void> {
  for (const session of await engine.store.sessions({ states: ["verified"] })) {
    const moves = await engine.store.events({ session: session.id, kinds: ["session-moved"] });
    if ((moves.at(-1)?.seq ?? Number.POSITIVE_INFINITY) > seq) continue;
    await engine.store.moveSession(session.id, "verified", "archived", "its record is on main");
  }
  await engine.store.setValue(RECORDED, seq);
}
