create table vendor_supply (
  id integer primary key,
  vendor_id integer not null references vendors (id),
  product_id integer not null references products (id),
  quantity integer not null check (quantity > 0),
  price_cents integer not null check (price_cents > 0),
  available_on text not null
) strict;

create index vendor_supply_by_product on vendor_supply (product_id);

create table purchaseOrders (
  id integer primary key,
  vendor_id integer not null references vendors (id),
  ordered_on text not null,
  status text not null check (status in ('DRAFT', 'SENT', 'CONFIRMED', 'RECEIVING', 'RECEIVED')),
  total_cents integer not null,
  buyer_id integer references users (id)
) strict;

create index purchase_orders_by_vendor on purchaseOrders (vendor_id);

create table purchaseOrderItems (
  id integer primary key,
  purchase_order_id integer not null references purchaseOrders (id),
  product_id integer not null references products (id),
  quantity integer not null check (quantity > 0),
  cost_cents integer not null check (cost_cents > 0)
) strict;

create index purchase_order_items_by_order on purchaseOrderItems (purchase_order_id);

create table intake_sessions (
  id integer primary key,
  purchase_order_id integer not null references purchaseOrders (id),
  received_by integer not null references users (id),
  started_at text not null,
  finished_at text,
  status text not null check (status in ('OPEN', 'FINISHED')),
  check ((finished_at is not null) = (status = 'FINISHED'))
) strict;

create index intake_sessions_by_order on intake_sessions (purchase_order_id);

create table vendorNotes (
  id integer primary key,
  vendor_id integer not null references vendors (id),
  written_on text not null,
  text text not null
) strict;

create index vendor_notes_by_vendor on vendorNotes (vendor_id);
