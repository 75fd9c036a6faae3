import type { Footprint } from "../../core/footprint.ts";
import type { Task } from "../../core/task.ts";
import { bookkeepingPaths } from "../../footprint/tree/bookkeeping.ts";
import { type ConflictGraph, conflictGraph } from "../../plan/conflicts/conflict-graph.ts";
import type { SessionRow } from "../../store/rows.ts";
import { declaredFootprint } from "../footprints.ts";
import type { RunContext } from "../run-context.ts";
import { liveFootprint } from "./live-footprint.ts";
import { touchedBy } from "./touched.ts";

/** Conflicts are looked at again for the running tasks and so many of the next ones: later ones cannot start yet. */
const NEXT_TASKS_MAX = 200;
const MS_PER_HOUR = 3_600_000;

/** What is expected now of the tasks that run and the next ones: predictions, with what really happened in their place. */
export interface Outlook {
  readonly footprints: ReadonlyMap<string, Footprint>;
  readonly graph: ConflictGraph;
  /** The tasks it knows, the running ones first. */
  readonly tasks: readonly string[];
}

/**
 * Looks at every running session's live footprint and finds the conflicts anew.
 * @param order open tasks, next ones first.
 * @param holding the sessions that hold paths now.
 */
export async function outlookOf(context: RunContext, order: readonly string[], holding: readonly SessionRow[]): Promise<Outlook> {
  const { engine, tasks, predicted } = context;
  const running = holding.filter(({ slot }) => slot >= 0);
  const ids = [...new Set([...running.map(({ task }) => task), ...order.slice(0, NEXT_TASKS_MAX)])];
  // What a running task holds stands for what its owner named: parts that landed gave some of it back.
  const held = new Map(running.map(({ task, paths }) => [task, paths]));
  const known = ids.flatMap((id) => tasks.get(id) ?? []).map((task) => withHeld(task, held.get(task.id)));
  const footprints = new Map(known.map((task) => [task.id, predicted.get(task.id) ?? declaredFootprint(tasks.get(task.id) ?? task)]));
  for (const session of running) {
    const footprint = footprints.get(session.task);
    if (footprint === undefined) continue;
    const seen = await touchedBy(engine.store, session.id);
    footprints.set(session.task, liveFootprint(footprint, { ...seen, share: shareOf(context, session) }));
  }
  const bookkeeping = bookkeepingPaths(engine.site.config);
  return { footprints, graph: conflictGraph(known, footprints, { bookkeeping }), tasks: known.map(({ id }) => id) };
}

function withHeld(task: Task, paths: readonly string[] | undefined): Task {
  return paths === undefined ? task : { ...task, declared: { ...task.declared, write: paths } };
}

/** Elapsed against expected time (P80), as a share of the work done; 0 before the agent starts. */
function shareOf({ engine, tasks, durations }: RunContext, session: SessionRow): number {
  const task = tasks.get(session.task);
  if (task === undefined || session.attempt === 0) return 0;
  const hours = (engine.clock.now() - session.openedAtMs) / MS_PER_HOUR;
  return hours / Math.max(Number.EPSILON, durations.durationOf(task, session.agent).quantile(0.8));
}
