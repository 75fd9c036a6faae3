import { HOLDING_STATES, type SessionState } from "../core/session.ts";
import type { RunningTask } from "../plan/forecast/simulate.ts";
import { connectCoordinator } from "../server/connect-coordinator.ts";

const HOLDING: readonly SessionState[] = HOLDING_STATES;
const MS_PER_HOUR = 3_600_000;

/** What a running coordinator's agents work on, and for how long; none where no coordinator runs. */
export async function tasksUnderWay(coordinatorFile: string, nowMs: number): Promise<readonly RunningTask[]> {
  const client = await connectCoordinator(coordinatorFile);
  if (client === undefined) return [];
  const { sessions } = await client.status();
  return sessions
    .filter(({ state, slot }) => HOLDING.includes(state) && slot >= 0)
    .map(({ task, agent, openedAtMs }) => ({
      task,
      agentClass: agent,
      elapsedHours: Math.max(0, nowMs - openedAtMs) / MS_PER_HOUR,
    }));
}
