import { query } from "../database/query.ts";
import type { SeedContext } from "./generator.ts";
import { remember } from "./memory.ts";
import type { Product } from "./products.ts";

interface Rule {
  readonly id: number;
  readonly quantity_min: number | null;
  readonly product_id: number | null;
  readonly client_id: number | null;
  readonly percent: number;
}

export interface Price {
  readonly price_cents: number;
  readonly pricing_rule_id: number | null;
}

/** What a client pays for a pound: the list price, less what the best rule for the client takes off. */
export function priceOf(context: SeedContext, client: number, product: Product, quantity: number): Price {
  let best: Rule | undefined;
  for (const rule of rulesOf(context)) {
    if (best !== undefined && rule.percent <= best.percent) continue;
    const fits =
      rule.product_id === product.id || rule.client_id === client || (rule.quantity_min !== null && quantity >= rule.quantity_min);
    if (fits) best = rule;
  }
  if (best === undefined) return { price_cents: product.price_cents, pricing_rule_id: null };
  return { price_cents: Math.round((product.price_cents * (100 - best.percent)) / 100), pricing_rule_id: best.id };
}

function rulesOf(context: SeedContext): readonly Rule[] {
  return remember(context, "pricing rules", () =>
    query<Rule>(context.database, "select id, quantity_min, product_id, client_id, percent from pricing_rules order by id"),
  );
}
