import type { Change, ChangeState } from "../core/change.ts";
import type { AgentClass } from "../core/plan.ts";
import type { SessionState } from "../core/session.ts";
import type { LandingQueue } from "../landing/queue/queue.ts";

/** All that `decide` may look at. Plain data, built from the store and from what is running in this process. */
export interface Snapshot {
  /** `draining`: start nothing new, let agents finish and land; `stopping`: start nothing at all. */
  readonly mode: "running" | "draining" | "stopping";
  readonly main: MainView;
  readonly agents: number;
  /** The classes these agents are of; slots are numbered over all of them, in this order. */
  readonly classes: readonly AgentClass[];
  readonly primary: string | null;
  /** `wanted`: main is red and a repair is configured; it has not been tried in this run. */
  readonly repair: "none" | "wanted" | "tried";
  /** The task that repairs a red main before anything else starts. */
  readonly repairTask: string;
  /** In the order of the plan, replanned as things happen: earlier ones start first. */
  readonly tasks: readonly TaskView[];
  readonly sessions: readonly SessionView[];
  readonly changes: readonly ChangeView[];
  readonly landing: LandingQueue;
  /** Milliseconds until a change that is submitted now has landed, about. */
  readonly landingWaitMs: number;
  /** Keys of the actions under way in this process (`actionKey`). */
  readonly busy: ReadonlySet<string>;
  /** Slots of the tasks that are being opened now, by task. */
  readonly opening: ReadonlyMap<string, number>;
  /** Something happened that the records on main do not say yet. */
  readonly recordsBehind: boolean;
  /** How many more sessions the run's budget can pay. */
  readonly payable: number;
  /** The run stays open for answers when nothing else is left to do. */
  readonly waitsForAnswers: boolean;
  /** Set when nothing may go on without a person (a rewound main, the limit of reverts). */
  readonly needsPerson: string | null;
}

export interface MainView {
  readonly commit: string;
  readonly health: "unknown" | "healthy" | "red";
  /** The gate that fails on main's own tree, when red. */
  readonly failingGate: string | null;
  /** The end of what that gate said. */
  readonly detail: string;
}

/**
 * open     may start once its dependencies are done and its paths are free
 * done     landed, or done by another task
 * ended    failed, rejected, aborted or rolled back in this run; `retry` opens it again
 * away     claimed by somebody elsewhere
 * stuck    was wanted and cannot start, for what it depends on
 * excluded dropped by a person
 */
export interface TaskView {
  readonly id: string;
  readonly state: "open" | "done" | "ended" | "away" | "stuck" | "excluded";
  readonly paths: readonly string[];
  readonly dependsOn: readonly string[];
  readonly conflictsWith: readonly string[];
  /** True when it runs beside nothing, whatever its paths say. */
  readonly alone: boolean;
  /** Expected hours in each class of agents, in the order of `Snapshot.classes`. */
  readonly hours: readonly number[];
}

export interface SessionView {
  readonly id: string;
  readonly task: string;
  readonly state: SessionState;
  readonly slot: number;
  readonly paths: readonly string[];
  /** Expected hours until its agent is free. */
  readonly hoursLeft: number;
  /** A person has answered what it asked. */
  readonly answered: boolean;
  /** Milliseconds until its wait for a time is over; 0 when it is, or it waits for none. */
  readonly waitMs: number;
}

export interface ChangeView {
  readonly id: string;
  readonly kind: Change["kind"];
  readonly session: string | null;
  readonly state: ChangeState;
}
