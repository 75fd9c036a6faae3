import type { AgentEvent } from "./agent.ts";
import type { StoredEvent } from "./event.ts";

/** What agents use: tokens, and money where somebody says what a token costs. No price is ever made up. */

export type Usage = Extract<AgentEvent, { readonly kind: "usage" }>;

/** US dollars per million tokens, as the owner gives them. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Of input tokens the model had cached; left out: as `input`. */
  readonly cached?: number | undefined;
}

export interface Spent {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** What is known of the cost; null: of none of the tokens. */
  readonly costUsd: number | null;
  /** Tokens whose cost nobody knows: no price is given, and their agent tells none. */
  readonly unpricedTokens: number;
}

export const NOTHING_SPENT: Spent = { inputTokens: 0, outputTokens: 0, costUsd: null, unpricedTokens: 0 };

const MILLION = 1_000_000;

/** The usage with its cost by the owner's price for its model or its agent; without one the cost stays as it was told. */
export function priced(usage: Usage, prices: Readonly<Record<string, Price>>, agent: string): Usage {
  const price = (usage.model === undefined ? undefined : prices[usage.model]) ?? prices[agent];
  if (price === undefined) return usage;
  const cached = Math.min(usage.cachedTokens ?? 0, usage.inputTokens);
  const cost = (usage.inputTokens - cached) * price.input + cached * (price.cached ?? price.input) + usage.outputTokens * price.output;
  return { ...usage, costUsd: cost / MILLION };
}

export function addUsage(sum: Spent, { inputTokens, outputTokens, costUsd }: Usage): Spent {
  return {
    inputTokens: sum.inputTokens + inputTokens,
    outputTokens: sum.outputTokens + outputTokens,
    costUsd: costUsd === null ? sum.costUsd : (sum.costUsd ?? 0) + costUsd,
    unpricedTokens: sum.unpricedTokens + (costUsd === null ? inputTokens + outputTokens : 0),
  };
}

export function tokensOf({ inputTokens, outputTokens }: Spent): number {
  return inputTokens + outputTokens;
}

/** What agents used, by whatever `keyOf` makes of an event; events without a key count nowhere. */
export function spentBy(events: readonly StoredEvent[], keyOf: (event: StoredEvent) => string | null): ReadonlyMap<string, Spent> {
  const spent = new Map<string, Spent>();
  for (const event of events) {
    const key = keyOf(event);
    if (key === null || event.body.kind !== "agent" || event.body.event.kind !== "usage") continue;
    spent.set(key, addUsage(spent.get(key) ?? NOTHING_SPENT, event.body.event));
  }
  return spent;
}

/** `12,345 tokens, $0.12`; what is not known of the cost is said. */
export function spentWords(spent: Spent): string {
  const tokens = `${tokensOf(spent).toLocaleString("en")} tokens`;
  if (spent.costUsd === null) return `${tokens}, cost not known`;
  const rest = spent.unpricedTokens > 0 ? ` and an unknown cost of ${spent.unpricedTokens.toLocaleString("en")} tokens` : "";
  return `${tokens}, $${spent.costUsd.toFixed(2)}${rest}`;
}
