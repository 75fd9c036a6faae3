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
    also: ["due-consignment"],
  },
  "cod-paid-on-order-day": {
    sql: `update orders set ordered_on = date(ordered_on, '-1 day') where id = (select order_id from invoices where id = ${invoiceOn("COD")})`,
    also: ["order-begins-on-its-day", "orders-told"],
  },
  "payment-within-30-days": {
    sql: `update payments set paid_on = (select issued_on from invoices where id = invoice_id) where id = (select min(p.id) from payments p join invoices i on i.id = p.invoice_id join orders o on o.id = i.order_id where o.terms = 'NET_30' and substr(i.issued_on, 9) > '02' and substr(i.issued_on, 1, 7) = substr(p.paid_on, 1, 7))`,
    also: ["payments-told"],
  },
  "cash-only-on-delivery": {
    sql: `update payments set method = 'CASH', payment_method_id = (select id from paymentMethods where name = 'CASH') where id = ${paymentOn("NET_30")}`,
  },
  "payment-method-agrees": { sql: `update payments set method = 'CHECK' where id = (select min(id) from payments where method = 'ACH')` },
  "order-invoiced": {
    sql: `update orders set terms = 'NET_30' where id = (select max(id) from orders where terms = 'CONSIGNMENT' and status = 'DELIVERED' and id not in (select order_id from invoices))`,
  },
  "line-price-by-rule": {
    sql: `update order_line_items set pricing_rule_id = null where id = (select min(id) from order_line_items where pricing_rule_id is not null)`,
    also: ["line-best-pricing-rule"],
  },
  "line-list-price": {
    sql: `update products set price_cents = price_cents + 1 where id = (select product_id from order_line_items limit 1)`,
  },
  "line-pricing-rule-applies": {
    sql: "update pricing_rules set client_id = client_id + 1 where id = (select r.id from pricing_rules r join order_line_items l on l.pricing_rule_id = r.id where r.kind = 'CLIENT' limit 1)",
    also: ["line-best-pricing-rule"],
  },
  "line-cost-is-batch-cost": {
    sql: `update order_line_items set cost_cents = cost_cents + 1 where id = (select max(l.id) from order_line_items l join orders o on o.id = l.order_id where o.status = 'SHIPPED')`,
    also: ["documents-booked"],
  },
  "batch-margin": {
    sql: `update products set price_cents = price_cents * 2 where id = (select product_id from batches where id = 1)`,
    also: ["line-list-price", "mix-prices"],
  },
  "batch-cost-history": { sql: "update cogsHistory set cost_cents = cost_cents + 1 where id = (select max(id) from cogsHistory)" },
  "returned-was-sold": { sql: `update returns set quantity = 1000 where id = 1`, also: ["return-credited", "returns-come-back"] },
  "return-credited": { sql: `update credits set reason = 'REFUND' where id = (select min(id) from credits where reason = 'RETURN')` },
  "stock-never-negative": {
    sql: `update inventoryMovements set quantity = quantity - 5000 where id = (select min(id) from inventoryMovements where kind = 'SALE')`,
    also: ["order-shipped-from-stock", "on-hand-is-sum-of-movements", "inventory-is-value-of-batches", "cost-of-goods-is-what-left"],
  },
  "on-hand-is-sum-of-movements": {
    sql: "update batches set on_hand = on_hand + 1 where id = (select min(id) from batches where status = 'LIVE')",
  },
  "reserved-for-open-orders": {
    sql: "update batches set reserved = reserved + 1 where id = (select max(id) from batches where status = 'LIVE')",
  },
  "receipt-is-batch-quantity": { sql: "update intake_session_batches set counted = counted + 1 where id = 1" },
  "received-was-ordered": { sql: `update purchaseOrderItems set product_id = (select max(id) from products) where id = 1` },
  "movement-signs": {
    sql: `update inventoryMovements set kind = 'SAMPLE', order_line_item_id = null where id = (select min(id) from inventoryMovements where kind = 'RETURN')`,
    also: ["returns-come-back", "cost-of-goods-is-what-left"],
  },
  "returns-come-back": {
    sql: `update inventoryMovements set order_line_item_id = (select min(l.id) from order_line_items l where l.batch_id = inventoryMovements.batch_id and l.id <> order_line_item_id) where id = (select min(id) from inventoryMovements where kind = 'RETURN')`,
  },
  "samples-within-stock": {
    sql: "update sample_inventory_log set grams = grams - 5000 where id = (select min(id) from sample_inventory_log where kind = 'GIVEN')",
  },
  "meetings-told": {
    sql: `delete from client_activity where id = (select a.id from client_meeting_history x join client_activity a on a.client_id = x.client_id and a.happened_on = substr(x.met_at, 1, 10) and a.kind = 'MEETING' limit 1)`,
  },
  "communications-told": { sql: "update client_communications set client_id = client_id % 60 + 1 where id = 1" },
  "notes-told": { sql: "update client_notes set client_id = client_id % 60 + 1 where id = 1" },
  "match-price-fits": {
    sql: "update client_needs set product_id = product_id + 1 where id = (select min(client_need_id) from match_records where status = 'ACCEPTED')",
  },
  "orders-told": { sql: "delete from client_activity where id = (select min(id) from client_activity where kind = 'ORDER')" },
  "payments-told": { sql: "delete from client_activity where id = (select min(id) from client_activity where kind = 'PAYMENT')" },
  "line-best-pricing-rule": {
    sql: "update pricing_rules set quantity_min = 1 where id = (select min(id) from pricing_rules where kind = 'VOLUME')",
  },
  "line-from-live-batch": {
    sql: `update order_status_history set changed_at = substr(changed_at, 1, 11) || '00:00' where id = (select min(id) from order_status_history)`,
  },
};
