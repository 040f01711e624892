-- What each order makes of its own sums, added up: see order-values.ts of packages/metrics. The cells are made anew: a
-- client without cells is settled again when the server starts.
ALTER TABLE outside_cell
  ADD COLUMN IF NOT EXISTS order_left_squared Int128,
  ADD COLUMN IF NOT EXISTS order_sold Int128,
  ADD COLUMN IF NOT EXISTS order_paid Int128,
  ADD COLUMN IF NOT EXISTS order_back Int128,
  ADD COLUMN IF NOT EXISTS order_paid_squared Int128,
  ADD COLUMN IF NOT EXISTS order_back_paid Int128,
  ADD COLUMN IF NOT EXISTS order_back_squared Int128;
ALTER TABLE outside_cell_fresh
  ADD COLUMN IF NOT EXISTS order_left_squared Int128,
  ADD COLUMN IF NOT EXISTS order_sold Int128,
  ADD COLUMN IF NOT EXISTS order_paid Int128,
  ADD COLUMN IF NOT EXISTS order_back Int128,
  ADD COLUMN IF NOT EXISTS order_paid_squared Int128,
  ADD COLUMN IF NOT EXISTS order_back_paid Int128,
  ADD COLUMN IF NOT EXISTS order_back_squared Int128;
TRUNCATE TABLE outside_cell;
TRUNCATE TABLE outside_cell_fresh;
