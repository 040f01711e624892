-- Dials and mode of people who changed one; everybody else has the defaults.
create table feed.settings (
  person_id uuid primary key,
  mode text not null check (mode in ('for_you', 'unprofiled', 'following')),
  exploration smallint not null check (exploration between -2 and 2),
  freshness smallint not null check (freshness between -2 and 2),
  length smallint not null check (length between -2 and 2),
  topics jsonb not null,
  learning boolean not null,
  changed_at timestamptz not null
);

-- Words, topics and sounds that a person never wants; obeyed and listed until the time given, if one is.
create table feed.mute (
  person_id uuid not null,
  kind text not null check (kind in ('word', 'topic', 'sound')),
  value text not null,
  label text not null,
  until timestamptz,
  created_at timestamptz not null,
  primary key (person_id, kind, value)
);

-- The value file, each time this instance began to use another one: the public change log.
create table feed.parameter_version (
  since timestamptz primary key,
  version text not null,
  parameters jsonb not null
);

-- What an explanation stands on, written down when the slot was chosen. The reason was a code made of the source alone.
alter table feed.served_slot
  add column mode text not null default 'for_you',
  add column flags text[] not null default '{}',
  add column anchor jsonb check (jsonb_typeof(anchor) = 'object'),
  add column terms jsonb check (jsonb_typeof(terms) = 'array'),
  add column score double precision,
  add column place_without integer,
  add column log_offset bigint,
  add column published_at timestamptz,
  drop column reason;
-- For the newest slots of a day, from which the shares of the main parameters are measured.
create index served_slot_newest_idx on feed.served_slot (served_at desc);
