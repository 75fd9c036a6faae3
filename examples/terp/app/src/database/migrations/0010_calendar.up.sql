create table calendar_recurrence_rules (
  id integer primary key,
  frequency text not null check (frequency in ('DAILY', 'WEEKLY', 'MONTHLY')),
  every integer not null check (every > 0),
  starts_on text not null,
  until_on text
) strict;

create table calendar_events (
  id integer primary key,
  organizer_id integer not null references users (id),
  client_id integer references clients (id),
  vendor_id integer references vendors (id),
  order_id integer references orders (id),
  recurrence_rule_id integer references calendar_recurrence_rules (id),
  title text not null,
  event_type text not null check (event_type in ('MEETING', 'DELIVERY', 'VENDOR_VISIT', 'INTERNAL')),
  starts_at text not null,
  status text not null check (status in ('SCHEDULED', 'COMPLETED', 'CANCELLED')),
  created_at text
) strict;

create index events_by_start on calendar_events (starts_at);
create index events_by_creation on calendar_events (created_at);

create table calendar_recurrence_instances (
  id integer primary key,
  recurrence_rule_id integer not null references calendar_recurrence_rules (id),
  event_id integer not null unique references calendar_events (id),
  occurs_on text not null,
  unique (recurrence_rule_id, occurs_on)
) strict;

create table calendar_event_participants (
  id integer primary key,
  event_id integer not null references calendar_events (id),
  user_id integer references users (id),
  client_id integer references clients (id),
  email text,
  role text not null check (role in ('ORGANIZER', 'REQUIRED', 'OPTIONAL')),
  response text not null default 'PENDING' check (response in ('PENDING', 'ACCEPTED', 'DECLINED', 'TENTATIVE')),
  check ((user_id is not null) + (client_id is not null) + (email is not null) = 1)
) strict;

create index participants_by_event on calendar_event_participants (event_id);

create table calendar_reminders (
  id integer primary key,
  event_id integer not null references calendar_events (id),
  user_id integer not null references users (id),
  minutes_before integer not null check (minutes_before >= 0)
) strict;

create index reminders_by_event on calendar_reminders (event_id);

create table calendar_event_history (
  id integer primary key,
  event_id integer not null references calendar_events (id),
  status text not null check (status in ('SCHEDULED', 'COMPLETED', 'CANCELLED')),
  changed_by integer references users (id),
  changed_at text not null
) strict;

create index event_history_by_event on calendar_event_history (event_id);

create table calendar_event_attachments (
  id integer primary key,
  event_id integer not null references calendar_events (id),
  name text not null,
  url text not null,
  added_by integer not null references users (id),
  added_at text not null
) strict;

create index event_attachments_by_event on calendar_event_attachments (event_id);

create table calendar_views (
  id integer primary key,
  user_id integer not null references users (id),
  name text not null,
  span text not null check (span in ('DAY', 'WEEK', 'MONTH')),
  unique (user_id, name)
) strict;

create table calendar_event_permissions (
  event_id integer not null references calendar_events (id),
  user_id integer not null references users (id),
  permission text not null check (permission in ('VIEW', 'EDIT')),
  primary key (event_id, user_id)
) strict;

alter table client_meeting_history add column event_id integer references calendar_events (id);

-- What people say about an order, an event, a client or a batch. An answer names the comment it answers.
create table comments (
  id integer primary key,
  user_id integer not null references users (id),
  order_id integer references orders (id),
  event_id integer references calendar_events (id),
  client_id integer references clients (id),
  batch_id integer references batches (id),
  parent_comment_id integer references comments (id),
  written_at text not null,
  text text not null,
  check ((order_id is not null) + (event_id is not null) + (client_id is not null) + (batch_id is not null) = 1)
) strict;

create index comments_by_order on comments (order_id) where order_id is not null;
create index comments_by_event on comments (event_id) where event_id is not null;
create index comments_by_client on comments (client_id) where client_id is not null;
create index comments_by_batch on comments (batch_id) where batch_id is not null;

create table comment_mentions (
  comment_id integer not null references comments (id),
  user_id integer not null references users (id),
  primary key (comment_id, user_id)
) strict;
