-- What the report tells that credits sales to a video: views of the same days, orders and GMV.
ALTER TABLE outside_video
  ADD COLUMN IF NOT EXISTS report_views Nullable(Int64),
  ADD COLUMN IF NOT EXISTS report_orders Nullable(Int64),
  ADD COLUMN IF NOT EXISTS report_gmv_micro Nullable(Int64);
ALTER TABLE outside_video_fresh
  ADD COLUMN IF NOT EXISTS report_views Nullable(Int64),
  ADD COLUMN IF NOT EXISTS report_orders Nullable(Int64),
  ADD COLUMN IF NOT EXISTS report_gmv_micro Nullable(Int64);
