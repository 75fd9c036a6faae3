import { query } from "../database/query.ts";
import type { Day } from "../finance/dates.ts";
import { type Agenda, createAgenda } from "./agenda.ts";
import { businessDaysAfter } from "./business-days.ts";
import type { SeedContext } from "./generator.ts";
import { BATCH, type BatchStatus, checkMove } from "./machines.ts";
import { remember } from "./memory.ts";
import { WAREHOUSE } from "./staff.ts";
import { type Batch, changeStock, stockOf } from "./stock.ts";

/** A state that a batch will reach, so many business days after the one before. */
interface Step {
  readonly status: BatchStatus;
  readonly days: number;
  readonly time: string;
}

/** A step of the batch `id`, if it has not left the state from which it was planned: the one after `passed` others. */
export interface BatchStep extends Step {
  readonly id: number;
  readonly passed: number;
}

/** Shares of the batches, in percent. */
const HELD = 15;
const QUARANTINED = 5;
const DESTROYED = 0.25;
const CLOSED_AFTER_DAYS = 10;

/** The states a batch goes through whatever is sold of it. They hang on the batch's number: whenever one asks they are the same. */
function lifeOf(context: SeedContext, id: number): readonly Step[] {
  const random = context.randomOf(`batch:${id}`);
  const steps: Step[] = [
    { status: "LIVE", days: 1, time: "08:00" },
    { status: "PHOTOGRAPHY_COMPLETE", days: 0, time: "08:40" },
    { status: "LIVE", days: 0, time: "09:00" },
  ];
  const draw = random.between(1, 100);
  if (draw > HELD + QUARANTINED) return steps;
  const status = draw <= HELD ? "ON_HOLD" : "QUARANTINED";
  steps.push({ status, days: random.between(5, 20), time: "08:10" });
  const end = status === "QUARANTINED" && random.chance(DESTROYED) ? "CLOSED" : "LIVE";
  return [...steps, { status: end, days: random.between(2, 5), time: "09:10" }];
}

/** What is to become of the batches. */
export function batchAgenda(context: SeedContext): Agenda<BatchStep> {
  return remember(context, "batch agenda", () => {
    const agenda = createAgenda<BatchStep>();
    const lastMoves = query<{ id: number; on: Day }>(
      context.database,
      `select batches.id, substr(max(changed_at), 1, 10) as "on" from batches join batch_status_history on batch_id = batches.id
       where batches.status <> 'CLOSED' group by batches.id`,
    );
    for (const { id, on } of lastMoves) {
      const batch = stockOf(context).batches.get(id);
      if (batch !== undefined) planNext(context, agenda, batch, on);
    }
    return agenda;
  });
}

function planNext(context: SeedContext, agenda: Agenda<BatchStep>, { id, status, passed }: Batch, on: Day): void {
  const step: Step | undefined =
    status === "SOLD_OUT" ? { status: "CLOSED", days: CLOSED_AFTER_DAYS, time: "17:30" } : lifeOf(context, id)[passed - 1];
  if (step !== undefined) agenda.add(businessDaysAfter(on, step.days), { id, passed, ...step });
}

/** Takes a new batch into the stock, in its first state. */
export function beginBatch(context: SeedContext, batch: Batch, at: string): void {
  context.insert("batch_status_history", { batch_id: batch.id, status: batch.status, changed_at: at, changed_by: WAREHOUSE[0] ?? null });
  const agenda = batchAgenda(context);
  stockOf(context).batches.set(batch.id, batch);
  planNext(context, agenda, batch, at.slice(0, 10));
}

/** Moves a batch to its next state, with its history, and plans the state after that. */
export function moveBatch(context: SeedContext, batch: Batch, status: BatchStatus, at: string): void {
  const stock = stockOf(context);
  const agenda = batchAgenda(context);
  checkMove(BATCH, batch.status, status);
  const row = {
    batch_id: batch.id,
    from_status: batch.status,
    status,
    changed_at: at,
    changed_by: WAREHOUSE[batch.id % WAREHOUSE.length] ?? null,
  };
  context.insert("batch_status_history", row);
  batch.status = status;
  batch.passed++;
  batch.held = false;
  changeStock(stock, batch, 0, 0);
  if (status === "CLOSED") stock.batches.delete(batch.id);
  else planNext(context, agenda, batch, at.slice(0, 10));
}
