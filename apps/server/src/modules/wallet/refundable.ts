import { refundOf, type Lot } from '#modules/ledger'

const dayMs = 86_400_000

export interface Refundable {
  readonly coins: bigint
  /** Whole minor units, rounded up for the buyer; tax included. */
  readonly amountMicro: bigint
  readonly until: Date
}

/** What giving back the unused coins of a purchase returns; null: it was not paid, is too old, or nothing is left. */
export const refundableOf = (
  purchase: { readonly state: string; readonly settledAt: Date | null; readonly refundDays: number },
  lot: Lot | null,
  nowMs: number,
): Refundable | null => {
  if (purchase.state !== 'settled' || purchase.settledAt === null) return null
  if (lot === null || lot.state !== 'open' || lot.coinsLeft === 0n) return null
  const until = new Date(purchase.settledAt.getTime() + purchase.refundDays * dayMs)
  if (until.getTime() < nowMs) return null
  const { paidMicro } = refundOf(lot)
  return paidMicro === 0n ? null : { coins: lot.coinsLeft, amountMicro: paidMicro, until }
}
