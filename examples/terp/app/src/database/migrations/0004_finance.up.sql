create table accounts (
  id integer primary key,
  code text not null unique,
  name text not null,
  kind text not null check (kind in ('ASSET', 'LIABILITY', 'EQUITY', 'REVENUE', 'EXPENSE'))
) strict;

create table ledgerEntries (
  id integer primary key,
  entry_on text not null,
  account_id integer not null references accounts (id),
  debit_cents integer not null default 0 check (debit_cents >= 0),
  credit_cents integer not null default 0 check (credit_cents >= 0),
  source text not null,
  check ((debit_cents = 0) <> (credit_cents = 0))
) strict;

create table invoices (
  id integer primary key,
  order_id integer not null unique references orders (id),
  issued_on text not null,
  due_on text not null,
  status text not null check (status in ('DRAFT', 'SENT', 'PAID', 'OVERDUE', 'WRITTEN_OFF')),
  total_cents integer not null
) strict;

create table invoiceLineItems (
  id integer primary key,
  invoice_id integer not null references invoices (id),
  order_line_item_id integer not null unique references order_line_items (id),
  amount_cents integer not null
) strict;

create table payments (
  id integer primary key,
  invoice_id integer not null references invoices (id),
  paid_on text not null,
  method text not null check (method in ('ACH', 'CHECK', 'WIRE', 'CASH')),
  amount_cents integer not null check (amount_cents > 0)
) strict;

create index payments_by_invoice on payments (invoice_id);

create table bills (
  id integer primary key,
  purchase_order_id integer not null unique references purchaseOrders (id),
  issued_on text not null,
  due_on text not null,
  status text not null check (status in ('OPEN', 'PAID')),
  total_cents integer not null
) strict;

create table billLineItems (
  id integer primary key,
  bill_id integer not null references bills (id),
  purchase_order_item_id integer not null unique references purchaseOrderItems (id),
  amount_cents integer not null
) strict;

create table vendorNotes (
  id integer primary key,
  vendor_id integer not null references vendors (id),
  written_on text not null,
  text text not null
) strict;
