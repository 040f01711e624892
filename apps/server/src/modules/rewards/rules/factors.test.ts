import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factorsOf, type FactorFacts } from './factors.ts'
import { defaultTerms, fundTermsSchema } from './terms.ts'

const terms = defaultTerms.factors
const facts: FactorFacts = {
  ...{ originalityBps: 10_000, qualified: 50, playedMs: 30_000n, playableMs: 60_000n },
  actions: { likes: 10, comments: 0, saves: 0, shares: 0 },
}

test('by hand: wholly original, half played, ten points for a hundred views with the quiet ones', () => {
  // Playing 5,000 + 10,000 · ½; engagement 9,000 + 3,000 · (10 points of 30).
  expect(factorsOf(facts, terms)).toEqual({
    ...{ originalityBps: 10_000, playingBps: 10_000, engagementBps: 10_000, weightPpm: 1_000_000n },
  })
  expect(factorsOf({ ...facts, originalityBps: 5000 }, terms).weightPpm).toBe(750_000n)
})

test('one like of one view is no engagement', () => {
  const one = { ...facts, qualified: 1, actions: { likes: 1, comments: 0, saves: 0, shares: 0 } }
  expect(factorsOf(one, terms).engagementBps).toBe(9196)
  expect(factorsOf(one, { ...terms, quietViews: 0 }).engagementBps).toBe(12_000)
})

const anything: fc.Arbitrary<FactorFacts> = fc
  .record({
    originalityBps: fc.nat(10_000),
    qualified: fc.nat(1000),
    playable: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    part: fc.bigInt({ min: 0n, max: 100n }),
    counts: fc.tuple(fc.nat(1e6), fc.nat(1e6), fc.nat(1e6), fc.nat(1e6)),
  })
  .map(({ originalityBps, qualified, playable, part, counts: [likes, comments, saves, shares] }) => ({
    ...{ originalityBps, qualified, playedMs: (playable * part) / 100n, playableMs: playable },
    actions: { likes, comments, saves, shares },
  }))

test('every factor stays within its published bounds, and more of a thing never makes less of it', () => {
  fc.assert(
    fc.property(anything, (some) => {
      const factors = factorsOf(some, terms)
      for (const [bps, { leastBps, mostBps }] of [
        [factors.originalityBps, terms.originality],
        [factors.playingBps, terms.playing],
        [factors.engagementBps, terms.engagement],
      ] as const)
        expect(bps >= leastBps && bps <= mostBps).toBe(true)
      const { originalityBps, playingBps, engagementBps, weightPpm } = factors
      const product = BigInt(originalityBps) * BigInt(playingBps) * BigInt(engagementBps)
      expect(weightPpm).toBe(product / 1_000_000n)
      const more = {
        ...some,
        playedMs: some.playableMs,
        actions: { ...some.actions, shares: some.actions.shares + 1 },
      }
      expect(factorsOf(more, terms).weightPpm >= weightPpm).toBe(true)
    }),
  )
})

test('terms may be stricter than a qualified view, never weaker', () => {
  const asked = (leastWatchedMs: number) =>
    fundTermsSchema.safeParse({ ...defaultTerms, view: { ...defaultTerms.view, leastWatchedMs } }).success
  expect([asked(4999), asked(5000), asked(6000)]).toEqual([false, true, true])
  const playing = { leastBps: 3, mostBps: 2 }
  expect(fundTermsSchema.safeParse({ ...defaultTerms, factors: { ...terms, playing } }).success).toBe(false)
})
