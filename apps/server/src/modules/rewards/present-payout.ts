import type { Payout } from '@busker/contract'
import type { PayoutRow, PayoutStep } from './store/payouts.ts'

export const presentPayout = (row: PayoutRow, steps: readonly PayoutStep[]): Payout => ({
  payoutId: row.payoutId,
  personId: row.personId,
  rail: row.rail,
  currency: row.currency,
  amountMicro: String(row.amountMicro),
  withheldMicro: String(row.withheldMicro),
  netMicro: String(row.amountMicro - row.withheldMicro),
  state: row.state,
  note: row.note,
  requestedAt: row.requestedAt.toISOString(),
  changedAt: row.changedAt.toISOString(),
  history: steps.map(({ state, at, note }) => ({ state, at: at.toISOString(), note })),
})
