-- One row per batch of reports that was answered: how many there were and what became of them. accepted + duplicates +
-- rejected = received; late counts accepted ones that came more than an hour after they happened, too_late rejected ones
-- that came more than 72 h after.
CREATE TABLE IF NOT EXISTS telemetry_intake (
  -- view, playback or action.
  kind LowCardinality(String),
  received_at DateTime64(3, 'UTC'),
  client_version LowCardinality(String),
  device LowCardinality(String),
  received UInt32,
  accepted UInt32,
  late UInt32,
  duplicates UInt32,
  rejected UInt32,
  too_late UInt32,
  -- Where the journal has it, which is also its identity.
  journal_offset UInt64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (journal_offset)
SETTINGS fsync_after_insert = 1;
