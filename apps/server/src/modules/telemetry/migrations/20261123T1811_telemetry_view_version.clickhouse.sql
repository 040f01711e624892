-- Which version of its video a view was of: a post's video may be replaced. All before were of the first.
ALTER TABLE telemetry_view ADD COLUMN IF NOT EXISTS version UInt16 DEFAULT 1 AFTER duration_ms;
ALTER TABLE telemetry_view_final ADD COLUMN IF NOT EXISTS version UInt16 DEFAULT 1 AFTER duration_ms;
ALTER TABLE telemetry_view_fresh ADD COLUMN IF NOT EXISTS version UInt16 DEFAULT 1 AFTER duration_ms;
