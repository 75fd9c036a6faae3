import type { SessionRow } from "../store/rows.ts";
import { LANDING_HOURS } from "./decide.ts";
import type { RunContext } from "./run-context.ts";

const MS_PER_HOUR = 3_600_000;

/**
 * About how many milliseconds until what a session holds is free, by how long such tasks take here; null for one that
 * waits for a person, for its quota or for another try: of that nobody knows.
 */
export function untilFreeMs({ engine, tasks, durations }: RunContext, session: SessionRow): number | null {
  switch (session.state) {
    case "submitted":
    case "gated":
    case "candidate":
      return LANDING_HOURS * MS_PER_HOUR;
    case "claimed":
    case "preparing":
    case "working": {
      const task = tasks.get(session.task);
      if (task === undefined) return null;
      const elapsed = Math.max(0, engine.clock.now() - session.openedAtMs) / MS_PER_HOUR;
      return Math.ceil(durations.durationOf(task, session.agent).meanLeft(elapsed) * MS_PER_HOUR);
    }
    default:
      return null;
  }
}
