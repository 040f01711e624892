-- Rows of imported files as they were read, all versions. Which of them count is decided when a client is settled: those
-- of loads that PostgreSQL names, and of one row key the version of the file that speaks as of the latest moment. Copied
-- from the journal; a repeated copy changes nothing. A client is a partition, because a client is read and made anew as a whole.
CREATE TABLE IF NOT EXISTS outside_row (
  client_id UUID,
  -- The order; empty for what belongs to none.
  group_key String,
  kind LowCardinality(String),
  row_key String,
  load_id UUID,
  as_of String,
  row String CODEC(ZSTD(3)),
  journal_offset UInt64
)
ENGINE = MergeTree
PARTITION BY client_id
ORDER BY (group_key, kind, row_key);
-- One row per order line, with all that it earned and cost in the client's currency (10^-6). Made anew for a client as a
-- whole, beside, and then put in the place of the old one.
CREATE TABLE IF NOT EXISTS outside_line (
  client_id UUID,
  order_id String,
  sku_id String,
  sequence UInt32,
  product_id String,
  seller_sku String,
  product_name String,
  category LowCardinality(String),
  creator LowCardinality(String),
  content_type LowCardinality(String),
  video_id String,
  buyer_hash String,
  local_date Date,
  local_hour UInt8,
  settled_at DateTime64(3, 'UTC'),
  currency LowCardinality(String),
  quantity Int64,
  returned_quantity Int64,
  is_paid Bool,
  is_cancelled Bool,
  is_sample Bool,
  is_settled Bool,
  is_goods_cost_known Bool,
  is_converted Bool,
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
ORDER BY (local_date, order_id, sku_id, sequence);
CREATE TABLE IF NOT EXISTS outside_line_fresh AS outside_line;
-- What was spent besides the orders: advertising, and the costs that the client's cost sheet names.
CREATE TABLE IF NOT EXISTS outside_spend (
  client_id UUID,
  spend_key String,
  source LowCardinality(String),
  local_date Date,
  last_date Date,
  campaign String,
  product_id String,
  video_id String,
  creator LowCardinality(String),
  settled_at DateTime64(3, 'UTC'),
  currency LowCardinality(String),
  is_converted Bool,
  cost_micro Int64,
  impressions Nullable(Int64),
  clicks Nullable(Int64),
  views_2s Nullable(Int64),
  views_6s Nullable(Int64),
  watched_25 Nullable(Int64),
  watched_100 Nullable(Int64),
  orders Nullable(Int64),
  claimed_micro Nullable(Int64)
)
ENGINE = MergeTree
PARTITION BY client_id
ORDER BY (local_date, source, spend_key);
CREATE TABLE IF NOT EXISTS outside_spend_fresh AS outside_spend;
-- Videos as the files last told of them.
CREATE TABLE IF NOT EXISTS outside_video (
  client_id UUID,
  video_id String,
  creator LowCardinality(String),
  title String,
  local_date Date,
  settled_at DateTime64(3, 'UTC'),
  views Nullable(Int64),
  likes Nullable(Int64),
  comments Nullable(Int64),
  shares Nullable(Int64),
  product_impressions Nullable(Int64),
  product_clicks Nullable(Int64)
)
ENGINE = MergeTree
PARTITION BY client_id
ORDER BY (video_id);
CREATE TABLE IF NOT EXISTS outside_video_fresh AS outside_video;
