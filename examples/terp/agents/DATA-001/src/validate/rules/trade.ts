import type { Rule } from "../rule.ts";

/** Days from an invoice to its due day, by the order's terms. */
const DUE_DAYS = { COD: 0, NET_15: 15, NET_30: 30, CONSIGNMENT: 60 } as const;

/** Consigned goods are invoiced when they are counted: not before this many days after the order. */
const CONSIGNMENT_DAYS = 30;

const DUE_RULES: readonly Rule[] = Object.entries(DUE_DAYS).map(([terms, days]) => ({
  id: `due-${terms.toLowerCase().replace("_", "-")}`,
  kind: "business",
  says: `An invoice on the terms ${terms} is due ${days} days after it was issued.`,
  counts: `invoices i join orders o on o.id = i.order_id where o.terms = '${terms}'`,
  sql: `select i.id as key, 'issued ' || issued_on || ', due ' || due_on as found from invoices i join orders o on o.id = i.order_id
        where o.terms = '${terms}' and due_on <> date(issued_on, '${days} days')`,
  mayBeEmpty: "in a short run nobody may have bought on these terms",
}));

/** How orders, prices and stock belong together. */
export const TRADE_RULES: readonly Rule[] = [
  ...DUE_RULES,
  {
    id: "consignment-owed-later",
    kind: "business",
    says: `Goods on consignment are not owed at once: the invoice comes ${CONSIGNMENT_DAYS} days after the order, or later.`,
    counts: "orders where terms = 'CONSIGNMENT'",
    sql: `select i.id as key, 'ordered ' || ordered_on || ', invoiced ' || issued_on as found from invoices i join orders o on o.id = i.order_id
          where o.terms = 'CONSIGNMENT' and issued_on < date(ordered_on, '${CONSIGNMENT_DAYS} days')`,
  },
  {
    id: "cod-paid-on-order-day",
    kind: "business",
    says: "An order on the terms COD is invoiced and paid in full on its day.",
    counts: "orders where terms = 'COD' and status <> 'CANCELLED'",
    sql: `select o.id as key, 'ordered ' || ordered_on || ', paid ' || coalesce(min(paid_on), 'never') as found
          from orders o left join invoices i on i.order_id = o.id left join payments p on p.invoice_id = i.id
          where o.terms = 'COD' and o.status <> 'CANCELLED' group by o.id
          having coalesce(min(issued_on) <> ordered_on or max(paid_on) <> ordered_on or sum(amount_cents) <> i.total_cents, 1)`,
    mayBeEmpty: "in a short run nobody may have bought on these terms",
  },
  {
    id: "payment-within-30-days",
    kind: "business",
    says: "A payment comes 1 to 30 days after its invoice, cash on delivery on the same day.",
    counts: "payments",
    sql: `select p.id as key, 'issued ' || issued_on || ', paid ' || paid_on || ', ' || o.terms as found
          from payments p join invoices i on i.id = p.invoice_id join orders o on o.id = i.order_id
          where julianday(paid_on) - julianday(issued_on) not between iif(o.terms = 'COD', 0, 1) and iif(o.terms = 'COD', 0, 30)`,
  },
  {
    id: "cash-only-on-delivery",
    kind: "business",
    says: "Cash is taken on delivery and only there.",
    counts: "payments",
    sql: `select p.id as key, method || ' for ' || o.terms as found
          from payments p join invoices i on i.id = p.invoice_id join orders o on o.id = i.order_id
          where (method = 'CASH') <> (o.terms = 'COD')`,
  },
  {
    id: "payment-method-agrees",
    kind: "business",
    says: "A payment's method is the one it refers to.",
    counts: "payments",
    sql: `select p.id as key, method || ', refers to ' || coalesce(m.name, 'none') as found
          from payments p left join paymentMethods m on m.id = p.payment_method_id where m.name is not p.method`,
  },
  {
    id: "order-invoiced",
    kind: "business",
    says: "Each delivered order has its invoice; on consignment from 35 days after the order on.",
    counts: "orders where status in ('DELIVERED', 'COMPLETED')",
    sql: `select o.id as key, o.status || ' without an invoice, ordered ' || ordered_on || ', ' || terms as found
          from orders o, span left join invoices i on i.order_id = o.id
          where o.status in ('DELIVERED', 'COMPLETED') and i.id is null
            and (terms <> 'CONSIGNMENT' or date(ordered_on, '35 days') <= last_on)`,
  },
  {
    id: "line-price-by-rule",
    kind: "business",
    says: "A line's price is the list price less the percentage of its pricing rule, to the cent; without a rule it is the list price.",
    counts: "order_line_items",
    sql: `select l.id as key, l.price_cents || ' for ' || coalesce(list_price_cents, 'no price') || ' less ' || coalesce(r.percent, 0) || ' %' as found
          from order_line_items l left join pricing_rules r on r.id = l.pricing_rule_id
          where l.list_price_cents is null or abs(l.price_cents - l.list_price_cents * (100 - coalesce(r.percent, 0)) / 100.0) >= 1`,
  },
  {
    id: "line-list-price",
    kind: "business",
    says: "A line's list price is its product's.",
    counts: "order_line_items",
    sql: `select l.id as key, list_price_cents || ' on the line, ' || p.price_cents || ' on the list' as found
          from order_line_items l join products p on p.id = l.product_id where list_price_cents is not p.price_cents`,
  },
  {
    id: "line-pricing-rule-applies",
    kind: "business",
    says: "A pricing rule is used only where it applies: from its quantity on, for its product, for its client.",
    counts: "order_line_items where pricing_rule_id is not null",
    sql: `select l.id as key, r.kind || ' rule ' || r.id || ' for ' || l.quantity || ' of product ' || l.product_id || ', client ' || o.client_id as found
          from order_line_items l join pricing_rules r on r.id = l.pricing_rule_id join orders o on o.id = l.order_id
          where l.quantity < r.quantity_min or l.product_id <> r.product_id or o.client_id <> r.client_id`,
    mayBeEmpty: "in a short run no rule may have applied",
  },
  {
    id: "line-cost-is-batch-cost",
    kind: "business",
    says: "A line that left the house costs what a pound of its batch costs.",
    counts: "order_line_items l join orders o on o.id = l.order_id where o.status in ('SHIPPED', 'DELIVERED', 'COMPLETED')",
    sql: `select l.id as key, coalesce(l.cost_cents, 'no cost') || ', batch ' || coalesce(b.cost_cents, 'none') as found
          from order_line_items l join orders o on o.id = l.order_id left join batches b on b.id = l.batch_id
          where o.status in ('SHIPPED', 'DELIVERED', 'COMPLETED') and (b.id is null or l.cost_cents is not b.cost_cents)`,
  },
  {
    id: "batch-margin",
    kind: "business",
    says: "A batch costs 15 to 35 % less than its product's list price.",
    counts: "batches",
    sql: `select b.id as key, b.cost_cents || ' of ' || p.price_cents as found from batches b join products p on p.id = b.product_id
          where b.cost_cents * 100.0 / p.price_cents not between 64.99 and 85.01`,
  },
  {
    id: "batch-cost-history",
    kind: "business",
    says: "The last cost in a batch's history is the batch's.",
    counts: "batches",
    sql: `select id as key, cost_cents || ', ' || coalesce(last, 'nothing') || ' in its history' as found
          from (select b.id, b.cost_cents, (select cost_cents from cogsHistory where batch_id = b.id order by valid_on desc, id desc limit 1) as last
                from batches b)
          where cost_cents is not last`,
  },
  {
    id: "returned-was-sold",
    kind: "business",
    says: "Not more of a line comes back than was sold.",
    counts: "returns",
    sql: `select l.id as key, sum(r.quantity) || ' of ' || l.quantity || ' came back' as found
          from returns r join order_line_items l on l.id = r.order_line_item_id group by l.id having sum(r.quantity) > l.quantity`,
    mayBeEmpty: "in a short run nothing may have come back",
  },
  {
    id: "return-credited",
    kind: "business",
    says: "A return is credited with what the client paid for it, a refund is about 5 % of its order.",
    counts: "credits",
    sql: `select c.id as key, c.reason || ' of ' || c.amount_cents as found
          from credits c join orders o on o.id = c.order_id left join returns r on r.id = c.return_id
            left join order_line_items l on l.id = r.order_line_item_id
          where (c.reason = 'RETURN' and c.amount_cents <> r.quantity * l.price_cents)
             or (c.reason = 'REFUND' and abs(c.amount_cents * 100.0 / o.total_cents - 5) > 0.1)`,
    mayBeEmpty: "in a short run nothing may have come back",
  },
  {
    id: "line-best-pricing-rule",
    kind: "business",
    says: "A line uses the pricing rule that takes most off of those that apply to it.",
    counts: "order_line_items",
    sql: `select key, coalesce(used, 0) || ' % used, ' || coalesce(best, 0) || ' % apply' as found
          from (select l.id as key, u.percent as used,
                       (select max(percent) from pricing_rules r
                        where l.quantity >= r.quantity_min or l.product_id = r.product_id or o.client_id = r.client_id) as best
                from order_line_items l join orders o on o.id = l.order_id left join pricing_rules u on u.id = l.pricing_rule_id)
          where used is not best`,
  },
  {
    id: "line-from-live-batch",
    kind: "business",
    says: "A line is sold from a batch that was LIVE when the order was made.",
    counts: "order_line_items",
    sql: `select key, 'batch ' || batch_id || ' was ' || coalesce(status, 'not there') as found
          from (select l.id as key, l.batch_id,
                       (select status from batch_status_history where batch_id = l.batch_id and changed_at <= h.changed_at order by id desc limit 1) as status
                from order_line_items l join order_status_history h on h.order_id = l.order_id and h.status = 'PENDING')
          where status is not 'LIVE'`,
  },
];
