import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lorenzOf } from './lorenz.ts'

test('who all get the same are on the straight line', () => {
  for (const { people, share } of lorenzOf([5n, 5n, 5n, 5n, 5n]) ?? [])
    expect(share).toBeCloseTo(people / 100, 5)
})

test('where one gets everything, the others have nothing', () => {
  const curve = lorenzOf([0n, 0n, 0n, 100n]) ?? []
  expect(curve.find(({ people }) => people === 75)?.share).toBe(0)
  expect(curve.at(-1)?.share).toBe(1)
})

test('nobody got anything: there is no curve', () => {
  expect(lorenzOf([])).toBeNull()
  expect(lorenzOf([0n, 0n])).toBeNull()
})

test('it rises from nothing to everything and is never above the straight line', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { maxLength: 60 }), (amounts) => {
      const curve = lorenzOf(amounts)
      if (curve === null) return
      expect(curve[0]?.share).toBe(0)
      expect(curve.at(-1)?.share).toBeCloseTo(1, 5)
      curve.forEach(({ people, share }, step) => {
        expect(share).toBeGreaterThanOrEqual((curve[step - 1]?.share ?? 0) - 1e-6)
        expect(share).toBeLessThanOrEqual(people / 100 + 1e-5)
      })
    }),
  )
})
