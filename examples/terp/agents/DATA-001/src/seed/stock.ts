import { query } from "../database/query.ts";
import type { SeedContext } from "./generator.ts";
import type { BatchStatus } from "./machines.ts";
import { remember } from "./memory.ts";
import type { Random } from "./random.ts";

/** A batch that is not closed, as it is now. Quantities are pounds. */
export interface Batch {
  readonly id: number;
  readonly product_id: number;
  /** The product's list price and the batch's cost, for a pound. */
  readonly price_cents: number;
  readonly cost_cents: number;
  on_hand: number;
  reserved: number;
  status: BatchStatus;
  /** How many states it has had, this one included. */
  passed: number;
  /** It waits for its last reservations to leave the house before it changes its state: nothing more is promised from it. */
  held: boolean;
}

export interface Stock {
  /** Every batch that is not closed, by id. */
  readonly batches: Map<number, Batch>;
  /** Those that something can be promised from, by id. Made anew each morning; what sells out during the day stays in it. */
  offered: readonly Batch[];
  /** Batches whose row is not what they are. */
  readonly changed: Set<Batch>;
}

/** The stock of the house. */
export function stockOf(context: SeedContext): Stock {
  return remember(context, "stock", () => {
    const rows = query<Omit<Batch, "held">>(
      context.database,
      `select batches.id, product_id, products.price_cents, cost_cents, on_hand, reserved, status,
              (select count(*) from batch_status_history where batch_id = batches.id) as passed
       from batches join products on products.id = product_id where status <> 'CLOSED'`,
    );
    return { batches: new Map(rows.map((row) => [row.id, { ...row, held: false }])), offered: [], changed: new Set<Batch>() };
  });
}

/** Pounds of a batch that nobody has been promised. */
export function freeOf(batch: Batch): number {
  return batch.on_hand - batch.reserved;
}

/** Sets out what can be sold today. */
export function offerStock(stock: Stock): void {
  stock.offered = [...stock.batches.values()]
    .filter((batch) => batch.status === "LIVE" && !batch.held && freeOf(batch) > 0)
    .sort((one, other) => one.id - other.id);
}

/** Looks for a batch with something left, not one of `taken`. Undefined when a few tries find none. */
export function pickBatch(stock: Stock, random: Random, taken: ReadonlySet<number>): Batch | undefined {
  if (stock.offered.length === 0) return undefined;
  for (let tries = 0; tries < 6; tries++) {
    const batch = random.pick(stock.offered);
    if (freeOf(batch) > 0 && !taken.has(batch.id)) return batch;
  }
  return undefined;
}

/** Changes what a batch holds and what of it is promised, by so many pounds. */
export function changeStock(stock: Stock, batch: Batch, onHand: number, reserved: number): void {
  batch.on_hand += onHand;
  batch.reserved += reserved;
  if (batch.reserved < 0 || batch.reserved > batch.on_hand)
    throw new Error(`expected batch ${batch.id} to hold what it promises, got ${batch.reserved} of ${batch.on_hand}`);
  stock.changed.add(batch);
}

/** Writes the rows of the batches that have changed. */
export function saveStock(context: SeedContext, stock: Stock): void {
  for (const { id, on_hand, reserved, status } of stock.changed) context.update("batches", id, { on_hand, reserved, status });
  stock.changed.clear();
}
