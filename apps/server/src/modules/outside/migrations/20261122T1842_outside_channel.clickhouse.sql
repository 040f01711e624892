-- Days of accounts as the exports of the studio tell them, the columns of all its files laid over each other.
CREATE TABLE IF NOT EXISTS outside_channel_day (
  client_id UUID,
  account LowCardinality(String),
  local_date Date,
  settled_at DateTime64(3, 'UTC'),
  views Nullable(Int64),
  profile_views Nullable(Int64),
  likes Nullable(Int64),
  comments Nullable(Int64),
  shares Nullable(Int64),
  followers Nullable(Int64),
  is_gain_told Bool,
  followers_gained Int64,
  viewers Nullable(Int64),
  new_viewers Nullable(Int64),
  returning_viewers Nullable(Int64)
)
ENGINE = MergeTree
PARTITION BY client_id
ORDER BY (local_date, account);
CREATE TABLE IF NOT EXISTS outside_channel_day_fresh AS outside_channel_day;
-- When the video of a line was posted: 1 is Monday; '' where no file tells it. Both tables of lines stay alike.
ALTER TABLE outside_line ADD COLUMN IF NOT EXISTS posted_weekday LowCardinality(String) DEFAULT '' AFTER video_id;
ALTER TABLE outside_line ADD COLUMN IF NOT EXISTS posted_hour LowCardinality(String) DEFAULT '' AFTER posted_weekday;
ALTER TABLE outside_line_fresh ADD COLUMN IF NOT EXISTS posted_weekday LowCardinality(String) DEFAULT '' AFTER video_id;
ALTER TABLE outside_line_fresh ADD COLUMN IF NOT EXISTS posted_hour LowCardinality(String) DEFAULT '' AFTER posted_weekday;
