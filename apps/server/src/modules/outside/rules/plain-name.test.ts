import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainName } from './plain-name.ts'

test('a name is one short line without controls, and plain already when it was made plain', () => {
  const hostile = fc.oneof(
    fc
      .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 40 })
      .map((points) => String.fromCodePoint(...points)),
    fc.constantFrom(
      '\n',
      '\u202E',
      '\u2066',
      '\u0000',
      '\uFEFF',
      'e' + '\u0301'.repeat(900),
      'a'.repeat(10_000),
    ),
  )
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 5 }), (parts) => {
      const name = plainName(parts.join(''))
      expect(Array.from(name).length).toBeLessThanOrEqual(200)
      expect(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(name)).toBe(false)
      expect(/\p{M}{4}/u.test(name)).toBe(false)
      expect(plainName(name)).toBe(name)
    }),
  )
})

test('names in any script stay what they are', () => {
  for (const name of ['Lip oil – Rosé', 'Бальзам для губ', 'شفاه وردية', 'שפתון ורוד', '唇彩 №5', 'क्‍ष लिप'])
    expect(plainName(name)).toBe(name)
})
