-- Each row: what it is, its value, and between which values it must be, for 22 months at scale 1.
with
  sold(tier, cents, cost) as (
    select tier, total(revenue_cents), total(cogs_cents) from sales join clients on clients.id = sales.client_id group by tier
  ),
  asked(cents, orders) as (select total(total_cents), count(*) from orders),
  whole(cents, cost) as (select total(cents), total(cost) from sold)
select 'orders, in million dollars' as what, cents / 1e8 as value, 38 as least, 50 as most from asked
union all select 'orders', orders, 4000, 4800 from asked
union all select 'invoices', count(*), 3800, 4800 from invoices
union all select 'share of the whales', sold.cents / whole.cents, 0.6, 0.8 from sold, whole where tier = 'WHALE'
union all select 'margin', 1 - cost / cents, 0.15, 0.35 from whole
union all select 'share on consignment', avg(terms = 'CONSIGNMENT'), 0.45, 0.55 from orders
union all select 'lines of an order', 1.0 * count(*) / (select orders from asked), 2.5, 3.5 from order_line_items
union all select 'share of invoices that are paid or were', avg(status = 'PAID'), 0.7, 0.9 from invoices
union all select 'share by ACH of what is not cash', avg(method = 'ACH'), 0.55, 0.65 from payments where method <> 'CASH'
union all select 'payments', count(*), 3000, 4800 from payments
union all select 'ledger entries', count(*), 8000, 1e9 from ledgerEntries
union all select 'bank transactions', count(*), 3000, 1e9 from bankTransactions
union all select 'returns', count(*), 11, 44 from returns
union all select 'orders paid late on COD', count(*), 0, 0 from orders join invoices on order_id = orders.id
  left join payments on invoice_id = invoices.id where orders.terms = 'COD' and (paid_on is null or paid_on <> ordered_on)
union all select 'consignment invoiced too early', count(*), 0, 0 from orders join invoices on order_id = orders.id
  where orders.terms = 'CONSIGNMENT' and julianday(issued_on) - julianday(ordered_on) < 30
union all select 'NET_30 not due after 30 days', count(*), 0, 0 from orders join invoices on order_id = orders.id
  where orders.terms = 'NET_30' and julianday(due_on) - julianday(issued_on) <> 30
union all select 'invoices of another total than their order', count(*), 0, 0 from invoices join orders on orders.id = order_id
  where invoices.total_cents <> orders.total_cents
union all select 'orders of another total than their lines', count(*), 0, 0 from (
  select orders.id from orders left join order_line_items on order_id = orders.id group by orders.id having total_cents <> total(quantity * price_cents))
union all select 'payments before their invoice', count(*), 0, 0 from payments join invoices on invoices.id = invoice_id where paid_on < issued_on
union all select 'invoices before their order', count(*), 0, 0 from invoices join orders on orders.id = order_id where issued_on < ordered_on
union all select 'paid invoices that payments and credits do not cover, or covered ones that are not paid', count(*), 0, 0 from (
  select id from invoices
  left join (
    select invoice_id, sum(amount_cents) as got
    from (select invoice_id, amount_cents from payments union all select invoice_id, amount_cents from creditApplications) group by invoice_id
  ) on invoice_id = id
  where (status = 'PAID') <> (coalesce(got, 0) = total_cents));
