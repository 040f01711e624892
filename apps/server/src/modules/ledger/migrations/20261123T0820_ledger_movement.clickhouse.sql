-- What each transfer moved, one row for each creator that it concerns: copied after the commit, in the order of commits. A
-- repeated copy gives the same row again, and readers take one of them.
CREATE TABLE IF NOT EXISTS ledger_movement (
  txn_id UUID,
  part UInt32,
  template LowCardinality(String),
  rail LowCardinality(String),
  payer_id String,
  creator_id String,
  gross_parts Int64,
  platform_parts Int64,
  cost_parts Int64,
  creator_parts Int64,
  paid_parts Int64,
  waited_ms Nullable(Int64),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  local_date Date,
  position UInt64
)
ENGINE = ReplacingMergeTree(position)
PARTITION BY toYYYYMM(local_date)
ORDER BY (creator_id, local_date, txn_id, part)
SETTINGS fsync_after_insert = 1;
