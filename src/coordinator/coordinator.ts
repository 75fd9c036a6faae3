import { messageOf, SignalboxError } from "../core/errors.ts";
import type { SessionState } from "../core/session.ts";
import type { SessionRow } from "../store/rows.ts";
import { type Action, actionKey, MAIN } from "./actions.ts";
import { decide } from "./decide.ts";
import { enterQueue } from "./landing/enter-queue.ts";
import { landChain } from "./landing/land-chain.ts";
import { returnRejected } from "./landing/return-rejected.ts";
import { cancelCandidate, runCandidate } from "./landing/run-candidate.ts";
import { nextWaitMs, PARKED_STATES } from "./places.ts";
import { reconcile } from "./reconcile.ts";
import { reorder } from "./reorder.ts";
import { replanCause } from "./replan-cause.ts";
import { resolvePushes } from "./resolve-pushes.ts";
import { type RunContext, record } from "./run-context.ts";
import type { Snapshot } from "./snapshot.ts";
import { checkMain, observeMain } from "./steps/check-main.ts";
import { goOn, yieldLease } from "./steps/go-on.ts";
import { openSession } from "./steps/open-session.ts";
import { prepare } from "./steps/prepare.ts";
import { takeBack } from "./steps/take-back.ts";
import { takeSubmissions } from "./steps/take-submissions.ts";
import { verify } from "./steps/verify.ts";
import { work } from "./steps/work.ts";
import { writeRecords } from "./steps/write-records.ts";
import { takeSnapshot } from "./take-snapshot.ts";

type Finish = Extract<Action, { kind: "finish" }>;

/** Looked at again even when nothing seems to happen: foreign pushes, submissions, expiries. */
const TICK_MS = 5_000;

/**
 * The loop: look, decide, act. It keeps no state of its own but what is under way; everything else is read from the store
 * at every turn, so a restart goes on where the last process was killed.
 */
export class Coordinator {
  readonly #context: RunContext;
  readonly #underWay = new Map<string, { readonly action: Action; readonly doing: Promise<void> }>();
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

  /** All that the next decision looks at, as it is now. */
  async snapshot(): Promise<Snapshot> {
    return takeSnapshot(
      this.#context,
      [...this.#underWay.values()].map(({ action }) => action),
    );
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
      live.ledger.take(event);
      live.times.take(event);
      live.replanBecause ??= replanCause(event);
      if (event.body.kind !== "agent") this.wake();
    });
    try {
      await reconcile(this.#context);
      for (;;) {
        await takeSubmissions(this.#context);
        await enterQueue(this.#context, this.#underWay.has(MAIN));
        await reorder(this.#context);
        const snapshot = await this.snapshot();
        const actions = decide(snapshot);
        const finish = actions.find((action) => action.kind === "finish");
        if (finish !== undefined) {
          await engine.store.endRun(this.#context.run, finish.outcome, finish.reason);
          return finish;
        }
        for (const action of actions) this.#start(action);
        await this.#pause(nextWaitMs(snapshot) ?? TICK_MS);
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
    this.#underWay.set(key, { action, doing });
  }

  /** A step failed for a reason of its own (disk, remote, a mistake of ours): end what runs, keep everything, say it. */
  async #giveUp(): Promise<unknown> {
    await this.stop("stopping", 1_000);
    await Promise.all([...this.#underWay.values()].map(({ doing }) => doing));
    await record(this.#context, {}, { kind: "note", level: "warning", text: `stopped: ${messageOf(this.#fault)}` }).catch(() => undefined);
    return this.#fault;
  }

  async #pause(ms: number): Promise<void> {
    if (!this.#woken) {
      const enough = new AbortController();
      await Promise.race([
        new Promise<void>((resolve) => {
          this.#wakeUp = resolve;
        }),
        this.#context.engine.clock.sleep(Math.min(ms, TICK_MS), enough.signal),
      ]);
      enough.abort();
    }
    this.#woken = false;
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
      return withSession(context, action.session, ["returned"], (here, session) => takeBack(here, session, action.slot));
    case "go-on":
      return withSession(context, action.session, PARKED_STATES, (here, session) => goOn(here, session, action.slot));
    case "yield-lease":
      return withSession(context, action.session, ["waiting-input"], yieldLease);
    case "run-candidate":
      return runCandidate(context, action.run);
    case "cancel-candidate":
      return cancelCandidate(context, action.run);
    case "land":
      return landChain(context, action.changes);
    case "return-rejected":
      return returnRejected(context, action.change, action.evidence);
    case "resolve-pushes":
      return resolvePushes(context).then(() => observeMain(context));
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
