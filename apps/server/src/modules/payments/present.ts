import { personId } from '@busker/contract'
import { assert } from '#platform/assert'
import type { Charge, Dispute, Payout, Refund } from './deps.ts'
import type { MovementRow } from './store/movements.ts'

const common = (row: MovementRow) => ({
  purpose: row.purpose,
  reference: row.reference,
  amountMinor: row.amountMinor,
  currency: row.currency,
  provider: row.provider,
  createdAt: row.createdAt,
  code: row.code,
})

const chargeOf = (row: MovementRow): string => {
  assert(row.chargeId !== null, 'refunds and disputes belong to a charge')
  return row.chargeId
}

// Checked boundary: which states a kind can be in is a constraint of the table.
export const presentCharge = (row: MovementRow): Charge => ({
  ...common(row),
  chargeId: row.movementId,
  payer: personId.parse(row.party),
  state: row.state as Charge['state'],
  capturedMinor: row.capturedMinor,
  checkoutUrl: row.url,
})

export const presentRefund = (row: MovementRow): Refund => ({
  ...common(row),
  refundId: row.movementId,
  chargeId: chargeOf(row),
  payer: personId.parse(row.party),
  state: row.state as Refund['state'],
})

export const presentDispute = (row: MovementRow): Dispute => ({
  ...common(row),
  disputeId: row.movementId,
  chargeId: chargeOf(row),
  payer: personId.parse(row.party),
  state: row.state as Dispute['state'],
})

export const presentPayout = (row: MovementRow): Payout => ({
  ...common(row),
  payoutId: row.movementId,
  party: row.party,
  state: row.state as Payout['state'],
})
