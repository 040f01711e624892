import { sumOf } from '@busker/money'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkFacts, type LinkRows } from './link-facts.ts'
import type { Cost } from './rows.ts'

const day = '2026-11-20'
const cost = (rest: Partial<Cost>): Cost => ({
  ...{ kind: 'cost', cost: 'creator_fee', sku: '', creator: '', videoId: '', campaign: '', per: 'total' },
  ...{ currency: 'USD', amountMicro: 10n, note: '', from: day, to: day, ...rest },
})
const post = (postId: string, creator = 'mia@busker') => ({
  ...{ linkId: 'l', postId, campaign: 'spring', creator, from: '2026-11-01' },
})
const given = (rest: Partial<LinkRows> = {}): LinkRows => ({
  ...{ posts: [post('p'), post('q', 'leo@busker')], campaignOf: () => 'spring', impressions: [], clicks: [] },
  ...{ credited: [], costs: [], dayOf: () => day, currency: 'USD' },
  convert: (amount, currency) => (currency === 'USD' ? amount : null),
  ...rest,
})

test('by day and post: impressions, clicks, orders and what they were worth; without a cost there is none', () => {
  const at = { linkId: 'l', postId: 'p', day, count: 4 }
  const order = (eventId: string, valueMicro: bigint | null, currency: string) => ({
    conversion: { event: 'purchase', eventId, atMs: 0, clickId: 'c', valueMicro, currency, orderId: '' },
    click: { linkId: 'l', postId: 'p', atMs: 0, traffic: 'ok', goal: 'purchase' },
    imported: null,
  })
  const [one, elsewhere] = linkFacts(
    given({
      impressions: [{ ...at, count: 50 }],
      clicks: [at, { ...at, postId: '' }],
      credited: [order('1', 7n, 'USD'), order('2', 9n, 'EUR'), order('3', null, '')],
    }),
  )
  expect(one).toMatchObject({
    ...{ source: 'busker', impressions: 50, clicks: 4, orders: 3, claimedMicro: 7n, costMicro: 0n },
    ...{ campaign: 'spring', videoId: 'p', creator: 'mia@busker', from: day },
  })
  expect(elsewhere).toMatchObject({ impressions: null, clicks: 4, orders: 0, videoId: '', creator: '' })
})

test('a cost goes to the post, creator or campaign that it names, and is never more or less than it was', () => {
  const paidFor = (costs: Cost[]) =>
    linkFacts(given({ costs })).map(({ videoId, costMicro, source }) => [videoId, costMicro, source])
  expect(paidFor([cost({ videoId: 'p' })])).toEqual([['p', 10n, 'busker_paid']])
  expect(paidFor([cost({ campaign: 'spring', creator: 'leo' })])).toEqual([['q', 10n, 'busker_paid']])
  expect(paidFor([cost({ campaign: 'autumn' }), cost({ creator: 'mia' }), cost({ per: 'order' })])).toEqual(
    [],
  )
  expect(paidFor([cost({ campaign: 'spring', creator: 'zoe' })])).toEqual([])
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (amountMicro) => {
      const shares = linkFacts(given({ costs: [cost({ campaign: 'spring', amountMicro })] }))
      expect(sumOf(shares.map(({ costMicro }) => costMicro))).toBe(amountMicro)
    }),
  )
})
