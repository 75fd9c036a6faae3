import { query } from "../database/query.ts";
import type { SeedContext } from "./generator.ts";
import { remember } from "./memory.ts";

export interface Product {
  readonly id: number;
  readonly category: string;
  readonly price_cents: number;
}

/** The catalog; the product `id` is at `id - 1`. */
export function productsOf({ database }: SeedContext): readonly Product[] {
  return remember(database, "products", () => query<Product>(database, "select id, category, price_cents from products order by id"));
}
