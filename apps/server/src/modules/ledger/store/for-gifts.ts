import type { Currency } from '@busker/money'
import { sql } from 'kysely'
import { type Queryable, type Tx, within } from '#platform/postgres'
import type { Lot } from '../rules/plan.ts'
import type { LedgerTables } from './tables.ts'

type LotRow = Omit<Lot, 'boughtAtMs' | 'seasonedAtMs'> & { boughtAt: Date; seasonedAt: Date }

/** Lots of several owners of which something is left, each owner's in the order in which they are used. */
export const findLotsLeft = async (
  handle: Queryable,
  owners: readonly string[],
  currency: Currency,
): Promise<ReadonlyMap<string, readonly Lot[]>> => {
  const { rows } = await sql<LotRow>`
    select lot_id as "lotId", owner, currency, provider, jurisdiction, coins, value_micro as "valueMicro",
      tax_micro as "taxMicro", coins_left as "coinsLeft", value_left_micro as "valueLeftMicro", state,
      bought_at as "boughtAt", seasoned_at as "seasonedAt"
    from ledger.lot where owner = any(${[...owners]}::text[]) and currency = ${currency} and state in ('open', 'frozen')
    order by bought_at, lot_id`.execute(within<LedgerTables>(handle))
  const lots = rows.map(({ boughtAt, seasonedAt, ...lot }): Lot => {
    return { ...lot, boughtAtMs: boughtAt.getTime(), seasonedAtMs: seasonedAt.getTime() }
  })
  return Map.groupBy(lots, ({ owner }) => owner)
}

/** Pending takes of these transfers mature later by so much, or earlier if it is below zero. */
export const delayTakes = async (tx: Tx, txnIds: readonly string[], byMs: number): Promise<void> => {
  await sql`
    update ledger.take t set matures_at = matures_at + ${byMs}::bigint * interval '1 millisecond'
    from (
      select lot_id, txn_id from ledger.take where txn_id = any(${[...txnIds]}::uuid[]) and state in ('pending', 'frozen')
      order by lot_id, txn_id for no key update
    ) as held
    where t.lot_id = held.lot_id and t.txn_id = held.txn_id`.execute(within<LedgerTables>(tx))
}
