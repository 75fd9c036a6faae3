import { HOLDING_STATES, type SessionState } from "../core/session.ts";
import { decideLanding } from "../landing/queue/decide-landing.ts";
import type { LandingQueue, QueueAction } from "../landing/queue/queue.ts";
import { type Holder, mayStart, type RunState } from "../plan/dispatch/may-start.ts";
import { type DispatchState, nextStarts, waitingReasons } from "../plan/dispatch/next-starts.ts";
import { type Action, actionKey, MAIN } from "./actions.ts";
import { classOfSlot, slotsOf } from "./agent-classes.ts";
import { isParked, isUnanswered, placesOf } from "./places.ts";
import type { ChangeView, SessionView, Snapshot, TaskView } from "./snapshot.ts";

/** Longer than this nothing new is begun (landing.md §4.4: residency is what creates conflicts). */
const LANDING_WAIT_MS_MAX = 3_600_000;

/** From a change that is handed in to one that has landed, gates included. A guess; nothing depends on it much. */
export const LANDING_HOURS = 0.1;

/**
 * What to do now, from what is known now. Pure: the same snapshot gives the same actions, so every choice can be
 * tested without a repository and replayed from a seed (promise 11). Called again after every event.
 */
export function decide(snapshot: Snapshot): readonly Action[] {
  const free = (action: Action) => !snapshot.busy.has(actionKey(action));
  const actions = [...mainActions(snapshot), ...sessionActions(snapshot), ...dispatchActions(snapshot)].filter(free);
  if (actions.length > 0 || snapshot.busy.size > 0) return actions;
  return closing(snapshot);
}

function mainActions({ main, changes, landing, busy, mode, needsPerson, repair, repairTask, agents, sessions }: Snapshot): Action[] {
  if (needsPerson !== null || mode === "stopping") return [];
  if (main.health === "unknown") return [{ kind: "check-main" }];
  // One that is still `pushing` while nobody pushes has an unknown result; until that is known nothing new is built.
  if (!busy.has(MAIN) && changes.some(({ state }) => state === "pushing")) return [{ kind: "resolve-pushes" }];
  if (main.health === "healthy") return landingActions(landing);
  // Red main: nothing is launched or landed but the one visible repair (DESIGN §4).
  const repairing = sessions.find((session) => session.task === repairTask && isHolding(session));
  const mends = ({ kind, session }: ChangeView) => kind === "revert" || (session !== null && session === repairing?.id);
  if (changes.some(mends)) return landingActions(landing);
  return repair === "wanted" && repairing === undefined && agents > 0 && mode === "running" ? [{ kind: "repair", slot: 0 }] : [];
}

function landingActions(queue: LandingQueue): Action[] {
  return decideLanding(queue).flatMap(asAction);
}

function asAction(action: QueueAction): Action[] {
  switch (action.kind) {
    case "start-run":
      return [{ kind: "run-candidate", run: action.run }];
    case "cancel-run":
      return [{ kind: "cancel-candidate", run: action.run }];
    case "return":
      return [{ kind: "return-rejected", change: action.change, evidence: action.evidence }];
    case "land":
      return [action];
    case "check-main":
      // Main's health is unknown then, and that alone has it looked at.
      return [];
  }
}

function sessionActions(snapshot: Snapshot): Action[] {
  const actions: Action[] = mayVerify(snapshot) ? [{ kind: "verify" }] : [];
  const { places } = placesOf(snapshot, (session) => mayGoOn(session, snapshot));
  for (const session of snapshot.sessions) {
    const action = nextStep(session, places.get(session.id), snapshot.mode);
    if (action !== undefined) actions.push(action);
  }
  return actions;
}

/** While a revert is on its way nobody else is judged by what main is now. */
function mayVerify({ mode, needsPerson, sessions, changes }: Snapshot): boolean {
  if (mode === "stopping" || needsPerson !== null || changes.some((change) => change.kind === "revert")) return false;
  return sessions.some((session) => session.state === "landed");
}

/** @param place of a session that waits for an agent again; undefined: it has none yet. */
function nextStep(session: SessionView, place: number | undefined, mode: Snapshot["mode"]): Action | undefined {
  if (mode === "stopping") return undefined;
  // Worked on elsewhere: its author hands in again or gives up.
  if (isElsewhere(session)) return undefined;
  switch (session.state) {
    case "claimed":
    case "preparing":
      return { kind: "prepare", session: session.id };
    case "working":
      return { kind: "work", session: session.id, slot: session.slot };
    case "returned":
      return place === undefined ? undefined : { kind: "take-back", session: session.id, slot: place };
    default:
      // submitted, gated and candidate belong to the lander, landed to verification, parked ones to a person or the clock.
      return place === undefined ? undefined : { kind: "go-on", session: session.id, slot: place };
  }
}

function dispatchActions(snapshot: Snapshot): Action[] {
  const { mode, main, needsPerson, tasks, classes } = snapshot;
  if (mode !== "running" || needsPerson !== null || main.health !== "healthy" || isBackedUp(snapshot)) return [];
  const free = freePlaces(snapshot);
  const actions: Action[] = [];
  for (const { task, agentClass } of nextStarts(dispatchState(snapshot, free))) {
    const slot = free.find((one) => classOfSlot(classes, one) === classes[agentClass]?.name);
    const paths = tasks.find(({ id }) => id === task)?.paths;
    if (slot === undefined || paths === undefined) continue;
    free.splice(free.indexOf(slot), 1);
    actions.push({ kind: "open-session", task, slot, paths });
  }
  return actions;
}

/** Work that waits long to land is work that others collide with: no more is begun until the queue is shorter. */
function isBackedUp({ landingWaitMs, landing }: Snapshot): boolean {
  return landingWaitMs > LANDING_WAIT_MS_MAX && landing.entries.size > landing.settings.workers;
}

/** Why the first `limit` open tasks that nobody has begun wait, in one sentence each. */
export function whyWaiting(
  snapshot: Snapshot,
  limit: number,
  because?: RunState["because"],
): readonly { readonly task: string; readonly reason: string }[] {
  const state = dispatchState(snapshot, freePlaces(snapshot));
  if (isBackedUp(snapshot)) {
    const reason = `${snapshot.landing.entries.size} changes wait to land, about ${Math.round(snapshot.landingWaitMs / 60_000)} minutes each`;
    return state.waiting.slice(0, limit).map(({ id }) => ({ task: id, reason }));
  }
  return waitingReasons(because === undefined ? state : { ...state, because }, limit);
}

/** What is true now, as the one rule of who may start looks at it (`mayStart`): leases decide. */
function dispatchState(snapshot: Snapshot, free: readonly number[]): DispatchState {
  const { tasks, classes, primary, sessions, opening } = snapshot;
  const views = new Map(tasks.map((task) => [task.id, task]));
  const holding = sessions.filter(isHolding);
  const held = new Map(holding.map((session) => [session.task, holderOf(session)]));
  for (const { id, paths } of tasks) if (opening.has(id)) held.set(id, { task: id, paths });
  const yielded = new Set(holding.filter(hasYielded).map(({ task }) => task));
  const running = [...held.values()]
    .filter(({ task }) => !yielded.has(task))
    .map((holder): Holder => ({ ...holder, ...clashes(views.get(holder.task)) }));
  const waiting = tasks.filter(({ id, state }) => state === "open" && !held.has(id));
  // Of an agent that waits for a person or for its quota nobody knows when it is free.
  const left = new Map(sessions.filter(isAtWork).map(({ slot, hoursLeft }) => [slot, hoursLeft]));
  const freeAt = (slot: number) => (free.includes(slot) ? 0 : Math.max(left.get(slot) ?? Number.POSITIVE_INFINITY, Number.MIN_VALUE));
  return {
    waiting,
    running,
    // A dependency that nobody listed is no business of this run.
    isDone: (id) => (views.get(id)?.state ?? "done") === "done",
    agents: classes.map(({ name }) => slotsOf(classes, name).map(freeAt)),
    costs: classes.map(({ costPerHour }) => costPerHour),
    primary,
  };
}

/** Who waits for a person, for its quota or for another try holds its paths for nobody knows how long. */
function holderOf(session: SessionView): Holder {
  const { task, paths, state, hoursLeft } = session;
  if (isAtWork(session)) return { task, paths, hoursLeft };
  return state === "submitted" || state === "gated" || state === "candidate" ? { task, paths, hoursLeft: LANDING_HOURS } : { task, paths };
}

function isAtWork({ state }: SessionView): boolean {
  return state === "claimed" || state === "preparing" || state === "working";
}

function clashes(task: TaskView | undefined): Pick<Holder, "conflictsWith" | "alone"> {
  return { conflictsWith: task?.conflictsWith ?? [], alone: task?.alone === true };
}

function freePlaces(snapshot: Snapshot): number[] {
  return [...placesOf(snapshot, (session) => mayGoOn(session, snapshot)).free];
}

/** It gave its paths to others while it waited for a person, so it stands in nobody's way. */
function hasYielded({ state, paths }: SessionView): boolean {
  return state === "waiting-input" && paths.length === 0;
}

/** Whoever gave its paths away needs them again; all others have theirs. */
function mayGoOn(session: SessionView, snapshot: Snapshot): boolean {
  const task = snapshot.tasks.find(({ id }) => id === session.task);
  if (!hasYielded(session) || task === undefined) return true;
  return mayStart({ ...task, dependsOn: [] }, dispatchState(snapshot, [])).ok;
}

/**
 * When nothing is under way and nothing can start: sessions that wait for a person let others through; then say the
 * records, then end, and say why.
 */
function closing(snapshot: Snapshot): Action[] {
  const { tasks, sessions, mode, main, needsPerson, recordsBehind } = snapshot;
  if (needsPerson !== null) return [{ kind: "finish", outcome: "needs-person", reason: needsPerson }];
  if (mode === "stopping") return [{ kind: "finish", outcome: "stopped", reason: "stopped by a person" }];
  if (main.health === "red")
    return [{ kind: "finish", outcome: "red-main", reason: `gate ${main.failingGate ?? "?"} fails on main itself` }];
  const holding = sessions.filter((session) => isHolding(session) && !isElsewhere(session));
  // A person who drains the run does not wait for a quota either: the next run goes on with it.
  const isBroke = snapshot.payable < 1;
  const isLeft = (session: SessionView) =>
    session.state === "waiting-input" ||
    (mode === "draining" && isParked(session)) ||
    (isBroke && (session.state === "returned" || session.state === "rate-limited"));
  if (!holding.every(isLeft)) return [];
  const yielding = yields(snapshot, holding);
  if (yielding.length > 0) return yielding;
  if (snapshot.waitsForAnswers && mode === "running" && holding.some(isUnanswered)) return [];
  if (recordsBehind) return [{ kind: "write-records" }];
  const left = tasks.filter((task) => task.state !== "done" && task.state !== "excluded").map((task) => task.id);
  if (left.length === 0) return [{ kind: "finish", outcome: "done", reason: "every task is on main" }];
  const outcome = mode === "draining" ? "stopped" : "incomplete";
  const asking = holding.filter(isUnanswered).map(({ task }) => task);
  const asked = asking.length === 0 ? "" : `; for an answer waits ${asking.join(", ")}: signalbox status, then signalbox answer`;
  const broke = isBroke ? "; the run's limits (limits.run) allow no more" : "";
  return [{ kind: "finish", outcome, reason: `not on main: ${left.join(", ")}${asked}${broke}` }];
}

/** The leases of sessions that wait for a person, where somebody could work if they were free. */
function yields(snapshot: Snapshot, holding: readonly SessionView[]): Action[] {
  const keepers = holding.filter((session) => isUnanswered(session) && session.paths.length > 0);
  const without = {
    ...snapshot,
    sessions: snapshot.sessions.map((session) => (keepers.includes(session) ? { ...session, paths: [] } : session)),
  };
  const gains = [...sessionActions(without), ...dispatchActions(without)].some(({ kind }) => kind === "go-on" || kind === "open-session");
  return gains ? keepers.map(({ id }) => ({ kind: "yield-lease", session: id })) : [];
}

function isHolding(session: SessionView): boolean {
  return (HOLDING_STATES as readonly SessionState[]).includes(session.state);
}

/** Sessions of people and agents elsewhere occupy none of our agents. */
function isElsewhere(session: SessionView): boolean {
  return session.slot < 0;
}
