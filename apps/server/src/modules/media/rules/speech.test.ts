import { describe, expect, test } from 'vitest'
import { filterValue } from './filter-value.ts'
import { chooseSphinxFiles, readSphinxWords, readWhisperWords, withoutPauses } from './speech.ts'
import { cuesOfWords } from './spoken-words.ts'

/** What FFmpeg 5.1 prints for seven seconds of speech with three pauses. */
const sphinxNotes = `frame:65   pts:22170   pts_time:1.38563
lavfi.silence_start=1.13662
frame:68   pts:23194   pts_time:1.44962
lavfi.silence_end=1.45644
lavfi.silence_duration=0.319812
frame:350  pts:119450  pts_time:7.46563
lavfi.silence_start=7.22019
frame:380  pts:130000  pts_time:8.1
lavfi.asr.text=good morning everybody this is the house
`

describe('PocketSphinx', () => {
  test('words lie in the sound before the end of their sentence, never in a pause', () => {
    const words = readSphinxWords(sphinxNotes, { durationMs: 7522, language: 'en' })
    expect(words.map(({ text }) => text).join(' ')).toBe('good morning everybody this is the house')
    expect(words[0]?.startMs).toBe(0)
    expect(words.at(-1)?.endMs).toBe(7220)
    for (const { startMs } of words) expect(startMs > 1137 && startMs < 1456).toBe(false)
  })

  test('nothing heard, nothing said', () => {
    expect(readSphinxWords('', { durationMs: 1000, language: 'en' })).toEqual([])
    expect(readSphinxWords('lavfi.asr.text=\n', { durationMs: 1000, language: 'en' })).toEqual([])
  })

  test('the files of a model are found by their names', () => {
    const files = ['cmudict-en-us.dict', 'en-us-phone.lm.bin', 'en-us.lm.bin']
    expect(chooseSphinxFiles({ acousticModels: ['en-us'], files })).toEqual({
      acoustic: 'en-us',
      dictionary: 'cmudict-en-us.dict',
      language: 'en-us.lm.bin',
    })
    expect(chooseSphinxFiles({ acousticModels: [], files })).toBeNull()
    expect(chooseSphinxFiles({ acousticModels: ['en-us'], files: ['x.dict'] })).toBeNull()
  })
})

describe('Whisper', () => {
  /** The filter counts from 0, writes a point where SRT has a comma, and may overrun the end. */
  const srt = `0
00:00:00.000 --> 00:00:02.000
Good morning & welcome.

1
00:00:02.000 --> 00:00:09.000
<3 from the street

2
00:00:12.000 --> 00:00:13.000
Thanks for watching!

`
  test('segments become captions within the video', () => {
    const words = readWhisperWords(srt, { durationMs: 8000, language: 'en' })
    const cues = cuesOfWords(words, 8000)
    expect(cues).toMatchObject([
      { startMs: 0, endMs: 2000, text: 'Good morning &amp; welcome.' },
      { startMs: 2000, endMs: 8000, text: '&lt;3 from the street' },
    ])
  })

  test('silence is no fault', () => {
    expect(readWhisperWords('\n', { durationMs: 8000, language: 'en' })).toEqual([])
  })
})

test('pauses are cut out', () => {
  const pauses = [
    { startMs: 0, endMs: 100 },
    { startMs: 300, endMs: 400 },
    { startMs: 900, endMs: Number.POSITIVE_INFINITY },
  ]
  expect(withoutPauses({ startMs: 50, endMs: 1000 }, pauses)).toEqual([
    { startMs: 100, endMs: 300 },
    { startMs: 400, endMs: 900 },
  ])
})

test('a path is quoted for the filter graph', () => {
  expect(filterValue('/in/1')).toBe('/in/1')
  expect(filterValue("it's: a,b")).toBe(String.raw`it\\\'s\\: a\,b`)
})
