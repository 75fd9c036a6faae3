create table users (
  id integer primary key,
  name text not null,
  email text not null unique,
  role text not null check (role in ('ADMIN', 'SALES', 'WAREHOUSE', 'PURCHASING', 'FINANCE')),
  -- scrypt, as salt:hash in hexadecimal
  password_hash text not null
) strict;

create table userDashboardPreferences (
  user_id integer primary key references users (id),
  active_layout text not null check (active_layout in ('executive', 'operations', 'sales', 'custom')),
  widgets text not null
) strict;

-- Numbers by name: the last number of a document (order, invoice, ...), and how the data was seeded: seed, seed_months,
-- seed_scale_thousandths, seed_first_day, seed_last_day (20240101), seed_day (the last one that is finished).
create table sequences (
  name text primary key,
  value integer not null
) strict;

-- Every step of a purchase order or an invoice, and what people changed by hand. entity is a table, entity_key its row.
create table auditLogs (
  id integer primary key,
  happened_at text not null,
  user_id integer references users (id),
  action text not null,
  entity text not null,
  entity_key integer not null,
  detail text
) strict;

create index audit_logs_by_entity on auditLogs (entity, entity_key);

create table scratch_pad_notes (
  id integer primary key,
  user_id integer not null references users (id),
  written_at text not null,
  text text not null
) strict;

create table dashboard_widget_layouts (
  id integer primary key,
  role text not null check (role in ('ADMIN', 'SALES', 'WAREHOUSE', 'PURCHASING', 'FINANCE')),
  widget text not null,
  position integer not null check (position >= 0),
  visible integer not null check (visible in (0, 1)),
  unique (role, widget)
) strict;

create table dashboard_kpi_configs (
  id integer primary key,
  name text not null unique,
  role text not null check (role in ('ADMIN', 'SALES', 'WAREHOUSE', 'PURCHASING', 'FINANCE')),
  target_cents integer not null,
  period text not null check (period in ('WEEK', 'MONTH', 'QUARTER'))
) strict;

create table inbox_items (
  id integer primary key,
  user_id integer not null references users (id),
  kind text not null check (kind in ('TASK', 'MENTION', 'EVENT', 'ALERT')),
  subject text not null,
  received_at text not null,
  status text not null check (status in ('UNREAD', 'READ', 'ARCHIVED'))
) strict;

create index inbox_items_by_user on inbox_items (user_id, status);

create table deployments (
  id integer primary key,
  version text not null,
  deployed_at text not null,
  deployed_by integer not null references users (id),
  status text not null check (status in ('SUCCEEDED', 'FAILED', 'ROLLED_BACK'))
) strict;
