create table orders (
  id integer primary key,
  client_id integer not null references clients (id),
  ordered_on text not null,
  status text not null check (status in ('PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'COMPLETED', 'CANCELLED')),
  terms text not null check (terms in ('COD', 'NET_15', 'NET_30', 'CONSIGNMENT')),
  total_cents integer not null
) strict;

create index orders_by_client on orders (client_id);

create table order_line_items (
  id integer primary key,
  order_id integer not null references orders (id),
  product_id integer not null references products (id),
  quantity integer not null check (quantity > 0),
  price_cents integer not null check (price_cents > 0)
) strict;

create index order_lines_by_order on order_line_items (order_id);

create table order_status_history (
  id integer primary key,
  order_id integer not null references orders (id),
  status text not null,
  changed_on text not null
) strict;

create table client_needs (
  id integer primary key,
  client_id integer not null references clients (id),
  product_id integer not null references products (id),
  quantity integer not null check (quantity > 0),
  price_cents_max integer not null check (price_cents_max > 0),
  needed_by text not null
) strict;

create table match_records (
  id integer primary key,
  client_need_id integer not null references client_needs (id),
  vendor_supply_id integer not null references vendor_supply (id),
  score integer not null check (score between 0 and 100),
  status text not null check (status in ('SUGGESTED', 'ACCEPTED', 'DISMISSED')),
  unique (client_need_id, vendor_supply_id)
) strict;

create table client_activity (
  id integer primary key,
  client_id integer not null references clients (id),
  happened_on text not null,
  kind text not null check (kind in ('ORDER', 'PAYMENT', 'CALL', 'MEETING', 'NOTE')),
  summary text not null
) strict;
