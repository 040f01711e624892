-- One row per accepted report about a view. Reports of a view are cumulative: the one with the highest seq counts.
-- The order makes "is this event already here?" and "all views of this post" primary key lookups. journal_offset has
-- its own index so that a restart finds the rows written after the last checkpoint without a full scan.
CREATE TABLE IF NOT EXISTS telemetry_view (
  event_id UUID,
  view_id UUID,
  seq UInt32,
  viewer_id String,
  viewer_kind LowCardinality(String),
  post_id UUID,
  slot_id Nullable(UUID),
  surface LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  local_date Date,
  time_zone LowCardinality(String),
  visible_ms UInt32,
  played Array(Tuple(UInt32, UInt32)),
  uniq_ms UInt32,
  duration_ms UInt32,
  sound_on Bool,
  is_self_view Bool,
  flags Array(LowCardinality(String)),
  journal_offset UInt64,
  INDEX journal_offset_range journal_offset TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(local_date)
ORDER BY (post_id, view_id, event_id)
SETTINGS fsync_after_insert = 1;
