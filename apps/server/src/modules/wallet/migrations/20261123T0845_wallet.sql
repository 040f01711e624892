create schema wallet;

-- What is sold and given comes in versions: one that was shown is never changed, a later one takes its place from a time on.
create table wallet.pack (
  pack_id uuid not null,
  version int not null check (version > 0),
  currency text not null,
  coins bigint not null check (coins > 0),
  bonus_coins bigint not null check (bonus_coins >= 0),
  -- Tax included.
  price_micro bigint not null check (price_micro > 0),
  on_sale boolean not null,
  starts_at timestamptz not null,
  -- Null: it came with the program.
  made_by uuid,
  made_at timestamptz not null,
  primary key (pack_id, version)
);

create table wallet.gift (
  gift_id uuid not null,
  version int not null check (version > 0),
  currency text not null,
  name text not null,
  label text not null,
  animation text not null,
  coins bigint not null check (coins > 0),
  -- Diamonds for a coin.
  rate_numerator bigint not null check (rate_numerator >= 0),
  rate_denominator bigint not null check (rate_denominator > 0),
  diamond_micro bigint not null check (diamond_micro >= 0),
  on_sale boolean not null,
  starts_at timestamptz not null,
  made_by uuid,
  made_at timestamptz not null,
  primary key (gift_id, version)
);

-- Append-only; the latest counts. What is not in it is as the program says.
create table wallet.settings (
  version int primary key,
  settings jsonb not null,
  made_by uuid not null,
  made_at timestamptz not null
);

create table wallet.audit (
  audit_id uuid primary key,
  at timestamptz not null,
  by_id uuid not null,
  what text not null check (what in ('pack', 'gift', 'settings', 'flag')),
  subject text not null,
  before jsonb not null,
  after jsonb not null
);
create index audit_list_idx on wallet.audit (at desc, audit_id desc);

-- One row for whoever ever bought, gave or set a limit. Whoever changes what a person has holds it.
create table wallet.person (
  person_id uuid primary key,
  day_limit_micro bigint check (day_limit_micro >= 0),
  week_limit_micro bigint check (week_limit_micro >= 0),
  month_limit_micro bigint check (month_limit_micro >= 0),
  -- Higher limits that were asked for: {"day": {"limitMicro": "…" or null, "fromMs": …}}.
  next_limits jsonb not null default '{}',
  open_disputes int not null default 0 check (open_disputes >= 0),
  ever_disputed boolean not null default false,
  first_paid_at timestamptz,
  -- How many ticks were sent in the minute and the day that are named.
  minute bigint not null default 0,
  minute_sends int not null default 0,
  day bigint not null default 0,
  day_sends int not null default 0
) with (fillfactor = 70);

create table wallet.purchase (
  purchase_id uuid primary key,
  person_id uuid not null,
  -- Of the app: a second tap is the same purchase.
  key uuid not null,
  pack_id uuid not null,
  pack_version int not null,
  coins bigint not null check (coins > 0),
  currency text not null,
  price_micro bigint not null check (price_micro > 0),
  tax_micro bigint not null check (tax_micro >= 0),
  tax_basis_points int not null,
  jurisdiction text not null,
  refund_days int not null,
  return_path text not null,
  state text not null check (
    state in ('pending', 'unknown', 'settled', 'declined', 'refunding', 'refunded', 'disputed', 'lost')
  ),
  charge_id uuid,
  provider text not null,
  checkout_url text,
  code text,
  receipt_year int,
  receipt_no int,
  created_at timestamptz not null,
  settled_at timestamptz,
  -- The lot that holds what is left of it; another one after a refund that failed.
  lot_id text not null,
  refunds int not null default 0,
  refunded_micro bigint not null default 0,
  refunded_coins bigint not null default 0,
  refunded_at timestamptz,
  -- What froze it in the books.
  dispute_txn uuid,
  unique (person_id, key),
  unique (receipt_year, receipt_no)
);
create index purchase_list_idx on wallet.purchase (person_id, created_at desc, purchase_id desc);

create table wallet.receipt_count (
  year int primary key,
  last_no int not null
);

-- What a person gave, by the hour: the limits add these up.
create table wallet.given (
  person_id uuid not null,
  hour timestamptz not null,
  given_micro bigint not null check (given_micro >= 0),
  primary key (person_id, hour)
);

create table wallet.send (
  send_id uuid primary key,
  payer_id uuid not null,
  creator_id uuid not null,
  post_id uuid not null,
  combo_id uuid not null,
  tick int not null,
  gift_id uuid not null,
  gift_version int not null,
  count int not null check (count > 0),
  coins bigint not null check (coins > 0),
  currency text not null,
  -- What was paid for the coins, less tax; the tax; what the creator gets.
  value_micro bigint not null check (value_micro >= 0),
  tax_micro bigint not null check (tax_micro >= 0),
  creator_micro bigint not null check (creator_micro >= 0),
  -- The transfer in the books.
  txn_id uuid not null unique,
  at timestamptz not null,
  state text not null check (state in ('counted', 'held', 'void')),
  unique (payer_id, combo_id, tick)
);
create index send_creator_idx on wallet.send (creator_id, at desc, send_id desc);
-- For the search for gifts that come back: read in the order in which they were written.
create index send_at_idx on wallet.send (at);

-- What somebody gave for a post, of gifts that count.
create table wallet.gifter (
  post_id uuid not null,
  person_id uuid not null,
  coins bigint not null check (coins >= 0),
  gifts bigint not null check (gifts >= 0),
  latest_gift_id uuid not null,
  latest_count int not null,
  latest_at timestamptz not null,
  primary key (post_id, person_id)
) with (fillfactor = 70);
create index gifter_top_idx on wallet.gifter (post_id, coins desc, person_id desc);

-- What one person gave another by the day (UTC), for the search for cycles.
create table wallet.flow (
  payer_id uuid not null,
  creator_id uuid not null,
  day date not null,
  coins bigint not null check (coins >= 0),
  primary key (payer_id, creator_id, day)
);
create index flow_day_idx on wallet.flow (day);

-- Devices and addresses from which somebody used their wallet, as keyed hashes; forgotten after 30 days.
create table wallet.mark (
  person_id uuid not null,
  kind text not null check (kind in ('device', 'address')),
  mark text not null,
  seen_on date not null,
  primary key (person_id, kind, mark)
);
create index mark_day_idx on wallet.mark (seen_on);

create table wallet.flag (
  flag_id uuid primary key,
  send_id uuid not null unique references wallet.send (send_id),
  reasons text[] not null,
  cycle uuid[] not null,
  state text not null check (state in ('open', 'released', 'kept')),
  at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  note text
);
create index flag_list_idx on wallet.flag (state, at desc, flag_id desc);

-- How far the search for gifts that come back has read.
create table wallet.screened (
  only_row boolean primary key default true check (only_row),
  until timestamptz not null
);

insert into wallet.pack (pack_id, version, currency, coins, bonus_coins, price_micro, on_sale, starts_at, made_at)
select id::uuid, 1, 'EUR', coins, bonus, price, true, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'
from (values
  ('0a000000-0000-4000-8000-000000000001', 100, 0, 990000),
  ('0a000000-0000-4000-8000-000000000002', 500, 0, 4950000),
  ('0a000000-0000-4000-8000-000000000003', 1000, 20, 9900000),
  ('0a000000-0000-4000-8000-000000000004', 2500, 100, 24750000),
  ('0a000000-0000-4000-8000-000000000005', 5000, 250, 49500000),
  ('0a000000-0000-4000-8000-000000000006', 10000, 600, 99000000)
) as p (id, coins, bonus, price);

-- One diamond for a coin, 0.7 cents for a diamond: a fan pays 0.93 to 0.99 cents for a coin, so the creator gets 70 to 75 %.
insert into wallet.gift (gift_id, version, currency, name, label, animation, coins, rate_numerator, rate_denominator,
  diamond_micro, on_sale, starts_at, made_at)
select id::uuid, 1, 'EUR', name, label, name, coins, 1, 1, 7000, true, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'
from (values
  ('0b000000-0000-4000-8000-000000000001', 'rose', 'Rose', 1),
  ('0b000000-0000-4000-8000-000000000002', 'coffee', 'Coffee', 10),
  ('0b000000-0000-4000-8000-000000000003', 'heart', 'Heart', 50),
  ('0b000000-0000-4000-8000-000000000004', 'balloon', 'Balloon', 100),
  ('0b000000-0000-4000-8000-000000000005', 'fireworks', 'Fireworks', 500),
  ('0b000000-0000-4000-8000-000000000006', 'rocket', 'Rocket', 1000),
  ('0b000000-0000-4000-8000-000000000007', 'castle', 'Castle', 3000)
) as g (id, name, label, coins);
