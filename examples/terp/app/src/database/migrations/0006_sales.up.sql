create table pricing_profiles (
  id integer primary key,
  name text not null unique,
  description text not null
) strict;

create table pricing_defaults (
  id integer primary key,
  category text not null unique check (category in ('FLOWER', 'EXTRACT', 'EDIBLE')),
  pricing_profile_id integer not null references pricing_profiles (id),
  margin_percent integer not null check (margin_percent between 0 and 100)
) strict;

-- A rule takes `percent` off the list price: from a quantity on, for one product, or for one client.
create table pricing_rules (
  id integer primary key,
  pricing_profile_id integer not null references pricing_profiles (id),
  name text not null unique,
  kind text not null check (kind in ('VOLUME', 'PRODUCT', 'CLIENT')),
  quantity_min integer check (quantity_min > 0),
  product_id integer references products (id),
  client_id integer references clients (id),
  percent integer not null check (percent between 1 and 50),
  check ((quantity_min is not null) = (kind = 'VOLUME')),
  check ((product_id is not null) = (kind = 'PRODUCT')),
  check ((client_id is not null) = (kind = 'CLIENT'))
) strict;

create table orders (
  id integer primary key,
  client_id integer not null references clients (id),
  ordered_on text not null,
  status text not null check (status in ('PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'COMPLETED', 'CANCELLED')),
  terms text not null check (terms in ('COD', 'NET_15', 'NET_30', 'CONSIGNMENT')),
  total_cents integer not null,
  taken_by integer references users (id)
) strict;

create index orders_by_client on orders (client_id);
create index orders_by_day on orders (ordered_on);
create index orders_by_status on orders (status);

create table order_line_items (
  id integer primary key,
  order_id integer not null references orders (id),
  product_id integer not null references products (id),
  quantity integer not null check (quantity > 0),
  -- Per pound: what the client pays, after the pricing rule if there is one, and what the batch cost.
  price_cents integer not null check (price_cents > 0),
  list_price_cents integer check (list_price_cents >= price_cents),
  pricing_rule_id integer references pricing_rules (id),
  batch_id integer references batches (id),
  cost_cents integer check (cost_cents > 0)
) strict;

create index order_lines_by_order on order_line_items (order_id);
create index order_lines_by_product on order_line_items (product_id);

alter table inventoryMovements add column order_line_item_id integer references order_line_items (id);

create table order_status_history (
  id integer primary key,
  order_id integer not null references orders (id),
  -- The state it left; none for the first.
  from_status text,
  status text not null check (status in ('PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'COMPLETED', 'CANCELLED')),
  changed_at text not null,
  changed_by integer references users (id)
) strict;

create index order_status_history_by_order on order_status_history (order_id);

create table order_audit_log (
  id integer primary key,
  order_id integer not null references orders (id),
  user_id integer references users (id),
  action text not null,
  detail text,
  happened_at text not null
) strict;

create index order_audit_log_by_order on order_audit_log (order_id);

-- An order that reached its client, with what it brings and what it cost.
create table sales (
  id integer primary key,
  order_id integer not null unique references orders (id),
  client_id integer not null references clients (id),
  sold_on text not null,
  revenue_cents integer not null check (revenue_cents > 0),
  cogs_cents integer not null check (cogs_cents > 0)
) strict;

create index sales_by_day on sales (sold_on);

create table returns (
  id integer primary key,
  order_line_item_id integer not null references order_line_items (id),
  quantity integer not null check (quantity > 0),
  reason text not null check (reason in ('DAMAGED', 'WRONG_ITEM', 'QUALITY')),
  returned_on text not null
) strict;

create index returns_by_line on returns (order_line_item_id);

create table recurring_orders (
  id integer primary key,
  client_id integer not null references clients (id),
  product_id integer not null references products (id),
  quantity integer not null check (quantity > 0),
  every_days integer not null check (every_days > 0),
  next_on text not null,
  status text not null check (status in ('ACTIVE', 'PAUSED', 'ENDED'))
) strict;

create index recurring_orders_by_client on recurring_orders (client_id);

create table sales_sheet_templates (
  id integer primary key,
  name text not null unique,
  created_by integer not null references users (id),
  created_on text not null
) strict;

create table salesSheetVersions (
  id integer primary key,
  sales_sheet_template_id integer not null references sales_sheet_templates (id),
  version integer not null check (version > 0),
  made_on text not null,
  content text not null,
  unique (sales_sheet_template_id, version)
) strict;

create table sales_sheet_history (
  id integer primary key,
  sales_sheet_version_id integer not null references salesSheetVersions (id),
  client_id integer not null references clients (id),
  sent_by integer not null references users (id),
  sent_at text not null
) strict;

create index sales_sheet_history_by_client on sales_sheet_history (client_id);
