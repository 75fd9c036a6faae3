create table clients (
  id integer primary key,
  name text not null unique,
  tier text not null check (tier in ('WHALE', 'REGULAR', 'VENDOR')),
  terms text not null check (terms in ('COD', 'NET_15', 'NET_30', 'CONSIGNMENT')),
  since text not null,
  email text,
  phone text
) strict;

create table vendors (
  id integer primary key,
  name text not null unique,
  terms text not null check (terms in ('COD', 'NET_15', 'NET_30', 'CONSIGNMENT')),
  -- A vendor that buys as well is also a client.
  client_id integer unique references clients (id)
) strict;
