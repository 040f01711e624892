import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { corrections, distance } from './closeness.ts'
import { queryOf, vectorOf } from './lexemes.ts'
import { mayBegin, plainQuery, wordsOf, wordsToFind } from './words.ts'

describe('words', () => {
  test('of several scripts, without accents and case', () => {
    expect(wordsOf('Crème BRÛLÉE, #Pâtisserie!')).toEqual(['creme', 'brulee', 'patisserie'])
    expect(wordsOf('東京タワー')).toEqual(['東京', '京タ', 'タワ', 'ワー'])
    expect(wordsOf('iphone買った')).toEqual(['iphone', '買っ', 'った'])
    expect(wordsOf('مرحبا بالعالم')).toEqual(['مرحبا', 'بالعالم'])
    expect(wordsOf('مَرْحَبًا')).toEqual(['مرحبا'])
    // Vowels of other scripts are no accents: हिंदी and हद are different words.
    expect(wordsOf('हिंदी हद')).toEqual(['हिंदी', 'हद'])
    expect(wordsOf('  \u0000 🦆 ')).toEqual([])
    expect(plainQuery('  Duck  POND ')).toBe('duck pond')
  })

  test('of a text without spaces can be found by each of its letters', () => {
    expect(wordsToFind('黒猫')).toEqual(['黒猫', '猫'])
    expect(wordsToFind('猫 duck')).toEqual(['猫', 'duck'])
    expect(['猫', 'du', 'd'].map(mayBegin)).toEqual([true, true, false])
  })

  test('law: taking the words of words changes nothing, and they hold nothing that would break a query', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        for (const word of wordsOf(text)) expect(word).toMatch(/^[\p{L}\p{N}\p{M}_]+$/u)
        const query = plainQuery(text)
        if (!/[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Hang}]/u.test(query))
          expect(plainQuery(query)).toBe(query)
      }),
    )
  })

  test('as PostgreSQL reads them', () => {
    const parts = [
      { words: ['duck'], weight: 'A' as const },
      { words: ['on', 'pond'], weight: 'B' as const },
    ]
    expect(vectorOf(parts)).toBe("'duck':1A 'on':2B 'pond':3B")
    const places = [
      { words: ['duck', 'dock'], isPrefix: false },
      { words: ['po'], isPrefix: true },
    ]
    expect(queryOf(places, '&')).toBe("('duck' | 'dock') & ('po':*)")
  })
})

describe('closeness', () => {
  test('one mistake in a short word, two in a long one, none in a tiny one', () => {
    expect(corrections('dukc', ['duck', 'dusk', 'luck', 'duckling'])).toEqual(['duck'])
    expect(corrections('skatebaord', ['skateboard', 'skateboards'])).toEqual(['skateboard', 'skateboards'])
    expect(corrections('cta', ['cat', 'car'])).toEqual([])
  })

  test('law: a distance is symmetric, zero only for the same, and never more than the longer word', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 7 })
    fc.assert(
      fc.property(word, word, (one, other) => {
        const off = distance(one, other, 9)
        expect(distance(other, one, 9)).toBe(off)
        expect(off === 0).toBe(one === other)
        expect(off).toBeLessThanOrEqual(Math.max(one.length, other.length))
        expect(Math.min(distance(one, other, 1), 2)).toBe(Math.min(off, 2))
      }),
    )
  })
})
