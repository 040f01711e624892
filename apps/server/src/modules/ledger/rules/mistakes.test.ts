import { describe, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { virtualClock } from '#platform/clock'
import { seededIds } from '#platform/ids'
import { memoryEngine } from '../memory-engine.ts'
import type { Done } from '../port.ts'
import { bought, day0Ms, dayMs, eur, given, legText, usd } from '../test-golden.ts'
import type { Transfer } from './catalog.ts'
import { type Account, nameOf } from './chart.ts'
import { faultsOf } from './invariants.ts'
import { availableOf } from './read-books.ts'

const currency = eur

/** Books in which nothing happened yet. Whatever a test does, they are sound in the end. */
const emptyBooks = () => {
  const clock = virtualClock(day0Ms)
  const engine = memoryEngine({ clock, ids: seededIds(clock, 'mistakes') })
  let key = 0
  const ask = (transfer: Transfer) => {
    key += 1
    const [outcome] = engine.executeNow([{ do: 'transfer', scope: 'test', key: String(key), transfer }])
    assert(outcome !== undefined, 'each operation has an outcome')
    expect(faultsOf(engine.whole)).toEqual([])
    return outcome
  }
  const done = (transfer: Transfer): Done => {
    const outcome = ask(transfer)
    const code = outcome.is === 'refused' ? outcome.code : outcome.is
    assert(outcome.is === 'done', `${transfer.template} is done, not ${code}`)
    return outcome
  }
  const refusal = (transfer: Transfer): string => {
    const outcome = ask(transfer)
    return outcome.is === 'refused' ? outcome.code : outcome.is
  }
  const has = (kind: Account['kind'], owner = ''): bigint => {
    const state = engine.whole.accounts.get(nameOf({ kind, currency, owner }))
    return state === undefined ? 0n : availableOf(state.account, state)
  }
  const pass = (days: number) => clock.advance(days * dayMs)
  return { done, refusal, has, pass, whole: engine.whole }
}

const part = (owner: string, amountMicro: bigint) => ({ owner, amountMicro })
const lot = { gross: 11_900_000n, tax: 1_900_000n, coins: 100n }
const opened = (amountMicro: bigint): Transfer => ({
  template: 'dispute_opened',
  params: { lotId: 'lot', amountMicro, feeMicro: 0n },
})

describe('what creators have pending', () => {
  test('of gifts is not released, voided or credited back as if it came out of a pool', () => {
    const { done, refusal } = emptyBooks()
    done(bought('ann', 'lot', lot))
    done(given('ann', 'ben', { coins: 40n, diamonds: 20n, price: 100_000n }))
    const release: Transfer = { template: 'pending_release', params: { currency, parts: [part('ben', 1n)] } }
    expect(refusal(release)).toBe('insufficient_funds')
    const params = { period: '2026-01', currency, voided: [part('ben', 10n)], shares: [part('eva', 10n)] }
    expect(refusal({ template: 'fund_finalisation', params })).toBe('insufficient_funds')
    expect(done(opened(11_900_000n)).legs.map(legText)).toContain('D creator_pending:EUR:ben 2000000')
  })

  test('a gift too small for a diamond waits for nothing', () => {
    const { done, refusal, pass, whole } = emptyBooks()
    done(bought('ann', 'lot', lot))
    done(given('ann', 'ben', { coins: 1n, diamonds: 0n, price: 100_000n }))
    expect([...whole.takes.values()].map(({ state }) => state)).toEqual(['available'])
    pass(90)
    expect(refusal({ template: 'diamond_conversion', params: { creator: 'ben', currency } })).toBe(
      'nothing_to_move',
    )
    done(opened(11_900_000n))
  })

  test('voided views that nobody shares go back to the pool', () => {
    const { done, has } = emptyBooks()
    const period = '2026-01'
    const from = { kind: 'fund' } as const
    done({ template: 'fund_top_up', params: { period, currency, amountMicro: 100n, from } })
    done({
      template: 'fund_allocation',
      params: { period, currency, rights: [], creators: [part('eva', 100n)] },
    })
    done({
      template: 'fund_finalisation',
      params: { period, currency, voided: [part('eva', 100n)], shares: [] },
    })
    expect([has('fund_pool', period), has('pool_pending', 'eva')]).toEqual([100n, 0n])
  })
})

describe('refunds and disputes of one payment', () => {
  test('together take back what was paid, and no more', () => {
    const { done, refusal } = emptyBooks()
    done(bought('ann', 'lot', lot))
    done(given('ann', 'ben', { coins: 33n, diamonds: 16n, price: 100_000n }))
    const refunded = done({ template: 'coin_refund', params: { lotId: 'lot' } })
    expect(refunded.terms['paidMicro']).toBe('7980000')
    expect(refusal(opened(11_900_000n))).toBe('exceeds_original')
    expect(refusal(opened(3_930_000n))).toBe('exceeds_original')
    const dispute = done(opened(3_920_000n)).id
    expect(refusal(opened(10_000n))).toBe('lot_not_open')
    done({ template: 'dispute_lost', params: { lotId: 'lot', dispute } })
    expect(refusal(opened(10_000n))).toBe('exceeds_original')
  })

  test('a payment is lost once', () => {
    const { done, refusal } = emptyBooks()
    done(bought('ann', 'lot', lot))
    const dispute = done(opened(11_900_000n)).id
    done({ template: 'dispute_lost', params: { lotId: 'lot', dispute } })
    expect(refusal({ template: 'dispute_won', params: { lotId: 'lot', dispute, feeBackMicro: 0n } })).toBe(
      'already_settled',
    )
    expect(refusal(opened(11_900_000n))).toBe('exceeds_original')
  })

  test('what a dispute froze is not let go by hand', () => {
    const { done, refusal } = emptyBooks()
    done(bought('ann', 'lot', lot))
    done(given('ann', 'ben', { coins: 40n, diamonds: 20n, price: 100_000n }))
    done(opened(11_900_000n))
    const params = { party: 'dispute:lot', rail: 'creator', currency, amountMicro: 1n } as const
    expect(refusal({ template: 'reserve_release', params })).toBe('wrong_account')
  })
})

describe('orders', () => {
  const paid = (couponMicro: bigint): Transfer => ({
    template: 'order_capture',
    params: {
      ...{ order: 'o', currency, provider: 'sandbox', jurisdiction: 'DE' },
      ...{ paidMicro: 4_000_000n, taxMicro: 0n, couponMicro },
    },
  })
  const refund = (capture: string, refundMicro: bigint, couponMicro = 0n): Transfer => ({
    template: 'order_refund',
    params: { capture, refundMicro, taxMicro: 0n, couponMicro },
  })
  const settled = (more: { amountMicro: bigint; quantity?: bigint; couponMicro?: bigint }): Transfer => ({
    template: 'line_settle',
    params: {
      ...{ order: 'o', seller: 'sue', affiliate: 'ben', currency, provider: 'sandbox', jurisdiction: 'DE' },
      ...{ quantity: 1n, taxMicro: 0n, commissionBps: 1000n, affiliateBps: 500n },
      ...more,
    },
  })

  test('a coupon is not turned into money', () => {
    const { done, refusal, has } = emptyBooks()
    const capture = done(paid(6_000_000n)).id
    expect(refusal(refund(capture, 10_000_000n))).toBe('exceeds_original')
    done(refund(capture, 3_000_000n))
    expect(refusal(refund(capture, 1_010_000n))).toBe('exceeds_original')
    done(refund(capture, 1_000_000n, 6_000_000n))
    expect([has('order_held', 'o'), has('promo'), has('psp', 'sandbox')]).toEqual([0n, 0n, 0n])
  })

  test('nor after the line was settled', () => {
    const { done, has } = emptyBooks()
    done(paid(6_000_000n))
    const line = done(settled({ amountMicro: 10_000_000n, couponMicro: 6_000_000n })).id
    done({ template: 'settled_refund', params: { settled: line, afterQuantity: 1n } })
    expect([has('promo'), has('psp', 'sandbox'), has('rev_shop'), has('seller_available', 'sue')]).toEqual([
      ...[0n, 0n, 0n, 0n],
    ])
  })

  test('pieces that are no cent each come back in the end', () => {
    const { done, has } = emptyBooks()
    done(paid(0n))
    const line = done(settled({ amountMicro: 20_000n, quantity: 3n })).id
    const back = (afterQuantity: bigint) =>
      done({ template: 'settled_refund', params: { settled: line, afterQuantity } }).legs
    expect(back(1n).map(legText)).toEqual([
      'D affiliate_available:EUR:ben 333',
      'D rev_shop:EUR: 666',
      'C seller_available:EUR:sue 999',
    ])
    back(3n)
    expect([has('rev_shop'), has('affiliate_available', 'ben'), has('seller_available', 'sue')]).toEqual([
      ...[0n, 0n, 0n],
    ])
    expect(has('psp', 'sandbox')).toBe(3_980_000n)
  })
})

describe('what a caller gets wrong', () => {
  test('money that was matched does not go where lots and gifts are counted', () => {
    const { done, refusal } = emptyBooks()
    const params = { provider: 'sandbox', currency, amountMicro: 10_000n }
    const unknown = done({ template: 'unknown_money', params }).id
    for (const kind of ['coin_float', 'creator_pending', 'c.wallet', 'suspense', 'reserve'] as const) {
      const to = { kind, currency, owner: 'ann' }
      expect(refusal({ template: 'unknown_matched', params: { unknown, to } })).toBe('wrong_account')
    }
    done({
      template: 'unknown_matched',
      params: { unknown, to: { kind: 'adv_wallet', currency, owner: 'ann' } },
    })
  })

  test('an exchange into the same currency', () => {
    const { done, refusal } = emptyBooks()
    const params = { provider: 'sandbox', currency, amountMicro: 10_000n }
    const unknown = done({ template: 'unknown_money', params }).id
    const to = { kind: 'creator_available', currency, owner: 'ben' } as const
    done({ template: 'unknown_matched', params: { unknown, to } })
    const payout = done({
      template: 'payout_request',
      params: {
        ...{ party: 'ben', rail: 'creator', currency, amountMicro: 10_000n, withholdingMicro: 0n },
        jurisdiction: 'DE',
      },
    }).id
    const paid = (into: typeof currency, numerator: bigint): Transfer => ({
      template: 'payout_paid',
      params: {
        payout,
        provider: 'sandbox',
        exchange: { currency: into, rate: { numerator, denominator: 1n } },
      },
    })
    expect(refusal(paid(eur, 2n))).toBe('invalid_parameter')
    expect(refusal(paid(usd, 0n))).toBe('invalid_parameter')
    done(paid(usd, 2n))
  })

  test('traffic that did not count, of which creators were paid out, is our expense', () => {
    const { done, refusal, has } = emptyBooks()
    const of = { advertiser: 'acme', campaign: 'spring', currency }
    const tax = { taxMicro: 0n, jurisdiction: 'DE' }
    done({
      template: 'advertiser_prepay',
      params: { advertiser: 'acme', currency, provider: 'sandbox', grossMicro: 10_000n, ...tax },
    })
    done({ template: 'budget_reserve', params: { ...of, amountMicro: 10_000n } })
    const settled = done({
      template: 'ad_settle',
      params: { ...of, pool: 'day', spendMicro: 10_000n, poolBps: 5000n },
    }).id
    const creators = [part('ben', 5000n)]
    done({ template: 'ad_pool_split', params: { pool: 'day', currency, creators, rights: [] } })
    done({ template: 'pending_release', params: { currency, parts: [part('ben', 3000n)] } })
    const credit = (houseMicro: bigint): Transfer => ({
      template: 'invalid_traffic',
      params: { settled, afterMicro: 10_000n, creators: [part('ben', 2000n)], houseMicro },
    })
    expect(refusal(credit(2999n))).toBe('exceeds_original')
    done(credit(3000n))
    expect([has('adv_wallet', 'acme'), has('ivt_credit'), has('rev_ads')]).toEqual([10_000n, 3000n, 0n])
  })

  test('who pays himself, more than everything, or nobody', () => {
    const { refusal } = emptyBooks()
    const end = { milestone: 'm', currency, creatorMicro: 10n, refundMicro: 0n }
    const release = (more: { advertiser: string; creator: string; feeBps: bigint }): Transfer => ({
      template: 'escrow_release',
      params: { ...end, ...more },
    })
    expect(refusal(release({ advertiser: 'ann', creator: 'ann', feeBps: 0n }))).toBe('same_party')
    expect(refusal(release({ advertiser: 'ann', creator: 'ben', feeBps: 10_001n }))).toBe('exceeds_original')
    expect(refusal(release({ advertiser: 'ann', creator: '', feeBps: 0n }))).toBe('wrong_account')
    expect(refusal(given('ann', 'ben', { coins: -1n, count: -1n, diamonds: 1n, price: 1n }))).toBe(
      'invalid_parameter',
    )
    expect(refusal(bought('ann', 'lot', { ...lot, gross: 10n ** 30n }))).toBe('too_large')
    expect(refusal(bought('ann', 'lot', { ...lot, gross: 0n, tax: 0n }))).toBe('nothing_to_move')
  })
})
