import type { Generator } from "../generator.ts";
import { prepared } from "../memory.ts";

/** Every other week a new version of the program goes live; one in so many does not stay. */
const DEPLOYED_EVERY_DAYS = 14;
const TROUBLE_EVERY = 9;

/** Documents are numbered; the last number of each kind is kept. */
const NUMBERED = ["orders", "invoices", "payments", "purchaseOrders", "bills"];

/** What the house does with its own program. */
export const generator: Generator = {
  fills: ["deployments", "sequences"],
  after: ["users", "orders", "invoices", "payments", "purchaseOrders", "bills"],
  begin({ insert }) {
    for (const name of NUMBERED) insert("sequences", { name, value: 0 });
  },
  day(context, day) {
    const { insert, firstDay } = context;
    for (const name of NUMBERED) prepared(context, "update sequences set value = ? where name = ?").run(context.lastId(name), name);
    if (((Date.parse(day) - Date.parse(firstDay)) / 86_400_000) % DEPLOYED_EVERY_DAYS !== 0) return;
    const number = context.lastId("deployments") + 1;
    const status = number % TROUBLE_EVERY === 0 ? "ROLLED_BACK" : "SUCCEEDED";
    insert("deployments", { version: `1.${number}.0`, deployed_at: `${day}T18:30`, deployed_by: 1, status });
  },
};
