-- Who is asked to come to an event. A draft is not sent yet.
create table calendar_event_invitations (
  id integer primary key,
  event_id integer not null references calendar_events (id),
  invitee_type text not null check (invitee_type in ('USER', 'CLIENT', 'EXTERNAL')),
  user_id integer references users (id),
  client_id integer references clients (id),
  email text,
  -- The part of the program that invites.
  module text not null,
  status text not null check (status in ('DRAFT', 'PENDING', 'ACCEPTED', 'DECLINED', 'AUTO_ACCEPTED', 'CANCELLED', 'EXPIRED')),
  -- The last instant at which it can be answered is the one before this. Null: it stays open.
  expires_at text,
  -- The participant this invitation made. Null while nobody comes, or when the invitee took part already.
  participant_id integer references calendar_event_participants (id),
  check ((user_id is not null) = (invitee_type = 'USER')),
  check ((client_id is not null) = (invitee_type = 'CLIENT')),
  check ((email is not null) = (invitee_type = 'EXTERNAL'))
) strict;

create index calendar_event_invitations_by_event on calendar_event_invitations (event_id, status);
create index calendar_event_invitations_by_user on calendar_event_invitations (user_id, status);
create index calendar_event_invitations_by_client on calendar_event_invitations (client_id);
create index calendar_event_invitations_by_participant on calendar_event_invitations (participant_id);
create index calendar_event_invitations_by_expiry on calendar_event_invitations (expires_at) where status = 'PENDING';

-- What a user accepts without being asked; the three lists are JSON arrays, and any one reason is enough.
create table calendar_invitation_settings (
  user_id integer primary key references users (id),
  auto_accept_all integer not null check (auto_accept_all in (0, 1)),
  organizers text not null check (json_valid(organizers)),
  event_types text not null check (json_valid(event_types)),
  modules text not null check (json_valid(modules))
) strict;

-- Every change of every invitation, who made it and why. Rows are only ever added.
create table calendar_invitation_history (
  id integer primary key,
  invitation_id integer not null references calendar_event_invitations (id),
  status text not null check (status in ('DRAFT', 'PENDING', 'ACCEPTED', 'DECLINED', 'AUTO_ACCEPTED', 'CANCELLED', 'EXPIRED')),
  -- Null: nobody, the time ran out.
  changed_by integer references users (id),
  changed_at text not null,
  reason text not null check (reason <> ''),
  overridden integer not null check (overridden in (0, 1))
) strict;

create index calendar_invitation_history_by_invitation on calendar_invitation_history (invitation_id);
create index calendar_invitation_history_by_user on calendar_invitation_history (changed_by);
