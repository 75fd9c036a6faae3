import type { Mutations } from "./mutation.ts";

const invoiceOn = (terms: string) => `(select min(i.id) from invoices i join orders o on o.id = i.order_id where o.terms = '${terms}')`;
const paymentOn = (terms: string) =>
  `(select min(p.id) from payments p join invoices i on i.id = p.invoice_id join orders o on o.id = i.order_id where o.terms = '${terms}')`;
const dueLater = (terms: string) => ({ sql: `update invoices set due_on = date(due_on, '1 day') where id = ${invoiceOn(terms)}` });

/** Terms, prices and stock that do not fit together. */
export const TRADE_MUTATIONS: Mutations = {
  "due-cod": dueLater("COD"),
  "due-net-15": dueLater("NET_15"),
  "due-net-30": dueLater("NET_30"),
  "due-consignment": dueLater("CONSIGNMENT"),
  "consignment-owed-later": {
    sql: `update orders set terms = 'CONSIGNMENT' where id = (select order_id from invoices where id = ${invoiceOn("NET_30")})`,
  },
  "cod-paid-on-order-day": { sql: `delete from payments where id = ${paymentOn("COD")}` },
  "payment-within-30-days": { sql: `update payments set paid_on = date(paid_on, '31 days') where id = ${paymentOn("NET_30")}` },
  "cash-only-on-delivery": {
    sql: `update payments set method = 'CASH', payment_method_id = (select id from paymentMethods where name = 'CASH') where id = ${paymentOn("NET_30")}`,
  },
  "payment-method-agrees": { sql: "update payments set payment_method_id = payment_method_id % 4 + 1 where id = 1" },
  "order-invoiced": { sql: "update orders set status = 'DELIVERED' where id = (select max(id) from orders where status = 'SHIPPED')" },
  "line-price-by-rule": { sql: "update order_line_items set price_cents = price_cents - 1 where id = 1" },
  "line-list-price": { sql: "update order_line_items set list_price_cents = list_price_cents + 1 where id = 1" },
  "line-pricing-rule-applies": {
    sql: "update pricing_rules set client_id = client_id + 1 where id = (select r.id from pricing_rules r join order_line_items l on l.pricing_rule_id = r.id where r.kind = 'CLIENT' limit 1)",
  },
  "line-cost-is-batch-cost": { sql: "update order_line_items set cost_cents = cost_cents + 1 where id = 1" },
  "batch-margin": { sql: "update batches set cost_cents = cost_cents * 2 where id = 1" },
  "batch-cost-history": { sql: "update cogsHistory set cost_cents = cost_cents + 1 where id = (select max(id) from cogsHistory)" },
  "returned-was-sold": { sql: "update returns set quantity = 1000 where id = 1" },
  "return-credited": {
    sql: "update credits set amount_cents = amount_cents + 1 where id = (select min(id) from credits where reason = 'RETURN' and status = 'OPEN')",
  },
  "stock-never-negative": {
    sql: "update inventoryMovements set quantity = quantity - 5000 where id = (select min(id) from inventoryMovements where kind = 'SALE')",
  },
  "on-hand-is-sum-of-movements": {
    sql: "update batches set on_hand = on_hand + 1 where id = (select min(id) from batches where status = 'LIVE')",
  },
  "reserved-for-open-orders": {
    sql: "update batches set reserved = reserved + 1 where id = (select max(id) from batches where status = 'LIVE')",
  },
  "receipt-is-batch-quantity": { sql: "update intake_session_batches set counted = counted + 1 where id = 1" },
  "received-was-ordered": { sql: "update purchaseOrderItems set cost_cents = cost_cents + 1 where id = 1" },
  "movement-signs": {
    sql: "update inventoryMovements set kind = 'SAMPLE', order_line_item_id = null where id = (select min(id) from inventoryMovements where kind = 'RETURN')",
  },
  "returns-come-back": { sql: "delete from inventoryMovements where id = (select min(id) from inventoryMovements where kind = 'RETURN')" },
  "samples-within-stock": {
    sql: "update sample_inventory_log set grams = grams - 5000 where id = (select min(id) from sample_inventory_log where kind = 'GIVEN')",
  },
  "client-meeting-history-told": { sql: "update client_meeting_history set client_id = (select max(id) from clients) where id = 1" },
  "client-communications-told": { sql: "update client_communications set client_id = client_id % 60 + 1 where id = 1" },
  "client-notes-told": { sql: "update client_notes set client_id = client_id % 60 + 1 where id = 1" },
  "match-price-fits": {
    sql: "update client_needs set product_id = product_id + 1 where id = (select min(client_need_id) from match_records where status = 'ACCEPTED')",
  },
};
