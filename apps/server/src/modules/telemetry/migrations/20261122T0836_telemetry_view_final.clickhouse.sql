-- One row per view: its last report. Made again from telemetry_view, a day at a time, in telemetry_view_fresh and then
-- put in the place of the old day in one step, so a reader sees the old day or the new one. A day is the partition
-- because it is what changes: at 100 million views a month would be made again for every new report of today. Boards
-- ask for an author's views or for everybody's; the filter finds a post without its author.
CREATE TABLE IF NOT EXISTS telemetry_view_final (
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
  author_id String,
  client_version LowCardinality(String),
  country LowCardinality(String),
  device LowCardinality(String),
  traffic LowCardinality(String),
  flags Array(LowCardinality(String)),
  journal_offset UInt64,
  INDEX post_id_filter post_id TYPE bloom_filter(0.01) GRANULARITY 4
)
ENGINE = MergeTree
PARTITION BY local_date
ORDER BY (author_id, post_id, view_id);
CREATE TABLE IF NOT EXISTS telemetry_view_fresh AS telemetry_view_final;
-- Which days of telemetry_view_final hold which reports: all below journal_offset. The newest row of a day counts.
CREATE TABLE IF NOT EXISTS telemetry_view_settled (
  local_date Date,
  journal_offset UInt64
)
ENGINE = ReplacingMergeTree(journal_offset)
ORDER BY (local_date);
