import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultOf, readCues, readShortTime, shortTime, writeCues } from './cues.ts'
import type { EditedCue } from './cues.ts'
import { editCues, tableOf } from './editing.ts'

const cue = (key: number, startMs: number, change: Partial<EditedCue> = {}): EditedCue => ({
  ...{ key, id: null, settings: '', startMs, endMs: startMs + 1000, text: `words ${key}` },
  ...change,
})

const file = `WEBVTT

intro
00:00:01.000 --> 00:00:02.500 align:start
Tom &amp; Jerry: 3 &lt; 5

00:01:03.000 --> 00:01:04.000
<v Anna>مرحبا</v>
你好
`

describe('reading and writing', () => {
  test('what the server writes', () => {
    const cues = readCues(file)
    expect(cues).toEqual([
      {
        key: 0,
        id: 'intro',
        settings: 'align:start',
        startMs: 1000,
        endMs: 2500,
        text: 'Tom & Jerry: 3 < 5',
      },
      { key: 1, id: null, settings: '', startMs: 63_000, endMs: 64_000, text: '<v Anna>مرحبا</v>\n你好' },
    ])
    expect(readCues(writeCues(cues).vtt)).toEqual(cues)
    expect(readCues('WEBVTT\n')).toEqual([])
  })

  test('what looks like a tag and is none stays an entity', () => {
    const text = 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n&lt;b&gt; is bold'
    expect(readCues(text)[0]?.text).toBe('&lt;b&gt; is bold')
  })

  test('a line of the file leads to its caption', () => {
    const cues = [
      cue(7, 0, { text: 'a\n\nb' }),
      cue(8, 1000, { text: ' ' }),
      cue(9, 2000, { id: 'x', text: 'c --> d' }),
    ]
    const { vtt, cueAt } = writeCues(cues)
    expect(vtt.split('\n')).toEqual([
      ...['WEBVTT', '', '00:00:00.000 --> 00:00:01.000', 'a', 'b', ''],
      ...['x', '00:00:02.000 --> 00:00:03.000', 'c → d', ''],
    ])
    expect([1, 3, 5, 7, 8].map(cueAt)).toEqual([null, 7, 7, 9, 9])
  })
})

describe('times', () => {
  test.each([
    ['61.25', 61_250],
    ['1:01', 61_000],
    ['0:01:01,250', 61_250],
    ['0:00.5', 500],
    ['', null],
    ['1:xx', null],
  ])('%j', (text, ms) => expect(readShortTime(text)).toBe(ms))

  test('law: what is shown is read as the same hundredth', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_600_000 }), (ms) => {
        expect(readShortTime(shortTime(ms))).toBe(Math.round(ms / 10) * 10)
      }),
    )
  })

  test('faults', () => {
    expect(faultOf(cue(0, 1000, { endMs: 1000 }), 5000)).toBe('end_before_start')
    expect(faultOf(cue(0, 5500), 5000)).toBe('after_end')
    expect(faultOf(cue(0, 5000), 5000)).toBeNull()
    expect(faultOf(cue(0, 9000, { text: ' ' }), 5000)).toBeNull()
  })
})

describe('editing', () => {
  const table = tableOf([cue(0, 0, { text: 'one two' }), cue(1, 3000)])

  test('a new caption follows its row and ends where the next begins', () => {
    const after = editCues(table, { type: 'add', atMs: 0, after: 0, durationMs: 9000 })
    expect(after.cues.map(({ key, startMs, endMs }) => [key, startMs, endMs])).toEqual([
      [0, 0, 1000],
      [2, 1000, 3000],
      [1, 3000, 4000],
    ])
    const atTime = editCues(table, { type: 'add', atMs: 8500.4, after: null, durationMs: 9000 })
    expect(atTime.cues.at(-1)).toMatchObject({ key: 2, startMs: 8500, endMs: 9000 })
  })

  test('split at the cursor, and merge', () => {
    const parted = editCues(table, { type: 'split', key: 0, at: 3 })
    expect(parted.cues.map(({ text }) => text)).toEqual(['one', 'two', 'words 1'])
    expect(parted.cues[0]?.endMs).toBe(parted.cues[1]?.startMs)
    const whole = editCues(parted, { type: 'merge', key: 0 })
    expect(whole.cues[0]).toMatchObject({ text: 'one\ntwo', startMs: 0, endMs: 1000 })
    expect(editCues(table, { type: 'merge', key: 1 })).toEqual(table)
  })

  test('law: no edit loses or doubles a row’s key, and splitting keeps every letter', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.nat(45), (text, at) => {
        const before = tableOf([cue(4, 0, { text }), cue(9, 5000)])
        const after = editCues(before, { type: 'split', key: 4, at })
        expect(new Set(after.cues.map(({ key }) => key)).size).toBe(3)
        const letters = (words: string) => words.replaceAll(/\s/g, '')
        expect(letters((after.cues[0]?.text ?? '') + (after.cues[1]?.text ?? ''))).toBe(letters(text))
        expect(after.cues[0]?.endMs).toBe(after.cues[1]?.startMs)
      }),
    )
  })
})
