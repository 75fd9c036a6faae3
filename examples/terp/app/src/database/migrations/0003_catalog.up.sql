create table brands (
  id integer primary key,
  name text not null unique,
  vendor_id integer references vendors (id)
) strict;

create table strains (
  id integer primary key,
  name text not null unique,
  family text not null check (family in ('INDICA', 'SATIVA', 'HYBRID'))
) strict;

create table categories (
  id integer primary key,
  name text not null unique
) strict;

create table subcategories (
  id integer primary key,
  category_id integer not null references categories (id),
  name text not null,
  unique (category_id, name)
) strict;

create table grades (
  id integer primary key,
  name text not null unique,
  -- What a pound of the grade costs on the list, before a product's own difference.
  price_cents integer not null check (price_cents > 0)
) strict;

create table locations (
  id integer primary key,
  name text not null unique,
  kind text not null check (kind in ('WAREHOUSE', 'VAULT', 'QUARANTINE'))
) strict;

create table products (
  id integer primary key,
  strain_id integer not null references strains (id),
  name text not null unique,
  category text not null check (category in ('FLOWER', 'EXTRACT', 'EDIBLE')),
  grade text not null check (grade in ('INDOOR', 'GREENHOUSE', 'OUTDOOR')),
  price_cents integer not null check (price_cents > 0),
  brand_id integer references brands (id),
  subcategory_id integer references subcategories (id),
  grade_id integer references grades (id)
) strict;

create index products_by_strain on products (strain_id);

create table productSynonyms (
  id integer primary key,
  product_id integer not null references products (id),
  synonym text not null,
  unique (product_id, synonym)
) strict;

create table productMedia (
  id integer primary key,
  product_id integer not null references products (id),
  kind text not null check (kind in ('PHOTO', 'VIDEO', 'CERTIFICATE')),
  url text not null,
  added_on text not null
) strict;

create index product_media_by_product on productMedia (product_id);

create table tags (
  id integer primary key,
  name text not null unique
) strict;

create table productTags (
  product_id integer not null references products (id),
  tag_id integer not null references tags (id),
  primary key (product_id, tag_id)
) strict;

create table tagHierarchy (
  parent_tag_id integer not null references tags (id),
  child_tag_id integer not null references tags (id),
  primary key (parent_tag_id, child_tag_id),
  check (parent_tag_id <> child_tag_id)
) strict;

create table tagGroups (
  id integer primary key,
  name text not null unique
) strict;

create table tagGroupMembers (
  tag_group_id integer not null references tagGroups (id),
  tag_id integer not null references tags (id),
  primary key (tag_group_id, tag_id)
) strict;
