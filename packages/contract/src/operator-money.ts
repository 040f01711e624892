import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { payout, payoutId, payoutState } from './payouts.ts'
import { isoDate, isoTime, personId } from './shapes.ts'

const micro = z.string().regex(/^-?\d{1,19}$/)
const reason = z.string().trim().min(3).max(500)

export const getOperatorMoney = endpoint({
  id: 'getOperatorMoney',
  method: 'GET',
  path: '/v1/rewards/operator/money',
  summary:
    'The money of the instance out of its books: revenue, what is owed to whom, what is not explained. At most 400 days.',
  access: 'operator',
  query: z.object({ from: isoDate, to: isoDate }),
  response: z.object({
    asOf: isoTime,
    currencies: z.array(
      z.object({
        currency: z.string(),
        /** Of these days, by account kind: `rev_gift`… */
        revenue: z.array(z.object({ line: z.string(), amountMicro: micro })),
        expenses: z.array(z.object({ line: z.string(), amountMicro: micro })),
        /** What passed through (gifts, ads, shop, deals) in these days. */
        grossMicro: micro,
        /** Revenue of gross, basis points; null: there was no gross. */
        takeRateBasisPoints: z.int().nullable(),
        /** As the books stand now, by account kind. */
        liabilities: z.array(z.object({ kind: z.string(), amountMicro: micro })),
        assets: z.array(z.object({ kind: z.string(), amountMicro: micro })),
        suspenseMicro: micro,
        /** Since when something has been unexplained; null: nothing is. */
        suspenseSince: isoTime.nullable(),
        /** Earned by creators in these days. */
        creators: z.int(),
        creatorMedianMicro: micro.nullable(),
        creatorGini: z.number().nullable(),
      }),
    ),
    /** Debits are credits in every currency, over all accounts. */
    trialBalanceOk: z.boolean(),
    payouts: z.object({
      requested: z.int(),
      paid: z.int(),
      failed: z.int(),
      returned: z.int(),
      /** Waiting for an operator, or for the provider to say what became of it. */
      held: z.int(),
      unknown: z.int(),
      /** From request to paid; null: none was paid. */
      latencyP50Seconds: z.int().nullable(),
      latencyP90Seconds: z.int().nullable(),
      /** Failed or returned, of those that ended, basis points. */
      failureBasisPoints: z.int().nullable(),
    }),
  }),
  errors: ['not_signed_in', 'forbidden', 'invalid_request'],
})
export type OperatorMoney = z.infer<(typeof getOperatorMoney)['response']>

export const listAllPayouts = endpoint({
  id: 'listAllPayouts',
  method: 'GET',
  path: '/v1/rewards/operator/payouts',
  summary: 'Payouts of everybody, newest first, with who asks.',
  access: 'operator',
  query: z.object({ state: payoutState.optional(), cursor: z.string().max(512).optional() }),
  response: z.object({
    payouts: z.array(payout.extend({ handle: z.string().nullable() })),
    nextCursor: z.string().nullable(),
  }),
  errors: ['not_signed_in', 'forbidden', 'invalid_cursor'],
})

const decision = {
  access: 'operator',
  params: z.object({ payoutId }),
  body: z.object({ reason }),
  response: z.object({ payout }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'state_changed'],
} as const

export const holdPayout = endpoint({
  id: 'holdPayout',
  method: 'POST',
  path: '/v1/rewards/operator/payouts/:payoutId/hold',
  summary: 'Stop a payout that was not handed to the provider yet, with a reason that its owner reads.',
  ...decision,
})
export const releasePayout = endpoint({
  id: 'releasePayout',
  method: 'POST',
  path: '/v1/rewards/operator/payouts/:payoutId/release',
  summary: 'Let a payout that was held go on.',
  ...decision,
})
export const cancelPayout = endpoint({
  id: 'cancelPayout',
  method: 'POST',
  path: '/v1/rewards/operator/payouts/:payoutId/cancel',
  summary: 'Give the money of a payout that was held back to its owner.',
  ...decision,
})

export const journalId = z.uuid().brand<'JournalId'>()
export type JournalId = z.infer<typeof journalId>

const amount = z.string().regex(/^[1-9]\d{0,17}$/, 'Use a whole number of millionths above zero.')
const currency = z.string().regex(/^[A-Z]{3}$/)

/** What may be moved by hand: a few templates, nothing free. */
export const manualTransfer = z.discriminatedUnion('template', [
  z.object({ template: z.literal('fund_top_up'), period: z.string().max(20), currency, amountMicro: amount }),
  z.object({
    ...{ template: z.literal('receivable_collect'), personId, currency, amountMicro: amount },
    rail: z.enum(['creator', 'seller', 'affiliate']),
  }),
  z.object({
    template: z.literal('unknown_matched'),
    /** The transfer that booked the money as unknown. */
    unknown: z.uuid(),
    /** The name of the account that it is for, as statements of the books show it. */
    to: z.string().max(200),
  }),
])
export type ManualTransfer = z.infer<typeof manualTransfer>

export const journal = z.object({
  journalId,
  transfer: manualTransfer,
  reason: z.string(),
  state: z.enum(['proposed', 'posted', 'refused', 'withdrawn']),
  proposedBy: personId,
  proposedAt: isoTime,
  decidedBy: personId.nullable(),
  decidedAt: isoTime.nullable(),
  decisionReason: z.string().nullable(),
  /** The transfer in the books. */
  txnId: z.string().nullable(),
})
export type Journal = z.infer<typeof journal>

export const listJournals = endpoint({
  id: 'listJournals',
  method: 'GET',
  path: '/v1/rewards/operator/journals',
  summary: 'Transfers that operators proposed by hand (the last 200), newest first.',
  access: 'operator',
  response: z.object({ journals: z.array(journal) }),
  errors: ['not_signed_in', 'forbidden'],
})

export const proposeJournal = endpoint({
  id: 'proposeJournal',
  method: 'POST',
  path: '/v1/rewards/operator/journals',
  summary: 'Propose a transfer. Nothing moves until another operator approves it.',
  access: 'operator',
  body: z.object({ key: z.uuid(), transfer: manualTransfer, reason }),
  response: z.object({ journal }),
  errors: ['not_signed_in', 'forbidden', 'key_reused', 'invalid_request'],
})

export const decideJournal = endpoint({
  id: 'decideJournal',
  method: 'POST',
  path: '/v1/rewards/operator/journals/:journalId/decision',
  summary:
    'Approve or refuse a transfer that another operator proposed; whoever proposed it may only withdraw it.',
  access: 'operator',
  params: z.object({ journalId }),
  body: z.object({ decision: z.enum(['approve', 'refuse', 'withdraw']), reason }),
  response: z.object({ journal }),
  errors: [
    ...(['not_signed_in', 'forbidden', 'not_found', 'second_operator_needed'] as const),
    ...(['state_changed', 'insufficient_funds', 'transfer_refused'] as const),
  ],
})

export const listMoneyAudit = endpoint({
  id: 'listMoneyAudit',
  method: 'GET',
  path: '/v1/rewards/operator/audit',
  summary: 'What operators did with money, newest first.',
  access: 'operator',
  query: z.object({ cursor: z.string().max(512).optional() }),
  response: z.object({
    entries: z.array(
      z.object({
        at: isoTime,
        by: personId,
        handle: z.string().nullable(),
        action: z.string(),
        subject: z.string(),
        reason: z.string(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
  errors: ['not_signed_in', 'forbidden', 'invalid_cursor'],
})
