import { sql, type RawBuilder } from 'kysely'
import { type Tx, within } from '#platform/postgres'
import { plainArray, textArray } from './encode.ts'
import type { LedgerTables } from './tables.ts'

/** What the chart and the currencies say, for checks that need it. */
export interface Chart {
  readonly floored: readonly string[]
  readonly growOnDebit: readonly string[]
  readonly wholeMinor: readonly string[]
  /** By currency: one of its smallest units in 10⁻⁶. */
  readonly units: readonly { readonly currency: string; readonly unit: bigint }[]
}

/** A query that finds every row against an invariant, one text for each. */
interface Invariant {
  readonly id: string
  readonly says: string
  readonly against: (chart: Chart) => RawBuilder<unknown>
}

const asset = sql`case left(a.kind, 2) when 'c.' then 'coin.' when 'd.' then 'diamond.' else '' end || a.currency`
const name = sql`a.kind || ':' || a.currency || ':' || a.owner`
const signed = sql`case when e.is_debit then e.amount else -e.amount end`

/** What each account has, by its counters. */
const balances = sql`(
  select account_id, sum(credits) - sum(debits) as net, sum(debits) as debits, sum(credits) as credits, sum(held) as held
  from ledger.balance group by account_id)`

/** What lots or takes say of owners beside what their accounts have. */
const compared = (rows: RawBuilder<unknown>, kinds: readonly string[]): RawBuilder<unknown> => sql`
  select coalesce(r.owner, h.owner) || ' ' || coalesce(r.currency, h.currency) || ': '
    || coalesce(r.amount, 0) || ' beside ' || coalesce(h.net, 0) as fault
  from (${rows}) as r full join (
    select a.owner, a.currency, sum(b.net) as net
    from ledger.account a join ${balances} b on b.account_id = a.account_id
    where a.kind = any(${textArray(kinds)}::text[]) group by a.owner, a.currency
  ) as h on h.owner = r.owner and h.currency = r.currency
  where coalesce(r.amount, 0) <> coalesce(h.net, 0)`

const isOfOthers = (kind: string, templates: readonly string[]): RawBuilder<unknown> => sql`
  select ${name} || ' by ' || t.template as fault
  from ledger.account a join ledger.entry e on e.account_id = a.account_id
  join ledger.txn t on t.lane = e.lane and t.no = e.no
  where a.kind = ${kind} and t.template <> all(${textArray(templates)}::text[])`

const moves: readonly Invariant[] = [
  {
    ...{ id: 'I1', says: 'each transfer is balanced in each asset' },
    against: () => sql`
      select 'lane ' || e.lane || ' no ' || e.no as fault
      from ledger.entry e join ledger.account a on a.account_id = e.account_id
      group by e.lane, e.no, ${asset} having sum(${signed}) <> 0`,
  },
  {
    ...{ id: 'I2', says: 'all that was written is balanced in each asset' },
    against: () => sql`
      select ${asset} || ': ' || sum(${signed}) as fault
      from ledger.entry e join ledger.account a on a.account_id = e.account_id
      group by ${asset} having sum(${signed}) <> 0`,
  },
  {
    ...{ id: 'I3', says: 'each balance is the sum of its entries' },
    against: () => sql`
      select coalesce(b.account_id, s.account_id) || ': ' || coalesce(b.debits, 0) || '/' || coalesce(b.credits, 0)
        || ' beside ' || coalesce(s.debits, 0) || '/' || coalesce(s.credits, 0) as fault
      from ${balances} as b full join (
        select account_id, coalesce(sum(amount) filter (where is_debit), 0) as debits,
          coalesce(sum(amount) filter (where not is_debit), 0) as credits
        from ledger.entry group by account_id
      ) as s on s.account_id = b.account_id
      where (coalesce(b.debits, 0), coalesce(b.credits, 0)) <> (coalesce(s.debits, 0), coalesce(s.credits, 0))`,
  },
  {
    ...{
      id: 'I4',
      says: 'no account with a floor is below it, and what is kept aside is what open holds say',
    },
    against: ({ floored }) => sql`
      select ${name} || ': ' || b.net || ' less ' || b.held as fault
      from ledger.account a join ${balances} b on b.account_id = a.account_id
      left join (
        select account_id, sum(amount) as amount from ledger.hold where state = 'open' group by account_id
      ) as h on h.account_id = a.account_id
      where (a.kind = any(${textArray(floored)}::text[]) and b.net < b.held) or b.held <> coalesce(h.amount, 0)`,
  },
]

const lots: readonly Invariant[] = [
  {
    ...{ id: 'I5', says: 'lots are worth the deferred revenue, and their coins are those of wallets' },
    against: () => sql`
      ${compared(
        sql`select owner, currency, sum(value_left_micro) as amount from ledger.lot group by owner, currency`,
        ['coin_float'],
      )}
      union all ${compared(
        sql`select owner, currency, sum(coins_left) as amount from ledger.lot group by owner, currency`,
        ['c.wallet', 'c.frozen'],
      )}
      union all select 'lot ' || l.lot_id as fault from ledger.lot l
      left join ledger.txn t on t.template = 'coin_purchase' and t.request::json -> 'params' ->> 'lotId' = l.lot_id
      left join (
        select lot_id, sum(coins) as coins, sum(value_micro) as value_micro from ledger.take group by lot_id
      ) as k on k.lot_id = l.lot_id
      where t.txn_id is null
        or l.coins || 'n' <> t.request::json -> 'params' ->> 'coins'
        or l.owner <> t.request::json -> 'params' ->> 'buyer'
        or (l.state = 'open' and (l.coins_left, l.value_left_micro)
          <> (l.coins - coalesce(k.coins, 0), l.value_micro - coalesce(k.value_micro, 0)))`,
  },
  {
    ...{
      id: 'I6',
      says: 'diamonds and pending money of creators are those of their gifts, and these what was taken out of lots',
    },
    against: () => sql`
      ${compared(
        sql`select creator as owner, currency, sum(diamonds) as amount from ledger.take where state = 'pending'
          group by creator, currency`,
        ['d.creator'],
      )}
      union all ${compared(
        sql`select creator as owner, currency, sum(payee_micro) as amount from ledger.take where state = 'pending'
          group by creator, currency`,
        ['creator_pending'],
      )}
      union all select 'gift ' || coalesce(t.txn_id, k.txn_id) as fault
      from (select * from ledger.txn where template = 'gift') as t full join (
        select txn_id, sum(coins) as coins, sum(value_micro) as value_micro, sum(payee_micro) as payee_micro,
          min(creator) as creator, max(creator) as last_creator
        from ledger.take group by txn_id
      ) as k on k.txn_id = t.txn_id
      where t.txn_id is null or k.txn_id is null or k.creator <> k.last_creator
        or k.creator <> t.request::json -> 'params' ->> 'creator'
        or (k.coins::text, k.value_micro::text, k.payee_micro::text)
          <> (t.terms::json ->> 'coins', t.terms::json ->> 'valueMicro', t.terms::json ->> 'earnedMicro')`,
  },
  {
    ...{ id: 'I7', says: 'what banks move is whole minor units' },
    against: ({ wholeMinor, units }) => sql`
      select ${name} || ': ' || e.amount as fault
      from ledger.account a join ledger.entry e on e.account_id = a.account_id
      left join unnest(${textArray(units.map(({ currency }) => currency))}::text[],
        ${plainArray(units.map(({ unit }) => unit))}::bigint[]) as u (currency, unit) on u.currency = a.currency
      where a.kind = any(${textArray(wholeMinor)}::text[]) and (u.unit is null or e.amount % u.unit <> 0)`,
  },
]

const flows: readonly Invariant[] = [
  {
    ...{ id: 'I9', says: 'each key is of one transfer, and each transfer of one key' },
    against: () => sql`
      select coalesce(t.txn_id, i.txn_id)::text as fault
      from ledger.txn t full join ledger.idem i on i.txn_id = t.txn_id
      where t.txn_id is null or i.txn_id is null or (t.scope, t.key) <> (i.scope, i.key)
        or i.request_hash <> sha256(convert_to(t.request, 'UTF8'))`,
  },
  {
    ...{ id: 'I10', says: 'a transfer is settled step by step, and never twice' },
    against: () => sql`
      select p.txn_id::text as fault
      from ledger.txn p left join (
        select settles, count(*) as steps, count(distinct settled_to) as different, max(settled_to) as settled
        from ledger.txn where settles is not null group by settles
      ) as s on s.settles = p.txn_id
      where p.settled <> coalesce(s.settled, 0) or s.steps <> s.different
      union all select s.txn_id::text from ledger.txn s
      where s.settles is not null and not exists (select from ledger.txn p where p.txn_id = s.settles)`,
  },
  {
    ...{ id: 'I11', says: 'a hold is resolved at most once, as the transfers say' },
    against: () => sql`
      select coalesce(h.hold_id, t.txn_id)::text as fault
      from (select * from ledger.txn where template = 'hold') as t full join ledger.hold h on h.hold_id = t.txn_id
      left join ledger.account a on a.account_id = h.account_id
      left join (
        select (request::json ->> 'hold')::uuid as hold_id, count(*) filter (where template = 'void') as voids,
          count(*) filter (where template <> 'void') as posts
        from ledger.txn where template = 'void' or request like '{"do":"transfer","hold":%' group by 1
      ) as r on r.hold_id = h.hold_id
      where t.txn_id is null or h.hold_id is null
        or h.amount || 'n' <> t.request::json ->> 'amount'
        or a.kind || ':' || a.currency || ':' || a.owner <> (t.request::json -> 'account' ->> 'kind') || ':'
          || (t.request::json -> 'account' ->> 'currency') || ':' || (t.request::json -> 'account' ->> 'owner')
        or coalesce(r.posts, 0) <> case h.state when 'posted' then 1 else 0 end
        or coalesce(r.voids, 0) <> case h.state when 'voided' then 1 else 0 end`,
  },
  {
    ...{ id: 'I12', says: 'an escrow is only funded and released, and never releases more than it got' },
    against: () => sql`
      ${isOfOthers('escrow', ['escrow_fund', 'escrow_release', 'hold', 'void'])}
      union all select ${name} as fault from ledger.account a join ${balances} b on b.account_id = a.account_id
      where a.kind = 'escrow' and b.debits > b.credits`,
  },
  {
    ...{ id: 'I14', says: 'a campaign spends, with what is kept aside, no more than its budget' },
    against: () => sql`
      ${isOfOthers('campaign_budget', ['budget_reserve', 'budget_release', 'ad_settle'])}
      union all select ${name} as fault from ledger.account a join ${balances} b on b.account_id = a.account_id
      where a.kind = 'campaign_budget' and b.debits + b.held > b.credits`,
  },
  {
    ...{ id: 'I15', says: 'suspense holds just what waits until it is known what it is for' },
    against: () => sql`
      select a.currency || ': ' || sum(-(${signed})) || ' beside ' || coalesce(sum(-(${signed}))
        filter (where t.template = 'unknown_money' and t.settled = 0), 0) as fault
      from ledger.account a join ledger.entry e on e.account_id = a.account_id
      join ledger.txn t on t.lane = e.lane and t.no = e.no
      where a.kind = 'suspense'
      group by a.currency
      having sum(${signed}) <> coalesce(sum(${signed})
        filter (where t.template = 'unknown_money' and t.settled = 0), 0)`,
  },
  {
    ...{ id: 'I16', says: 'the trial balance: what we have and spent is what we owe and earned' },
    against: ({ growOnDebit }) => sql`
      select ${asset} || ': ' || sum(b.net) as fault
      from ledger.account a join ${balances} b on b.account_id = a.account_id
      group by ${asset}
      having coalesce(sum(-b.net) filter (where a.kind = any(${textArray(growOnDebit)}::text[])), 0)
        <> coalesce(sum(b.net) filter (where a.kind <> all(${textArray(growOnDebit)}::text[])), 0)`,
  },
]

export const invariants: readonly Invariant[] = [...moves, ...lots, ...flows]

/** How many rows are against an invariant, and the first of them. */
export const countAgainst = async (
  tx: Tx,
  invariant: Invariant,
  chart: Chart,
): Promise<{ faults: number; first: string | null }> => {
  const query = sql<{ faults: bigint; first: string | null }>`
    select count(*) as faults, min(fault) as first from (${invariant.against(chart)}) as found`
  const [row] = (await query.execute(within<LedgerTables>(tx))).rows
  return { faults: Number(row?.faults ?? 0n), first: row?.first ?? null }
}

/** Everything that is read afterwards is of one moment, and may take as long as it takes. */
export const beginReading = async (tx: Tx): Promise<void> => {
  await sql`set transaction isolation level repeatable read, read only`.execute(within<LedgerTables>(tx))
  await sql`select set_config('statement_timeout', '0', true), set_config('work_mem', '64MB', true)`.execute(
    within<LedgerTables>(tx),
  )
}

export const countEntries = async (tx: Tx): Promise<number> => {
  const query = sql<{ entries: bigint }>`select count(*) as entries from ledger.entry`
  return Number((await query.execute(within<LedgerTables>(tx))).rows[0]?.entries ?? 0n)
}
