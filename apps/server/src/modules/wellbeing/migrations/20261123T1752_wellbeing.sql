create schema wellbeing;

-- People who have a limit: they chose one, or their age did when they first opened the feed.
create table wellbeing.time_limit (
  person_id uuid primary key,
  -- Null: chosen to have none, or as their age says.
  minutes int check (minutes > 0),
  chosen boolean not null,
  -- Where their day begins; it changes once a day at most, so that no day can be had twice.
  time_zone text not null,
  zone_since timestamptz not null
);

-- One row for each view of those people, kept for two days. Reports are cumulative.
create table wellbeing.watch (
  person_id uuid not null,
  view_id uuid not null,
  began_at timestamptz not null,
  visible_ms int not null,
  primary key (person_id, view_id)
);
create index watch_day_idx on wellbeing.watch (person_id, began_at);
create index watch_sweep_idx on wellbeing.watch (began_at);

create table wellbeing.extension (
  person_id uuid not null,
  -- The beginning of the day that it belongs to.
  day_at timestamptz not null,
  number int not null,
  taken_at timestamptz not null,
  primary key (person_id, day_at, number)
);

-- How far this module has read the fact log.
create table wellbeing.progress (
  consumer text primary key,
  journal_offset bigint not null
);
