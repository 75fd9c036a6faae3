create table accounts (
  id integer primary key,
  code text not null unique,
  name text not null,
  kind text not null check (kind in ('ASSET', 'LIABILITY', 'EQUITY', 'REVENUE', 'EXPENSE'))
) strict;

-- The sums of the ledger are written when the month is closed.
create table fiscalPeriods (
  id integer primary key,
  name text not null unique,
  starts_on text not null,
  ends_on text not null,
  status text not null check (status in ('OPEN', 'CLOSED')),
  debit_cents integer not null default 0,
  credit_cents integer not null default 0,
  check (ends_on > starts_on)
) strict;

-- One business fact in the books: the ledger entries of a transaction balance.
create table transactions (
  id integer primary key,
  kind text not null check (
    kind in ('OPENING', 'INVOICE', 'COST', 'PAYMENT', 'BILL', 'BILL_PAYMENT', 'EXPENSE', 'CREDIT', 'RETURN', 'SAMPLE', 'WRITE_OFF')
  ),
  booked_on text not null,
  amount_cents integer not null check (amount_cents > 0),
  client_id integer references clients (id),
  vendor_id integer references vendors (id)
) strict;

create index transactions_by_day on transactions (booked_on);

-- A payment PAYS an invoice or bill, a cost BELONGS_TO one, a credit, return or write-off REVERSES one.
create table transactionLinks (
  from_transaction_id integer not null references transactions (id),
  to_transaction_id integer not null references transactions (id),
  kind text not null check (kind in ('PAYS', 'REVERSES', 'BELONGS_TO')),
  primary key (from_transaction_id, to_transaction_id)
) strict;

create table ledgerEntries (
  id integer primary key,
  transaction_id integer not null references transactions (id),
  entry_on text not null,
  account_id integer not null references accounts (id),
  fiscal_period_id integer not null references fiscalPeriods (id),
  debit_cents integer not null default 0 check (debit_cents >= 0),
  credit_cents integer not null default 0 check (credit_cents >= 0),
  -- The document: invoice:12, payment:7, bill:3
  source text not null,
  check ((debit_cents = 0) <> (credit_cents = 0))
) strict;

create index ledger_by_account on ledgerEntries (account_id, entry_on);
create index ledger_by_transaction on ledgerEntries (transaction_id);

create table invoices (
  id integer primary key,
  order_id integer not null unique references orders (id),
  issued_on text not null,
  due_on text not null,
  status text not null check (status in ('DRAFT', 'SENT', 'PAID', 'OVERDUE', 'WRITTEN_OFF')),
  total_cents integer not null,
  -- By payments and by credits applied to it. PAID exactly when this is the total.
  paid_cents integer not null default 0 check (paid_cents between 0 and total_cents),
  transaction_id integer references transactions (id)
) strict;

create index invoices_by_status on invoices (status);
create index invoices_by_day on invoices (issued_on);

create table invoiceLineItems (
  id integer primary key,
  invoice_id integer not null references invoices (id),
  order_line_item_id integer not null unique references order_line_items (id),
  amount_cents integer not null
) strict;

create index invoice_lines_by_invoice on invoiceLineItems (invoice_id);

create table paymentMethods (
  id integer primary key,
  name text not null unique check (name in ('ACH', 'CHECK', 'WIRE', 'CASH')),
  days_to_clear integer not null check (days_to_clear >= 0)
) strict;

create table bankAccounts (
  id integer primary key,
  name text not null unique,
  account_id integer not null references accounts (id),
  opened_on text not null
) strict;

create table payments (
  id integer primary key,
  invoice_id integer not null references invoices (id),
  paid_on text not null,
  method text not null check (method in ('ACH', 'CHECK', 'WIRE', 'CASH')),
  amount_cents integer not null check (amount_cents > 0),
  payment_method_id integer references paymentMethods (id),
  transaction_id integer references transactions (id)
) strict;

create index payments_by_invoice on payments (invoice_id);
create index payments_by_day on payments (paid_on);

create table paymentHistory (
  id integer primary key,
  payment_id integer not null references payments (id),
  status text not null check (status in ('RECEIVED', 'CLEARED')),
  changed_on text not null
) strict;

create index payment_history_by_payment on paymentHistory (payment_id);

create table bills (
  id integer primary key,
  purchase_order_id integer not null unique references purchaseOrders (id),
  issued_on text not null,
  due_on text not null,
  status text not null check (status in ('OPEN', 'PAID')),
  total_cents integer not null,
  paid_on text,
  transaction_id integer references transactions (id),
  check ((paid_on is not null) = (status = 'PAID'))
) strict;

create index bills_by_status on bills (status);

create table billLineItems (
  id integer primary key,
  bill_id integer not null references bills (id),
  purchase_order_item_id integer not null unique references purchaseOrderItems (id),
  amount_cents integer not null
) strict;

create index bill_lines_by_bill on billLineItems (bill_id);

create table expenseCategories (
  id integer primary key,
  name text not null unique,
  account_id integer not null references accounts (id)
) strict;

create table expenses (
  id integer primary key,
  expense_category_id integer not null references expenseCategories (id),
  spent_on text not null,
  amount_cents integer not null check (amount_cents > 0),
  description text not null
) strict;

create index expenses_by_day on expenses (spent_on);

-- Money in (more than zero) and out. All but the opening balance belong to one document.
create table bankTransactions (
  id integer primary key,
  bank_account_id integer not null references bankAccounts (id),
  booked_on text not null,
  amount_cents integer not null check (amount_cents <> 0),
  payment_id integer unique references payments (id),
  bill_id integer unique references bills (id),
  expense_id integer unique references expenses (id),
  description text not null
) strict;

create index bank_transactions_by_day on bankTransactions (booked_on);

-- What the house owes a client: for goods that came back, or a refund of a part of an order's price.
create table credits (
  id integer primary key,
  client_id integer not null references clients (id),
  order_id integer not null references orders (id),
  return_id integer unique references returns (id),
  reason text not null check (reason in ('RETURN', 'REFUND')),
  issued_on text not null,
  amount_cents integer not null check (amount_cents > 0),
  status text not null check (status in ('OPEN', 'APPLIED')),
  check ((return_id is not null) = (reason = 'RETURN'))
) strict;

create index credits_by_client on credits (client_id);

create table creditApplications (
  id integer primary key,
  credit_id integer not null references credits (id),
  invoice_id integer not null references invoices (id),
  applied_on text not null,
  amount_cents integer not null check (amount_cents > 0)
) strict;

create index credit_applications_by_invoice on creditApplications (invoice_id);
create index credit_applications_by_credit on creditApplications (credit_id);

-- The booking that took a sale's cost out of the inventory.
alter table sales add column transaction_id integer references transactions (id);
