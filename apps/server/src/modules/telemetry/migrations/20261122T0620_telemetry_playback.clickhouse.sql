-- One row per playing of a video: how soon it showed, how often it stood still, what failed. The order makes "is this
-- event already here?" and "all playings of this post" primary key lookups; journal_offset as in telemetry_view.
CREATE TABLE IF NOT EXISTS telemetry_playback (
  event_id UUID,
  viewer_id String,
  viewer_kind LowCardinality(String),
  post_id UUID,
  surface LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  local_date Date,
  time_zone LowCardinality(String),
  -- Name of the size that played last, `stream`, or empty when it was no name of ours.
  rendition LowCardinality(String),
  first_frame_ms Nullable(UInt32),
  preloaded Bool,
  played_ms UInt32,
  stalls UInt32,
  stalled_ms UInt32,
  switches_down UInt16,
  -- Empty: it did not fail.
  failure LowCardinality(String),
  flags Array(LowCardinality(String)),
  journal_offset UInt64,
  INDEX journal_offset_range journal_offset TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(local_date)
ORDER BY (post_id, event_id)
SETTINGS fsync_after_insert = 1;
