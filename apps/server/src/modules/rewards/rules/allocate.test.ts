import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sumOf } from '@busker/money'
import { allocate, proRataOf, type Allocation, type Claim } from './allocate.ts'
import type { Pool } from './pool.ts'
import { cappedPpm } from './pool.ts'

const keys = ['ada', 'bob', 'cyd', 'dee', 'eli']
const viewers = ['v1', 'v2', 'v3', 'v4', 'v5', 'v6']
const weights = fc.oneof(fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: 3_000_000n }))
const claims = fc.array(
  fc.record({
    creatorKey: fc.constantFrom(...keys),
    lineKey: fc.constantFrom('one', 'two', 'three'),
    viewerId: fc.constantFrom(...viewers),
    weightPpm: weights,
  }),
  { maxLength: 40 },
)
const bps = fc.integer({ min: 0, max: 10_000 })
type WholePool = Pool & { readonly brought: ReadonlyMap<string, bigint> }
const pools: fc.Arbitrary<WholePool> = fc
  .record({
    spare: fc.bigInt({ min: 0n, max: 10n ** 10n }),
    brought: fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 6, maxLength: 6 }),
    music: fc.constantFrom(
      { numerator: 0, denominator: 1 },
      { numerator: 2, denominator: 3 },
      { numerator: 1, denominator: 7 },
    ),
    proRataBps: bps,
    holdBackBps: bps,
    cap: fc.bigInt({ min: 0n, max: 4_000_000n }),
    isFinal: fc.boolean(),
  })
  .map(({ spare, brought, music, proRataBps, holdBackBps, cap, isFinal }) => ({
    poolMicro: spare + sumOf(brought),
    brought: new Map(viewers.map((viewer, index) => [viewer, brought[index] ?? 0n])),
    ...{ music, isFinal, split: { proRataBps, holdBackBps, viewerCapPpm: `${cap}` } },
  }))

const amountOf = (allocation: Allocation, key: string): bigint => {
  const share = allocation.creators.get(key)
  return share === undefined ? 0n : share.proRataMicro + share.directedMicro
}
const paid = (allocation: Allocation): bigint => sumOf(keys.map((key) => amountOf(allocation, key)))

describe('a pool is shared', () => {
  test('to the unit: parts sum to the pool, lines to their creator', () => {
    fc.assert(
      fc.property(claims, pools, (list, pool) => {
        const allocation = allocate(list, pool)
        const { musicMicro, holdBackMicro } = allocation.parts
        expect(musicMicro + holdBackMicro + paid(allocation) + allocation.unallocatedMicro).toBe(
          pool.poolMicro,
        )
        if (list.some(({ weightPpm }) => weightPpm > 0n) && allocation.cappedPpm > 0n)
          expect(allocation.unallocatedMicro).toBe(0n)
        for (const { lines, proRataMicro, directedMicro } of allocation.creators.values()) {
          expect(sumOf(lines.map((line) => line.proRataMicro))).toBe(proRataMicro)
          expect(sumOf(lines.map((line) => line.directedMicro))).toBe(directedMicro)
        }
      }),
    )
  })

  test('whatever the order of the claims', () => {
    fc.assert(
      fc.property(claims, pools, fc.nat(), (list, pool, turn) => {
        const by = list.length === 0 ? 0 : turn % list.length
        const turned = [...list.slice(by), ...list.slice(0, by)].toReversed()
        expect(allocate(turned, pool)).toEqual(allocate(list, pool))
      }),
    )
  })

  test('a creator without weight changes nobody', () => {
    fc.assert(
      fc.property(claims, pools, fc.constantFrom(...viewers), (list, pool, viewerId) => {
        const nobody: Claim = { creatorKey: 'aaa', lineKey: 'one', viewerId, weightPpm: 0n }
        expect(allocate([nobody, ...list], pool)).toEqual(allocate(list, pool))
      }),
    )
  })

  test('and each creator recomputes their part from weight, sum and cut alone', () => {
    fc.assert(
      fc.property(claims, pools, (list, pool) => {
        const allocation = allocate(list, pool)
        for (const share of allocation.creators.values())
          expect(proRataOf(share, allocation)).toBe(share.proRataMicro)
      }),
    )
  })

  test('nobody directs more than they brought', () => {
    fc.assert(
      fc.property(claims, pools, (list, pool) => {
        const allocation = allocate(list, pool)
        const weighing = new Set(
          list.flatMap(({ viewerId, weightPpm }) => (weightPpm > 0n ? [viewerId] : [])),
        )
        const brought = sumOf([...weighing].map((viewer) => pool.brought.get(viewer) ?? 0n))
        const { proRataBps } = pool.split
        // Rounding of the pro rata part goes to the directable one: less than one unit.
        expect(allocation.directedMicro * 10_000n <= brought * BigInt(10_000 - proRataBps) + 10_000n).toBe(
          true,
        )
      }),
    )
  })

  test('a viewer weighs the cap at most, and loses less than one unit a view to it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 7n }), { minLength: 1, maxLength: 30 }),
        fc.bigInt({ min: 0n, max: 10n ** 7n }),
        (list, cap) => {
          const total = sumOf(list)
          const capped = list.map((weight) => cappedPpm(weight, total, cap))
          const sum = sumOf(capped)
          if (total <= cap) expect(capped).toEqual(list)
          else expect(sum <= cap && sum > cap - BigInt(list.length)).toBe(true)
        },
      ),
    )
  })
})

describe('who is watched more gets no less', () => {
  test('pro rata: one more claim of an uncapped viewer', () => {
    fc.assert(
      fc.property(
        claims,
        pools,
        fc.bigInt({ min: 1n, max: 10n ** 6n }),
        fc.constantFrom(...keys),
        (list, pool, weightPpm, creatorKey) => {
          const split = { ...pool.split, proRataBps: 10_000 }
          const alone = { ...pool, split, brought: new Map<string, bigint>() }
          const before = allocate(list, alone)
          const cap = BigInt(split.viewerCapPpm)
          fc.pre(before.cappedPpm > 0n && weightPpm <= cap)
          const more = allocate([...list, { creatorKey, lineKey: 'one', viewerId: 'new', weightPpm }], alone)
          // Largest remainder may move one unit the other way (the Alabama paradox), never more.
          expect(amountOf(more, creatorKey) >= amountOf(before, creatorKey) - 1n).toBe(true)
          for (const other of keys)
            if (other !== creatorKey) expect(amountOf(more, other) <= amountOf(before, other) + 1n).toBe(true)
        },
      ),
    )
  })

  test('between creators: more weight under the caps, no smaller part', () => {
    fc.assert(
      fc.property(claims, pools, (list, pool) => {
        const shares = [...allocate(list, pool).creators.values()]
        for (const one of shares)
          for (const other of shares)
            if (one.cappedPpm > other.cappedPpm) expect(one.proRataMicro >= other.proRataMicro).toBe(true)
      }),
    )
  })
})

test('counted by hand: half pro rata, a viewer with money, one without, one who watched nothing', () => {
  const view = (creatorKey: string, viewerId: string): Claim => ({
    ...{ creatorKey, viewerId, lineKey: 'one', weightPpm: 1_000_000n },
  })
  const allocation = allocate([view('ada', 'v1'), view('bob', 'v2'), view('bob', 'v3')], {
    poolMicro: 10_000n,
    brought: new Map([
      ['v1', 4000n],
      ['v9', 3000n],
    ]),
    music: { numerator: 1, denominator: 10 },
    split: { proRataBps: 5000, holdBackBps: 1000, viewerCapPpm: '5000000' },
    isFinal: false,
  })
  // 1,000 for music, 900 held back, 4,050 either way; v1 directs 4,000 · 4,050 / 10,000, the rest is shared 1 : 2.
  expect(allocation.parts).toEqual({
    ...{ musicMicro: 1000n, holdBackMicro: 900n, proRataMicro: 4050n, directableMicro: 4050n },
  })
  expect(allocation).toMatchObject({ directedMicro: 1620n, proRataMicro: 6480n, unallocatedMicro: 0n })
  expect([amountOf(allocation, 'ada'), amountOf(allocation, 'bob')]).toEqual([1620n + 2160n, 4320n])
})

test('without any weight the money stays in the pool', () => {
  const pool = {
    ...{ poolMicro: 100n, brought: new Map(), music: { numerator: 0, denominator: 1 }, isFinal: true },
    split: { proRataBps: 5000, holdBackBps: 1000, viewerCapPpm: '1' },
  }
  expect(allocate([], pool).unallocatedMicro).toBe(100n)
  expect(() => allocate([], { ...pool, brought: new Map([['v1', 101n]]) })).toThrow(
    'at most what is in the pool',
  )
})
