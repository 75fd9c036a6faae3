create table vendor_supply (
  id integer primary key,
  vendor_id integer not null references vendors (id),
  product_id integer not null references products (id),
  quantity integer not null check (quantity > 0),
  price_cents integer not null check (price_cents > 0),
  available_on text not null
) strict;

create table purchaseOrders (
  id integer primary key,
  vendor_id integer not null references vendors (id),
  ordered_on text not null,
  status text not null check (status in ('DRAFT', 'SENT', 'CONFIRMED', 'RECEIVING', 'RECEIVED')),
  total_cents integer not null
) strict;

create table purchaseOrderItems (
  id integer primary key,
  purchase_order_id integer not null references purchaseOrders (id),
  product_id integer not null references products (id),
  quantity integer not null check (quantity > 0),
  cost_cents integer not null check (cost_cents > 0)
) strict;

create table lots (
  id integer primary key,
  purchase_order_id integer not null references purchaseOrders (id),
  code text not null unique,
  received_on text not null,
  consignment integer not null check (consignment in (0, 1))
) strict;

create table batches (
  id integer primary key,
  lot_id integer not null references lots (id),
  product_id integer not null references products (id),
  location_id integer not null references locations (id),
  code text not null unique,
  quantity integer not null check (quantity > 0),
  cost_cents integer not null check (cost_cents > 0),
  status text not null check (
    status in ('AWAITING_INTAKE', 'LIVE', 'ON_HOLD', 'QUARANTINED', 'PHOTOGRAPHY_COMPLETE', 'SOLD_OUT', 'CLOSED')
  )
) strict;

create table inventoryMovements (
  id integer primary key,
  batch_id integer not null references batches (id),
  kind text not null check (kind in ('RECEIPT', 'SALE', 'ADJUSTMENT')),
  quantity integer not null check (quantity <> 0),
  moved_on text not null
) strict;

create index movements_by_batch on inventoryMovements (batch_id);
