-- What the members of a client composed of registered metrics, and what they want it to be.
create table measure.own_metric (
  own_metric_id uuid primary key,
  client_id uuid not null,
  name text not null,
  version integer not null,
  created_at timestamptz not null,
  -- Kept, because a report may have shown it.
  removed_at timestamptz
);
create index own_metric_client_idx on measure.own_metric (client_id) where removed_at is null;

create table measure.own_metric_version (
  own_metric_id uuid not null references measure.own_metric,
  version integer not null,
  recipe jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid not null,
  primary key (own_metric_id, version)
);

create table measure.target (
  target_id uuid primary key,
  client_id uuid not null,
  own_metric_id uuid not null references measure.own_metric,
  bound text not null check (bound in ('at_least', 'at_most')),
  -- In the unit of the metric.
  goal double precision not null,
  -- Of money: the currency in which it was set.
  currency text,
  ends_on date,
  -- Days before it tell nothing; those up to the next one only how much the number scatters.
  first_day date not null,
  -- The first day that counts since the state last changed.
  watched_from date not null,
  state text not null check (state in ('ok', 'off')),
  outlook text not null check (outlook in ('kept', 'missed', 'open')),
  band jsonb,
  looked_at timestamptz,
  -- Raised with each change: a look that read an earlier one writes nothing.
  revision integer not null,
  created_at timestamptz not null,
  created_by uuid not null,
  removed_at timestamptz
);
create index target_client_idx on measure.target (client_id) where removed_at is null;

create table measure.target_change (
  target_id uuid not null references measure.target,
  change_id uuid not null,
  state text not null check (state in ('ok', 'off')),
  changed_at timestamptz not null,
  -- The days that showed it; null: the target or its metric was changed.
  band jsonb,
  primary key (target_id, change_id)
);
