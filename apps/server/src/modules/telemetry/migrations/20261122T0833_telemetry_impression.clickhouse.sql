-- One row per slot of a feed page. Boards ask for an author's, a page for a post's, a view for its slot of a post whose
-- author is known: all read along the key; the filter finds a post without its author.
CREATE TABLE IF NOT EXISTS telemetry_impression (
  event_id UUID,
  request_id UUID,
  position UInt32,
  viewer_id String,
  viewer_kind LowCardinality(String),
  post_id UUID,
  author_id String,
  source LowCardinality(String),
  propensity_micros UInt32,
  model_version LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  local_date Date,
  time_zone LowCardinality(String),
  country LowCardinality(String),
  device LowCardinality(String),
  traffic LowCardinality(String),
  journal_offset UInt64,
  INDEX post_id_filter post_id TYPE bloom_filter(0.01) GRANULARITY 4,
  INDEX journal_offset_range journal_offset TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(local_date)
ORDER BY (author_id, post_id, event_id)
SETTINGS fsync_after_insert = 1;
