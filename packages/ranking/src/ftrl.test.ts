import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Ftrl, type FtrlSettings } from './ftrl.ts'
import { place } from './hash.ts'
import { seeded } from './random.ts'
import { Top } from './top.ts'

const settings: FtrlSettings = { heads: 2, places: 1024, alpha: [0.1, 0.1], beta: 1, l1: 0, l2: 0 }

test('one feature follows the closed form', () => {
  const ftrl = new Ftrl(settings)
  let [z, n] = [0, 0]
  const random = seeded(5)
  for (let step = 0; step < 200; step += 1) {
    const label = random.uniform() < 0.3 ? 1 : 0
    const w = -z / ((1 + Math.sqrt(n)) / 0.1)
    const gradient = 1 / (1 + Math.exp(-w)) - label
    const sigma = (Math.sqrt(n + gradient ** 2) - Math.sqrt(n)) / 0.1
    z += gradient - sigma * w
    n += gradient ** 2
    ftrl.learn(Int32Array.of(7), [label, -1])
  }
  expect(ftrl.weight(7, 0)).toBeCloseTo(-z / ((1 + Math.sqrt(n)) / 0.1), 4)
  // A head that is not told learns nothing.
  expect(ftrl.weight(7, 1)).toBe(0)
})

test('a chance is learned, each head its own, and what told little stays 0', () => {
  const sparse = { ...settings, l1: 1 }
  const ftrl = new Ftrl(sparse)
  const random = seeded(9)
  for (let step = 0; step < 20_000; step += 1) {
    const kind = random.below(2)
    const isRare = random.below(2000) === 0
    ftrl.learn(Int32Array.from([0, 1 + kind, ...(isRare ? [9] : [])]), [
      random.uniform() < (kind === 0 ? 0.8 : 0.1) ? 1 : 0,
      random.uniform() < 0.5 ? 1 : 0,
    ])
  }
  const chances = new Float64Array(2)
  ftrl.foretell(Int32Array.of(0, 1), chances)
  expect(chances[0]).toBeCloseTo(0.8, 1)
  expect(chances[1]).toBeCloseTo(0.5, 1)
  ftrl.foretell(Int32Array.of(0, 2), chances)
  expect(chances[0]).toBeCloseTo(0.1, 1)
  expect(() => new Ftrl({ ...settings, places: 1000 })).toThrow(RangeError)
})

test('law: the top is the beginning of the sorted list', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (scores, most) => {
        const top = new Top(most)
        for (const [index, score] of scores.entries()) top.offer(index, score)
        const sorted = scores
          .map((score, index) => ({ score, index }))
          .sort((one, other) => other.score - one.score || one.index - other.index)
        expect([...top.take()]).toEqual(sorted.slice(0, most).map(({ index }) => index))
      },
    ),
  )
})

test('places are spread, and numbers of a seed are always the same', () => {
  const counts = new Uint32Array(64)
  for (let user = 0; user < 100; user += 1)
    for (let item = 0; item < 64; item += 1) {
      const at = place(3, user, item) & 63
      counts[at] = (counts[at] ?? 0) + 1
    }
  expect(Math.max(...counts)).toBeLessThan(150)
  expect(Math.min(...counts)).toBeGreaterThan(60)
  const random = seeded(42)
  const values = Array.from({ length: 10_000 }, () => random.normal())
  expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / 10_000)).toBeLessThan(0.05)
  expect(values.reduce((sum, value) => sum + value * value, 0) / 10_000).toBeCloseTo(1, 1)
  expect([seeded(42).next(), seeded(43).next()]).not.toEqual([seeded(43).next(), seeded(42).next()])
  expect(seeded(42).next()).toBe(seeded(42).next())
})
