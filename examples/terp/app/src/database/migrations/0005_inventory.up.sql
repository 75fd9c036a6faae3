create table lots (
  id integer primary key,
  purchase_order_id integer not null references purchaseOrders (id),
  code text not null unique,
  received_on text not null,
  consignment integer not null check (consignment in (0, 1))
) strict;

create index lots_by_purchase_order on lots (purchase_order_id);

create table batches (
  id integer primary key,
  lot_id integer not null references lots (id),
  product_id integer not null references products (id),
  location_id integer not null references locations (id),
  code text not null unique,
  -- What came in, what is here now, and what of it is promised to orders that have not left the house.
  quantity integer not null check (quantity > 0),
  on_hand integer not null check (on_hand >= 0),
  reserved integer not null default 0 check (reserved >= 0 and reserved <= on_hand),
  cost_cents integer not null check (cost_cents > 0),
  status text not null check (
    status in ('AWAITING_INTAKE', 'LIVE', 'ON_HOLD', 'QUARANTINED', 'PHOTOGRAPHY_COMPLETE', 'SOLD_OUT', 'CLOSED')
  )
) strict;

create index batches_by_lot on batches (lot_id);
create index batches_by_product on batches (product_id);

create table intake_session_batches (
  id integer primary key,
  intake_session_id integer not null references intake_sessions (id),
  batch_id integer not null unique references batches (id),
  counted integer not null check (counted > 0)
) strict;

create index intake_session_batches_by_session on intake_session_batches (intake_session_id);

create table batchLocations (
  id integer primary key,
  batch_id integer not null references batches (id),
  location_id integer not null references locations (id),
  moved_on text not null
) strict;

create index batch_locations_by_batch on batchLocations (batch_id);

-- All that ever came in (more than zero) or went out (less). The sum over a batch is what it has on hand.
create table inventoryMovements (
  id integer primary key,
  batch_id integer not null references batches (id),
  kind text not null check (kind in ('RECEIPT', 'SALE', 'RETURN', 'SAMPLE', 'ADJUSTMENT')),
  quantity integer not null check (quantity <> 0),
  moved_at text not null
) strict;

create index movements_by_batch on inventoryMovements (batch_id);

create table batch_status_history (
  id integer primary key,
  batch_id integer not null references batches (id),
  -- The state it left; none for the first.
  from_status text,
  status text not null check (
    status in ('AWAITING_INTAKE', 'LIVE', 'ON_HOLD', 'QUARANTINED', 'PHOTOGRAPHY_COMPLETE', 'SOLD_OUT', 'CLOSED')
  ),
  changed_at text not null,
  changed_by integer references users (id)
) strict;

create index batch_status_history_by_batch on batch_status_history (batch_id);

-- The states of each workflow, in the order in which they are usually passed.
create table workflow_statuses (
  id integer primary key,
  workflow text not null check (workflow in ('BATCH', 'ORDER', 'INVOICE', 'PURCHASE_ORDER')),
  status text not null,
  position integer not null check (position > 0),
  final integer not null check (final in (0, 1)),
  unique (workflow, status)
) strict;

create table inventoryAlerts (
  id integer primary key,
  batch_id integer not null references batches (id),
  kind text not null check (kind in ('LOW_STOCK', 'AGEING')),
  raised_on text not null,
  resolved_on text,
  status text not null check (status in ('OPEN', 'RESOLVED')),
  check ((resolved_on is not null) = (status = 'RESOLVED'))
) strict;

create index inventory_alerts_by_batch on inventoryAlerts (batch_id);

create table inventoryViews (
  id integer primary key,
  user_id integer not null references users (id),
  name text not null,
  filters text not null,
  unique (user_id, name)
) strict;

create table cogs_rules (
  id integer primary key,
  name text not null unique,
  category text not null check (category in ('FLOWER', 'EXTRACT', 'EDIBLE')),
  margin_percent integer not null check (margin_percent between 0 and 100)
) strict;

-- What a pound of a batch costs, from which day.
create table cogsHistory (
  id integer primary key,
  batch_id integer not null references batches (id),
  cogs_rule_id integer not null references cogs_rules (id),
  cost_cents integer not null check (cost_cents > 0),
  valid_on text not null
) strict;

create index cogs_history_by_batch on cogsHistory (batch_id);

-- Samples are taken out of a batch by the pound and given away by the gram.
create table sampleRequests (
  id integer primary key,
  client_id integer not null references clients (id),
  product_id integer not null references products (id),
  grams integer not null check (grams > 0),
  requested_on text not null,
  status text not null check (status in ('REQUESTED', 'ALLOCATED', 'DECLINED'))
) strict;

create index sample_requests_by_client on sampleRequests (client_id);

create table sampleAllocations (
  id integer primary key,
  sample_request_id integer not null unique references sampleRequests (id),
  batch_id integer not null references batches (id),
  grams integer not null check (grams > 0),
  allocated_on text not null
) strict;

create index sample_allocations_by_batch on sampleAllocations (batch_id);

create table sample_inventory_log (
  id integer primary key,
  batch_id integer not null references batches (id),
  kind text not null check (kind in ('SET_ASIDE', 'GIVEN')),
  grams integer not null check (grams <> 0),
  logged_on text not null
) strict;

create index sample_inventory_log_by_batch on sample_inventory_log (batch_id);
