import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainCueText } from './cue-text.ts'
import { cueRules, cuesOfWords, splitWords, spreadWords, textWidth } from './spoken-words.ts'

const joined = (text: string, language: string): string =>
  splitWords(text, language)
    .map((word) => `${word.spaced ? ' ' : ''}${word.text}`)
    .join('')

describe('words', () => {
  test('punctuation stays with the word before it', () => {
    expect(splitWords('Well, yes! (No.)', 'en').map(({ text }) => text)).toEqual([
      'Well,',
      'yes!',
      '(',
      'No.)',
    ])
  })

  test('languages without spaces are split where they may break', () => {
    const chinese = splitWords('今天天气很好，我们出去走走吧。', 'zh')
    expect(chinese.length).toBeGreaterThan(4)
    expect(chinese.every(({ spaced }) => !spaced)).toBe(true)
    expect(chinese.map(({ text }) => text)).toContain('很好，')
  })

  test.each([
    ['en', 'One two three, four.'],
    ['ar', 'مرحبا بالعالم، كيف الحال؟'],
    ['zh', '你好，世界。Hello 世界'],
    ['th', 'สวัสดีชาวโลก'],
    ['ko', '안녕하세요 여러분'],
  ])('%s: the words together are the text', (language, text) => {
    expect(joined(text, language)).toBe(text)
  })

  test('a word that fills more than a line is cut', () => {
    const words = splitWords('a'.repeat(100), 'en')
    expect(words.every(({ text }) => textWidth(text) <= cueRules.lineWidth)).toBe(true)
    expect(joined('a'.repeat(100), 'en')).toBe('a'.repeat(100))
  })
})

test('words are spread over the sound, not over the pauses', () => {
  const words = splitWords('aaaa bbbb', 'en')
  const stretches = [
    { startMs: 1000, endMs: 1400 },
    { startMs: 3000, endMs: 3400 },
  ]
  expect(spreadWords(words, stretches)).toMatchObject([
    { text: 'aaaa', startMs: 1000, endMs: 1400 },
    { text: 'bbbb', startMs: 3000, endMs: 3400 },
  ])
})

describe('cues', () => {
  const say = (text: string, startMs: number, endMs: number) =>
    spreadWords(splitWords(text, 'en'), [{ startMs, endMs }])

  test('a pause and a sentence end a caption', () => {
    const words = [...say('This is the first sentence here.', 0, 2000), ...say('And a second', 2000, 3000)]
    const afterPause = say('Third.', 5000, 5400)
    expect(cuesOfWords([...words, ...afterPause], 10_000)).toMatchObject([
      { startMs: 0, endMs: 2000, text: 'This is the first sentence here.' },
      { startMs: 2000, endMs: 3000, text: 'And a second' },
      { startMs: 5000, endMs: 6000, text: 'Third.' },
    ])
  })

  test('long speech becomes two lines of at most 42 characters', () => {
    const text = 'The quick brown fox jumps over the lazy dog while nobody at all is watching it do so'
    const cues = cuesOfWords(say(text, 0, 5000), 10_000)
    expect(cues.map((cue) => cue.text)).toEqual([
      'The quick brown fox jumps over the lazy\ndog while nobody at all is watching it do',
      'so',
    ])
  })

  test('what sounds like a tag is text', () => {
    expect(cuesOfWords(say('a <b> & c', 0, 2000), 5000)[0]?.text).toBe('a &lt;b&gt; &amp; c')
  })

  const word = fc.record({
    text: fc.oneof(fc.stringMatching(/^[a-z]{1,12}[.,?]?$/), fc.constantFrom('你好', '世界。', 'مرحبا')),
    spaced: fc.boolean(),
    pauseMs: fc.nat(2000),
    lengthMs: fc.integer({ min: 1, max: 9000 }),
  })
  const speech = fc.array(word, { maxLength: 60 }).map((all) => {
    let atMs = 0
    return all.map(({ text, spaced, pauseMs, lengthMs }) => {
      const startMs = atMs + pauseMs
      atMs = startMs + lengthMs
      return { text, spaced, startMs, endMs: atMs }
    })
  })

  test('law: every word once and in order, short lines, no overlap, inside the video', () => {
    fc.assert(
      fc.property(speech, (words) => {
        const videoMs = (words.at(-1)?.endMs ?? 0) + 1
        const cues = cuesOfWords(words, videoMs)
        const said = cues.map((cue) => plainCueText(cue.text)).join('')
        expect(said.replaceAll(/\s/g, '')).toBe(words.map(({ text }) => text).join(''))
        let last = 0
        for (const { startMs, endMs, text } of cues) {
          expect(startMs).toBeGreaterThanOrEqual(last)
          expect(endMs).toBeGreaterThan(startMs)
          expect(endMs - startMs).toBeLessThanOrEqual(cueRules.longestMs)
          const lines = text.split('\n')
          expect(lines.length).toBeLessThanOrEqual(cueRules.lines)
          for (const line of lines)
            expect(textWidth(plainCueText(line))).toBeLessThanOrEqual(cueRules.lineWidth)
          last = endMs
        }
        expect(last).toBeLessThanOrEqual(videoMs)
      }),
    )
  })
})
