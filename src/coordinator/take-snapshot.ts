import { expectedWaitMs } from "../landing/queue/expected-wait.ts";
import type { SessionRow } from "../store/rows.ts";
import { type Action, actionKey } from "./actions.ts";
import { agentsOf } from "./agent-classes.ts";
import { payable } from "./budget.ts";
import { occupiesAgent } from "./places.ts";
import { recordsAreBehind } from "./recorded.ts";
import type { RunContext } from "./run-context.ts";
import type { SessionView, Snapshot, TaskView } from "./snapshot.ts";
import { taskStates } from "./task-states.ts";

const MS_PER_HOUR = 3_600_000;
const MS_PER_MINUTE = 60_000;

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
    landing: live.landing.queue,
    landingWaitMs: expectedWaitMs(live.landing.queue, live.landing.runMs),
    busy: new Set(underWay.map(actionKey)),
    opening: new Map(underWay.flatMap((action) => (action.kind === "open-session" ? [[action.task, action.slot]] : []))),
    recordsBehind: await recordsAreBehind(context),
    payable: payableNow(context, mine, underWay),
    waitsForAnswers: options.wait === true,
    needsPerson: live.needsPerson,
  };
}

/** Reserved for every session whose agent works or is about to, and for those being opened. */
function payableNow({ engine, live, budgets }: RunContext, sessions: readonly SessionRow[], underWay: readonly Action[]): number {
  const { minutes } = budgets.run;
  if (minutes !== null && engine.clock.monotonicMs() - live.startedMs >= minutes * MS_PER_MINUTE) return 0;
  const working = sessions.filter(({ state, slot }) => slot >= 0 && occupiesAgent(state));
  const begun = new Set(working.map(({ task }) => task));
  const opening = underWay.filter((action) => action.kind === "open-session" && !begun.has(action.task)).length;
  return payable(
    budgets,
    live.ledger.ofRun(),
    working.map(({ id }) => live.ledger.ofRound(id)),
    opening,
  );
}

function sessionView({ engine, tasks, durations }: RunContext, session: SessionRow): SessionView {
  const { id, task, state, slot, paths, agent, openedAtMs, answer, deadlineMs } = session;
  const nowMs = engine.clock.now();
  const known = tasks.get(task);
  const elapsed = Math.max(0, nowMs - openedAtMs) / MS_PER_HOUR;
  return {
    ...{ id, task, state, slot, paths },
    hoursLeft: known === undefined ? 0 : durations.durationOf(known, agent).meanLeft(elapsed),
    answered: answer !== null,
    waitMs: Math.max(0, (deadlineMs ?? 0) - nowMs),
  };
}

async function taskViews(context: RunContext, sessions: readonly SessionRow[]): Promise<TaskView[]> {
  const { live, tasks, footprint, classes, durations } = context;
  const states = await taskStates(context, sessions);
  const looked = new Set(live.outlook?.tasks);
  return [...states].flatMap(([id, state]) => {
    const task = tasks.get(id);
    if (task === undefined) return [];
    const graph = looked.has(id) ? live.outlook?.graph : undefined;
    const view: TaskView = {
      id,
      state,
      paths: footprint(task),
      dependsOn: task.dependsOn,
      conflictsWith: [...task.conflictsWith, ...(graph?.neighbours(id) ?? [])],
      alone: graph?.alone(id) !== undefined,
      hours: classes.map(({ name }) => durations.durationOf(task, name).meanHours),
    };
    return [view];
  });
}
