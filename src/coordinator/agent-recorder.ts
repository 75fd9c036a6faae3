import type { AgentEvent } from "../core/agent.ts";
import type { SessionRow } from "../store/rows.ts";
import { type RunContext, record } from "./run-context.ts";

/** Events kept in the store per turn; the transcript file has them all, within its own limit. */
const EVENTS_MAX = 2_000;
const TEXT_CHARACTERS_MAX = 400;

/** Takes an agent's events into the history: short, bounded, in order. */
export function agentRecorder(context: RunContext, session: SessionRow): (event: AgentEvent) => void {
  let kept = 0;
  return (event) => {
    if (event.kind === "session") {
      void context.engine.store.patchSession(session.id, { agentSession: event.agentSession }).catch(() => undefined);
    }
    kept += 1;
    if (kept > EVENTS_MAX && event.kind !== "finished" && event.kind !== "usage") return;
    const short = event.kind === "text" ? { ...event, text: event.text.slice(0, TEXT_CHARACTERS_MAX) } : event;
    // The store writes in order; a failing disk shows at the session's next journalled step.
    void record(context, { task: session.task, session: session.id }, { kind: "agent", event: short }).catch(() => undefined);
  };
}
