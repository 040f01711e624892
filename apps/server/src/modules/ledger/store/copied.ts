import { sql } from 'kysely'
import { type Queryable, within } from '#platform/postgres'
import type { Leg, Terms } from '../rules/plan.ts'
import { plainArray } from './encode.ts'
import { toAccount, toTerms } from './read-batch.ts'
import type { LedgerTables } from './tables.ts'

/** A transfer as it was posted. */
export interface Posted {
  readonly txnId: string
  readonly lane: number
  readonly no: bigint
  readonly at: Date
  readonly template: string
  /** In canonical form. */
  readonly request: string
  readonly terms: Terms
  readonly legs: readonly Leg[]
  /** When that was posted which this one settles. */
  readonly settlesSince: Date | null
}

interface Row {
  readonly txnId: string
  readonly lane: number
  readonly no: bigint
  readonly at: Date
  readonly template: string
  readonly request: string
  readonly terms: string | null
  readonly settlesSince: Date | null
  readonly legs: readonly (readonly [string, string, string, boolean, string])[] | null
}

/** The next transfers of each lane that were not copied yet, at most `limit` of each. */
export const findUncopied = async (handle: Queryable, limit: number): Promise<Posted[]> => {
  const query = sql<Row>`
    select t.txn_id as "txnId", t.lane, t.no, t.at, t.template, t.request, t.terms, s.at as "settlesSince", e.legs
    from ledger.copied c
    cross join lateral (
      select * from ledger.txn where lane = c.lane and no > c.no order by no limit ${limit}
    ) t
    left join ledger.txn s on s.txn_id = t.settles
    cross join lateral (
      select jsonb_agg(jsonb_build_array(a.kind, a.currency, a.owner, l.side = 'd', l.amount) order by l.place) as legs
      from (
        select split_part(leg, ' ', 1)::bigint as account_id, split_part(leg, ' ', 2) as side,
          split_part(leg, ' ', 3) as amount, place
        from string_to_table(t.legs, ',') with ordinality as parts (leg, place)
      ) l join ledger.account a on a.account_id = l.account_id
    ) e
    order by t.lane, t.no`
  const { rows } = await query.execute(within<LedgerTables>(handle))
  return rows.map(({ terms, legs, ...row }) => ({
    ...row,
    terms: toTerms(terms),
    legs: (legs ?? []).map(([kind, currency, owner, isDebit, amount]): Leg => ({
      account: toAccount(kind, currency, owner),
      side: isDebit ? 'debit' : 'credit',
      amount: BigInt(amount),
    })),
  }))
}

export const keepCopied = async (
  handle: Queryable,
  lanes: readonly { readonly lane: number; readonly no: bigint }[],
): Promise<void> => {
  await sql`
    update ledger.copied c set no = d.no
    from unnest(${plainArray(lanes.map(({ lane }) => String(lane)))}::smallint[],
      ${plainArray(lanes.map(({ no }) => String(no)))}::bigint[]) as d (lane, no)
    where c.lane = d.lane and c.no < d.no`.execute(within<LedgerTables>(handle))
}
