-- One row per fact that came when its day was already final. No number counts it; it says what a restatement would add.
CREATE TABLE IF NOT EXISTS telemetry_restatement (
  event_id UUID,
  -- view, playback or action.
  kind LowCardinality(String),
  viewer_id String,
  viewer_kind LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  reason LowCardinality(String),
  -- The report as it was sent, as JSON.
  payload String,
  journal_offset UInt64,
  INDEX journal_offset_range journal_offset TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (kind, event_id)
SETTINGS fsync_after_insert = 1;
