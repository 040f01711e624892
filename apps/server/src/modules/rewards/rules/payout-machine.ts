import type { PayoutState } from '@busker/contract'

/** What happens to a payout, and who says so. */
export type PayoutEvent =
  | 'check'
  | 'hold'
  | 'release'
  | 'cancel'
  | 'submit'
  | 'silence'
  | 'paid'
  | 'failed'
  | 'returned'

type Machine = Readonly<Record<PayoutState, Partial<Record<PayoutEvent, PayoutState>>>>

const told = { paid: 'paid', failed: 'failed' } as const

/**
 * What is not in the table does not happen. The provider's word counts also where it was silent before; a payout that was
 * paid may still come back.
 */
export const payoutMachine: Machine = {
  requested: { check: 'kyc_check' },
  kyc_check: { hold: 'risk_hold', submit: 'submitted', failed: 'failed' },
  risk_hold: { release: 'kyc_check', cancel: 'cancelled' },
  submitted: { ...told, silence: 'unknown' },
  unknown: told,
  paid: { returned: 'returned' },
  returned: {},
  failed: {},
  cancelled: {},
}

export const nextPayoutState = (state: PayoutState, event: PayoutEvent): PayoutState | null =>
  payoutMachine[state][event] ?? null
