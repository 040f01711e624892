-- Who was active on which day: the roll-up of the same name in packages/metrics, made again with each day of
-- telemetry_view_final and put in the place of the old one in the same manner.
CREATE TABLE IF NOT EXISTS telemetry_active_day (
  local_date Date,
  viewer_id String
)
ENGINE = MergeTree
PARTITION BY local_date
ORDER BY (viewer_id)
SETTINGS fsync_after_insert = 1;
CREATE TABLE IF NOT EXISTS telemetry_active_day_fresh AS telemetry_active_day;
-- What the roll-ups of a day were made by: a day made by another rule is made again.
ALTER TABLE telemetry_view_settled ADD COLUMN IF NOT EXISTS rule String DEFAULT '';
