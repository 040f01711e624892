import type { AssetId, PersonId, SoundId } from '@busker/contract'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isMuted, mentionsMuted, mutedWord } from './muted-words.ts'
import { topicName } from './topic-name.ts'

const mentions = (word: string, caption: string, tags: string[] = []) =>
  mentionsMuted([mutedWord(word)], { caption, tags })

test.each([
  ['duck', 'A duck.', true],
  ['duck', 'DUCK!', true],
  ['duck', 'Ducks on the pond', false],
  ['duck', 'a seaduck', false],
  ['duck', 'a #duck and #duck_pond', true],
  ['#Duck', 'a duck', true],
  ['duck', 'ducks and a duck', true],
  ['duck  pond', 'the duck\npond', true],
  ['duck pond', 'the duck, pond', false],
  ['café', 'CAFE\u0301 at noon', true],
  ['cafe', 'café', false],
  ['straße', 'Hauptstrasse', false],
  ['straße', 'in dieser STRASSE', true],
  ['σας', 'ΣΑΣ', true],
  ['don’t', "Don't!", true],
  ['ｄｕｃｋ', 'a duck', true],
  ['duck', 'a du\u200Bck', true],
  ['c++', 'I like c++, really', true],
  ['c++', 'c+', false],
  ['🦆', 'look🦆🦆', true],
  ['❤', 'love ❤️', true],
  ['猫', 'かわいい猫です', true],
  ['duck', '鴨duck鴨', true],
  ['𝐝uck', 'a duck', true],
  ['duck', '𐐨duck', false],
])('%s in "%s": %s', (word, caption, found) => {
  expect(mentions(word, caption)).toBe(found)
})

test('a phrase is found as a tag', () => {
  expect(mentions('duck pond', '', ['duckpond'])).toBe(true)
  expect(mentions('duck pond', '', ['duck', 'pond'])).toBe(false)
  expect(mentions('duck', '', ['duckpond'])).toBe(false)
})

test('topics and sounds are compared as they are, words are looked for', () => {
  const assetId = '0190a000-0000-7000-8000-000000000001' as AssetId
  const post = { caption: 'A pond', tags: ['ducks'], assetId, sound: null }
  const none = { words: [], topics: [], sounds: [] }
  expect(isMuted(none, post)).toBe(false)
  expect(isMuted({ ...none, words: ['duck', 'lake'], topics: ['duck'], sounds: ['other'] }, post)).toBe(false)
  expect(isMuted({ ...none, words: ['lake', 'pond'] }, post)).toBe(true)
  expect(isMuted({ ...none, topics: ['ducks'] }, post)).toBe(true)
  expect(isMuted({ ...none, sounds: [assetId] }, post)).toBe(true)
  const soundId = '0190a000-0000-7000-8000-000000000002' as SoundId
  const author = { personId: '0190a000-0000-7000-8000-000000000003' as PersonId, handle: 'ana' }
  const sound = { soundId, title: null, author: { ...author, displayName: 'Ana' }, isOriginal: false }
  expect(isMuted({ ...none, sounds: [soundId] }, post)).toBe(false)
  expect(isMuted({ ...none, sounds: [soundId] }, { ...post, sound })).toBe(true)
})

test('the form of a word and of a topic is final, and what has none is empty', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(mutedWord(mutedWord(text))).toBe(mutedWord(text))
      expect(topicName(topicName(text))).toBe(topicName(text))
    }),
    { numRuns: 2000 },
  )
  for (const text of ['', ' # ', '\u200B', '#\u00AD']) expect(mutedWord(text)).toBe('')
  expect(topicName(' ##Ducks ')).toBe('ducks')
})

const latin = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'x', 'y', 'z', 'ä', 'ö', 'ß', 'é', 'ñ'),
  minLength: 1,
  maxLength: 8,
})

test('a word is found among others wherever it stands, in any case, and nowhere else', () => {
  fc.assert(
    fc.property(
      fc.array(latin, { maxLength: 8 }),
      latin,
      fc.constantFrom(' ', ', ', '. ', '\n', ' #', '! ', ' 🦆 ', '_'),
      fc.boolean(),
      (words, word, between, loud) => {
        const caption = words.join(between)
        const same = (other: string) => mutedWord(other) === mutedWord(word)
        expect(mentions(loud ? word.toUpperCase() : word, caption)).toBe(words.some(same))
        expect(mentions(word, [...words, word].join(between))).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})

test('a word that is part of a longer one is not found', () => {
  fc.assert(
    fc.property(latin, latin, latin, (before, word, after) => {
      const inside = `${before}${word}${after}`
      expect(mentions(`${word}q`, inside)).toBe(false)
      if (mutedWord(word) !== mutedWord(inside)) expect(mentions(word, inside)).toBe(false)
    }),
  )
})

test('what is not muted changes nothing: more words never let a post in again', () => {
  const said = fc.record({
    caption: fc.string({ unit: 'grapheme' }),
    tags: fc.array(latin, { maxLength: 3 }),
  })
  const some = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }).map(mutedWord).filter(Boolean), {
    maxLength: 5,
  })
  fc.assert(
    fc.property(said, some, some, (post, one, other) => {
      expect(mentionsMuted([...one, ...other], post)).toBe(
        mentionsMuted(one, post) || mentionsMuted(other, post),
      )
    }),
  )
})
