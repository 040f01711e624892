create schema ledger;

-- The id is made of the name (the first 64 bits of its SHA-256), so nobody has to look one up.
create table ledger.account (
  account_id bigint primary key,
  kind text not null,
  currency text not null,
  owner text not null
);
create index account_kind_idx on ledger.account (kind, currency);

-- Counters that only grow, and what holds keep aside. What goes out of an account with a floor, and its holds, are in row 0,
-- which is locked before anybody decides. What comes in is in rows that nobody waits for: row 1, or one for each lane.
create table ledger.balance (
  account_id bigint not null,
  shard smallint not null,
  debits bigint not null default 0 check (debits >= 0),
  credits bigint not null default 0 check (credits >= 0),
  held bigint not null default 0 check (held >= 0),
  primary key (account_id, shard)
) with (fillfactor = 50);

-- A chain of hashes each. Whoever writes holds one until the end of the transaction, so a lane is written in the order in
-- which it is committed, without gaps.
create table ledger.lane (
  lane smallint primary key,
  txns bigint not null default 0,
  last_no bigint not null default 0,
  head bytea not null
) with (fillfactor = 50);
insert into ledger.lane (lane, head)
select lane, sha256(convert_to('busker.ledger.' || lane, 'UTF8')) from generate_series(0, 15) as lane;

-- A batch takes one number of it, and counts its own up from there.
create sequence ledger.batch_no increment by 1024 start with 1024;

create table ledger.txn (
  txn_id uuid primary key,
  lane smallint not null,
  no bigint not null,
  at timestamptz not null,
  template text not null,
  scope text not null,
  key text not null,
  -- What was asked for, in canonical form, and what it froze.
  request text not null,
  terms text,
  -- Which transfer it settles, and how far.
  settles uuid,
  settled_to bigint,
  -- How far this one is settled: the only column that changes, and it only grows.
  settled bigint not null default 0,
  -- The same as the entries, for whoever asks again and for the chain.
  legs text not null,
  hash bytea not null
);
create unique index txn_lane_idx on ledger.txn (lane, no);

-- Never pruned: the same key is the same request for ever.
create table ledger.idem (
  scope text not null,
  key text not null,
  txn_id uuid not null,
  request_hash bytea not null,
  primary key (scope, key)
);

create table ledger.entry (
  account_id bigint not null,
  no bigint not null,
  amount bigint not null check (amount > 0),
  lane smallint not null,
  leg smallint not null,
  is_debit boolean not null
);
create index entry_account_idx on ledger.entry (account_id, no);

create table ledger.hold (
  hold_id uuid primary key,
  account_id bigint not null,
  amount bigint not null check (amount > 0),
  expires_at timestamptz not null,
  state text not null check (state in ('open', 'posted', 'voided', 'expired'))
);
create index hold_open_idx on ledger.hold (account_id, expires_at) where state = 'open';
create index hold_expiry_idx on ledger.hold (expires_at) where state = 'open';

create table ledger.lot (
  lot_id text primary key,
  owner text not null,
  currency text not null,
  provider text not null,
  jurisdiction text not null,
  coins bigint not null check (coins > 0),
  value_micro bigint not null check (value_micro >= 0),
  tax_micro bigint not null check (tax_micro >= 0),
  coins_left bigint not null check (coins_left between 0 and coins),
  value_left_micro bigint not null check (value_left_micro between 0 and value_micro),
  state text not null check (state in ('open', 'frozen', 'closed')),
  bought_at timestamptz not null,
  seasoned_at timestamptz not null
) with (fillfactor = 50);
create index lot_owner_idx on ledger.lot (owner, currency, bought_at desc, lot_id desc);
create index lot_open_idx on ledger.lot (owner, currency) where state = 'open';

create table ledger.take (
  lot_id text not null,
  txn_id uuid not null,
  creator text not null,
  currency text not null,
  coins bigint not null check (coins > 0),
  value_micro bigint not null check (value_micro >= 0),
  payee_micro bigint not null check (payee_micro >= 0),
  diamonds bigint not null check (diamonds >= 0),
  state text not null check (state in ('pending', 'available', 'frozen', 'lost')),
  matures_at timestamptz not null,
  primary key (lot_id, txn_id)
) with (fillfactor = 90);
create index take_pending_idx on ledger.take (creator, currency, matures_at) where state = 'pending';

create table ledger.daily_close (
  day date primary key,
  closed_at timestamptz not null,
  -- What is signed: heads of the lanes and the trial balance, in canonical form.
  statement text not null,
  public_key text not null,
  signature text not null
);

-- What is written stays. A key whose transfer was refused may be taken back, since nothing was made of it.
create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of %.% are never changed', tg_table_schema, tg_table_name using errcode = 'restrict_violation';
end $$;
-- An empty table may be truncated: a restore begins with that.
create function ledger.refuse_truncate() returns trigger language plpgsql as $$
declare
  is_used boolean;
begin
  execute format('select exists (select from %I.%I)', tg_table_schema, tg_table_name) into is_used;
  if is_used then
    raise exception 'rows of %.% are never removed', tg_table_schema, tg_table_name using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create function ledger.only_settled_grows() returns trigger language plpgsql as $$
begin
  if new.settled < old.settled
    or (new.txn_id, new.lane, new.no, new.at, new.template, new.scope, new.key, new.request, new.legs, new.hash)
      is distinct from
      (old.txn_id, old.lane, old.no, old.at, old.template, old.scope, old.key, old.request, old.legs, old.hash)
    or (new.terms, new.settles, new.settled_to) is distinct from (old.terms, old.settles, old.settled_to)
  then
    raise exception 'a transfer is never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create function ledger.only_unused_key() returns trigger language plpgsql as $$
begin
  if exists (select from ledger.txn where txn_id = old.txn_id) then
    raise exception 'the key of a transfer is never taken back' using errcode = 'restrict_violation';
  end if;
  return old;
end $$;

create trigger txn_settles before update on ledger.txn for each row execute function ledger.only_settled_grows();
create trigger txn_stays before delete on ledger.txn execute function ledger.refuse_change();
create trigger entry_stays before update or delete on ledger.entry execute function ledger.refuse_change();
create trigger idem_stays before update on ledger.idem execute function ledger.refuse_change();
create trigger idem_is_used before delete on ledger.idem for each row execute function ledger.only_unused_key();
create trigger close_stays before update or delete on ledger.daily_close execute function ledger.refuse_change();
create trigger txn_is_kept before truncate on ledger.txn execute function ledger.refuse_truncate();
create trigger entry_is_kept before truncate on ledger.entry execute function ledger.refuse_truncate();
create trigger idem_is_kept before truncate on ledger.idem execute function ledger.refuse_truncate();
create trigger close_is_kept before truncate on ledger.daily_close execute function ledger.refuse_truncate();
