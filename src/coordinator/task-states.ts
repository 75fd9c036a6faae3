import { HOLDING_STATES, type SessionState } from "../core/session.ts";
import type { SessionRow } from "../store/rows.ts";
import type { RunContext } from "./run-context.ts";
import type { TaskView } from "./snapshot.ts";
import { stuckTasks } from "./stuck-tasks.ts";

/**
 * What has become of each task of the run, in the order of the list. A task that is being worked on counts as open.
 * @param sessions those of this run.
 */
export async function taskStates(
  { engine, live, plan, tasks }: RunContext,
  sessions: readonly SessionRow[],
): Promise<ReadonlyMap<string, TaskView["state"]>> {
  const overrides = await engine.store.taskOverrides();
  const stuck = new Set(stuckTasks(plan, tasks).map(({ task }) => task));
  const lastOf = new Map(sessions.map((session) => [session.task, session]));
  const stateIn = (id: string): TaskView["state"] => {
    const [last, override] = [lastOf.get(id), overrides.get(id)];
    if (override?.kind === "done-by") return "done";
    if (override?.kind === "dropped") return "excluded";
    const state = stateOf(last?.state);
    // What a rollback opens again is for the next run; only a person's later `retry` opens it in this one.
    const isReopened = override?.kind === "reopened" && state === "ended" && last !== undefined && override.atMs > last.updatedAtMs;
    if (state !== "open" && !isReopened) return state;
    if (stuck.has(id)) return "stuck";
    return (live.away.get(id) ?? 0) > engine.clock.monotonicMs() ? "away" : "open";
  };
  // Main calls a task done that an earlier run landed, so the plan leaves it out; but it may yet be reverted.
  const ids = [...new Set([...live.order, ...sessions.map(({ task }) => task), ...stuck])].filter((id) => tasks.has(id));
  return new Map(ids.map((id) => [id, stateIn(id)]));
}

function stateOf(state: SessionState | undefined): TaskView["state"] {
  if (state === undefined || (HOLDING_STATES as readonly string[]).includes(state)) return "open";
  return state === "landed" || state === "verified" || state === "archived" || state === "done-by" ? "done" : "ended";
}
