-- Clicks on tracked links, copied from the journal; a repeated copy is counted once by its click_id.
CREATE TABLE IF NOT EXISTS outside_click (
  client_id UUID,
  click_id String,
  link_id UUID,
  -- All zeros: the link was followed from elsewhere.
  post_id UUID,
  clicked_at DateTime64(3, 'UTC'),
  traffic LowCardinality(String),
  -- Clicks before this one that were let through without being kept.
  unrecorded UInt32,
  journal_offset UInt64
)
ENGINE = MergeTree
PARTITION BY client_id
ORDER BY (click_id);
-- What shops told, every report; which of them are one event is decided when a client is settled.
CREATE TABLE IF NOT EXISTS outside_conversion (
  client_id UUID,
  event LowCardinality(String),
  event_id String,
  source LowCardinality(String),
  happened_at DateTime64(3, 'UTC'),
  click_id String,
  value_micro Nullable(Int64),
  currency LowCardinality(String),
  order_id String,
  journal_offset UInt64
)
ENGINE = MergeTree
PARTITION BY client_id
ORDER BY (event, event_id, happened_at);
