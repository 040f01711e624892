import { type Currency, decimalsOf, exchange, type Rate, unitOf } from '@busker/money'
import type { Account, AccountKind } from '../chart.ts'
import { frozen, legsOf, type Past, type Refusal, refuse, needsNothing, template } from '../plan.ts'

export type Rail = 'creator' | 'seller' | 'affiliate'

export interface PayoutRequest {
  readonly party: string
  readonly rail: Rail
  readonly currency: Currency
  /** Whole minor units; what is less than one stays with its owner. */
  readonly amountMicro: bigint
  readonly withholdingMicro: bigint
  readonly jurisdiction: string
}

const isWhole = (amount: bigint, currency: Currency): boolean => amount % unitOf(decimalsOf(currency)) === 0n

export const payoutRequest = template<PayoutRequest>({
  code: 'T6',
  summary: 'A payout is asked for: the money leaves what is available and is on its way.',
  needs: needsNothing,
  plan: ({ party, rail, currency, amountMicro, withholdingMicro, jurisdiction }) => {
    const net = amountMicro - withholdingMicro
    if (net <= 0n) return refuse('nothing_to_move')
    if (!isWhole(amountMicro, currency) || !isWhole(withholdingMicro, currency))
      return refuse('not_whole_minor')
    return {
      legs: legsOf(
        [[{ kind: `${rail}_available`, currency, owner: party }, amountMicro]],
        [
          [{ kind: `${rail}_inflight`, currency, owner: party }, net],
          [{ kind: 'withholding_payable', currency, owner: jurisdiction }, withholdingMicro],
        ],
      ),
      terms: {
        ...{ party, rail, currency, jurisdiction },
        ...{ netMicro: String(net), withholdingMicro: String(withholdingMicro) },
      },
    }
  },
})

interface Frozen {
  readonly party: string
  readonly rail: Rail
  readonly currency: Currency
  readonly jurisdiction: string
  readonly netMicro: bigint
  readonly withholdingMicro: bigint
}

/** What a payout froze. Checked boundary: the terms were written by the template above. */
const termsOf = (past: Past): Frozen => ({
  party: past.terms['party'] ?? '',
  rail: past.terms['rail'] as Rail,
  currency: past.terms['currency'] as Currency,
  jurisdiction: past.terms['jurisdiction'] ?? '',
  netMicro: frozen(past, 'netMicro'),
  withholdingMicro: frozen(past, 'withholdingMicro'),
})

/** The transfer that is settled now, if it is there, is of this template and was not settled before. */
export const unsettled = (past: Past | null, name: string): Past | Refusal => {
  if (past === null || past.template !== name) return refuse('unknown_transfer')
  return past.settled > 0n ? refuse('already_settled') : past
}

const settled = ({ txnId }: Past) => ({ txnId, settled: 1n })

export interface PayoutPaid {
  readonly payout: string
  readonly provider: string
  /** What the provider paid in another currency, and at what rate. */
  readonly exchange?: { readonly currency: Currency; readonly rate: Rate }
}

const inflight = ({ rail, currency, party }: Frozen): Account => {
  const kind: AccountKind = `${rail}_inflight`
  return { kind, currency, owner: party }
}
const available = ({ rail, currency, party }: Frozen): Account => {
  const kind: AccountKind = `${rail}_available`
  return { kind, currency, owner: party }
}

const isRate = ({ numerator, denominator }: Rate): boolean => numerator > 0n && denominator > 0n

export const payoutPaid = template<PayoutPaid>({
  code: 'T6p',
  summary: 'The provider paid what was asked for.',
  needs: ({ payout }) => ({ past: [payout] }),
  plan: ({ payout, provider, exchange: into }, books) => {
    const past = unsettled(books.past(payout), 'payout_request')
    if ('refused' in past) return past
    const of = termsOf(past)
    const terms = { ...past.terms, provider, request: payout }
    if (into === undefined) {
      const legs = legsOf(
        [[inflight(of), of.netMicro]],
        [[{ kind: 'psp', currency: of.currency, owner: provider }, of.netMicro]],
      )
      return { legs, settles: settled(past), terms }
    }
    // Within one currency, or at no rate, it would be something else than an exchange.
    if (into.currency === of.currency || !isRate(into.rate)) return refuse('invalid_parameter')
    const { received, debited, kept } = exchange(of.netMicro, into.rate, unitOf(decimalsOf(into.currency)))
    if (received === 0n) return refuse('nothing_to_move')
    const legs = legsOf(
      [
        [inflight(of), of.netMicro],
        [{ kind: 'fx_position', currency: into.currency, owner: '' }, received],
      ],
      [
        [{ kind: 'fx_position', currency: of.currency, owner: '' }, debited],
        [available(of), kept],
        [{ kind: 'psp', currency: into.currency, owner: provider }, received],
      ],
    )
    const paid = { paidMicro: String(received), paidCurrency: into.currency, debitedMicro: String(debited) }
    return { legs, settles: settled(past), terms: { ...terms, ...paid } }
  },
})

export interface PayoutFailed {
  readonly payout: string
}

export const payoutFailed = template<PayoutFailed>({
  code: 'T6f',
  summary: 'A payout failed before it was paid: the money is available again, and so is what was withheld.',
  needs: ({ payout }) => ({ past: [payout] }),
  plan: ({ payout }, books) => {
    const past = unsettled(books.past(payout), 'payout_request')
    if ('refused' in past) return past
    const of = termsOf(past)
    const legs = legsOf(
      [
        [inflight(of), of.netMicro],
        [{ kind: 'withholding_payable', currency: of.currency, owner: of.jurisdiction }, of.withholdingMicro],
      ],
      [[available(of), of.netMicro + of.withholdingMicro]],
    )
    return { legs, settles: settled(past) }
  },
})

export interface PayoutReturned {
  /** The transfer that said it was paid. */
  readonly paid: string
}

export const payoutReturned = template<PayoutReturned>({
  code: 'T6x',
  summary: 'A payout that was paid came back: the money is available again, and so is what was withheld.',
  needs: ({ paid }) => ({ past: [paid] }),
  plan: ({ paid }, books) => {
    const past = unsettled(books.past(paid), 'payout_paid')
    if ('refused' in past) return past
    const of = termsOf(past)
    const { currency } = of
    const provider = past.terms['provider'] ?? ''
    const withheld = [
      { kind: 'withholding_payable', currency, owner: of.jurisdiction } as const,
      of.withholdingMicro,
    ] as const
    if (past.terms['paidCurrency'] === undefined) {
      const legs = legsOf(
        [[{ kind: 'psp', currency, owner: provider }, of.netMicro], withheld],
        [[available(of), of.netMicro + of.withholdingMicro]],
      )
      return { legs, settles: settled(past) }
    }
    // The exchange goes back as it went: what is lost or won by a new rate is the house's, not the creator's.
    const other = past.terms['paidCurrency'] as Currency
    const [received, debited] = [frozen(past, 'paidMicro'), frozen(past, 'debitedMicro')]
    const legs = legsOf(
      [
        [{ kind: 'psp', currency: other, owner: provider }, received],
        [{ kind: 'fx_position', currency, owner: '' }, debited],
        withheld,
      ],
      [
        [{ kind: 'fx_position', currency: other, owner: '' }, received],
        [available(of), debited + of.withholdingMicro],
      ],
    )
    return { legs, settles: settled(past) }
  },
})

const disputePrefix = 'dispute:'

/** Owner of the reserve for what a dispute over a lot froze. */
export const disputeReserveOf = (lotId: string): string => `${disputePrefix}${lotId}`

const isOfDispute = (owner: string): boolean => owner.startsWith(disputePrefix)

export interface Reserve {
  readonly party: string
  readonly rail: Rail
  readonly currency: Currency
  readonly amountMicro: bigint
}

export const reserveHold = template<Reserve>({
  code: 'T6r',
  summary: 'A part of what is available is kept back for a while, in case payments behind it are disputed.',
  needs: needsNothing,
  plan: ({ party, rail, currency, amountMicro }) => ({
    legs: legsOf(
      [[{ kind: `${rail}_available`, currency, owner: party }, amountMicro]],
      [[{ kind: 'reserve', currency, owner: party }, amountMicro]],
    ),
  }),
})

export const reserveRelease = template<Reserve>({
  code: 'T6l',
  summary: 'What was kept back is available again.',
  needs: needsNothing,
  plan: ({ party, rail, currency, amountMicro }) => {
    // What a dispute froze is let go by its end, not by hand.
    if (isOfDispute(party)) return refuse('wrong_account')
    const legs = legsOf(
      [[{ kind: 'reserve', currency, owner: party }, amountMicro]],
      [[{ kind: `${rail}_available`, currency, owner: party }, amountMicro]],
    )
    return { legs }
  },
})

export const receivableCollect = template<Reserve>({
  code: 'T6c',
  summary: 'What a party owes us is taken out of what it earned.',
  // What is taken from is named here, too: without knowing the debt nobody could say from what it will be paid.
  needs: ({ party, rail, currency }) => ({
    accounts: [
      { kind: 'recv', currency, owner: party },
      { kind: `${rail}_available`, currency, owner: party },
    ],
  }),
  plan: ({ party, rail, currency, amountMicro }, books) => {
    const recv = { kind: 'recv', currency, owner: party } as const
    if (amountMicro > books.available(recv)) return refuse('exceeds_original')
    return {
      legs: legsOf(
        [[{ kind: `${rail}_available`, currency, owner: party }, amountMicro]],
        [[recv, amountMicro]],
      ),
    }
  },
})
