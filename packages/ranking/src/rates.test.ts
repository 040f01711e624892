import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Rates } from './rates.ts'

const hourMs = 3_600_000
test('what was seen is halved in its half-life, and nothing is known of others', () => {
  const rates = new Rates({ outcomes: 1, halfLifeMs: hourMs })
  rates.add(7, 0, [1])
  rates.add(7, hourMs, [0])
  expect(rates.find(7)).toBe(true)
  expect(rates.sum(0)).toBeCloseTo(1.5)
  expect(rates.sum(1)).toBeCloseTo(0.5)
  expect(rates.left(2 * hourMs)).toBeCloseTo(0.5)
  expect([rates.find(8), rates.left(0), rates.sum(0)]).toEqual([false, 0, 0])
})

test('law: however many keys come, each has what a plain map says', () => {
  const sightings = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 3000 }),
      fc.nat(10).map((seconds) => seconds * 1000),
      fc.constantFrom(0, 1),
    ),
    {
      minLength: 1,
      maxLength: 4000,
    },
  )
  fc.assert(
    fc.property(sightings, (all) => {
      const rates = new Rates({ outcomes: 1, halfLifeMs: 1000 * hourMs })
      const plain = new Map<number, { seen: number; came: number; atMs: number }>()
      let nowMs = 0
      for (const [key, laterMs, outcome] of all) {
        nowMs += laterMs
        rates.add(key, nowMs, [outcome])
        // 0 is kept as 1: no key is lost for it.
        const own = plain.get(key || 1) ?? { seen: 0, came: 0, atMs: nowMs }
        const left = 2 ** (-(nowMs - own.atMs) / (1000 * hourMs))
        plain.set(key || 1, { seen: own.seen * left + 1, came: own.came * left + outcome, atMs: nowMs })
      }
      expect(rates.size).toBe(plain.size)
      for (const [key, { seen, came }] of plain) {
        expect(rates.find(key)).toBe(true)
        expect(rates.sum(0)).toBeCloseTo(seen, 3)
        expect(rates.sum(1)).toBeCloseTo(came, 3)
      }
    }),
    { numRuns: 20 },
  )
})

test('what has faded makes room', () => {
  const rates = new Rates({ outcomes: 0, halfLifeMs: hourMs })
  for (let day = 0; day < 40; day += 1)
    for (let key = 1; key <= 5000; key += 1) rates.add(day * 10_000 + key, day * 24 * hourMs, [])
  expect(rates.size).toBeLessThan(13_000)
  expect(rates.find(390_001)).toBe(true)
  expect(Array.from({ length: 5000 }, (_, at) => rates.find(at + 1)).filter(Boolean)).toEqual([])
})
