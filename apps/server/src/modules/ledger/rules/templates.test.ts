import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { virtualClock } from '#platform/clock'
import { seededIds } from '#platform/ids'
import { memoryEngine } from '../memory-engine.ts'
import { day0Ms, dayMs, eur, type Step, stories, usd } from '../test-golden.ts'
import { tradeStories } from '../test-golden-trade.ts'
import { type ParamsOf, type TemplateName, templates, type Transfer } from './catalog.ts'
import type { Account } from './chart.ts'
import { faultsOf } from './invariants.ts'

const int8 = 2n ** 63n

/** Amounts that a caller may pass by mistake: below zero, nothing, a fraction of a cent, more than a row can count. */
const amount = fc.oneof(
  fc.constantFrom(0n, 1n, 10_000n, 500_000n, 1_000_000n, -1n, -10_000n, int8, int8 * int8),
  fc.bigInt({ min: 0n, max: 3_000_000n }),
  fc.bigInt({ min: 0n, max: 300n }).map((cents) => cents * 10_000n),
)
const small = fc.oneof(fc.constantFrom(0n, -1n, int8), fc.bigInt({ min: 1n, max: 60n }))
const bps = fc.constantFrom(0n, 500n, 3333n, 9999n, 10_000n, 10_001n, -1n, int8)
const party = fc.constantFrom('ann', 'ben', 'eva', 'sue', 'acme', '')
const currency = fc.constantFrom(eur, eur, eur, usd)
const lotId = fc.constantFrom('lot-1', 'lot-2', 'lot-3', 'lot-9', 'lot-10', 'lot-11')
const time = fc.oneof(
  fc.integer({ min: day0Ms, max: day0Ms + 500 * dayMs }),
  fc.constantFrom(-1, Number.NaN, 0.5, 1e300),
)
const parts = fc.array(fc.record({ owner: party, amountMicro: amount }), { maxLength: 3 })
const rail = fc.constantFrom('creator' as const, 'seller' as const, 'affiliate' as const)
const provider = fc.constant('sandbox')
const jurisdiction = fc.constantFrom('DE', 'FR')
const rate = fc.record({
  numerator: fc.constantFrom(0n, 1n, 10_875n, -1n),
  denominator: fc.constantFrom(0n, 1n, 10_000n),
})

type Arbitraries = { [Name in TemplateName]: fc.Arbitrary<ParamsOf<Name>> }

const paramsFor = (id: fc.Arbitrary<string>): Arbitraries => {
  const money = { currency, amountMicro: amount }
  const budget = fc.record({ ...money, advertiser: party, campaign: fc.constantFrom('spring', 'fall') })
  const reserve = fc.record({ ...money, party, rail })
  const account: fc.Arbitrary<Account> = fc.record({
    currency,
    owner: party,
    kind: fc.constantFrom(
      'creator_available',
      'coin_float',
      'c.wallet',
      'suspense',
      'psp',
      'creator_pending',
    ),
  })
  return {
    coin_purchase: fc.record({
      ...{ lotId, buyer: party, currency, provider, grossMicro: amount, taxMicro: amount },
      ...{ jurisdiction, coins: small, seasonedAtMs: time },
    }),
    provider_fee: fc.record({
      ...{ provider, currency, feeMicro: amount },
      kind: fc.constantFrom('psp_fee' as const, 'store_fee' as const),
    }),
    coin_refund: fc.record({ lotId }),
    coin_expiry: fc.record({ lotId }),
    gift: fc.record({
      ...{ payer: party, creator: party, currency, coins: small, count: small, diamonds: small },
      ...{ diamondMicro: amount, holdUntilMs: time },
    }),
    diamond_conversion: fc.record({ creator: party, currency }),
    fund_top_up: fc.record({
      ...{ ...money, period: fc.constant('2026-01') },
      from: fc.oneof(
        fc.constant({ kind: 'fund' as const }),
        fc.constant({ kind: 'ad_pool' as const, owner: '2026-01-01/DE' }),
      ),
    }),
    fund_allocation: fc.record({ period: fc.constant('2026-01'), currency, rights: parts, creators: parts }),
    fund_finalisation: fc.record({ period: fc.constant('2026-01'), currency, voided: parts, shares: parts }),
    pending_release: fc.record({ currency, parts }),
    payout_request: fc.record({ ...money, party, rail, withholdingMicro: amount, jurisdiction }),
    payout_paid: fc.record(
      { payout: id, provider, exchange: fc.record({ currency, rate }) },
      { requiredKeys: ['payout', 'provider'] },
    ),
    payout_failed: fc.record({ payout: id }),
    payout_returned: fc.record({ paid: id }),
    reserve_hold: reserve,
    reserve_release: reserve,
    receivable_collect: reserve,
    advertiser_prepay: fc.record({
      ...{ advertiser: party, currency, provider, grossMicro: amount, taxMicro: amount, jurisdiction },
    }),
    budget_reserve: budget,
    budget_release: budget,
    ad_settle: fc.record({
      ...{ advertiser: party, campaign: fc.constant('spring'), pool: fc.constant('2026-01-01/DE'), currency },
      ...{ spendMicro: amount, poolBps: bps },
    }),
    ad_pool_split: fc.record({
      pool: fc.constant('2026-01-01/DE'),
      currency,
      creators: parts,
      rights: parts,
    }),
    invalid_traffic: fc.record({ settled: id, afterMicro: amount, creators: parts }),
    escrow_fund: fc.record({ ...money, advertiser: party, milestone: fc.constantFrom('m-1', 'm-2') }),
    escrow_release: fc.record({
      ...{ advertiser: party, milestone: fc.constantFrom('m-1', 'm-2'), creator: party, currency },
      ...{ creatorMicro: amount, refundMicro: amount, feeBps: bps },
    }),
    order_capture: fc.record({
      ...{ order: fc.constantFrom('o-1', 'o-2'), currency, provider, jurisdiction },
      ...{ paidMicro: amount, taxMicro: amount, couponMicro: amount },
    }),
    line_settle: fc.record({
      ...{ order: fc.constantFrom('o-1', 'o-2'), seller: party, affiliate: party, currency, provider },
      ...{ jurisdiction, quantity: small, amountMicro: amount, taxMicro: amount },
      ...{ commissionBps: bps, affiliateBps: bps },
    }),
    order_refund: fc.record({
      ...{ capture: id, refundMicro: amount, taxMicro: amount, couponMicro: amount },
    }),
    settled_refund: fc.record({ settled: id, afterQuantity: small }),
    dispute_opened: fc.record({ lotId, amountMicro: amount, feeMicro: amount }),
    dispute_won: fc.record({ lotId, dispute: id, feeBackMicro: amount }),
    dispute_lost: fc.record({ lotId, dispute: id }),
    unknown_money: fc.record({ provider, currency, amountMicro: amount, hasLeft: fc.boolean() }),
    unknown_matched: fc.record({ unknown: id, to: account }),
  }
}

const tell = (
  steps: readonly Step[],
  engine: ReturnType<typeof memoryEngine>,
  pass: (days: number) => void,
) => {
  const ids = new Map<string, string>()
  for (const { name, after = 0, transfer } of steps) {
    pass(after)
    const asked = transfer((of) => ids.get(of) ?? 'none')
    const [outcome] = engine.executeNow([{ do: 'transfer', scope: 'story', key: name, transfer: asked }])
    if (outcome?.is === 'done') ids.set(name, outcome.id)
  }
}

/** Books in which a good deal has happened, so that mistakes find something to do damage to. */
const livedBooks = () => {
  const clock = virtualClock(day0Ms)
  const engine = memoryEngine({ clock, ids: seededIds(clock, 'lived') })
  for (const steps of Object.values({ ...stories, ...tradeStories }))
    tell(steps.slice(0, -2), engine, (days) => clock.advance(days * dayMs + 1))
  return engine
}

describe('whatever a caller passes', () => {
  const known = livedBooks().whole.posted.map(({ txnId }) => txnId)
  const id = fc.oneof(fc.constantFrom(...known), fc.constantFrom('none', ''))

  test.each(Object.keys(templates))('%s is refused or sound', (name) => {
    // Checked boundary: the names of the catalogue.
    const template = name as TemplateName
    const transfers = fc.array(
      paramsFor(id)[template].map((params) => ({ template, params }) as Transfer),
      { minLength: 1, maxLength: 25 },
    )
    fc.assert(
      fc.property(transfers, (asked) => {
        const engine = livedBooks()
        asked.forEach((transfer, no) => {
          const before = engine.whole.posted.length
          const [outcome] = engine.executeNow([{ do: 'transfer', scope: 'fuzz', key: String(no), transfer }])
          assert(outcome !== undefined, 'each operation has an outcome')
          expect(engine.whole.posted.length - before).toBe(outcome.is === 'done' ? 1 : 0)
          if (outcome.is === 'done')
            expect(outcome.legs.every((leg) => leg.amount > 0n && leg.amount < int8)).toBe(true)
        })
        expect(faultsOf(engine.whole)).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})
