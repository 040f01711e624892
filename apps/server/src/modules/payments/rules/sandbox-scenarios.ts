/**
 * What the sandbox can do to money, and how to ask for it: with a card on its page, or with an exact amount in minor units
 * where there is no page. The amounts are odd enough that nobody meets one by accident.
 */
export const chargeScenarios = {
  succeeds: null,
  declined: 77_001n,
  three_d_secure: 77_002n,
  settles_late: 77_003n,
  /** The checkout is opened and its answer lost: the caller hears `unknown`, once. */
  answer_lost: 77_004n,
  disputed_lost: 77_005n,
  disputed_won: 77_006n,
  webhook_twice: 77_007n,
  webhook_late: 77_008n,
  webhook_lost: 77_009n,
  /** No checkout is opened at all. */
  refused: 77_010n,
} as const satisfies Record<string, bigint | null>

export const refundScenarios = {
  succeeds: null,
  fails: 66_001n,
  slow: 66_002n,
  returned: 66_003n,
  answer_lost: 66_004n,
} as const satisfies Record<string, bigint | null>

export const payoutScenarios = {
  succeeds: null,
  refused: 88_001n,
  fails: 88_002n,
  returned: 88_003n,
  answer_lost: 88_004n,
  slow: 88_005n,
} as const satisfies Record<string, bigint | null>

/** The cards of the checkout page. The two others can only be asked for by their amount. */
export const cards = [
  'succeeds',
  'three_d_secure',
  'declined',
  'settles_late',
  'disputed_lost',
  'disputed_won',
  'webhook_twice',
  'webhook_late',
  'webhook_lost',
] as const satisfies readonly (keyof typeof chargeScenarios)[]
export type Card = (typeof cards)[number]

export const scenarioOf = (table: Readonly<Record<string, bigint | null>>, amountMinor: bigint): string =>
  Object.entries(table).find(([, magic]) => magic === amountMinor)?.[0] ?? 'succeeds'

/** What the sandbox keeps of a payment: 2.9 % and 30, rounded up, and never more than the payment. */
export const chargeFeeMinor = (amountMinor: bigint): bigint => {
  const fee = (amountMinor * 29n + 999n) / 1000n + 30n
  return fee < amountMinor ? fee : amountMinor
}

/** What it keeps for each dispute, won or lost. */
export const disputeFeeMinor = 1500n

const minuteMs = 60_000
const dayMs = 86_400_000

/** How long things take by themselves. */
export const pausesMs = {
  settlesLate: 2 * minuteMs,
  dispute: 3 * dayMs,
  disputeDecision: 7 * dayMs,
  refundSlow: dayMs,
  refundReturned: 2 * dayMs,
  payout: minuteMs,
  payoutSlow: 5 * dayMs,
  payoutReturned: 2 * dayMs,
  expiry: dayMs,
  webhookLate: 3 * minuteMs,
} as const
