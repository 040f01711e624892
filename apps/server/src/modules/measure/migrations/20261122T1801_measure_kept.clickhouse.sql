-- What was computed before, so that a board over many facts shows what is known at once, also after a restart. All of it
-- can be made again from the facts. The newest row of a key counts.
--
-- Of numbers that add up day by day: what the engine answered for the days that can change no more.
CREATE TABLE IF NOT EXISTS measure_day (
  -- Of the definition: another one never reads these days.
  hash String,
  local_date Date,
  parts Array(Nullable(String)),
  -- 0: the day has no facts.
  newest_received_ms UInt64,
  made_ms UInt64
)
ENGINE = ReplacingMergeTree(made_ms)
ORDER BY (hash, local_date);
-- Numbers of the platform as they were last computed, as JSON.
CREATE TABLE IF NOT EXISTS measure_number (
  key String,
  number String,
  made_ms UInt64
)
ENGINE = ReplacingMergeTree(made_ms)
ORDER BY key;
-- What operators asked for lately: it is computed again before they ask again.
CREATE TABLE IF NOT EXISTS measure_asked (
  key String,
  question String,
  asked_ms UInt64
)
ENGINE = ReplacingMergeTree(asked_ms)
ORDER BY key;
