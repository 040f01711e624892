import { type Currency, decimalsOf, percentOf, reversalOf, smallerOf, unitOf } from '@busker/money'
import type { Account } from '../chart.ts'
import { frozen, legsOf, type Past, refuse, needsNothing, template, wholeBps } from '../plan.ts'

export interface OrderCapture {
  readonly order: string
  readonly currency: Currency
  readonly provider: string
  readonly paidMicro: bigint
  readonly taxMicro: bigint
  /** What a coupon of ours pays. */
  readonly couponMicro: bigint
  readonly jurisdiction: string
}

export const orderCapture = template<OrderCapture>({
  code: 'T12',
  summary: 'An order is paid: the money is held until its lines are settled.',
  needs: needsNothing,
  plan: ({ order, currency, provider, paidMicro, taxMicro, couponMicro, jurisdiction }) => {
    if (taxMicro > paidMicro + couponMicro) return refuse('exceeds_original')
    const legs = legsOf(
      [
        [{ kind: 'psp', currency, owner: provider }, paidMicro],
        [{ kind: 'promo', currency, owner: '' }, couponMicro],
      ],
      [
        [{ kind: 'order_held', currency, owner: order }, paidMicro + couponMicro - taxMicro],
        [{ kind: 'tax_payable', currency, owner: jurisdiction }, taxMicro],
      ],
    )
    const terms = {
      ...{ order, currency, provider, jurisdiction, paidMicro: String(paidMicro) },
      ...{ taxMicro: String(taxMicro), couponMicro: String(couponMicro) },
    }
    return { legs, terms }
  },
})

export interface LineSettle {
  readonly order: string
  readonly seller: string
  /** The empty text: nobody recommended it. */
  readonly affiliate: string
  readonly currency: Currency
  readonly provider: string
  readonly jurisdiction: string
  readonly quantity: bigint
  /** Net of tax. */
  readonly amountMicro: bigint
  readonly taxMicro: bigint
  /** What a coupon of ours paid of the line and its tax: it does not go back to the buyer. */
  readonly couponMicro?: bigint
  readonly commissionBps: bigint
  readonly affiliateBps: bigint
}

export const lineSettle = template<LineSettle>({
  code: 'T13',
  summary: 'A line of an order can no longer be returned: seller, affiliate and house get their parts.',
  needs: needsNothing,
  plan: ({ quantity, amountMicro, taxMicro, commissionBps, affiliateBps, ...of }) => {
    const { couponMicro = 0n } = of
    const { order, seller, affiliate, currency, provider, jurisdiction } = of
    const commission = percentOf(amountMicro, commissionBps)
    const forAffiliate = affiliate === '' ? 0n : percentOf(amountMicro, affiliateBps)
    const forSeller = amountMicro - commission - forAffiliate
    if (quantity === 0n) return refuse('nothing_to_move')
    if (couponMicro > amountMicro + taxMicro) return refuse('exceeds_original')
    if (commissionBps + affiliateBps > wholeBps || forSeller < 0n) return refuse('exceeds_original')
    return {
      legs: legsOf(
        [[{ kind: 'order_held', currency, owner: order }, amountMicro]],
        [
          [{ kind: 'seller_available', currency, owner: seller }, forSeller],
          [{ kind: 'rev_shop', currency, owner: '' }, commission],
          [{ kind: 'affiliate_available', currency, owner: affiliate }, forAffiliate],
        ],
      ),
      terms: {
        ...{ seller, affiliate, currency, provider, jurisdiction, quantity: String(quantity) },
        ...{ amountMicro: String(amountMicro), taxMicro: String(taxMicro), couponMicro: String(couponMicro) },
        ...{ commissionMicro: String(commission), affiliateMicro: String(forAffiliate) },
      },
    }
  },
})

export interface OrderRefund {
  /** The transfer by which the order was paid. */
  readonly capture: string
  /** What the buyer gets. */
  readonly refundMicro: bigint
  /** The tax in what is given back. */
  readonly taxMicro: bigint
  /** What the coupon paid of it goes back to who gave the coupon. */
  readonly couponMicro: bigint
}

export const orderRefund = template<OrderRefund>({
  code: 'T14',
  summary: 'Money goes back to a buyer before the line was settled, never more than the buyer paid.',
  needs: ({ capture }) => ({ past: [capture] }),
  plan: ({ capture, refundMicro, taxMicro, couponMicro }, books) => {
    const past = books.past(capture)
    if (past === null || past.template !== 'order_capture') return refuse('unknown_transfer')
    const refundedMicro = past.settled + refundMicro
    const isTooMuch =
      refundedMicro > frozen(past, 'paidMicro') ||
      couponMicro > frozen(past, 'couponMicro') ||
      taxMicro > frozen(past, 'taxMicro') ||
      taxMicro > refundMicro + couponMicro
    if (isTooMuch) return refuse('exceeds_original')
    // Checked boundary: the terms were written by the capture.
    const currency = past.terms['currency'] as Currency
    const owner = (name: string): string => past.terms[name] ?? ''
    const legs = legsOf(
      [
        [{ kind: 'order_held', currency, owner: owner('order') }, refundMicro + couponMicro - taxMicro],
        [{ kind: 'tax_payable', currency, owner: owner('jurisdiction') }, taxMicro],
      ],
      [
        [{ kind: 'psp', currency, owner: owner('provider') }, refundMicro],
        [{ kind: 'promo', currency, owner: '' }, couponMicro],
      ],
    )
    return refundMicro === 0n ? { legs } : { legs, settles: { txnId: capture, settled: refundedMicro } }
  },
})

export interface SettledRefund {
  /** The transfer that settled the line. */
  readonly settled: string
  /** How many of its pieces are given back, these and those before. */
  readonly afterQuantity: bigint
}

/** A debit of what is there, and what is missing as a debt. */
const orDebt = (account: Account, amount: bigint, there: bigint): (readonly [Account, bigint])[] => {
  const held = smallerOf(there > 0n ? there : 0n, amount)
  return [
    [account, held],
    [{ kind: 'recv', currency: account.currency, owner: account.owner }, amount - held],
  ]
}

const parties = (past: Past) => {
  // Checked boundary: the terms were written by the settlement.
  const currency = past.terms['currency'] as Currency
  return {
    currency,
    seller: { kind: 'seller_available', currency, owner: past.terms['seller'] ?? '' },
    affiliate: { kind: 'affiliate_available', currency, owner: past.terms['affiliate'] ?? '' },
  } satisfies { currency: Currency; seller: Account; affiliate: Account }
}

/** Each part of a line that was settled, for the pieces that are given back now. */
const partsOf = (past: Past, afterQuantity: bigint) => {
  const { currency } = parties(past)
  const steps = { quantity: frozen(past, 'quantity'), before: past.settled, after: afterQuantity }
  const of = (name: string) => reversalOf({ total: frozen(past, name), ...steps })
  const unit = unitOf(decimalsOf(currency))
  const gross = frozen(past, 'amountMicro') + frozen(past, 'taxMicro') - frozen(past, 'couponMicro')
  // The buyer is paid in whole minor units, and the other parts are made of that.
  const refund = reversalOf({ total: gross / unit, ...steps }) * unit
  const [tax, commission, affiliate] = [of('taxMicro'), of('commissionMicro'), of('affiliateMicro')]
  const coupon = of('couponMicro')
  const seller = refund + coupon - tax - commission - affiliate
  return { refund, tax, commission, affiliate, coupon, seller }
}

export const settledRefund = template<SettledRefund>({
  code: 'T14s',
  summary: 'Money goes back to a buyer after the line was settled: each gives back its part.',
  needs: ({ settled }) => ({ past: [settled] }),
  balances: ({ settled }, books) => {
    const past = books.past(settled)
    return past === null ? [] : [parties(past).seller, parties(past).affiliate]
  },
  plan: ({ settled, afterQuantity }, books) => {
    const past = books.past(settled)
    if (past === null || past.template !== 'line_settle') return refuse('unknown_transfer')
    if (afterQuantity > frozen(past, 'quantity')) return refuse('exceeds_original')
    if (afterQuantity <= past.settled) return refuse('already_settled')
    const { currency, seller, affiliate } = parties(past)
    const parts = partsOf(past, afterQuantity)
    // Where the first pieces are no cent yet, the others' parts of them wait with the seller until a cent is full.
    const [fromSeller, toSeller] = parts.seller < 0n ? [0n, -parts.seller] : [parts.seller, 0n]
    const [provider, jurisdiction] = [past.terms['provider'] ?? '', past.terms['jurisdiction'] ?? '']
    return {
      legs: legsOf(
        [
          ...orDebt(seller, fromSeller, books.available(seller)),
          ...orDebt(affiliate, parts.affiliate, books.available(affiliate)),
          [{ kind: 'rev_shop', currency, owner: '' }, parts.commission],
          [{ kind: 'tax_payable', currency, owner: jurisdiction }, parts.tax],
        ],
        [
          [{ kind: 'psp', currency, owner: provider }, parts.refund],
          [{ kind: 'promo', currency, owner: '' }, parts.coupon],
          [seller, toSeller],
        ],
      ),
      settles: { txnId: settled, settled: afterQuantity },
    }
  },
})
