create table calendar_events (
  id integer primary key,
  organizer_id integer not null references users (id),
  client_id integer references clients (id),
  title text not null,
  event_type text not null check (event_type in ('MEETING', 'DELIVERY', 'VENDOR_VISIT', 'INTERNAL')),
  starts_at text not null,
  status text not null check (status in ('SCHEDULED', 'COMPLETED', 'CANCELLED'))
) strict;

create index events_by_start on calendar_events (starts_at);

create table calendar_event_participants (
  id integer primary key,
  event_id integer not null references calendar_events (id),
  user_id integer references users (id),
  client_id integer references clients (id),
  email text,
  role text not null check (role in ('ORGANIZER', 'REQUIRED', 'OPTIONAL')),
  check ((user_id is not null) + (client_id is not null) + (email is not null) = 1)
) strict;

create table calendar_reminders (
  id integer primary key,
  event_id integer not null references calendar_events (id),
  user_id integer not null references users (id),
  minutes_before integer not null check (minutes_before > 0)
) strict;
