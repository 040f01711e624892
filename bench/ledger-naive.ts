import type pg from 'pg'

/**
 * The same gift as most programs would post it: a transaction that talks to the database line by line, and locks the rows it
 * changes, the hot ones first. One client, one gift at a time.
 */
const naiveTables = `
  create schema naive;
  create table naive.balance (account text primary key, amount bigint not null);
  create table naive.idem (key text primary key, txn_id uuid not null);
  create table naive.txn (txn_id uuid primary key, params jsonb not null, at timestamptz not null);
  create table naive.entry (txn_id uuid not null, account text not null, amount bigint not null, at timestamptz not null);
  create index naive_entry_idx on naive.entry (account, at);
  create table naive.lot (lot_id text primary key, owner text not null, coins_left bigint not null);
  create index naive_lot_idx on naive.lot (owner);
  create table naive.take (txn_id uuid not null, lot_id text not null, coins bigint not null)`

interface NaiveGift {
  readonly payer: string
  readonly creator: string
  readonly coins: number
}

const legsOf = ({ payer, creator, coins }: NaiveGift): readonly (readonly [string, number])[] => [
  ['rev_gift', coins * 2500],
  [`creator_pending:${creator}`, coins * 2500],
  [`d.creator:${creator}`, coins / 2],
  ['d.issued', -coins / 2],
  ['c.burned', coins],
  [`c.wallet:${payer}`, -coins],
  [`coin_float:${payer}`, -coins * 5000],
]

export const prepareNaive = async (client: pg.Client, payers: readonly string[], creator: string) => {
  await client.query(naiveTables)
  const shared = ['rev_gift', 'd.issued', 'c.burned', `creator_pending:${creator}`, `d.creator:${creator}`]
  const own = payers.flatMap((payer) => [`c.wallet:${payer}`, `coin_float:${payer}`])
  await client.query(
    'insert into naive.balance select account, 1000000000000 from unnest($1::text[]) as account',
    [[...shared, ...own]],
  )
  await client.query(
    "insert into naive.lot select 'lot-' || owner, owner, 1000000000 from unnest($1::text[]) as owner",
    [payers],
  )
}

export const giveNaively = async (
  client: pg.Client,
  gift: NaiveGift,
  { txnId, at }: { txnId: string; at: Date },
): Promise<void> => {
  await client.query('begin')
  const known = await client.query(
    'insert into naive.idem values ($1, $2) on conflict do nothing returning key',
    [txnId, txnId],
  )
  if (known.rowCount !== 1) throw new Error('a key is new')
  for (const [account] of legsOf(gift))
    await client.query('select amount from naive.balance where account = $1 for update', [account])
  const lots = await client.query<{ lot_id: string }>(
    'select lot_id from naive.lot where owner = $1 and coins_left >= $2 limit 1 for update',
    [gift.payer, gift.coins],
  )
  await client.query('update naive.lot set coins_left = coins_left - $2 where lot_id = $1', [
    lots.rows[0]?.lot_id,
    gift.coins,
  ])
  await client.query('insert into naive.txn values ($1, $2, $3)', [txnId, JSON.stringify(gift), at])
  await client.query('insert into naive.take values ($1, $2, $3)', [txnId, lots.rows[0]?.lot_id, gift.coins])
  const legs = legsOf(gift)
  await client.query(
    'insert into naive.entry select $1, account, amount, $4 from unnest($2::text[], $3::bigint[]) as l (account, amount)',
    [txnId, legs.map(([account]) => account), legs.map(([, amount]) => amount), at],
  )
  for (const [account, amount] of legs)
    await client.query('update naive.balance set amount = amount + $2 where account = $1', [account, amount])
  await client.query('commit')
}
