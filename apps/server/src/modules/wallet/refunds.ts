import type { Purchase, PurchaseId } from '@busker/contract'
import { decimalsOf, unitOf } from '@busker/money'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { Wallet } from './deps.ts'
import { coinsPurpose, ownPurchase, presentOne } from './purchases.ts'
import { refundableOf } from './refundable.ts'
import { findPurchase, type PurchaseRow } from './store/purchases.ts'

const begin = async (wallet: Wallet, row: PurchaseRow): Promise<void> => {
  const lots = await wallet.ledger.lotsOf(wallet.db.pool, row.personId, wallet.currency)
  const lot = lots.find(({ lotId }) => lotId === row.lotId) ?? null
  const refundable = refundableOf(row, lot, wallet.clock.nowMs())
  if (refundable === null || row.chargeId === null) throw new AppError('purchase_not_refundable')
  await wallet.payments().refund({
    // A refund that failed is another one when it is asked for again.
    ...{ key: `${coinsPurpose}:${row.purchaseId}:${row.refunds}`, chargeId: row.chargeId },
    ...{ amountMinor: refundable.amountMicro / unitOf(decimalsOf(row.currency)), reason: 'withdrawal' },
  })
}

/** Gives the unused coins of a purchase back. Asked for again it is the same, also while it is not certain yet. */
export const refundPurchase = async (
  wallet: Wallet,
  viewer: PersonViewer,
  purchaseId: PurchaseId,
): Promise<Purchase> => {
  const row = await ownPurchase(wallet, viewer, purchaseId)
  if (row.state !== 'refunding' && row.state !== 'refunded') await begin(wallet, row)
  const after = await findPurchase(wallet.db.pool, purchaseId)
  return presentOne(wallet, after ?? row)
}
