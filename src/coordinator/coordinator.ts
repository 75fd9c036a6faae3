import { messageOf, SignalboxError } from "../core/errors.ts";
import type { SessionState } from "../core/session.ts";
import { HOLDING_STATES } from "../core/session.ts";
import type { SessionRow } from "../store/rows.ts";
import { type Action, actionKey } from "./actions.ts";
import { agentsOf } from "./agent-classes.ts";
import { decide } from "./decide.ts";
import { reconcile } from "./reconcile.ts";
import { recordsAreBehind } from "./recorded.ts";
import { type RunContext, record } from "./run-context.ts";
import type { Snapshot, TaskView } from "./snapshot.ts";
import { checkMain } from "./steps/check-main.ts";
import { land } from "./steps/land.ts";
import { openSession } from "./steps/open-session.ts";
import { prepare } from "./steps/prepare.ts";
import { takeBack } from "./steps/take-back.ts";
import { takeSubmissions } from "./steps/take-submissions.ts";
import { verify } from "./steps/verify.ts";
import { work } from "./steps/work.ts";
import { writeRecords } from "./steps/write-records.ts";
import { stuckTasks } from "./stuck-tasks.ts";

type Finish = Extract<Action, { kind: "finish" }>;

/** Looked at again even when nothing seems to happen: foreign pushes, submissions, expiries. */
const TICK_MS = 5_000;

/**
 * The loop: look, decide, act. It keeps no state of its own but what is under way; everything else is read from the store
 * at every turn, so a restart goes on where the last process was killed.
 */
export class Coordinator {
  readonly #context: RunContext;
  readonly #underWay = new Map<string, Promise<void>>();
  #wakeUp: () => void = () => undefined;
  #woken = false;
  #fault: unknown;

  constructor(context: Omit<RunContext, "wake">) {
    this.#context = { ...context, wake: () => this.wake() };
  }

  get context(): RunContext {
    return this.#context;
  }

  wake(): void {
    this.#woken = true;
    this.#wakeUp();
  }

  /** `draining` starts nothing new; `stopping` also ends the agents, keeping their workspaces for the next run. */
  async stop(mode: "draining" | "stopping", graceMs: number): Promise<void> {
    this.#context.live.mode = mode;
    if (mode === "stopping") this.#context.live.stopNow.abort();
    if (mode === "stopping") await Promise.all([...this.#context.live.agents.values()].map((agent) => agent.cancel(graceMs)));
    this.wake();
  }

  /** Runs until nothing is left to do. @throws whatever a step threw that is a fault rather than a result. */
  async run(): Promise<Finish> {
    const { engine, live } = this.#context;
    live.lastSeq = (await engine.store.events({})).at(-1)?.seq ?? 0;
    const unsubscribe = engine.store.subscribe((event) => {
      live.lastSeq = event.seq;
      if (event.body.kind !== "agent") this.wake();
    });
    try {
      await reconcile(this.#context);
      for (;;) {
        await takeSubmissions(this.#context);
        const actions = decide(await this.#snapshot());
        const finish = actions.find((action) => action.kind === "finish");
        if (finish !== undefined) {
          await engine.store.endRun(this.#context.run, finish.outcome, finish.reason);
          return finish;
        }
        for (const action of actions) this.#start(action);
        await this.#pause();
        if (this.#fault !== undefined) throw await this.#giveUp();
      }
    } finally {
      unsubscribe();
    }
  }

  #start(action: Action): void {
    const key = actionKey(action);
    const doing = apply(this.#context, action)
      .catch((error: unknown) => {
        this.#fault ??= error;
      })
      .finally(() => {
        this.#underWay.delete(key);
        this.wake();
      });
    this.#underWay.set(key, doing);
  }

  /** A step failed for a reason of its own (disk, remote, a mistake of ours): end what runs, keep everything, say it. */
  async #giveUp(): Promise<unknown> {
    await this.stop("stopping", 1_000);
    await Promise.all(this.#underWay.values());
    await record(this.#context, {}, { kind: "note", level: "warning", text: `stopped: ${messageOf(this.#fault)}` }).catch(() => undefined);
    return this.#fault;
  }

  async #pause(): Promise<void> {
    if (!this.#woken) {
      const enough = new AbortController();
      await Promise.race([
        new Promise<void>((resolve) => {
          this.#wakeUp = resolve;
        }),
        this.#context.engine.clock.sleep(TICK_MS, enough.signal),
      ]);
      enough.abort();
    }
    this.#woken = false;
  }

  async #snapshot(): Promise<Snapshot> {
    const { engine, live, options, run, repairTask, classes } = this.#context;
    const { store } = engine;
    // First: a step that ends while the rows are read must still count as under way, or it would be taken again.
    const busy = new Set(this.#underWay.keys());
    const all = await store.sessions();
    const mine = all.filter((session) => session.run === run);
    return {
      mode: live.mode,
      main: live.main,
      agents: agentsOf(classes),
      classes,
      primary: options.primary,
      repair: live.repair,
      repairTask,
      tasks: await this.#taskViews(mine),
      sessions: options.only?.length === 0 ? mine.filter((session) => session.state === "landed") : mine,
      changes: await store.changes({ states: ["queued", "testing", "pushing"] }),
      busy,
      recordsBehind: await recordsAreBehind(this.#context),
      needsPerson: live.needsPerson,
    };
  }

  async #taskViews(
    sessions: readonly { readonly task: string; readonly state: SessionState; readonly updatedAtMs: number }[],
  ): Promise<TaskView[]> {
    const { engine, live, plan, tasks, footprint, classes } = this.#context;
    const overrides = await engine.store.taskOverrides();
    const stuck = stuckTasks(plan, tasks).map(({ task }) => task);
    // Main calls a task done that an earlier run landed, so the plan leaves it out; but it may yet be reverted.
    const order = new Set([...live.order, ...sessions.map(({ task }) => task), ...stuck]);
    const known = new Set(classes.map(({ name }) => name));
    const plannedFor = new Map(plan.schedule.map(({ task, agentClass }) => [task, known.has(agentClass) ? agentClass : null]));
    return [...order].flatMap((id) => {
      const task = tasks.get(id);
      if (task === undefined) return [];
      const last = sessions.findLast((session) => session.task === id);
      const override = overrides.get(id);
      // What a rollback opens again is for the next run; only a person's later `retry` opens it in this one.
      const reopenedSince = override?.kind === "reopened" && last !== undefined && override.atMs > last.updatedAtMs && isEnded(last.state);
      const state =
        override?.kind === "done-by" ? "done" : override?.kind === "dropped" ? "excluded" : reopenedSince ? "open" : stateOf(last?.state);
      const away = (live.away.get(id) ?? 0) > engine.clock.monotonicMs();
      const now = state !== "open" ? state : stuck.includes(id) ? "stuck" : away ? "away" : "open";
      const { dependsOn, conflictsWith } = task;
      return [{ id, state: now, paths: footprint(task), dependsOn, conflictsWith, agentClass: plannedFor.get(id) ?? null }];
    });
  }
}

function apply(context: RunContext, action: Action): Promise<void> {
  switch (action.kind) {
    case "check-main":
      return checkMain(context);
    case "repair":
      context.live.repair = "tried";
      return openSession(context, context.repairTask, action.slot, ["**"]);
    case "open-session":
      return openSession(context, action.task, action.slot, action.paths);
    case "prepare":
      return withSession(context, action.session, ["claimed", "preparing"], prepare);
    case "work":
      return withSession(context, action.session, ["working"], work);
    case "take-back":
      return withSession(context, action.session, ["returned"], takeBack);
    case "land":
      return land(context);
    case "verify":
      return verify(context);
    case "write-records":
      return writeRecords(context);
    case "finish":
      throw new SignalboxError("bug", "expected the loop to end before `finish` is applied");
  }
}

type Step = (context: RunContext, session: SessionRow) => Promise<void>;

/** Takes a step only if the session is still where the decision saw it: deciding and acting are apart in time. */
async function withSession(context: RunContext, id: string, states: readonly SessionState[], step: Step): Promise<void> {
  const session = await context.engine.store.session(id);
  if (session !== undefined && states.includes(session.state)) await step(context, session);
}

function stateOf(state: SessionState | undefined): TaskView["state"] {
  if (state === undefined || isHolding(state)) return "open";
  return state === "landed" || state === "verified" || state === "archived" || state === "done-by" ? "done" : "ended";
}

function isHolding(state: SessionState): boolean {
  return (HOLDING_STATES as readonly SessionState[]).includes(state);
}

function isEnded(state: SessionState): boolean {
  return stateOf(state) === "ended";
}
