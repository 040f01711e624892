-- What went back to the buyer of a lot is no value of it any more: a dispute takes back only what is left.
drop function ledger.write_lots(
  text[], text[], text[], text[], text[], bigint[], bigint[], timestamptz[], timestamptz[],
  text[], bigint[], bigint[], bigint[], text[]
);
create function ledger.write_lots(
  lot_ids text[], owners text[], currencies text[], providers text[], jurisdictions text[], coins bigint[],
  values_micro bigint[], bought_at timestamptz[], seasoned_at timestamptz[],
  state_ids text[], values_paid bigint[], taxes bigint[], coins_after bigint[], values_after bigint[], states text[]
) returns void language plpgsql as $$
begin
  if cardinality(lot_ids) > 0 then
    insert into ledger.lot (lot_id, owner, currency, provider, jurisdiction, coins, value_micro, bought_at, seasoned_at,
      tax_micro, coins_left, value_left_micro, state)
    select n.*, 0, 0, 0, 'open' from unnest(lot_ids, owners, currencies, providers, jurisdictions, coins, values_micro,
      bought_at, seasoned_at) as n;
  end if;
  update ledger.lot l
  set value_micro = s.value, tax_micro = s.tax, coins_left = s.coins_left, value_left_micro = s.value_left, state = s.state
  from unnest(state_ids, values_paid, taxes, coins_after, values_after, states) as s (lot_id, value, tax, coins_left, value_left, state)
  where l.lot_id = s.lot_id;
end $$;
