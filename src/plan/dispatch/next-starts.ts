import { AgentPool, type Claim } from "./agent-pool.ts";
import { clashOf, type Holder, mayStart, type RunState, type Startable } from "./may-start.ts";
import { ancestors, reservedClass } from "./problem.ts";

/** Of the blocked tasks, so many first ones of the list keep later ones out of their way. */
export const HELD_FOR_MAX = 16;

/** A task that nobody has begun. */
export interface WaitingTask extends Startable {
  /** Expected hours in each class of agents, in their order. */
  readonly hours: readonly number[];
}

export interface DispatchState extends RunState {
  /** In the order of the list: earlier ones are taken first. */
  readonly waiting: readonly WaitingTask[];
  /** Expected hours until each agent of each class is free, 0 for one that is free now; Infinity where nobody knows. */
  readonly agents: readonly (readonly number[])[];
  /** Dollars per hour of each class. */
  readonly costs: readonly number[];
  /** The task for which an agent is kept as long as it waits; null when there is none. */
  readonly primary: string | null;
}

export interface Start {
  readonly task: string;
  /** Number of its class, from 0. */
  readonly agentClass: number;
}

/**
 * The tasks to start now: the first ones of the list that are ready, unblocked, not in the way of an earlier one and have an
 * agent, each in the class that is expected to finish it first (tie: the cheaper one). One agent is kept for the primary as long as it can still start in this
 * run; only what the primary waits for may use it meanwhile. Pure.
 */
export function nextStarts(state: DispatchState): readonly Start[] {
  return dispatch(state, undefined);
}

/** Why each task that does not start now waits, in one sentence each, for the first `limit` of the list. */
export function waitingReasons(state: DispatchState, limit: number): readonly { readonly task: string; readonly reason: string }[] {
  const started = new Set(nextStarts(state).map(({ task }) => task));
  const waiting: { task: string; reason: string }[] = [];
  const isFull = (task: string) => waiting.length >= limit || started.has(task);
  dispatch(state, (task, reason) => {
    if (!isFull(task)) waiting.push({ task, reason });
  });
  return waiting;
}

type OnWaiting = (task: string, reason: string) => void;

function dispatch(state: DispatchState, onWaiting: OnWaiting | undefined): readonly Start[] {
  const { waiting, costs, isDone, because } = state;
  const kept = keptFor(state);
  const pool = new AgentPool(
    state.agents.map((hours) => hours.toSorted((a, b) => a - b)),
    costs,
    kept.agentClass,
  );
  const running: Holder[] = [...state.running];
  const starts: Start[] = [];
  const blocked: WaitingTask[] = [];
  for (const task of waiting) {
    if (!pool.anyFree && onWaiting === undefined) break;
    const verdict = mayStart(task, { isDone, running, ...(because === undefined ? {} : { because }) });
    if (!verdict.ok) {
      if (blocked.length < HELD_FOR_MAX && task.dependsOn.every(isDone)) blocked.push(task);
      onWaiting?.(task.id, verdict.reason);
      continue;
    }
    const earlier = blocked.find((other) => isInTheWay(task, other, running));
    if (earlier !== undefined) {
      onWaiting?.(task.id, `${task.id} waits because ${earlier.id} comes first and is expected to start before ${task.id} would be done`);
      continue;
    }
    const anyFree = pool.anyFree;
    const agentClass = pool.take(task.hours, kept.claimOf(task.id));
    if (agentClass === -1) onWaiting?.(task.id, withoutAgent(task.id, anyFree, state.agents.length > 1, kept.for));
    else {
      starts.push({ task: task.id, agentClass });
      running.push({ ...task, task: task.id, hoursLeft: task.hours[agentClass] ?? 0 });
    }
  }
  return starts;
}

/**
 * Would a task that might start stand in the way of an earlier one that is blocked: exclude it, and still run when what
 * blocks it has ended? Then it waits, or what is urgent would wait for one small task after the other.
 */
function isInTheWay(task: WaitingTask, earlier: WaitingTask, running: readonly Holder[]): boolean {
  if (clashOf(task, { ...earlier, task: earlier.id }) === undefined) return false;
  const hours = Math.min(...task.hours);
  return running.every((other) => clashOf(earlier, other) === undefined || (other.hoursLeft ?? Infinity) < hours);
}

function withoutAgent(task: string, anyFree: boolean, hasChoice: boolean, primary: string | null): string {
  if (!anyFree) return `${task} waits because every agent is busy`;
  const kept = primary === null || primary === task ? null : `${primary} has the last free agent kept for it`;
  const faster = hasChoice ? "a busy agent would finish it sooner than a free one" : null;
  return `${task} waits because ${[kept, faster].filter((each) => each !== null).join(", or ") || "every agent is busy"}`;
}

interface Kept {
  /** The primary while it waits for what will come, else null. */
  readonly for: string | null;
  /** The class that keeps an agent, or -1. */
  readonly agentClass: number;
  readonly claimOf: (task: string) => Claim;
}

function keptFor({ waiting, running, agents, costs, primary, isDone }: DispatchState): Kept {
  const task = waiting.find(({ id }) => id === primary);
  const nobody: Kept = { for: null, agentClass: -1, claimOf: () => "other" };
  if (task === undefined) return nobody;
  const numbers = new Map(waiting.map(({ id }, number) => [id, number]));
  const predecessors = waiting.map(({ dependsOn }) => dependsOn.flatMap((id) => numbers.get(id) ?? []));
  const before = ancestors(numbers.get(task.id) ?? -1, predecessors);
  // What failed, or is somebody else's, comes back when it comes back: until then an agent kept for the primary would idle.
  const comes = (id: string) => isDone(id) || numbers.has(id) || running.some((other) => other.task === id);
  if (![task, ...waiting.filter((_, number) => before.has(number))].every(({ dependsOn }) => dependsOn.every(comes))) return nobody;
  const capacities = agents.map(({ length }) => length);
  return {
    for: task.id,
    agentClass: reservedClass(task.hours, costs, capacities),
    claimOf: (id) => (id === task.id ? "primary" : before.has(numbers.get(id) ?? -1) ? "for-primary" : "other"),
  };
}
