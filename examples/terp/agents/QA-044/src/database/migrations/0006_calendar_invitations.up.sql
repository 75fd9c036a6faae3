create table calendar_event_invitations (
  id integer primary key,
  event_id integer not null references calendar_events (id),
  invitee_type text not null check (invitee_type in ('USER', 'CLIENT', 'EXTERNAL')),
  user_id integer references users (id),
  client_id integer references clients (id),
  email text,
  module text not null,
  status text not null check (status in ('DRAFT', 'PENDING', 'ACCEPTED', 'DECLINED', 'AUTO_ACCEPTED', 'CANCELLED', 'EXPIRED')),
  check ((user_id is not null) = (invitee_type = 'USER')),
  check ((client_id is not null) = (invitee_type = 'CLIENT')),
  check ((email is not null) = (invitee_type = 'EXTERNAL'))
) strict;

create index invitations_by_event on calendar_event_invitations (event_id, status);

create table calendar_invitation_settings (
  user_id integer primary key references users (id),
  auto_accept_all integer not null check (auto_accept_all in (0, 1)),
  organizers text not null,
  event_types text not null,
  modules text not null
) strict;

create table calendar_invitation_history (
  id integer primary key,
  invitation_id integer not null references calendar_event_invitations (id),
  status text not null,
  changed_by integer references users (id),
  reason text not null,
  overridden integer not null check (overridden in (0, 1))
) strict;

create index invitation_history_by_invitation on calendar_invitation_history (invitation_id);
