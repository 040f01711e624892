-- Where a view comes from and what it is worth. Rows from before say what can be known of them: own views were marked.
ALTER TABLE telemetry_view ADD COLUMN IF NOT EXISTS author_id String DEFAULT '' AFTER is_self_view;
ALTER TABLE telemetry_view ADD COLUMN IF NOT EXISTS client_version LowCardinality(String) DEFAULT '' AFTER author_id;
ALTER TABLE telemetry_view ADD COLUMN IF NOT EXISTS country LowCardinality(String) DEFAULT '' AFTER client_version;
ALTER TABLE telemetry_view ADD COLUMN IF NOT EXISTS device LowCardinality(String) DEFAULT 'unknown' AFTER country;
ALTER TABLE telemetry_view ADD COLUMN IF NOT EXISTS traffic LowCardinality(String)
  DEFAULT if(is_self_view, 'self', 'ok') AFTER device;
