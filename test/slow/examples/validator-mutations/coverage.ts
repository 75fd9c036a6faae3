import type { Mutations } from "./mutation.ts";

/** Shares and tables are off only when many rows are. */
export const COVERAGE_MUTATIONS: Mutations = {
  "tables-have-rows": { sql: "delete from calendar_views" },
  "mix-flower": { sql: `update products set category = 'EDIBLE' where id % 5 = 0` },
  "mix-indoor": { sql: "update products set grade = 'GREENHOUSE' where grade = 'INDOOR' and id % 3 = 0" },
  "mix-greenhouse": { sql: "update products set grade = 'INDOOR' where grade = 'GREENHOUSE' and id % 2 = 0" },
  "mix-outdoor": { sql: "update products set grade = 'INDOOR' where grade = 'OUTDOOR' and id % 2 = 0" },
  "mix-whales-revenue": { sql: "update clients set tier = 'REGULAR' where id in (select id from clients where tier = 'WHALE' limit 5)" },
  "mix-consigned-sales": { sql: "update orders set terms = 'NET_30' where terms = 'CONSIGNMENT' and id % 3 = 0" },
  "mix-consigned-intake": { sql: "update lots set consignment = 0 where id % 3 = 0" },
  "mix-paid": { sql: "update invoices set status = 'SENT' where status = 'PAID' and id % 4 = 0" },
  "mix-ach": { sql: "update payments set method = 'WIRE' where method = 'ACH' and id % 3 = 0" },
  "mix-check": { sql: "update payments set method = 'ACH' where method = 'CHECK' and id % 2 = 0" },
  "mix-wire": { sql: `update payments set method = 'ACH' where method = 'WIRE'` },
  "mix-prices": { sql: "update products set price_cents = price_cents * 2 where id = 1" },
  "mix-revenue": { sql: "update orders set total_cents = total_cents * 2" },
  "mix-margin": { sql: "update sales set cogs_cents = revenue_cents" },
  "mix-lines-per-order": { sql: "delete from order_line_items where order_id = 1" },
  "mix-overdue-for-long": { sql: "update invoices set due_on = '2024-01-01' where status = 'OVERDUE'" },
  "volume-products": { sql: `delete from products where id > 400` },
};
