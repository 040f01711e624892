import type { PackId, PersonId, PurchaseId, PurchaseState } from '@busker/contract'
import type { Currency } from '@busker/money'
import { sql, type Updateable } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { ListPosition } from '#platform/list-page'
import type { WalletTables } from './tables.ts'

export interface PurchaseRow {
  readonly purchaseId: PurchaseId
  readonly personId: PersonId
  readonly key: string
  readonly packId: PackId
  readonly packVersion: number
  readonly coins: bigint
  readonly currency: Currency
  readonly priceMicro: bigint
  readonly taxMicro: bigint
  readonly taxBasisPoints: number
  readonly jurisdiction: string
  readonly refundDays: number
  readonly returnPath: string
  readonly state: PurchaseState
  readonly chargeId: string | null
  readonly provider: string
  readonly checkoutUrl: string | null
  readonly code: string | null
  readonly receiptYear: number | null
  readonly receiptNo: number | null
  readonly createdAt: Date
  readonly settledAt: Date | null
  readonly lotId: string
  readonly refunds: number
  readonly refundedMicro: bigint
  readonly refundedCoins: bigint
  readonly refundedAt: Date | null
  readonly disputeTxn: string | null
}

const columns = [
  ...(['purchase_id as purchaseId', 'person_id as personId', 'key', 'pack_id as packId'] as const),
  ...(['pack_version as packVersion', 'coins', 'currency', 'price_micro as priceMicro'] as const),
  ...(['tax_micro as taxMicro', 'tax_basis_points as taxBasisPoints', 'jurisdiction'] as const),
  ...(['refund_days as refundDays', 'return_path as returnPath', 'state', 'charge_id as chargeId'] as const),
  ...(['provider', 'checkout_url as checkoutUrl', 'code', 'receipt_year as receiptYear'] as const),
  ...(['receipt_no as receiptNo', 'created_at as createdAt', 'settled_at as settledAt'] as const),
  ...(['lot_id as lotId', 'refunds', 'refunded_micro as refundedMicro'] as const),
  ...(['refunded_coins as refundedCoins', 'refunded_at as refundedAt', 'dispute_txn as disputeTxn'] as const),
] as const

/** False: this person's key is taken. */
export const insertPurchase = async (tx: Tx, row: PurchaseRow): Promise<boolean> => {
  const made = await within<WalletTables>(tx)
    .insertInto('wallet.purchase')
    .values({
      ...{ purchase_id: row.purchaseId, person_id: row.personId, key: row.key, pack_id: row.packId },
      ...{ pack_version: row.packVersion, coins: row.coins, currency: row.currency },
      ...{ price_micro: row.priceMicro, tax_micro: row.taxMicro, tax_basis_points: row.taxBasisPoints },
      ...{ jurisdiction: row.jurisdiction, refund_days: row.refundDays, return_path: row.returnPath },
      ...{ state: row.state, provider: row.provider, created_at: row.createdAt, lot_id: row.lotId },
      ...{ refunds: 0, refunded_micro: 0n, refunded_coins: 0n },
    })
    .onConflict((conflict) => conflict.columns(['person_id', 'key']).doNothing())
    .returning('purchase_id')
    .executeTakeFirst()
  return made !== undefined
}

export const findByKey = async (
  handle: Queryable,
  personId: PersonId,
  key: string,
): Promise<PurchaseRow | null> =>
  (await within<WalletTables>(handle)
    .selectFrom('wallet.purchase')
    .select(columns)
    .where('person_id', '=', personId)
    .where('key', '=', key)
    .executeTakeFirst()) ?? null

export const findPurchase = async (handle: Queryable, purchaseId: string): Promise<PurchaseRow | null> =>
  (await within<WalletTables>(handle)
    .selectFrom('wallet.purchase')
    .select(columns)
    .where(sql<boolean>`purchase_id = ${purchaseId}::uuid`)
    .executeTakeFirst()) ?? null

export const listPurchases = (
  handle: Queryable,
  personId: PersonId,
  { after, limit, states }: { after: ListPosition | null; limit: number; states?: readonly PurchaseState[] },
): Promise<PurchaseRow[]> =>
  within<WalletTables>(handle)
    .selectFrom('wallet.purchase')
    .select(columns)
    .where('person_id', '=', personId)
    .$if(states !== undefined, (query) => query.where('state', 'in', states ?? []))
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(created_at, purchase_id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid)`,
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('purchase_id', 'desc')
    .limit(limit)
    .execute()

/** What somebody bought, or began to buy, since then; what was declined does not count. */
export const boughtSince = (
  handle: Queryable,
  personId: PersonId,
  since: Date,
): Promise<{ createdAt: Date; priceMicro: bigint; state: PurchaseState }[]> =>
  within<WalletTables>(handle)
    .selectFrom('wallet.purchase')
    .select(['created_at as createdAt', 'price_micro as priceMicro', 'state'])
    .where('person_id', '=', personId)
    .where('created_at', '>=', since)
    .execute()

export const updatePurchase = async (
  handle: Queryable,
  purchaseId: PurchaseId,
  changes: Updateable<WalletTables['wallet.purchase']>,
): Promise<void> => {
  await within<WalletTables>(handle)
    .updateTable('wallet.purchase')
    .set(changes)
    .where('purchase_id', '=', purchaseId)
    .execute()
}

/** What the provider answered when the charge was begun; never over what the charge itself has told meanwhile. */
export const updateWaiting = async (
  handle: Queryable,
  purchaseId: PurchaseId,
  changes: { chargeId: string; checkoutUrl: string | null; state: 'pending' | 'unknown' },
): Promise<void> => {
  await within<WalletTables>(handle)
    .updateTable('wallet.purchase')
    .set({ charge_id: changes.chargeId, checkout_url: changes.checkoutUrl, state: changes.state })
    .where('purchase_id', '=', purchaseId)
    .where('state', 'in', ['pending', 'unknown'])
    .execute()
}

/** The next number of a year, without gaps: the row stays locked until the purchase that has it is there. */
export const nextReceipt = async (tx: Tx, year: number): Promise<number> => {
  const { last_no } = await within<WalletTables>(tx)
    .insertInto('wallet.receipt_count')
    .values({ year, last_no: 1 })
    .onConflict((conflict) =>
      conflict
        .column('year')
        .doUpdateSet((update) => ({ last_no: update('wallet.receipt_count.last_no', '+', 1) })),
    )
    .returning('last_no')
    .executeTakeFirstOrThrow()
  return last_no
}
