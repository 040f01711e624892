-- What was spent besides the orders, by the SKUs that it belongs to: rules/share-spend.ts. The shares of one amount are
-- that amount; what belongs to no SKU has one row without.
CREATE TABLE IF NOT EXISTS outside_spend_share (
  client_id UUID,
  spend_key String,
  source LowCardinality(String),
  sku_id String,
  local_date Date,
  campaign String,
  product_id String,
  video_id String,
  creator LowCardinality(String),
  settled_at DateTime64(3, 'UTC'),
  currency LowCardinality(String),
  is_converted Bool,
  cost_micro Int64
)
ENGINE = MergeTree
PARTITION BY client_id
ORDER BY (local_date, source, spend_key, sku_id);
CREATE TABLE IF NOT EXISTS outside_spend_share_fresh AS outside_spend_share;
