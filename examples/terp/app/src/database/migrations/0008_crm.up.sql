create table client_needs (
  id integer primary key,
  client_id integer not null references clients (id),
  product_id integer not null references products (id),
  quantity integer not null check (quantity > 0),
  price_cents_max integer not null check (price_cents_max > 0),
  needed_by text not null
) strict;

create index client_needs_by_client on client_needs (client_id);

create table match_records (
  id integer primary key,
  client_need_id integer not null references client_needs (id),
  vendor_supply_id integer not null references vendor_supply (id),
  score integer not null check (score between 0 and 100),
  status text not null check (status in ('SUGGESTED', 'ACCEPTED', 'DISMISSED')),
  unique (client_need_id, vendor_supply_id)
) strict;

create index match_records_by_supply on match_records (vendor_supply_id);

create table client_communications (
  id integer primary key,
  client_id integer not null references clients (id),
  user_id integer not null references users (id),
  channel text not null check (channel in ('EMAIL', 'PHONE', 'MESSAGE')),
  direction text not null check (direction in ('IN', 'OUT')),
  happened_at text not null,
  summary text not null
) strict;

create index client_communications_by_client on client_communications (client_id);

-- The client's account: invoices add to what is owed, payments, credits and write-offs take off.
create table client_transactions (
  id integer primary key,
  client_id integer not null references clients (id),
  kind text not null check (kind in ('INVOICE', 'PAYMENT', 'CREDIT', 'WRITE_OFF')),
  booked_on text not null,
  amount_cents integer not null check (amount_cents <> 0),
  transaction_id integer not null references transactions (id)
) strict;

create index client_transactions_by_client on client_transactions (client_id);

create table client_activity (
  id integer primary key,
  client_id integer not null references clients (id),
  happened_on text not null,
  kind text not null check (kind in ('ORDER', 'PAYMENT', 'CALL', 'MEETING', 'NOTE')),
  summary text not null
) strict;

create index client_activity_by_client on client_activity (client_id, happened_on);

create table client_notes (
  id integer primary key,
  client_id integer not null references clients (id),
  user_id integer not null references users (id),
  written_at text not null,
  text text not null
) strict;

create index client_notes_by_client on client_notes (client_id);

create table client_credit_limits (
  id integer primary key,
  client_id integer not null references clients (id),
  limit_cents integer not null check (limit_cents >= 0),
  valid_on text not null,
  set_by integer not null references users (id)
) strict;

create index client_credit_limits_by_client on client_credit_limits (client_id);

create table credit_signal_history (
  id integer primary key,
  client_id integer not null references clients (id),
  kind text not null check (kind in ('PAID_ON_TIME', 'PAID_LATE', 'OVERDUE', 'WRITTEN_OFF')),
  observed_on text not null,
  invoice_id integer not null references invoices (id)
) strict;

create index credit_signals_by_client on credit_signal_history (client_id);

create table credit_system_settings (
  id integer primary key,
  name text not null unique,
  value integer not null
) strict;

create table credit_audit_log (
  id integer primary key,
  client_id integer not null references clients (id),
  user_id integer references users (id),
  action text not null check (action in ('LIMIT_SET', 'LIMIT_RAISED', 'LIMIT_LOWERED')),
  detail text not null,
  happened_at text not null
) strict;

create index credit_audit_log_by_client on credit_audit_log (client_id);

create table client_meeting_history (
  id integer primary key,
  client_id integer not null references clients (id),
  user_id integer not null references users (id),
  met_at text not null,
  summary text not null
) strict;

create index client_meetings_by_client on client_meeting_history (client_id);

create table alert_configurations (
  id integer primary key,
  user_id integer not null references users (id),
  kind text not null check (kind in ('LOW_STOCK', 'AGEING', 'OVERDUE_INVOICE', 'CREDIT_LIMIT')),
  threshold integer not null check (threshold >= 0),
  enabled integer not null check (enabled in (0, 1)),
  unique (user_id, kind)
) strict;

create table vip_portal_configurations (
  id integer primary key,
  client_id integer not null unique references clients (id),
  greeting text not null,
  shows_prices integer not null check (shows_prices in (0, 1)),
  enabled integer not null check (enabled in (0, 1))
) strict;

create table vip_portal_auth (
  id integer primary key,
  client_id integer not null references clients (id),
  email text not null unique,
  password_hash text not null,
  last_sign_in_at text
) strict;

create index vip_portal_auth_by_client on vip_portal_auth (client_id);
