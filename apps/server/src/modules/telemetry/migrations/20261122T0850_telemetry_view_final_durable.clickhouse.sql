-- What is said to be settled must survive a power cut: both tables sync what is inserted, as the reports do.
ALTER TABLE telemetry_view_fresh MODIFY SETTING fsync_after_insert = 1;
ALTER TABLE telemetry_view_final MODIFY SETTING fsync_after_insert = 1;
