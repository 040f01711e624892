create schema measure;

-- Every definition that a server of this instance has ever run, so that a new one can be compared with it.
create table measure.definition (
  metric_id text not null,
  version integer not null,
  -- SHA-256 of `normalised`.
  hash text not null,
  normalised text not null,
  first_seen_at timestamptz not null,
  primary key (metric_id, hash)
);
