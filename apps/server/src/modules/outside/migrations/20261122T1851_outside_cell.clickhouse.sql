-- Order lines counted and summed by date and by what a board takes them apart by: see cells.ts of packages/metrics. The
-- few orders whose lines differ in date or state are counted by their name; marks
-- say which, and where an order is counted.
ALTER TABLE outside_line ADD COLUMN IF NOT EXISTS marks UInt16 DEFAULT 0 AFTER is_converted;
ALTER TABLE outside_line_fresh ADD COLUMN IF NOT EXISTS marks UInt16 DEFAULT 0 AFTER is_converted;
CREATE TABLE IF NOT EXISTS outside_cell (
  client_id UUID,
  cut LowCardinality(String),
  local_date Date,
  content_type LowCardinality(String),
  local_hour UInt8,
  posted_weekday LowCardinality(String),
  posted_hour LowCardinality(String),
  product_id String,
  creator LowCardinality(String),
  sku_id String,
  video_id String,
  buyer_hash String,
  is_converted Bool,
  is_paid Bool,
  is_cancelled Bool,
  is_sample Bool,
  is_settled Bool,
  is_goods_cost_known Bool,
  settled_at DateTime64(3, 'UTC'),
  line_count UInt64,
  entity_count UInt64,
  order_id String,
  quantity Int64,
  returned_quantity Int64,
  gmv_micro Int64,
  cancelled_micro Int64,
  refunded_micro Int64,
  platform_fees_micro Int64,
  commission_micro Int64,
  shipping_micro Int64,
  goods_micro Int64,
  creator_costs_micro Int64,
  contribution_micro Int64
)
ENGINE = MergeTree
PARTITION BY client_id
ORDER BY (cut, local_date);
CREATE TABLE IF NOT EXISTS outside_cell_fresh AS outside_cell;
