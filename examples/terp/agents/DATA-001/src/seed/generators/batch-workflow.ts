import { query } from "../../database/query.ts";
import type { Day } from "../../finance/dates.ts";
import { type BatchStep, batchAgenda, moveBatch } from "../batch-life.ts";
import { businessDaysAfter } from "../business-days.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { book } from "../ledger.ts";
import { remember } from "../memory.ts";
import { type Batch, changeStock, offerStock, type Stock, saveStock, stockOf } from "../stock.ts";

const LOW_STOCK_POUNDS = 20;

/** One in so many batches gives a pound for samples. */
const SAMPLED_EVERY = 4;
const GRAMS_PER_POUND = 453;

/** Each morning: batches move on to their next state, alerts are raised, and what can be sold today is set out. */
export const generator: Generator = {
  fills: ["batch_status_history", "batchLocations", "inventoryMovements", "sample_inventory_log", "inventoryAlerts"],
  after: ["fiscalPeriods", "workflow_statuses", "locations", "products"],
  recall(context) {
    batchAgenda(context);
    openAlerts(context);
  },
  day(context, day) {
    const stock = stockOf(context);
    // Steps planned for today while today's steps are taken (live, photographed, live again) are taken today as well.
    for (let steps = batchAgenda(context).take(day); steps.length > 0; steps = batchAgenda(context).take(day)) {
      for (const step of steps) takeStep(context, stock, step, day);
    }
    watchStock(context, stock, day);
    offerStock(stock);
    saveStock(context, stock);
  },
};

function takeStep(context: SeedContext, stock: Stock, step: BatchStep, day: Day): void {
  const batch = stock.batches.get(step.id);
  if (batch === undefined || batch.passed !== step.passed) return;
  if (step.status !== "LIVE" && step.status !== "CLOSED" && batch.reserved > 0) {
    batch.held = true;
    batchAgenda(context).add(businessDaysAfter(day, 1), step);
    return;
  }
  const at = `${day}T${step.time}`;
  if (step.status === "CLOSED" && batch.on_hand > 0) destroy(context, stock, batch, at);
  moveBatch(context, batch, step.status, at);
  if (batch.status === "LIVE" && batch.passed === 2) putAway(context, stock, batch, at);
}

/** A live batch leaves the intake room; of some a pound is set aside for samples. */
function putAway(context: SeedContext, stock: Stock, batch: Batch, at: string): void {
  const day = at.slice(0, 10);
  const location_id = (batch.id % 2) + 1;
  context.insert("batchLocations", { batch_id: batch.id, location_id, moved_on: day });
  context.update("batches", batch.id, { location_id });
  if (batch.id % SAMPLED_EVERY !== 1 || batch.on_hand < 2) return;
  changeStock(stock, batch, -1, 0);
  context.insert("inventoryMovements", { batch_id: batch.id, kind: "SAMPLE", quantity: -1, moved_at: at });
  context.insert("sample_inventory_log", { batch_id: batch.id, kind: "SET_ASIDE", grams: GRAMS_PER_POUND, logged_on: day });
  book(context, day, { kind: "SAMPLE", debit: "SAMPLES", credit: "INVENTORY", cents: batch.cost_cents, source: `batch:${batch.id}` });
}

/** What a closed quarantine still holds is destroyed. */
function destroy(context: SeedContext, stock: Stock, batch: Batch, at: string): void {
  const cents = batch.on_hand * batch.cost_cents;
  context.insert("inventoryMovements", { batch_id: batch.id, kind: "ADJUSTMENT", quantity: -batch.on_hand, moved_at: at });
  book(context, at.slice(0, 10), { kind: "WRITE_OFF", debit: "DESTROYED", credit: "INVENTORY", cents, source: `batch:${batch.id}` });
  changeStock(stock, batch, -batch.on_hand, 0);
}

/** Open alerts by batch. */
function openAlerts(context: SeedContext): Map<number, number> {
  return remember(context, "open alerts", () => {
    const rows = query<{ id: number; batch_id: number }>(
      context.database,
      "select id, batch_id from inventoryAlerts where status = 'OPEN'",
    );
    return new Map(rows.map(({ id, batch_id }) => [batch_id, id]));
  });
}

/** Says when a batch is nearly sold, until it is. */
function watchStock(context: SeedContext, stock: Stock, day: Day): void {
  const alerts = openAlerts(context);
  for (const [batch_id, alert] of alerts) {
    const batch = stock.batches.get(batch_id);
    if (batch !== undefined && batch.on_hand > 0) continue;
    context.update("inventoryAlerts", alert, { status: "RESOLVED", resolved_on: day });
    alerts.delete(batch_id);
  }
  for (const batch of byId(stock)) {
    if (batch.on_hand === 0 || batch.on_hand > LOW_STOCK_POUNDS || batch.passed < 2 || alerts.has(batch.id)) continue;
    const row = { batch_id: batch.id, kind: "LOW_STOCK", raised_on: day, status: "OPEN" };
    alerts.set(batch.id, context.insert("inventoryAlerts", row));
  }
}

function byId(stock: Stock): readonly Batch[] {
  return [...stock.batches.values()].sort((one, other) => one.id - other.id);
}
