import type { Currency } from '@busker/money'
import { sql } from 'kysely'
import { type Queryable, within } from '#platform/postgres'
import type { Flow, FlowQuery, GiftsReceived, Span } from '../flow-views.ts'
import { textArray } from './encode.ts'
import type { LedgerTables } from './tables.ts'

/**
 * What moved on accounts of some kinds in a time, by template. It reads the lines of these accounts, so a kind that many
 * share is for whoever can wait.
 */
export const findFlows = async (handle: Queryable, query: FlowQuery): Promise<Flow[]> => {
  const { kinds, owner, by, from, until } = query
  const part = by === 'owner' ? sql`a.owner` : sql`to_char(t.at at time zone 'UTC', 'YYYY-MM-DD')`
  const { rows } = await sql<Flow>`
    select a.kind, a.currency, t.template, ${part} as part,
      coalesce(sum(e.amount) filter (where e.is_debit), 0)::bigint as debits,
      coalesce(sum(e.amount) filter (where not e.is_debit), 0)::bigint as credits
    from ledger.account a
    join ledger.entry e on e.account_id = a.account_id
    join ledger.txn t on t.lane = e.lane and t.no = e.no
    where a.kind = any(${textArray(kinds)}::text[])
      and (${owner === undefined} or a.owner = ${owner ?? ''})
      and t.at >= ${from} and t.at < ${until}
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(within<LedgerTables>(handle))
  return rows
}

/** Gifts to a creator in a time, by currency. */
export const findGifts = async (
  handle: Queryable,
  creator: string,
  { from, until }: Span,
): Promise<GiftsReceived[]> => {
  const { rows } = await sql<GiftsReceived>`
    select k.currency, sum(k.value_micro)::bigint as "valueMicro", sum(k.payee_micro)::bigint as "payeeMicro",
      coalesce(sum(k.payee_micro) filter (where k.state = 'pending'), 0)::bigint as "pendingMicro"
    from ledger.take k join ledger.txn t on t.txn_id = k.txn_id
    where k.creator = ${creator} and t.at >= ${from} and t.at < ${until}
    group by k.currency order by k.currency`.execute(within<LedgerTables>(handle))
  return rows
}

/** Since when money of a currency waits that nobody expected; currencies without such are absent. */
export const findUnexplained = async (handle: Queryable): Promise<{ currency: Currency; since: Date }[]> => {
  const { rows } = await sql<{ currency: Currency; since: Date }>`
    select a.currency, min(t.at) as since
    from ledger.account a
    join ledger.entry e on e.account_id = a.account_id
    join ledger.txn t on t.lane = e.lane and t.no = e.no
    where a.kind = 'suspense' and t.template = 'unknown_money' and t.settled = 0
    group by a.currency order by a.currency`.execute(within<LedgerTables>(handle))
  return rows
}
