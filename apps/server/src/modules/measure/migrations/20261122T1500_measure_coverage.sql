create schema if not exists measure;

-- Provable-watcher coverage of each client version, ten minutes at a time: what a version is compared with, for a week.
create table measure.coverage_window (
  ends_at timestamptz not null,
  -- Empty: apps that name no version.
  client_version text not null,
  interactions integer not null check (interactions > 0),
  watched integer not null check (watched between 0 and interactions),
  primary key (ends_at, client_version)
);

-- What each assumed loss has won so far in betting against a version, and since when: a list as rules/coverage-watch.ts
-- makes it.
create table measure.coverage_watch (
  client_version text primary key,
  watch jsonb not null
);

-- Up to when the facts have been looked at. One row.
create table measure.coverage_progress (
  singular boolean primary key default true check (singular),
  ends_at timestamptz not null
);

-- A client version that loses views.
create table measure.warning (
  -- UUIDv7: warnings sort by the time they were opened.
  warning_id uuid primary key,
  client_version text not null,
  since timestamptz not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_because text check (closed_because in ('recovered', 'gone')),
  baseline_source text not null check (baseline_source in ('own', 'others')),
  baseline_interactions integer not null,
  baseline_watched integer not null,
  baseline_dispersion double precision not null,
  -- When it was opened.
  opened_coverage double precision not null,
  -- In its last hour.
  interactions integer not null,
  watched integer not null,
  check ((closed_at is null) = (closed_because is null))
);
create unique index warning_open_key on measure.warning (client_version) where closed_at is null;
create index warning_closed_idx on measure.warning (closed_at) where closed_at is not null;
