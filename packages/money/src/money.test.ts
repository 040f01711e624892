import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  convert,
  currencyOf,
  decimalsOf,
  exchange,
  formatDecimal,
  inverseOf,
  parseDecimal,
  percentOf,
  rateOf,
  reversalOf,
  shopDecimalsOf,
  splitByWeights,
  sumOf,
  throughOf,
  unitOf,
} from './index.ts'

const amounts = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })
const positive = fc.bigInt({ min: 0n, max: 10n ** 20n })
const weightLists = fc.array(
  fc.oneof(fc.bigInt({ min: 0n, max: 5n }), fc.bigInt({ min: 0n, max: 10n ** 15n })),
  {
    minLength: 1,
    maxLength: 12,
  },
)
const keysOf = (weights: readonly bigint[]): string[] => weights.map((_, index) => `key ${index + 10}`)
const rates = fc.record({
  numerator: fc.bigInt({ min: 1n, max: 10n ** 12n }),
  denominator: fc.bigInt({ min: 1n, max: 10n ** 12n }),
})

describe('decimals', () => {
  test.each([
    ['0', 0n],
    ['12.5', 12_500_000n],
    ['-0.000001', -1n],
    ['007.10', 7_100_000n],
    ['1.5000000000', 1_500_000n],
    ['123456789012345678901234', 123_456_789_012_345_678_901_234_000_000n],
  ])('%s', (text, amount) => expect(parseDecimal(text)).toBe(amount))

  test.each([
    '',
    '-',
    '.5',
    '5.',
    '1,5',
    '1e3',
    ' 1',
    '1 ',
    '+1',
    '0.0000001',
    '0x1',
    'NaN',
    '--1',
    '1.2.3',
    '١',
  ])('no decimal: "%s"', (text) => expect(parseDecimal(text)).toBeNull())

  test('what is written is read back, with any number of decimals', () => {
    fc.assert(
      fc.property(amounts, fc.nat(6), (amount, decimals) => {
        expect(parseDecimal(formatDecimal(amount, decimals))).toBe(amount)
      }),
    )
  })

  test('what is read is written back as it was, when it was written shortest', () => {
    const texts = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.stringMatching(/^[0-9]{0,5}[1-9]$|^$/))
    fc.assert(
      fc.property(texts, ([major, rest]) => {
        const text = rest === '' ? `${major}` : `${major}.${rest}`
        expect(formatDecimal(parseDecimal(text) ?? -1n)).toBe(text)
      }),
    )
  })

  test('at least so many decimals', () => {
    expect(formatDecimal(12_500_000n, 2)).toBe('12.50')
    expect(formatDecimal(-12_345_678n, 2)).toBe('-12.345678')
    expect(formatDecimal(0n, 3)).toBe('0.000')
    expect(formatDecimal(-1n)).toBe('-0.000001')
  })
})

describe('currencies', () => {
  test.each([
    ['USD', 2, 2],
    ['VND', 0, 0],
    ['IDR', 2, 0],
    ['JPY', 0, 0],
    ['KWD', 3, 3],
    ['CLF', 4, 4],
  ])('%s', (code, decimals, inShops) => {
    const currency = currencyOf(code)
    if (currency === null) return expect(code).toBe('a currency')
    expect(decimalsOf(currency)).toBe(decimals)
    expect(shopDecimalsOf(currency)).toBe(inShops)
  })

  test('a code in any case, and nothing else', () => {
    expect(currencyOf(' thb ')).toBe('THB')
    expect(currencyOf('XXX')).toBeNull()
    expect(currencyOf('$')).toBeNull()
  })

  test('units', () => {
    expect([0, 2, 3, 6].map(unitOf)).toEqual([1_000_000n, 10_000n, 1000n, 1n])
    expect(() => unitOf(7)).toThrow('10⁻⁶')
  })
})

describe('splits', () => {
  test('largest remainder', () => {
    expect(splitByWeights(10n, [70n, 15n, 15n], ['a', 'b', 'c'])).toEqual([7n, 2n, 1n])
    expect(splitByWeights(10n, [70n, 15n, 15n], ['a', 'c', 'b'])).toEqual([7n, 1n, 2n])
    expect(splitByWeights(-10n, [70n, 15n, 15n], ['a', 'b', 'c'])).toEqual([-7n, -2n, -1n])
    expect(splitByWeights(5n, [0n, 0n], ['b', 'a'])).toEqual([2n, 3n])
    expect(splitByWeights(7n, [0n, 3n], ['a', 'b'])).toEqual([0n, 7n])
  })

  test('the shares sum to the total, each less than one from its exact part', () => {
    fc.assert(
      fc.property(amounts, weightLists, (total, weights) => {
        const shares = splitByWeights(total, weights, keysOf(weights))
        expect(sumOf(shares)).toBe(total)
        const sum = sumOf(weights)
        for (const [index, share] of shares.entries()) {
          const [weight, whole] = sum === 0n ? [1n, BigInt(weights.length)] : [weights[index] ?? 0n, sum]
          const off = share * whole - total * weight
          expect(off < whole && off > -whole).toBe(true)
        }
      }),
    )
  })

  test('who weighs more gets no less, who weighs nothing gets nothing', () => {
    fc.assert(
      fc.property(positive, weightLists, (total, weights) => {
        const shares = splitByWeights(total, weights, keysOf(weights))
        const ordered = weights.map((weight, index) => ({ weight, share: shares[index] ?? 0n }))
        for (const one of ordered) {
          if (one.weight === 0n && sumOf(weights) > 0n) expect(one.share).toBe(0n)
          for (const other of ordered)
            if (one.weight > other.weight) expect(one.share >= other.share).toBe(true)
        }
      }),
    )
  })

  test('the order in the list decides nothing', () => {
    fc.assert(
      fc.property(positive, weightLists, fc.nat(), (total, weights, turn) => {
        const keys = keysOf(weights)
        const turned = <T>(list: readonly T[]): T[] => {
          const by = turn % list.length
          return [...list.slice(by), ...list.slice(0, by)]
        }
        expect(splitByWeights(total, turned(weights), turned(keys))).toEqual(
          turned(splitByWeights(total, weights, keys)),
        )
      }),
    )
  })

  test('mistakes of the caller are told', () => {
    expect(() => splitByWeights(1n, [], [])).toThrow('somebody')
    expect(() => splitByWeights(1n, [1n], [])).toThrow('tie key')
    expect(() => splitByWeights(1n, [-1n], ['a'])).toThrow('negative')
  })
})

describe('percent', () => {
  test('towards zero, both signs alike', () => {
    expect(percentOf(999n, 1000n)).toBe(99n)
    expect(percentOf(-999n, 1000n)).toBe(-99n)
  })

  test('the part and the rest sum to the amount, and the part grows with it', () => {
    fc.assert(
      fc.property(positive, positive, fc.bigInt({ min: 0n, max: 10_000n }), (amount, more, bps) => {
        const part = percentOf(amount, bps)
        expect(part >= 0n && part <= amount).toBe(true)
        expect(percentOf(amount + more, bps) >= part).toBe(true)
      }),
    )
  })
})

describe('rates', () => {
  test.each([
    ['1.25', { numerator: 5n, denominator: 4n }],
    ['25400', { numerator: 25_400n, denominator: 1n }],
    ['0.000039', { numerator: 39n, denominator: 1_000_000n }],
  ])('%s', (text, rate) => expect(rateOf(text)).toEqual(rate))

  test.each(['', '0', '0.00', '-1', '1,2', '1e3', '.5'])('no rate: "%s"', (text) =>
    expect(rateOf(text)).toBeNull(),
  )

  test('a conversion there and back is never worth more', () => {
    fc.assert(
      fc.property(positive, rates, fc.constantFrom(1n, 10_000n, 1_000_000n), (amount, rate, unit) => {
        const there = convert(amount, rate, unit)
        expect(there % unit).toBe(0n)
        expect(there * rate.denominator <= amount * rate.numerator).toBe(true)
        expect(convert(there, inverseOf(rate)) <= amount).toBe(true)
        expect(convert(-amount, rate, unit)).toBe(-there)
      }),
    )
  })

  test('an exchange takes the least that pays what it pays, and nothing is lost', () => {
    fc.assert(
      fc.property(positive, rates, fc.constantFrom(1n, 10_000n, 1_000_000n), (amount, rate, unit) => {
        const { received, debited, kept } = exchange(amount, rate, unit)
        expect(debited + kept).toBe(amount)
        expect(kept >= 0n).toBe(true)
        expect(convert(debited, rate, unit)).toBe(received)
        if (debited > 0n) expect(convert(debited - 1n, rate, unit) < received).toBe(true)
      }),
    )
  })

  test('by a third currency', () => {
    fc.assert(
      fc.property(rates, rates, (first, second) => {
        const { numerator, denominator } = throughOf(first, second)
        expect(numerator * first.denominator * second.denominator).toBe(
          denominator * first.numerator * second.numerator,
        )
      }),
    )
  })
})

describe('partial reversals', () => {
  test('whatever the steps, they sum to the total', () => {
    const steps = fc.array(fc.bigInt({ min: 1n, max: 5n }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(amounts, steps, (total, pieces) => {
        const quantity = sumOf(pieces)
        let before = 0n
        let given = 0n
        for (const piece of pieces) {
          given += reversalOf({ total, quantity, before, after: before + piece })
          before += piece
        }
        expect(given).toBe(total)
      }),
    )
  })

  test('a piece is reversed once', () => {
    expect(() => reversalOf({ total: 1n, quantity: 2n, before: 2n, after: 3n })).toThrow('once')
  })
})
