import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { isoDate, isoTime, personId } from './shapes.ts'

/** A whole number of 10⁻⁶ of a major unit, as decimal text, because it must stay exact. */
const micro = z.string().regex(/^-?\d{1,19}$/)

export const payoutId = z.uuid().brand<'PayoutId'>()
export type PayoutId = z.infer<typeof payoutId>

/** What money is earned by: videos and gifts, goods sold, or goods recommended. */
export const payoutRail = z.enum(['creator', 'seller', 'affiliate'])
export type PayoutRail = z.infer<typeof payoutRail>

/**
 * `unknown`: the provider did not say what became of it; it is asked again and never paid a second time. `returned`: the
 * bank sent it back, which may come after `paid`.
 */
export const payoutState = z.enum([
  ...(['requested', 'kyc_check', 'risk_hold', 'submitted', 'unknown'] as const),
  ...(['paid', 'returned', 'failed', 'cancelled'] as const),
])
export type PayoutState = z.infer<typeof payoutState>

export const payout = z.object({
  payoutId,
  personId,
  rail: payoutRail,
  currency: z.string(),
  /** What left the balance; less what is withheld it is what arrives. */
  amountMicro: micro,
  withheldMicro: micro,
  netMicro: micro,
  state: payoutState,
  /** Why it waits, failed or came back, in words for its owner; null: there is nothing to say. */
  note: z.string().nullable(),
  requestedAt: isoTime,
  changedAt: isoTime,
  /** Oldest first. */
  history: z.array(z.object({ state: payoutState, at: isoTime, note: z.string().nullable() })),
})
export type Payout = z.infer<typeof payout>

export const payoutLevel = z.enum(['L0', 'L1', 'L2'])

const balance = z.object({
  rail: payoutRail,
  currency: z.string(),
  pendingMicro: micro,
  availableMicro: micro,
  /** Kept back for a while in case payments behind it are disputed. */
  reserveMicro: micro,
  inFlightMicro: micro,
  /** Owed to the instance: taken out of what is available before a payout. */
  owedMicro: micro,
  /** What may be asked for now: whole minor units, from the minimum on; zero below it. */
  payableMicro: micro,
  minimumMicro: micro,
  /** Of what is available: paid for so long ago that it can hardly be disputed, and the rest. */
  seasonedMicro: micro,
  unseasonedMicro: micro,
  /** When what is pending becomes available, soonest first; null: not known yet. */
  maturing: z.array(
    z.object({ day: isoDate.nullable(), source: z.enum(['fund', 'gifts', 'other']), amountMicro: micro }),
  ),
  /** When what is in reserve is given back, soonest first. */
  reserveUntil: z.array(z.object({ day: isoDate, amountMicro: micro })),
})
export type PayoutBalance = z.infer<typeof balance>

export const getPayoutBalance = endpoint({
  id: 'getPayoutBalance',
  method: 'GET',
  path: '/v1/rewards/balance',
  summary:
    'What the caller has, by the way it was earned: pending by day, available, in reserve, on its way, owed.',
  access: 'person',
  response: z.object({ balances: z.array(balance) }),
  errors: ['not_signed_in'],
})

/** One thing that is asked of somebody before money leaves. */
export const payoutGate = z.object({
  id: z.enum(['identity', 'beneficiary', 'tax_form']),
  state: z.enum(['open', 'pending', 'done', 'refused', 'not_needed_yet']),
  /** From which sum in a year on it is asked for; null: always before the first payout. */
  fromMicro: micro.nullable(),
  /** What was paid in this year. */
  paidMicro: micro.nullable(),
  /** Where the threshold stands: a law, as text. */
  source: z.string().nullable(),
})

const identity = z.object({
  level: payoutLevel,
  country: z.string().nullable(),
  gates: z.array(payoutGate),
  /** Where the provider asks for papers; null: nothing is to be done there. */
  onboardingUrl: z.string().nullable(),
})
export type PayoutIdentity = z.infer<typeof identity>

export const getPayoutIdentity = endpoint({
  id: 'getPayoutIdentity',
  method: 'GET',
  path: '/v1/rewards/identity',
  summary: 'What the caller has shown of who they are, and what is asked for next.',
  access: 'person',
  response: z.object({ identity }),
  errors: ['not_signed_in'],
})

export const startPayoutIdentity = endpoint({
  id: 'startPayoutIdentity',
  method: 'POST',
  path: '/v1/rewards/identity',
  summary: 'Begin to show identity and bank account to the payment provider; again: the address to go on at.',
  access: 'person',
  body: z.object({ country: z.string().regex(/^[A-Z]{2}$/, 'Use two letters, like DE.') }),
  response: z.object({ identity }),
  errors: ['not_signed_in', 'overloaded'],
})

export const submitTaxForm = endpoint({
  id: 'submitTaxForm',
  method: 'POST',
  path: '/v1/rewards/identity/tax-form',
  summary:
    'Say where and how the caller is taxed. The number is kept as a hash and its last four characters.',
  access: 'person',
  body: z.object({
    form: z.enum(['w9', 'w8ben', 'dac7', 'other']),
    country: z.string().regex(/^[A-Z]{2}$/, 'Use two letters, like DE.'),
    taxNumber: z.string().trim().min(4).max(40),
  }),
  response: z.object({ identity }),
  errors: ['not_signed_in'],
})

export const requestPayout = endpoint({
  id: 'requestPayout',
  method: 'POST',
  path: '/v1/rewards/payouts',
  summary:
    'Ask for a payout. The same key is the same payout, however often it is sent. Less than a minor unit stays where it is.',
  access: 'person',
  body: z.object({
    key: z.uuid(),
    rail: payoutRail,
    currency: z.string().regex(/^[A-Z]{3}$/),
    /** Left out: all that may be asked for. */
    amountMicro: z
      .string()
      .regex(/^[1-9]\d{0,17}$/, 'Use a whole number of millionths above zero.')
      .optional(),
  }),
  response: z.object({ payout }),
  errors: [
    ...(['not_signed_in', 'identity_required', 'tax_form_required', 'below_minimum'] as const),
    ...(['not_whole_minor', 'insufficient_funds', 'key_reused'] as const),
  ],
})

export const listPayouts = endpoint({
  id: 'listPayouts',
  method: 'GET',
  path: '/v1/rewards/payouts',
  summary: "The caller's payouts, newest first.",
  access: 'person',
  query: z.object({ cursor: z.string().max(512).optional() }),
  response: z.object({ payouts: z.array(payout), nextCursor: z.string().nullable() }),
  errors: ['not_signed_in', 'invalid_cursor'],
})

export const getPayout = endpoint({
  id: 'getPayout',
  method: 'GET',
  path: '/v1/rewards/payouts/:payoutId',
  summary: 'A payout of the caller; an operator sees any.',
  access: 'person',
  params: z.object({ payoutId }),
  response: z.object({ payout }),
  errors: ['not_signed_in', 'not_found'],
})

/**
 * One step from what was paid to what was earned, which is the sum of those before it. A step that takes nothing is left out:
 * what a payment provider takes is paid out of the part of the platform, and fans pay tax on top.
 */
const earningsStep = z.object({
  id: z.enum([
    ...(['gross', 'provider_fees', 'tax', 'platform_take', 'music', 'earned'] as const),
    ...(['reserve', 'withheld', 'clawed_back'] as const),
  ]),
  /** What was taken away is below zero. */
  amountMicro: micro,
})

export const getEarnings = endpoint({
  id: 'getEarnings',
  method: 'GET',
  path: '/v1/rewards/earnings',
  summary:
    'From what fans and advertisers paid to what was paid out, step by step, pending and final apart. At most 400 days.',
  access: 'person',
  query: z.object({ from: isoDate, to: isoDate }),
  response: z.object({
    from: isoDate,
    to: isoDate,
    asOf: isoTime,
    /** By currency. */
    boards: z.array(
      z.object({
        currency: z.string(),
        /** By what it was earned. */
        sources: z.array(
          z.object({
            source: z.enum(['gifts', 'fund', 'ads', 'deals', 'shop', 'affiliate', 'other']),
            steps: z.array(earningsStep),
            /** Of what was earned in these days: may still change, and will not. */
            pendingMicro: micro,
            finalMicro: micro,
          }),
        ),
        /** Day by day, what was earned. */
        days: z.array(z.object({ day: isoDate, source: z.string(), amountMicro: micro })),
        earnedMicro: micro,
        /** Taken back in these days: payments that were disputed, and what was owed. Below zero. */
        clawedBackMicro: micro,
        /** As the books stand now. */
        pendingMicro: micro,
        availableMicro: micro,
        reserveMicro: micro,
        inFlightMicro: micro,
        owedMicro: micro,
        /** Paid out in these days, less what came back. */
        paidMicro: micro,
      }),
    ),
    /** When pending money next becomes available; null: none is pending, or it is not known. */
    nextPayoutOn: isoDate.nullable(),
  }),
  errors: ['not_signed_in', 'invalid_request'],
})
export type Earnings = z.infer<(typeof getEarnings)['response']>
