import type { Currency } from '@busker/money'
import { sql } from 'kysely'
import { type Queryable, within } from '#platform/postgres'
import type { Maturing } from '../views.ts'
import type { Lot, Take } from '../rules/plan.ts'
import type { LedgerTables } from './tables.ts'

type LotRow = Omit<Lot, 'boughtAtMs' | 'seasonedAtMs'> & { boughtAt: Date; seasonedAt: Date }
type TakeRow = Omit<Take, 'maturesAtMs'> & { maturesAt: Date }

/** The latest first. */
export const findLots = async (
  handle: Queryable,
  query: { owner: string; currency: Currency; limit: number },
): Promise<Lot[]> => {
  const { rows } = await sql<LotRow>`
    select lot_id as "lotId", owner, currency, provider, jurisdiction, coins, value_micro as "valueMicro",
      tax_micro as "taxMicro", coins_left as "coinsLeft", value_left_micro as "valueLeftMicro", state,
      bought_at as "boughtAt", seasoned_at as "seasonedAt"
    from ledger.lot where owner = ${query.owner} and currency = ${query.currency}
    order by bought_at desc, lot_id desc limit ${query.limit}`.execute(within<LedgerTables>(handle))
  return rows.map(({ boughtAt, seasonedAt, ...lot }) => {
    return { ...lot, boughtAtMs: boughtAt.getTime(), seasonedAtMs: seasonedAt.getTime() }
  })
}

export const findTakes = async (handle: Queryable, lotId: string, limit: number): Promise<Take[]> => {
  const { rows } = await sql<TakeRow>`
    select txn_id as "txnId", lot_id as "lotId", creator, currency, coins, value_micro as "valueMicro",
      payee_micro as "payeeMicro", diamonds, state, matures_at as "maturesAt"
    from ledger.take where lot_id = ${lotId} order by txn_id limit ${limit}`.execute(
    within<LedgerTables>(handle),
  )
  return rows.map(({ maturesAt, ...take }) => ({ ...take, maturesAtMs: maturesAt.getTime() }))
}

export const findMaturing = async (
  handle: Queryable,
  creator: string,
  currency: Currency,
): Promise<Maturing[]> => {
  const { rows } = await sql<Maturing>`
    select to_char(matures_at at time zone 'UTC', 'YYYY-MM-DD') as day, sum(payee_micro)::bigint as "amountMicro"
    from ledger.take where creator = ${creator} and currency = ${currency} and state = 'pending'
    group by 1 order by 1`.execute(within<LedgerTables>(handle))
  return rows
}

export const findWithMature = async (
  handle: Queryable,
  { atMs, limit }: { atMs: number; limit: number },
): Promise<{ creator: string; currency: Currency }[]> => {
  const { rows } = await sql<{ creator: string; currency: Currency }>`
    select creator, currency from ledger.take
    where state = 'pending' and matures_at <= ${new Date(atMs)}
    group by creator, currency order by min(matures_at), creator limit ${limit}`.execute(
    within<LedgerTables>(handle),
  )
  return rows
}
