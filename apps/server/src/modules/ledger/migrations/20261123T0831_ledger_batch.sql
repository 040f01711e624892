-- A batch reads and locks with `open_batch` and writes with the functions `write_…`. Locks are taken in one order by everybody, so
-- nobody waits in a circle: keys, lots, takes, past transfers, holds, rows 0 of accounts, a lane; then what is only written.

create function ledger.lot_cells(l ledger.lot) returns json language sql immutable as $$
  select json_build_array(l.lot_id, l.owner, l.currency, l.provider, l.jurisdiction, l.coins::text, l.value_micro::text,
    l.tax_micro::text, l.coins_left::text, l.value_left_micro::text, l.state,
    (extract(epoch from l.bought_at) * 1000)::bigint, (extract(epoch from l.seasoned_at) * 1000)::bigint)
$$;

-- Keys, in the order given (their own), and everything that a plan looks at besides balances.
create function ledger.read_batch(
  scopes text[], keys text[], txn_ids uuid[], hashes bytea[],
  owners text[], owner_currencies text[], lot_ids text[], take_lots text[],
  creators text[], creator_currencies text[], creator_at timestamptz[], past_ids uuid[], hold_ids uuid[]
) returns json language plpgsql as $$
declare
  made bigint;
  known json; lots json; takes json; pasts json; holds json;
begin
  insert into ledger.idem (scope, key, txn_id, request_hash)
  select * from unnest(scopes, keys, txn_ids, hashes)
  on conflict do nothing;
  get diagnostics made = row_count;
  if made < cardinality(keys) then
    select json_agg(json_build_array(i.scope, i.key, i.txn_id, i.request_hash = a.hash, t.template, t.terms, t.request,
      (select json_agg(json_build_array(c.kind, c.currency, c.owner, split_part(l.text, ' ', 2), split_part(l.text, ' ', 3))
         order by l.place)
       from unnest(string_to_array(t.legs, ',')) with ordinality as l (text, place)
       join ledger.account c on c.account_id = split_part(l.text, ' ', 1)::bigint)))
    into known
    from unnest(scopes, keys, txn_ids, hashes) as a (scope, key, txn_id, hash)
    join ledger.idem i on i.scope = a.scope and i.key = a.key and i.txn_id <> a.txn_id
    join ledger.txn t on t.txn_id = i.txn_id;
  end if;

  if cardinality(lot_ids) = 0 and cardinality(owners) > 0 then
    -- Gifts alone, which is nearly always: found and locked in one pass.
    with locked as materialized (
      select l.* from ledger.lot l
      join (select distinct * from unnest(owners, owner_currencies)) as o (owner, currency)
        on l.owner = o.owner and l.currency = o.currency and l.state = 'open'
      order by l.lot_id for no key update of l
    )
    select json_agg(ledger.lot_cells(l::ledger.lot)) into lots from locked l;
  elsif cardinality(lot_ids) > 0 then
    with wanted as materialized (
      select l.lot_id from unnest(owners, owner_currencies) as o (owner, currency)
        join ledger.lot l on l.owner = o.owner and l.currency = o.currency and l.state = 'open'
      union select unnest(lot_ids)
    ), locked as materialized (
      select * from ledger.lot where lot_id in (select lot_id from wanted) order by lot_id for no key update
    )
    select json_agg(ledger.lot_cells(l::ledger.lot)) into lots from locked l;
  end if;

  if cardinality(take_lots) > 0 or cardinality(creators) > 0 then
    with wanted as materialized (
      select lot_id, txn_id from ledger.take where lot_id = any(take_lots)
      union
      select t.lot_id, t.txn_id from unnest(creators, creator_currencies, creator_at) as c (creator, currency, at)
      cross join lateral (
        select lot_id, txn_id from ledger.take
        where creator = c.creator and currency = c.currency and state = 'pending' and matures_at <= c.at
        order by matures_at, txn_id, lot_id limit 5000
      ) as t
    ), locked as materialized (
      select t.* from ledger.take t where (t.lot_id, t.txn_id) in (select lot_id, txn_id from wanted)
      order by t.lot_id, t.txn_id for no key update
    )
    select json_agg(json_build_array(lot_id, txn_id, creator, currency, coins::text, value_micro::text, payee_micro::text,
      diamonds::text, state, (extract(epoch from matures_at) * 1000)::bigint))
    into takes from locked;
  end if;

  if cardinality(past_ids) > 0 then
    with locked as materialized (
      select * from ledger.txn where txn_id = any(past_ids) order by txn_id for no key update
    )
    select json_agg(json_build_array(txn_id, template, terms, settled::text)) into pasts from locked;
  end if;

  if cardinality(hold_ids) > 0 then
    with locked as materialized (
      select * from ledger.hold where hold_id = any(hold_ids) order by hold_id for no key update
    )
    select json_agg(json_build_array(h.hold_id, a.kind, a.currency, a.owner, h.amount::text, h.state,
      (extract(epoch from h.expires_at) * 1000)::bigint))
    into holds from locked h join ledger.account a on a.account_id = h.account_id;
  end if;
  return json_build_object('known', known, 'lots', lots, 'takes', takes, 'pasts', pasts, 'holds', holds);
end $$;

-- Gives back what expired holds of these accounts kept aside; their rows 0 are locked. A hold that somebody else resolves
-- right now is left to them: waiting for it here would be against the order of locks.
create function ledger.expire_holds(accounts bigint[], now_at timestamptz) returns void language sql as $$
  with due as materialized (
    select hold_id, account_id, amount from ledger.hold
    where account_id = any(accounts) and state = 'open' and expires_at <= now_at
    order by hold_id limit 1000 for no key update skip locked
  ), ended as (
    update ledger.hold h set state = 'expired' from due where h.hold_id = due.hold_id
  )
  update ledger.balance b set held = b.held - e.amount
  from (select account_id, sum(amount)::bigint as amount from due group by account_id) as e
  where b.account_id = e.account_id and b.shard = 0
$$;

-- Rows 0 of accounts in their order, what is in these accounts, and a lane that nobody else writes.
create function ledger.lock_batch(accounts bigint[], now_at timestamptz) returns json language plpgsql as $$
declare
  balances json;
  locked bigint[];
  free record;
begin
  select array_agg(account_id) into locked from (
    select account_id from ledger.balance where account_id = any(accounts) and shard = 0
    order by account_id for no key update
  ) as rows;
  perform from ledger.hold where account_id = any(accounts) and state = 'open' and expires_at <= now_at limit 1;
  if found then
    perform ledger.expire_holds(accounts, now_at);
  end if;
  -- A statement of its own: it sees everything that was committed before the rows were locked. Credits may grow
  -- meanwhile, nothing may be taken out. An account that came to be only now is not locked and counts as empty.
  select json_agg(json_build_array(account_id::text, debits::text, credits::text, held::text)) into balances
  from (
    select account_id, sum(debits) as debits, sum(credits) as credits, sum(held) as held
    from ledger.balance where account_id = any(locked) group by account_id
  ) as sums;
  select lane, head, txns into free from ledger.lane order by lane limit 1 for update skip locked;
  if not found then
    select lane, head, txns into free from ledger.lane where lane = pg_backend_pid() % 16 for update;
  end if;
  return json_build_object('balances', balances, 'lane', free.lane, 'head', encode(free.head, 'hex'),
    'no', nextval('ledger.batch_no')::text);
end $$;

create function ledger.open_batch(
  scopes text[], keys text[], txn_ids uuid[], hashes bytea[],
  owners text[], owner_currencies text[], lot_ids text[], take_lots text[],
  creators text[], creator_currencies text[], creator_at timestamptz[], past_ids uuid[], hold_ids uuid[],
  accounts bigint[], now_at timestamptz
) returns table (read json, locked json) language plpgsql as $$
begin
  read := ledger.read_batch(scopes, keys, txn_ids, hashes, owners, owner_currencies, lot_ids, take_lots,
    creators, creator_currencies, creator_at, past_ids, hold_ids);
  locked := ledger.lock_batch(accounts || array(select account_id from ledger.hold where hold_id = any(hold_ids)), now_at);
  return next;
end $$;
