import { HOLDING_STATES, type SessionState } from "../core/session.ts";
import type { SessionRow } from "../store/rows.ts";
import { type Action, actionKey } from "./actions.ts";
import { agentsOf } from "./agent-classes.ts";
import { recordsAreBehind } from "./recorded.ts";
import type { RunContext } from "./run-context.ts";
import type { SessionView, Snapshot, TaskView } from "./snapshot.ts";
import { stuckTasks } from "./stuck-tasks.ts";

const MS_PER_HOUR = 3_600_000;

/**
 * All that `decide` looks at, from the store and from what runs in this process.
 * @param underWay actions under way, taken before the rows are read: one that ends meanwhile must still count, or it
 * would be taken again.
 */
export async function takeSnapshot(context: RunContext, underWay: readonly Action[]): Promise<Snapshot> {
  const { engine, live, options, run, repairTask, classes } = context;
  const { store } = engine;
  const mine = await store.sessions({ run });
  const shown = options.only?.length === 0 ? mine.filter((session) => session.state === "landed") : mine;
  return {
    mode: live.mode,
    main: live.main,
    agents: agentsOf(classes),
    classes,
    primary: options.primary,
    repair: live.repair,
    repairTask,
    tasks: await taskViews(context, mine),
    sessions: shown.map((session) => sessionView(context, session)),
    changes: await store.changes({ states: ["queued", "testing", "pushing"] }),
    busy: new Set(underWay.map(actionKey)),
    opening: new Map(underWay.flatMap((action) => (action.kind === "open-session" ? [[action.task, action.slot]] : []))),
    recordsBehind: await recordsAreBehind(context),
    needsPerson: live.needsPerson,
  };
}

function sessionView({ engine, tasks, durations }: RunContext, session: SessionRow): SessionView {
  const { id, task, state, slot, paths, agent, openedAtMs } = session;
  const known = tasks.get(task);
  const elapsed = Math.max(0, engine.clock.now() - openedAtMs) / MS_PER_HOUR;
  return { id, task, state, slot, paths, hoursLeft: known === undefined ? 0 : durations.durationOf(known, agent).meanLeft(elapsed) };
}

async function taskViews(context: RunContext, sessions: readonly SessionRow[]): Promise<TaskView[]> {
  const { engine, live, plan, tasks, footprint, classes, durations } = context;
  const overrides = await engine.store.taskOverrides();
  const stuck = new Set(stuckTasks(plan, tasks).map(({ task }) => task));
  const lastOf = new Map(sessions.map((session) => [session.task, session]));
  const looked = new Set(live.outlook?.tasks);
  // Main calls a task done that an earlier run landed, so the plan leaves it out; but it may yet be reverted.
  const order = new Set([...live.order, ...sessions.map(({ task }) => task), ...stuck]);
  return [...order].flatMap((id) => {
    const task = tasks.get(id);
    if (task === undefined) return [];
    const last = lastOf.get(id);
    const override = overrides.get(id);
    // What a rollback opens again is for the next run; only a person's later `retry` opens it in this one.
    const reopenedSince = override?.kind === "reopened" && last !== undefined && override.atMs > last.updatedAtMs && isEnded(last.state);
    const state =
      override?.kind === "done-by" ? "done" : override?.kind === "dropped" ? "excluded" : reopenedSince ? "open" : stateOf(last?.state);
    const away = (live.away.get(id) ?? 0) > engine.clock.monotonicMs();
    const graph = looked.has(id) ? live.outlook?.graph : undefined;
    const view: TaskView = {
      id,
      state: state !== "open" ? state : stuck.has(id) ? "stuck" : away ? "away" : "open",
      paths: footprint(task),
      dependsOn: task.dependsOn,
      conflictsWith: [...task.conflictsWith, ...(graph?.neighbours(id) ?? [])],
      alone: graph?.alone(id) !== undefined,
      hours: classes.map(({ name }) => durations.durationOf(task, name).meanHours),
    };
    return [view];
  });
}

function stateOf(state: SessionState | undefined): TaskView["state"] {
  if (state === undefined || isHolding(state)) return "open";
  return state === "landed" || state === "verified" || state === "archived" || state === "done-by" ? "done" : "ended";
}

function isHolding(state: SessionState): boolean {
  return (HOLDING_STATES as readonly string[]).includes(state);
}

function isEnded(state: SessionState): boolean {
  return stateOf(state) === "ended";
}
