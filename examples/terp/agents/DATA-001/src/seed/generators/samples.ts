import { query } from "../../database/query.ts";
import type { Day } from "../../finance/dates.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { remember } from "../memory.ts";
import { countToday } from "../volumes.ts";
import { BUYERS } from "./people.ts";

const REQUESTS = 150;
const GRAMS = 14;

interface Sampled {
  readonly batch_id: number;
  readonly product_id: number;
  grams: number;
}

/** Clients ask for samples of what has been set aside, and get some as long as there is some. */
export const generator: Generator = {
  fills: ["sampleRequests", "sampleAllocations"],
  after: ["clients", "sample_inventory_log"],
  day(context, day) {
    for (let left = countToday(context, REQUESTS); left > 0; left--) ask(context, day);
    const early = context.lastId("sampleAllocations") === 0 && context.lastId("sample_inventory_log") > 0;
    if (early) ask(context, day);
  },
};

function ask(context: SeedContext, day: Day): void {
  const { insert, random } = context;
  const batches = sampledBatches(context, day);
  if (batches.length === 0) return;
  const batch = random.pick(batches);
  const client_id = random.between(1, BUYERS);
  const given = batch.grams >= GRAMS;
  const row = { client_id, product_id: batch.product_id, grams: GRAMS, requested_on: day, status: given ? "ALLOCATED" : "DECLINED" };
  const sample_request_id = insert("sampleRequests", row);
  if (!given) return;
  batch.grams -= GRAMS;
  insert("sampleAllocations", { sample_request_id, batch_id: batch.batch_id, grams: GRAMS, allocated_on: day });
  insert("sample_inventory_log", { batch_id: batch.batch_id, kind: "GIVEN", grams: -GRAMS, logged_on: day });
}

/** What was set aside of the last batches and is not given away. */
function sampledBatches(context: SeedContext, day: Day): readonly Sampled[] {
  const today = remember<{ day: Day; batches: readonly Sampled[] }>(context, "samples", () => ({ day: "", batches: [] }));
  if (today.day === day) return today.batches;
  today.day = day;
  today.batches = query<Sampled>(
    context.database,
    `select batch_id, product_id, sum(grams) as grams from sample_inventory_log join batches on batches.id = batch_id
     where batch_id > (select max(id) - 40 from batches) group by batch_id order by batch_id`,
  ).map((row) => ({ ...row }));
  return today.batches;
}
