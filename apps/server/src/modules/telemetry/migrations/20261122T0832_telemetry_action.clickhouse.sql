-- One row per action: what a person did besides watching, an undo as well. Boards ask for one or two kinds of an author
-- or of everybody, so the kind leads; ids of events are made in order of time, so a period of one author lies together.
-- "Is this event already here?" is a look-up by the whole key. A post is found by its filter.
CREATE TABLE IF NOT EXISTS telemetry_action (
  event_id UUID,
  kind LowCardinality(String),
  person_id String,
  person_kind LowCardinality(String),
  post_id Nullable(UUID),
  -- Empty: it is about nobody.
  author_id String,
  surface LowCardinality(String),
  value Int32,
  share_token String,
  tags Array(String),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  local_date Date,
  time_zone LowCardinality(String),
  client_version LowCardinality(String),
  country LowCardinality(String),
  device LowCardinality(String),
  traffic LowCardinality(String),
  flags Array(LowCardinality(String)),
  journal_offset UInt64,
  INDEX post_id_filter post_id TYPE bloom_filter(0.01) GRANULARITY 4,
  INDEX journal_offset_range journal_offset TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(local_date)
ORDER BY (kind, author_id, event_id)
SETTINGS fsync_after_insert = 1;
