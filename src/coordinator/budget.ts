import type { Config } from "../core/config.ts";
import { type Spent, tokensOf } from "../core/usage.ts";
import type { RunOptions } from "./run-context.ts";

const MS_PER_MINUTE = 60_000;

/** What may be spent; null: no limit. */
export interface Budget {
  readonly tokens: number | null;
  readonly costUsd: number | null;
  /** Of a task its agents' time, over all tries; of a run the time it goes on, which ends nobody. */
  readonly minutes: number | null;
}

export interface Budgets {
  /** Of one session since a person last answered it. */
  readonly task: Budget;
  readonly run: Budget;
}

/**
 * The limits of a run. Every session reserves a task's budget before its agent starts, so that what runs can be paid
 * whatever it takes; where only the run has a limit, a task may use its share: one agent's part of it.
 */
export function budgetsOf(limits: Config["limits"], options: Pick<RunOptions, "maxTokens" | "maxCostUsd">, agents: number): Budgets {
  const run = {
    tokens: options.maxTokens ?? limits.run.tokens,
    costUsd: options.maxCostUsd ?? limits.run.costUsd,
    minutes: limits.run.minutes,
  };
  const share = (limit: number | null) => (limit === null ? null : limit / agents);
  return {
    run,
    task: { tokens: limits.tokens ?? share(run.tokens), costUsd: limits.costUsd ?? share(run.costUsd), minutes: limits.minutes },
  };
}

/** Which limit is reached, in words for a person; undefined: none. */
export function usedUp({ tokens, costUsd, minutes }: Budget, spent: Spent, workedMs: number): string | undefined {
  if (minutes !== null && workedMs >= minutes * MS_PER_MINUTE) return `${(workedMs / MS_PER_MINUTE).toFixed(0)} of ${minutes} minutes`;
  if (tokens !== null && tokensOf(spent) >= tokens) return `${tokensOf(spent)} of ${Math.floor(tokens)} tokens`;
  if (costUsd !== null && (spent.costUsd ?? 0) >= costUsd) return `$${(spent.costUsd ?? 0).toFixed(2)} of $${costUsd.toFixed(2)}`;
  return undefined;
}

/**
 * How many more sessions the run can pay, each with a whole task's budget, beside those whose agents are at work.
 * @param working what each of those has used of its own budget.
 * @param opening sessions being opened, which have used nothing.
 */
export function payable({ run, task }: Budgets, spent: Spent, working: readonly Spent[], opening: number): number {
  const left = (limit: number | null, need: number | null, of: (spent: Spent) => number) => {
    if (limit === null || need === null) return Number.POSITIVE_INFINITY;
    const reserved = working.reduce((sum, one) => sum + Math.max(0, need - of(one)), opening * need);
    return Math.floor((limit - of(spent) - reserved) / need + ROUNDING);
  };
  const byTokens = left(run.tokens, task.tokens, tokensOf);
  const byCost = left(run.costUsd, task.costUsd, ({ costUsd }) => costUsd ?? 0);
  return Math.max(0, Math.min(byTokens, byCost));
}

/** A third three times is a whole. */
const ROUNDING = 1e-9;

/** Asked when a session's budget is used up. */
export function budgetQuestion(what: string): string {
  return `Its budget is used up: ${what}. Answer to give it as much again, or drop it.`;
}
