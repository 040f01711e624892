-- What a batch writes, in parts: one statement calls those that it needs, in this order.

create function ledger.write_lots(
  lot_ids text[], owners text[], currencies text[], providers text[], jurisdictions text[], coins bigint[],
  values_micro bigint[], bought_at timestamptz[], seasoned_at timestamptz[],
  state_ids text[], taxes bigint[], coins_after bigint[], values_after bigint[], states text[]
) returns void language plpgsql as $$
begin
  if cardinality(lot_ids) > 0 then
    insert into ledger.lot (lot_id, owner, currency, provider, jurisdiction, coins, value_micro, bought_at, seasoned_at,
      tax_micro, coins_left, value_left_micro, state)
    select n.*, 0, 0, 0, 'open' from unnest(lot_ids, owners, currencies, providers, jurisdictions, coins, values_micro,
      bought_at, seasoned_at) as n;
  end if;
  update ledger.lot l
  set tax_micro = s.tax, coins_left = s.coins_left, value_left_micro = s.value_left, state = s.state
  from unnest(state_ids, taxes, coins_after, values_after, states) as s (lot_id, tax, coins_left, value_left, state)
  where l.lot_id = s.lot_id;
end $$;

create function ledger.write_takes(
  lot_ids text[], txn_ids uuid[], creators text[], currencies text[], coins bigint[], values_micro bigint[],
  payees_micro bigint[], diamonds bigint[], states text[], matures_at timestamptz[],
  state_lots text[], state_txns uuid[], new_states text[]
) returns void language plpgsql as $$
begin
  if cardinality(lot_ids) > 0 then
    insert into ledger.take (lot_id, txn_id, creator, currency, coins, value_micro, payee_micro, diamonds, state, matures_at)
    select * from unnest(lot_ids, txn_ids, creators, currencies, coins, values_micro, payees_micro, diamonds, states,
      matures_at);
  end if;
  if cardinality(state_lots) > 0 then
    update ledger.take t set state = s.state
    from unnest(state_lots, state_txns, new_states) as s (lot_id, txn_id, state)
    where t.lot_id = s.lot_id and t.txn_id = s.txn_id;
  end if;
end $$;

create function ledger.write_holds(
  hold_ids uuid[], accounts bigint[], amounts bigint[], expires_at timestamptz[],
  resolved_ids uuid[], resolved_states text[]
) returns void language plpgsql as $$
begin
  if cardinality(hold_ids) > 0 then
    insert into ledger.hold (hold_id, account_id, amount, expires_at, state)
    select n.*, 'open' from unnest(hold_ids, accounts, amounts, expires_at) as n;
  end if;
  if cardinality(resolved_ids) > 0 then
    update ledger.hold h set state = s.state
    from unnest(resolved_ids, resolved_states) as s (hold_id, state)
    where h.hold_id = s.hold_id;
  end if;
end $$;

-- Accounts by name, each with its row 0: that is what is locked. An id that means another name must stop everything.
create function ledger.write_accounts(ids bigint[], kinds text[], currencies text[], owners text[])
returns void language plpgsql as $$
begin
  insert into ledger.account (account_id, kind, currency, owner)
  select * from unnest(ids, kinds, currencies, owners) order by 1
  on conflict do nothing;
  insert into ledger.balance (account_id, shard) select id, 0 from unnest(ids) as id order by 1
  on conflict do nothing;
  if exists (
    select from unnest(ids, kinds, currencies, owners) as n (id, kind, currency, owner)
    join ledger.account a on a.account_id = n.id
    where (a.kind, a.currency, a.owner) is distinct from (n.kind, n.currency, n.owner)
  ) then
    raise exception 'two accounts have one number' using errcode = 'integrity_constraint_violation';
  end if;
end $$;

-- Rows 0 are locked already; the others are changed once each, in their order. Then, as the last look, no floor is broken.
create function ledger.write_balances(
  ids bigint[], shards smallint[], more_debits bigint[], more_credits bigint[],
  out_ids bigint[], out_debits bigint[], out_held bigint[]
) returns void language plpgsql as $$
begin
  update ledger.balance b set debits = b.debits + o.debits, held = b.held + o.held
  from unnest(out_ids, out_debits, out_held) as o (id, debits, held)
  where b.account_id = o.id and b.shard = 0;
  insert into ledger.balance as b (account_id, shard, debits, credits)
  select * from unnest(ids, shards, more_debits, more_credits) order by 1, 2
  on conflict (account_id, shard) do update
  set debits = b.debits + excluded.debits, credits = b.credits + excluded.credits;
  if exists (
    select from unnest(out_ids) as o (id)
    cross join lateral (
      select sum(credits) - sum(debits) - sum(held) as available from ledger.balance where account_id = o.id
    ) as s
    where s.available < 0
  ) then
    raise exception 'an account would be below its floor' using errcode = 'check_violation';
  end if;
end $$;

create function ledger.write_txns(
  to_lane smallint, new_head bytea,
  ids uuid[], nos bigint[], at timestamptz[], templates text[], scopes text[], keys text[], requests text[], terms text[],
  settles uuid[], settled_to bigint[], legs text[], hashes bytea[],
  entry_accounts bigint[], entry_nos bigint[], entry_amounts bigint[], entry_legs smallint[], entry_debits boolean[],
  refused_scopes text[], refused_keys text[]
) returns void language plpgsql as $$
begin
  insert into ledger.txn (lane, txn_id, no, at, template, scope, key, request, terms, settles, settled_to, legs, hash)
  select to_lane, n.* from unnest(ids, nos, at, templates, scopes, keys, requests, terms, settles, settled_to, legs, hashes)
    as n;
  insert into ledger.entry (lane, account_id, no, amount, leg, is_debit)
  select to_lane, n.* from unnest(entry_accounts, entry_nos, entry_amounts, entry_legs, entry_debits) as n;
  update ledger.txn t set settled = s.settled
  from (
    select txn_id, max(settled) as settled from unnest(settles, settled_to) as s (txn_id, settled)
    where txn_id is not null group by txn_id
  ) as s
  where t.txn_id = s.txn_id;
  update ledger.lane
  set txns = txns + cardinality(ids), last_no = coalesce((select max(no) from unnest(nos) as no), last_no), head = new_head
  where lane = to_lane and cardinality(ids) > 0;
  if cardinality(refused_keys) > 0 then
    delete from ledger.idem i using unnest(refused_scopes, refused_keys) as r (scope, key)
    where i.scope = r.scope and i.key = r.key;
  end if;
end $$;
