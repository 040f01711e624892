import { sql } from 'kysely'
import { type Queryable, type Tx, within } from '#platform/postgres'
import type { DailyClose } from '../views.ts'
import type { LedgerTables } from './tables.ts'

export type CloseRow = DailyClose

/** All of them, the oldest first: one a day. */
export const findCloses = async (handle: Queryable): Promise<CloseRow[]> => {
  const rows = await within<LedgerTables>(handle)
    .selectFrom('ledger.daily_close')
    .select(['day', 'closed_at as closedAt', 'statement', 'public_key as publicKey', 'signature'])
    .orderBy('day')
    .execute()
  return rows
}

/** False when somebody else closed the day. */
export const insertClose = async (tx: Tx, close: CloseRow): Promise<boolean> => {
  const row = await within<LedgerTables>(tx)
    .insertInto('ledger.daily_close')
    .values({
      day: close.day,
      closed_at: close.closedAt,
      statement: close.statement,
      public_key: close.publicKey,
      signature: close.signature,
    })
    .onConflict((conflict) => conflict.column('day').doNothing())
    .returning('day')
    .executeTakeFirst()
  return row !== undefined
}

export interface TrialRow {
  readonly kind: string
  readonly currency: string
  readonly debits: string
  readonly credits: string
}

/** Sums of entries by kind and currency, as far as these lanes had come. */
export const findTrialBalance = async (
  handle: Queryable,
  lanes: readonly { readonly lane: number; readonly no: string }[],
): Promise<TrialRow[]> => {
  const query = sql<TrialRow>`
    select a.kind, a.currency, coalesce(sum(e.amount) filter (where e.is_debit), 0)::text as debits,
      coalesce(sum(e.amount) filter (where not e.is_debit), 0)::text as credits
    from json_to_recordset(${JSON.stringify(lanes)}::json) as l (lane smallint, no bigint)
    join ledger.entry e on e.lane = l.lane and e.no <= l.no
    join ledger.account a on a.account_id = e.account_id
    group by a.kind, a.currency order by a.kind, a.currency`
  return (await query.execute(within<LedgerTables>(handle))).rows
}

/** Gives back what holds kept aside that nobody has looked at since they expired. */
export const expireHolds = async (tx: Tx, now: Date): Promise<void> => {
  await sql`
    with locked as materialized (
      select account_id from ledger.balance where shard = 0 and account_id in (
        select account_id from ledger.hold where state = 'open' and expires_at <= ${now} order by expires_at limit 500
      ) order by account_id for no key update
    )
    select ledger.expire_holds(array_agg(account_id), ${now}) from locked`.execute(within<LedgerTables>(tx))
}

export interface PostedRow {
  readonly txnId: string
  readonly lane: number
  readonly no: string
  readonly at: Date
  readonly template: string
  readonly scope: string
  readonly key: string
  readonly legs: readonly (readonly [
    kind: string,
    currency: string,
    owner: string,
    side: string,
    amount: string,
  ])[]
}

/**
 * Transfers after a place of each lane. A lane is written by one transaction at a time, in the order in which they commit, so
 * nothing can appear below a place that was read.
 */
export const findPosted = async (
  handle: Queryable,
  after: readonly { readonly lane: number; readonly no: string }[],
  limit: number,
): Promise<PostedRow[]> => {
  const query = sql<PostedRow>`
    select t.txn_id as "txnId", t.lane, t.no::text as no, t.at, t.template, t.scope, t.key, coalesce((
      select json_agg(json_build_array(a.kind, a.currency, a.owner, split_part(l.text, ' ', 2), split_part(l.text, ' ', 3))
        order by l.place)
      from unnest(string_to_array(t.legs, ',')) with ordinality as l (text, place)
      join ledger.account a on a.account_id = split_part(l.text, ' ', 1)::bigint
    ), '[]') as legs
    from json_to_recordset(${JSON.stringify(after)}::json) as p (lane smallint, no bigint)
    cross join lateral (
      select * from ledger.txn where lane = p.lane and no > p.no order by no limit ${limit}
    ) as t
    order by t.lane, t.no`
  return (await query.execute(within<LedgerTables>(handle))).rows
}
