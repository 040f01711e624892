import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { mentionsIn } from '#platform/words'
import { cleanCaption, tagsIn } from './caption.ts'

test.each([
  ['A #Duck on the #pond', ['duck', 'pond']],
  ['#one#two', ['one']],
  ['#Straße #café #東京 #тест', ['straße', 'café', '東京', 'тест']],
  ['#2 #2fast', ['2fast']],
  ['#हिन्दी', ['हिन्दी']],
  ['see example.com/#top and a&#39;b', []],
  ['#dup #DUP #dup', ['dup']],
  [`#${'x'.repeat(61)}`, []],
])('tags in %s', (caption, tags) => {
  expect(tagsIn(caption)).toEqual(tags)
})

test.each([
  ['with @Ana.Gomez.', ['ana.gomez']],
  ['mail me@example.com', []],
  ['@ben @ben @cleo_1!', ['ben', 'cleo_1']],
])('mentions in %s', (caption, mentions) => {
  expect(mentionsIn(caption)).toEqual(mentions)
})

test('a tag or mention is always part of what was written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (caption) => {
      const written = caption.normalize('NFKC').toLowerCase()
      for (const tag of tagsIn(caption)) expect(written).toContain(`#${tag}`)
      for (const mention of mentionsIn(caption)) expect(caption.toLowerCase()).toContain(`@${mention}`)
    }),
  )
})

test('cleaning twice is cleaning once', () => {
  fc.assert(
    fc.property(fc.string(), (caption) => {
      expect(cleanCaption(cleanCaption(caption))).toBe(cleanCaption(caption))
    }),
  )
  expect(cleanCaption(' a\u0000b\r\nc \n')).toBe('ab\nc')
})
