-- Each row: what it is, its value, and between which values it must be, for 22 months at scale 1.
with
  moved(batch_id, id, at, quantity, kind) as (select batch_id, id, moved_at, quantity, kind from inventoryMovements)
select 'purchase orders' as what, count(*) as value, 140 as least, 190 as most from purchaseOrders
union all select 'lots', count(*), 140, 190 from lots
union all select 'batches', count(*), 140, 400 from batches
union all select 'share of lots on consignment', avg(consignment), 0.83, 0.97 from lots
union all select 'lots before their order', count(*), 0, 0 from lots join purchaseOrders on purchaseOrders.id = purchase_order_id where received_on <= ordered_on
union all select 'least stock of a batch at any time', min(stock), 0, 1e9 from (
  select sum(quantity) over (partition by batch_id order by at, id) as stock from moved)
union all select 'batches with another stock than they moved', count(*), 0, 0 from (
  select batches.id from batches left join moved on batch_id = batches.id group by batches.id having on_hand <> total(moved.quantity))
union all select 'pounds that shipped orders lack', (
    select total(quantity) from order_line_items join orders on orders.id = order_id where status in ('SHIPPED', 'DELIVERED', 'COMPLETED'))
  + total(quantity), 0, 0 from moved where kind = 'SALE'
union all select 'batches with fewer than three steps', count(*), 0, 12 from batches
  where (select count(*) from batch_status_history where batch_id = batches.id) < 3
union all select 'batches that are not where their history ends', count(*), 0, 0 from batches
  where status is not (select status from batch_status_history where batch_id = batches.id order by id desc limit 1)
union all select 'empty batches that are live', count(*), 0, 0 from batches where status = 'LIVE' and on_hand = 0;
