create table users (
  id integer primary key,
  name text not null,
  email text not null unique,
  role text not null check (role in ('ADMIN', 'SALES', 'WAREHOUSE', 'FINANCE'))
) strict;

create table userDashboardPreferences (
  user_id integer primary key references users (id),
  active_layout text not null check (active_layout in ('executive', 'operations', 'sales', 'custom')),
  widgets text not null
) strict;

create table clients (
  id integer primary key,
  name text not null unique,
  tier text not null check (tier in ('WHALE', 'REGULAR', 'VENDOR')),
  terms text not null check (terms in ('COD', 'NET_15', 'NET_30', 'CONSIGNMENT')),
  since text not null
) strict;

create table vendors (
  id integer primary key,
  name text not null unique,
  terms text not null check (terms in ('COD', 'NET_15', 'NET_30', 'CONSIGNMENT'))
) strict;

create table strains (
  id integer primary key,
  name text not null unique,
  family text not null check (family in ('INDICA', 'SATIVA', 'HYBRID'))
) strict;

create table products (
  id integer primary key,
  strain_id integer not null references strains (id),
  name text not null unique,
  category text not null check (category in ('FLOWER', 'EXTRACT', 'EDIBLE')),
  grade text not null check (grade in ('INDOOR', 'GREENHOUSE', 'OUTDOOR')),
  price_cents integer not null check (price_cents > 0)
) strict;

create table locations (
  id integer primary key,
  name text not null unique,
  kind text not null check (kind in ('WAREHOUSE', 'VAULT', 'QUARANTINE'))
) strict;
