import type { Day } from "../../finance/dates.ts";
import { addDays } from "../business-days.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { prepared } from "../memory.ts";
import { SALES } from "../staff.ts";
import { countToday } from "../volumes.ts";
import { PRODUCTS } from "./catalog.ts";
import { BUYERS } from "./people.ts";

const [SENT, RECURRING] = [700, 40];
const TEMPLATES = 3;

/** Each Monday the sheets are made anew and sent to some clients, a few of whom want the same again and again. */
export const generator: Generator = {
  fills: ["salesSheetVersions", "sales_sheet_history", "recurring_orders"],
  after: ["clients", "products", "sales_sheet_templates"],
  day(context, day) {
    const { insert, random, firstDay } = context;
    const made = context.lastId("salesSheetVersions");
    if (new Date(day).getUTCDay() === 1) {
      const version = Math.floor(made / TEMPLATES) + 1;
      for (let template = 1; template <= TEMPLATES; template++)
        insert("salesSheetVersions", { sales_sheet_template_id: template, version, made_on: day, content: `Prices of ${day}` });
    }
    const first = day === firstDay ? 1 : 0;
    for (let left = countToday(context, SENT) + first; left > 0; left--) {
      const newest = context.lastId("salesSheetVersions");
      const sales_sheet_version_id = random.between(newest - TEMPLATES + 1, newest);
      const client_id = random.between(1, BUYERS);
      insert("sales_sheet_history", { sales_sheet_version_id, client_id, sent_by: random.pick(SALES), sent_at: `${day}T10:05` });
    }
    for (let left = countToday(context, RECURRING) + first; left > 0; left--) askAgain(context, day);
    const sql = "update recurring_orders set next_on = date(next_on, every_days || ' days') where status = 'ACTIVE' and next_on <= ?";
    prepared(context, sql).run(day);
  },
};

function askAgain({ insert, random }: SeedContext, day: Day): void {
  const every_days = random.pick([7, 14, 28]);
  insert("recurring_orders", {
    client_id: random.between(1, BUYERS),
    product_id: random.between(1, PRODUCTS),
    quantity: random.between(1, 6),
    every_days,
    next_on: addDays(day, every_days),
    status: random.pick(["ACTIVE", "ACTIVE", "PAUSED"]),
  });
}
