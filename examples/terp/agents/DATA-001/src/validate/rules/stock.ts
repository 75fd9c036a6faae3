import type { Rule } from "../rule.ts";

/** What is in stock, and where it came from. */
export const STOCK_RULES: readonly Rule[] = [
  {
    id: "stock-never-negative",
    kind: "business",
    says: "At no instant has more left a batch than came in.",
    counts: "inventoryMovements",
    sql: `select id as key, stock || ' in batch ' || batch_id || ' at ' || moved_at as found
          from (select id, batch_id, moved_at, sum(quantity) over (partition by batch_id order by moved_at, id) as stock from inventoryMovements)
          where stock < 0`,
  },
  {
    id: "on-hand-is-sum-of-movements",
    kind: "business",
    says: "What a batch has on hand is the sum of its movements.",
    counts: "batches",
    sql: `select id as key, on_hand || ' on hand, ' || moved || ' by its movements' as found
          from (select b.id, on_hand, coalesce((select sum(quantity) from inventoryMovements where batch_id = b.id), 0) as moved from batches b)
          where on_hand <> moved`,
  },
  {
    id: "reserved-for-open-orders",
    kind: "business",
    says: "What is reserved of a batch is what open orders will take of it.",
    counts: "batches",
    sql: `with open(batch_id, quantity) as (
            select batch_id, sum(quantity) from orders o join order_line_items l on l.order_id = o.id
            where o.status in ('PENDING', 'CONFIRMED', 'PROCESSING') group by batch_id)
          select b.id as key, reserved || ' reserved, ' || coalesce(open.quantity, 0) || ' ordered' as found
          from batches b left join open on open.batch_id = b.id where reserved <> coalesce(open.quantity, 0)`,
  },
  {
    id: "receipt-is-batch-quantity",
    kind: "business",
    says: "A batch was received once, with its whole quantity, as it was counted.",
    counts: "batches where status <> 'AWAITING_INTAKE'",
    sql: `select b.id as key, b.quantity || ' in the batch, ' || coalesce(received, 0) || ' received, ' || coalesce(counted, 0) || ' counted' as found
          from (select batches.*, (select sum(quantity) from inventoryMovements where batch_id = batches.id and kind = 'RECEIPT') as received
                from batches where status <> 'AWAITING_INTAKE') b left join intake_session_batches c on c.batch_id = b.id
          where b.quantity is not received or b.quantity is not counted`,
  },
  {
    id: "received-was-ordered",
    kind: "business",
    says: "A lot's batches of a product are what its purchase order ordered, at its cost.",
    counts: "batches",
    sql: `select b.id as key, b.quantity || ' for ' || b.cost_cents || ', ordered ' || coalesce(p.quantity || ' for ' || p.cost_cents, 'none') as found
          from batches b join lots t on t.id = b.lot_id
            left join purchaseOrderItems p on p.purchase_order_id = t.purchase_order_id and p.product_id = b.product_id
          where p.id is null or p.cost_cents <> b.cost_cents
            or (select sum(x.quantity) from batches x where x.lot_id = b.lot_id and x.product_id = b.product_id) <> p.quantity`,
  },
  {
    id: "movement-signs",
    kind: "business",
    says: "Receipts and returns bring goods in, sales and samples take them out.",
    counts: "inventoryMovements where kind <> 'ADJUSTMENT'",
    sql: `select id as key, kind || ' of ' || quantity as found from inventoryMovements
          where kind <> 'ADJUSTMENT' and (quantity > 0) <> (kind in ('RECEIPT', 'RETURN'))`,
  },
  {
    id: "sale-moves-its-line",
    kind: "referential",
    says: "A sale or return of stock names the order line it is for, and takes it from that line's batch; other movements name none.",
    counts: "inventoryMovements",
    sql: `select m.id as key, m.kind || ' of batch ' || m.batch_id || ', line''s batch ' || coalesce(l.batch_id, 'none') as found
          from inventoryMovements m left join order_line_items l on l.id = m.order_line_item_id
          where (m.kind in ('SALE', 'RETURN')) <> (l.id is not null) or l.batch_id is not iif(l.id is null, null, m.batch_id)`,
  },
  {
    id: "returns-come-back",
    kind: "business",
    says: "What a client returns comes back into stock.",
    counts: "returns",
    sql: `with came(line_id, quantity) as (select order_line_item_id, sum(quantity) from returns group by order_line_item_id),
            back(line_id, quantity) as (
              select order_line_item_id, sum(quantity) from inventoryMovements where kind = 'RETURN' group by order_line_item_id)
          select came.line_id as key, came.quantity || ' returned, ' || coalesce(back.quantity, 0) || ' back in stock' as found
          from came left join back on back.line_id = came.line_id where came.quantity <> coalesce(back.quantity, 0)`,
    mayBeEmpty: "in a short run nothing may have come back",
  },
  {
    id: "samples-within-stock",
    kind: "business",
    says: "At no time more grams of a batch were given away as samples than had been set aside.",
    counts: "sample_inventory_log",
    sql: `select id as key, grams || ' grams of batch ' || batch_id || ' left on ' || logged_on as found
          from (select id, batch_id, logged_on, sum(grams) over (partition by batch_id order by logged_on, id) as grams from sample_inventory_log)
          where grams < 0`,
  },
];
