import { treeActivity } from "../../agents/tree-activity.ts";
import type { AgentEvent, AgentRun } from "../../core/agent.ts";
import { addUsage, NOTHING_SPENT, priced, type Spent, type Usage } from "../../core/usage.ts";
import type { SessionRow } from "../../store/rows.ts";
import { budgetQuestion, usedUp } from "../budget.ts";
import { type RunContext, record } from "../run-context.ts";
import { type StallWatch, watchStall } from "../stall-watch.ts";
import { type Finish, STALLED } from "../turn-end.ts";

const MINUTE_MS = 60_000;
const GRACE_MS = 3_000;
/** Longer waits overflow Node's timers, which then fire at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;
/** What `agent-ended` says of an agent that was ended because its budget was used up. */
const OVER_BUDGET = "over-budget";

/** How a turn ended, with our own reason where we ended it. */
export interface GuardedEnd {
  /** For the history. */
  readonly reason: string;
  readonly detail: string;
  readonly stalled: boolean;
  /** The question to a person when the budget is used up; null: it is not. */
  readonly overBudget: string | null;
}

export interface AgentGuard {
  readonly onEvent: (event: AgentEvent) => void;
  /** It asks whether it may write by now, while it waits for a path: a sign of life. */
  readonly onAsked: () => void;
  /** Takes what the model's answers used, of an agent that reports it itself, but later. */
  readonly onMetered: (usage: Usage) => void;
  /** From now on it may be ended. */
  watch(agent: Pick<AgentRun, "cancel">): void;
  /** It may have ended by itself just before: that is an end like any other. */
  endOf(finish: Finish): GuardedEnd;
  stop(): Promise<void>;
}

/**
 * Ends an agent that gives no sign of life for `limits.stallMinutes`, and one that has used up its task's budget: during
 * the turn, as soon as it is known, so that it goes beyond by no more than what is on its way to the model just then.
 */
export function guardAgent(context: RunContext, session: SessionRow): AgentGuard {
  const { engine, live, budgets } = context;
  const { stallMinutes } = engine.site.config.limits;
  let told = live.ledger.ofRound(session.id);
  let metered = told;
  const workedMs = live.times.ofRound(session.id);
  const over = new AbortController();
  let agent: Pick<AgentRun, "cancel"> | undefined;
  let stall: StallWatch | undefined;
  let because: { readonly reason: string; readonly detail: string } | undefined;
  const end = (reason: string, detail: string) => {
    because ??= { reason, detail };
    void agent?.cancel(GRACE_MS);
  };
  const endIfOver = (spent: Spent, ms: number) => {
    const what = usedUp(budgets.task, spent, ms);
    if (what !== undefined) end(OVER_BUDGET, what);
  };
  const withCost = (usage: Usage) => priced(usage, engine.site.config.prices, session.agent);
  const endInTime = async (minutes: number) => {
    await engine.clock.sleep(Math.min(minutes * MINUTE_MS - workedMs, TIMER_MS_MAX), over.signal);
    if (!over.signal.aborted) endIfOver(NOTHING_SPENT, minutes * MINUTE_MS);
  };
  return {
    onEvent(event) {
      stall?.onEvent();
      if (event.kind !== "usage") return;
      const before = told;
      told = addUsage(told, withCost(event));
      if (budgets.task.costUsd !== null && before.unpricedTokens === 0 && told.unpricedTokens > 0) void tellUnpriced(context, session);
      endIfOver(told, 0);
    },
    onMetered(usage) {
      metered = addUsage(metered, withCost(usage));
      endIfOver(metered, 0);
    },
    onAsked: () => stall?.onEvent(),
    watch(started) {
      agent = started;
      if (because !== undefined) void agent.cancel(GRACE_MS);
      if (budgets.task.minutes !== null) void endInTime(budgets.task.minutes);
      stall = watchStall({
        clock: engine.clock,
        stallMs: stallMinutes * MINUTE_MS,
        activity: () => treeActivity(session.id),
        isWaitingForUs: () => [...live.partAnswers.keys()].some((change) => change.startsWith(`${session.id}.`)),
        onStall: () => end(STALLED, `no sign of life for ${stallMinutes} min`),
      });
    },
    endOf(finish) {
      const ours = finish.reason === "cancelled" ? because : undefined;
      const { reason, detail } = ours ?? finish;
      return { reason, detail, stalled: reason === STALLED, overBudget: reason === OVER_BUDGET ? budgetQuestion(detail) : null };
    },
    async stop() {
      over.abort();
      await stall?.stop();
    },
  };
}

/** A limit on money holds only what is known of it. A failing disk shows at the session's next journalled step. */
async function tellUnpriced(context: RunContext, session: SessionRow): Promise<void> {
  const text = `what ${session.agent} costs is not known, so no limit in dollars holds it: give \`prices\`, or a limit in tokens`;
  await record(context, { task: session.task, session: session.id }, { kind: "note", level: "warning", text }).catch(() => undefined);
}
