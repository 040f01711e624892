-- Where a playing comes from and what it is worth; of rows from before nothing is known.
ALTER TABLE telemetry_playback ADD COLUMN IF NOT EXISTS client_version LowCardinality(String) DEFAULT '' AFTER failure;
ALTER TABLE telemetry_playback ADD COLUMN IF NOT EXISTS country LowCardinality(String) DEFAULT '' AFTER client_version;
ALTER TABLE telemetry_playback ADD COLUMN IF NOT EXISTS device LowCardinality(String) DEFAULT 'unknown' AFTER country;
ALTER TABLE telemetry_playback ADD COLUMN IF NOT EXISTS traffic LowCardinality(String) DEFAULT 'ok' AFTER device;
