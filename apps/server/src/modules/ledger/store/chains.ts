import { sql } from 'kysely'
import { type Queryable, type Tx, within } from '#platform/postgres'
import type { Chained } from '../rules/chain.ts'
import type { LedgerTables } from './tables.ts'

/** A transfer as it stands in its lane. */
export interface ChainRow extends Chained {
  readonly lane: number
  readonly hash: string
  /** Its entries, in the form of its legs. */
  readonly entries: string
}

const pageOfCursor = 4000

/** All transfers, lane after lane, as long as the transaction lasts. Whatever their number, a page is held at a time. */
export async function* chainRows(tx: Tx): AsyncGenerator<ChainRow> {
  const connection = within<LedgerTables>(tx)
  await sql`declare chain_rows no scroll cursor for
    select t.lane, t.no, t.txn_id as "txnId", (extract(epoch from t.at) * 1000)::float8 as "atMs", t.template, t.scope, t.key,
      t.request, t.terms, t.settles, t.settled_to as "settledTo", t.legs, encode(t.hash, 'hex') as hash,
      coalesce(e.entries, '') as entries
    from ledger.txn t left join (
      select lane, no, string_agg(
        account_id || case when is_debit then ' d ' else ' c ' end || amount, ',' order by leg
      ) as entries
      from ledger.entry group by lane, no
    ) as e on e.lane = t.lane and e.no = t.no
    order by t.lane, t.no`.execute(connection)
  for (;;) {
    const { rows } = await sql<ChainRow>`fetch ${sql.raw(String(pageOfCursor))} from chain_rows`.execute(
      connection,
    )
    yield* rows
    if (rows.length < pageOfCursor) return
  }
}

export interface LaneRow {
  readonly lane: number
  readonly txns: bigint
  readonly lastNo: bigint
  readonly head: string
}

export const findLanes = async (handle: Queryable): Promise<LaneRow[]> => {
  const query = sql<LaneRow>`
    select lane, txns, last_no as "lastNo", encode(head, 'hex') as head from ledger.lane order by lane`
  return (await query.execute(within<LedgerTables>(handle))).rows
}

/** Entries whose transfer is not there: the chain alone would not miss them. */
export const countStrayEntries = async (tx: Tx): Promise<number> => {
  const query = sql<{ strays: bigint }>`
    select count(*) as strays from ledger.entry e
    left join ledger.txn t on t.lane = e.lane and t.no = e.no where t.txn_id is null`
  return Number((await query.execute(within<LedgerTables>(tx))).rows[0]?.strays ?? 0n)
}

/** Accounts page by page, in the order of their numbers. */
export const findAccounts = async (
  tx: Tx,
  after: string,
  limit: number,
): Promise<{ id: string; kind: string; currency: string; owner: string }[]> => {
  const query = sql<{ id: string; kind: string; currency: string; owner: string }>`
    select account_id::text as id, kind, currency, owner from ledger.account
    where account_id > ${after}::bigint order by account_id limit ${limit}`
  return (await query.execute(within<LedgerTables>(tx))).rows
}
