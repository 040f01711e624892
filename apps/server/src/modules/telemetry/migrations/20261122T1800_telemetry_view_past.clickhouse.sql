-- Days that are long over, a month in one piece. telemetry_view_final and telemetry_active_day have a piece for each
-- day, because days change; who reads two months of one author there opens sixty pieces for a few rows. These tables hold
-- the same rows once more, of telemetry_view_final only what numbers of authors and of the platform are made of.
-- telemetry_past says up to which day they do; the row of the last turn counts, and what lies after that day is not read.
CREATE TABLE IF NOT EXISTS telemetry_view_past (
  viewer_id String,
  post_id UUID,
  slot_id Nullable(UUID),
  surface LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  local_date Date,
  time_zone LowCardinality(String),
  visible_ms UInt32,
  uniq_ms UInt32,
  duration_ms UInt32,
  is_self_view Bool,
  author_id String,
  client_version LowCardinality(String),
  country LowCardinality(String),
  device LowCardinality(String),
  traffic LowCardinality(String)
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(local_date)
ORDER BY (author_id, local_date, post_id)
SETTINGS fsync_after_insert = 1;
CREATE TABLE IF NOT EXISTS telemetry_active_day_past (
  local_date Date,
  viewer_id String
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(local_date)
ORDER BY (viewer_id, local_date)
SETTINGS fsync_after_insert = 1;
CREATE TABLE IF NOT EXISTS telemetry_past (
  turn UInt64,
  until Date
)
ENGINE = MergeTree
ORDER BY turn
SETTINGS fsync_after_insert = 1;
