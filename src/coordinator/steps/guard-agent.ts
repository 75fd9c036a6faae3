import { treeActivity } from "../../agents/tree-activity.ts";
import type { AgentEvent, AgentRun } from "../../core/agent.ts";
import { addUsage, priced } from "../../core/usage.ts";
import type { SessionRow } from "../../store/rows.ts";
import { budgetQuestion, usedUp } from "../budget.ts";
import { type RunContext, record } from "../run-context.ts";
import { type StallWatch, watchStall } from "../stall-watch.ts";
import { type Finish, STALLED } from "../turn-end.ts";

const MINUTE_MS = 60_000;
const GRACE_MS = 3_000;
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
  /** From now on it may be ended. */
  watch(agent: Pick<AgentRun, "cancel">): void;
  /** It may have ended by itself just before: that is an end like any other. */
  endOf(finish: Finish): GuardedEnd;
  stop(): Promise<void>;
}

/** Ends an agent that gives no sign of life for `limits.stallMinutes`, and one that has used up its task's budget. */
export function guardAgent(context: RunContext, session: SessionRow): AgentGuard {
  const { engine, live, budgets } = context;
  const { stallMinutes } = engine.site.config.limits;
  let spent = live.ledger.ofRound(session.id);
  let agent: Pick<AgentRun, "cancel"> | undefined;
  let stall: StallWatch | undefined;
  let because: { readonly reason: string; readonly detail: string } | undefined;
  const end = (reason: string, detail: string) => {
    because ??= { reason, detail };
    void agent?.cancel(GRACE_MS);
  };
  return {
    onEvent(event) {
      stall?.onEvent();
      if (event.kind !== "usage") return;
      const before = spent;
      spent = addUsage(spent, priced(event, engine.site.config.prices, session.agent));
      if (budgets.task.costUsd !== null && before.unpricedTokens === 0 && spent.unpricedTokens > 0) void tellUnpriced(context, session);
      const what = usedUp(budgets.task, spent);
      if (what !== undefined) end(OVER_BUDGET, what);
    },
    watch(started) {
      agent = started;
      if (because !== undefined) void agent.cancel(GRACE_MS);
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
    stop: async () => stall?.stop(),
  };
}

/** A limit on money holds only what is known of it. A failing disk shows at the session's next journalled step. */
async function tellUnpriced(context: RunContext, session: SessionRow): Promise<void> {
  const text = `what ${session.agent} costs is not known, so no limit in dollars holds it: give \`prices\`, or a limit in tokens`;
  await record(context, { task: session.task, session: session.id }, { kind: "note", level: "warning", text }).catch(() => undefined);
}
