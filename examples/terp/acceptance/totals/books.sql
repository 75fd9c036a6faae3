-- Each row: what it is, its value, and between which values it must be. Written from the prompt, without a look at the validator.
with
  balance(code, cents) as (
    select code, total(debit_cents) - total(credit_cents) from accounts left join ledgerEntries on account_id = accounts.id group by accounts.id
  ),
  invoiced(cents) as (select total(amount_cents) from invoiceLineItems),
  paid(cents) as (select total(amount_cents) from payments),
  credited(cents) as (select total(amount_cents) from creditApplications),
  lost(cents) as (select total(total_cents - paid_cents) from invoices where status = 'WRITTEN_OFF'),
  billed(cents) as (select total(amount_cents) from billLineItems),
  settled(cents) as (select total(total_cents) from bills where status = 'PAID'),
  opening(cents) as (select total(amount_cents) from bankTransactions where coalesce(payment_id, bill_id, expense_id) is null)
select 'debits less credits, in cents' as what, (select total(cents) from balance) as value, 0 as least, 0 as most
union all select 'transactions out of balance', count(*), 0, 0 from (
  select transaction_id from ledgerEntries group by transaction_id having sum(debit_cents) <> sum(credit_cents))
union all select 'months out of balance', count(*), 0, 0 from (
  select substr(entry_on, 1, 7) from ledgerEntries group by 1 having sum(debit_cents - credit_cents) <> 0)
union all select 'receivables less invoiced, paid, credited and lost, in cents', balance.cents - (invoiced.cents - paid.cents - credited.cents - lost.cents), 0, 0
  from balance, invoiced, paid, credited, lost where code = '1100'
union all select 'receivables less what open invoices say, in cents',
  (select cents from balance where code = '1100') - (select total(total_cents - paid_cents) from invoices where status in ('SENT', 'OVERDUE')), 0, 0
union all select 'payables less billed and settled, in cents', -balance.cents - (billed.cents - settled.cents), 0, 0 from balance, billed, settled where code = '2000'
union all select 'cash less opening, in and out, in cents',
  balance.cents - (opening.cents + paid.cents - settled.cents - (select total(amount_cents) from expenses)), 0, 0
  from balance, opening, paid, settled where code = '1000'
union all select 'inventory less value of what is on hand, in cents',
  balance.cents - (select total(on_hand * cost_cents) from batches), 0, 0 from balance where code = '1200'
union all select 'revenue booked less invoiced, in cents', -balance.cents - invoiced.cents, 0, 0 from balance, invoiced where code = '4000'
union all select 'cash, in cents', cents, 0, 1e12 from balance where code = '1000';
