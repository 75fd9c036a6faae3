import type { KeptLease } from "../claims/keep-alive.ts";
import type { AgentDriver, AgentRun } from "../core/agent.ts";
import type { EventBody } from "../core/event.ts";
import type { Footprint } from "../core/footprint.ts";
import type { AgentClass, Plan } from "../core/plan.ts";
import type { Command, Task } from "../core/task.ts";
import type { Slots } from "../landing/gates/slots.ts";
import type { DurationModel } from "../plan/forecast/duration-model.ts";
import type { CheckoutView } from "../workspaces/checkout-view.ts";
import type { Budgets } from "./budget.ts";
import type { Engine } from "./engine.ts";
import type { LandingBook } from "./landing/landing-book.ts";
import type { Outlook } from "./live/outlook.ts";
import type { MainView, Snapshot } from "./snapshot.ts";
import { SpendLedger } from "./spend-ledger.ts";
import { TimeLedger } from "./time-ledger.ts";
import { ToolUsers } from "./tool-users.ts";

export interface RunOptions {
  /** Agents that may work at once; null: as many as the configured capacities add up to, else 4. */
  readonly agents: number | null;
  readonly primary: string | null;
  /** Ids of the tasks to do; null: every open one. An empty list only lands what is queued. */
  readonly only: readonly string[] | null;
  /** Name of the agent in `signalbox.yaml`; null: all that have a capacity, else the first. */
  readonly agent: string | null;
  /** A task id or a command that may repair a red main. */
  readonly repair: string | null;
  /** Stay open for answers when nothing else is left to do. */
  readonly wait?: boolean;
  /** What the run may use; null or left out: as configured. */
  readonly maxTokens?: number | null;
  readonly maxCostUsd?: number | null;
}

/** What is true only while this process lives; a restart begins with an empty one and reconciles. */
export interface Live {
  mode: Snapshot["mode"];
  main: MainView;
  needsPerson: string | null;
  /** The last commit of main that verification passed; null before the first. */
  verified: string | null;
  /** Aborted when everything must stop now: gates and probes under way end. */
  readonly stopNow: AbortController;
  /** When (monotonic ms) the remote is next asked for work submitted elsewhere. */
  nextSubmissionsMs: number;
  /** Number of the last event of the history. */
  lastSeq: number;
  repair: Snapshot["repair"];
  /** By session: what ends its agent. */
  readonly agents: Map<string, Pick<AgentRun, "cancel">>;
  /** Sessions a person aborts right now, with the reason. */
  readonly aborting: Map<string, string>;
  /** The owner's checkout as it was when an unconfined agent last began or ended; null before the first, and where it cannot be looked at. */
  checkout: Promise<CheckoutView | null> | null;
  /** By unconfined session between its turns: the tree its workspace held when the last one was over. */
  readonly left: Map<string, string>;
  /** What waits to land, what is tested, and the chain on its way to main. */
  readonly landing: LandingBook;
  /** The open tasks in the order they are taken up; replanning changes it. */
  order: readonly string[];
  /** What has happened since the order was last looked at; null: nothing that matters to it. */
  replanBecause: string | null;
  /** Conflicts among running and next tasks as they are now; null before they were first looked at. */
  outlook: Outlook | null;
  /** Why the order could not be looked at again, so that it is told once; null: it could. */
  planningFault: string | null;
  /** Sessions already told of as late. */
  readonly late: Set<string>;
  /** Tasks somebody else holds, and when (monotonic ms) to ask again. */
  readonly away: Map<string, number>;
  /** Who waits for a part to be landed or returned, by change id. */
  readonly partAnswers: Map<string, (answer: string) => void>;
  /** Agents that may use our tools, by their tokens. */
  readonly toolUsers: ToolUsers;
  /** Makes the owner's token worthless, if anybody but our own commands has read it, and says whether. */
  replaceReadToken: () => Promise<boolean>;
  /** When it would have begun without the breaks between its processes, monotonic. */
  startedMs: number;
  /** What agents have used. */
  ledger: SpendLedger;
  /** How long they have worked. */
  times: TimeLedger;
}

/** Everything the steps of one run share. */
export interface RunContext {
  readonly engine: Engine;
  readonly run: string;
  readonly budgets: Budgets;
  readonly options: RunOptions;
  readonly tasks: ReadonlyMap<string, Task>;
  readonly plan: Plan;
  /** The agents that work in this run, by class; slots are numbered over all of them. */
  readonly classes: readonly AgentClass[];
  /** The task that may repair a red main; it runs before all others, alone. */
  readonly repairTask: string;
  /** Who works on a task as an agent of this class; null when nothing is configured for it. */
  readonly driverOf: (task: string, agentClass: string) => AgentDriver | null;
  readonly host: KeptLease;
  readonly lander: KeptLease;
  readonly live: Live;
  /** Places on this machine for gates, over all trees. */
  readonly gateSlots: Slots;
  /** What a task is expected to change, with probabilities; undefined for one that came up later. */
  readonly predicted: ReadonlyMap<string, Footprint>;
  /** How long tasks take here, as it was known when the run began. */
  readonly durations: DurationModel;
  /** Paths a task leases when it starts; everything when nothing is known. */
  readonly footprint: (task: Task) => readonly string[];
  /** The owner's text for a task, from main. */
  readonly promptText: (task: Task) => Promise<string>;
  /** The task's own gate on a tree that has these paths. */
  readonly acceptance: (task: Task) => Promise<Command | null>;
  /** Asks the loop to look again. */
  readonly wake: () => void;
}

/**
 * @param main where main is as the run begins; whether it is healthy is not known yet.
 * @param landing with an empty queue.
 * @param order of the plan.
 * @param replanBecause why that order does not fit what is true already, or null.
 */
export function newLive(main: string, landing: LandingBook, order: readonly string[] = [], replanBecause: string | null = null): Live {
  return {
    mode: "running",
    main: { commit: main, health: "unknown", failingGate: null, detail: "" },
    needsPerson: null,
    verified: null,
    nextSubmissionsMs: 0,
    lastSeq: 0,
    stopNow: new AbortController(),
    repair: "none",
    agents: new Map(),
    aborting: new Map(),
    checkout: null,
    left: new Map(),
    landing,
    order,
    replanBecause,
    outlook: null,
    planningFault: null,
    late: new Set(),
    away: new Map(),
    partAnswers: new Map(),
    toolUsers: new ToolUsers(),
    replaceReadToken: async () => false,
    startedMs: 0,
    ledger: new SpendLedger(""),
    times: new TimeLedger(""),
  };
}

/** Records an event of this run. */
export async function record(
  { engine, run }: RunContext,
  where: { task?: string | null; session?: string | null },
  body: EventBody,
): Promise<void> {
  await engine.store.append({ run, task: where.task ?? null, session: where.session ?? null }, body);
}
