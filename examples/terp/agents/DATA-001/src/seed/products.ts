import { query } from "../database/query.ts";
import type { SeedContext } from "./generator.ts";
import { remember } from "./memory.ts";

export interface Product {
  readonly id: number;
  readonly strain_id: number;
  readonly category: string;
  readonly price_cents: number;
}

/** The catalog; the product `id` is at `id - 1`. */
export function productsOf(context: SeedContext): readonly Product[] {
  return remember(context, "products", () =>
    query<Product>(context.database, "select id, strain_id, category, price_cents from products order by id"),
  );
}
