import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { cleanCueText, plainCueText } from './cue-text.ts'
import { captionLimits, parseCaptions, writeCaptions, type Cue } from './webvtt.ts'

const minute = { maximumMs: 60_000 }
const read = (text: string, maximumMs = 60_000): readonly Cue[] => {
  const reading = parseCaptions(text, { maximumMs })
  assert(reading.kind === 'read', JSON.stringify(reading))
  return reading.cues
}
const faultsOf = (text: string): string[] => {
  const reading = parseCaptions(text, minute)
  assert(reading.kind === 'faulty', 'these captions have faults')
  return reading.faults.map(({ line, code }) => `${line} ${code}`)
}
const cue = (startMs: number, endMs: number, text: string): Cue => ({
  id: null,
  startMs,
  endMs,
  settings: '',
  text,
})

describe('WebVTT', () => {
  test('cues with names, places, several lines, and hours or none', () => {
    const text = `WEBVTT - a title

intro
00:01.000 --> 00:02.500 align:start position:10%,line-left line:-2 region:foo colour:red
Hello
there

00:00:03.000-->00:00:04.000
<v Anna>Bye</v>
`
    expect(read(text)).toEqual([
      {
        id: 'intro',
        startMs: 1000,
        endMs: 2500,
        settings: 'align:start position:10%,line-left line:-2',
        text: 'Hello\nthere',
      },
      cue(3000, 4000, '<v Anna>Bye</v>'),
    ])
  })

  test('byte order mark and every kind of line end', () => {
    const expected = [cue(1000, 2000, 'a\nb')]
    for (const end of ['\n', '\r\n', '\r'])
      expect(read(['\uFEFFWEBVTT', '', '00:01.000 --> 00:02.000', 'a', 'b', ''].join(end))).toEqual(expected)
  })

  test('notes, styles and regions are dropped', () => {
    const text = `WEBVTT
Kind: captions

NOTE
by me

STYLE
::cue { background: url(https://elsewhere.example/x) }

REGION
id:fred

00:01.000 --> 00:02.000
kept

NOTE bye`
    expect(writeCaptions(read(text))).toBe('WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nkept\n')
  })

  test('right-to-left and Chinese text and marks of direction stay as they are', () => {
    const arabic = 'مرحبا بالعالم! 123'
    const hebrew = '\u2067שלום\u2069 world'
    const chinese = '你好，世界。\n第二行'
    const text = `WEBVTT\n\n00:01.000 --> 00:02.000\n${arabic}\n\n00:02.000 --> 00:03.000\n${hebrew}\n\n00:03.000 --> 00:04.000\n${chinese}\n`
    expect(read(text).map((each) => each.text)).toEqual([arabic, hebrew, chinese])
  })

  test('captions in any order come out in the order of the video, and empty ones fall out', () => {
    const text =
      'WEBVTT\n\n00:05.000 --> 00:06.000\nlate\n\n00:03.000 --> 00:04.000\n\n00:01.000 --> 00:02.000\nearly'
    expect(read(text).map((each) => each.text)).toEqual(['early', 'late'])
  })

  test('times without a blank line before them begin a caption', () => {
    expect(read('WEBVTT\n00:01.000 --> 00:02.000\na\n00:03.000 --> 00:04.000\nb')).toEqual([
      cue(1000, 2000, 'a'),
      cue(3000, 4000, 'b'),
    ])
  })
})

describe('SRT', () => {
  test('numbers, commas, marks of other programs', () => {
    const text =
      '1\r\n00:00:01,000 --> 00:00:02,500\r\n{\\an8}<font color="#fff">Hi</font> & <b>you</b>\r\n\r\n2\r\n00:00:03,5 --> 00:00:04,000\r\n3 < 5\r\n'
    expect(read(text)).toEqual([cue(1000, 2500, 'Hi &amp; <b>you</b>'), cue(3500, 4000, '3 &lt; 5')])
  })

  test('without blank lines the number of the next caption is not spoken', () => {
    expect(read('1\n00:00:01,000 --> 00:00:02,000\na\n2\n00:00:03,000 --> 00:00:04,000\nb')).toEqual([
      cue(1000, 2000, 'a'),
      cue(3000, 4000, 'b'),
    ])
  })
})

describe('faults name line and reason', () => {
  test.each([
    ['', '1 not_captions'],
    ['hello', '1 not_captions'],
    ['WEBVTTX\n\n00:01.000 --> 00:02.000\na', '1 not_captions'],
    ['WEBVTT', '1 no_cues'],
    ['WEBVTT\n\njust words', '3 no_times'],
    ['WEBVTT\n\nname\n00:01 --> 00:02\na', '4 bad_time'],
    ['WEBVTT\n\n00:61.000 --> 00:62.000\na', '3 bad_time'],
    ['WEBVTT\n\n00:02.000 --> 00:02.000\na', '3 end_before_start'],
    ['WEBVTT\n\n00:59.000 --> 01:01.001\na', '3 after_end'],
    [`WEBVTT\n\n00:01.000 --> 00:02.000\n${'a'.repeat(2001)}`, '4 cue_too_long'],
    [`WEBVTT\n\n${'x'.repeat(captionLimits.bytes)}`, '1 too_large'],
  ])('%.60j', (text, expected) => {
    expect(faultsOf(text)).toEqual([expected])
  })

  test('each fault has its line, twenty at most', () => {
    const block = (index: number) => `00:0${index % 10}.000 --> 00:00.000\na`
    const two = `WEBVTT\n\n${block(1)}\n\n${block(2)}`
    expect(faultsOf(two)).toEqual(['3 end_before_start', '6 end_before_start'])
    const many = `WEBVTT\n\n${Array.from({ length: 50 }, (_, index) => block(index)).join('\n\n')}`
    expect(faultsOf(many)).toHaveLength(20)
  })

  test('too many captions', () => {
    const blocks = Array.from({ length: captionLimits.cues + 1 }, () => '00:01.000 --> 00:02.000\na')
    const reading = parseCaptions(`WEBVTT\n\n${blocks.join('\n\n')}`, minute)
    expect(reading).toMatchObject({ kind: 'faulty', faults: [{ code: 'too_many_cues' }] })
  })

  test('one second beyond the end of the video is let pass', () => {
    expect(read('WEBVTT\n\n00:59.000 --> 01:01.000\na')).toHaveLength(1)
  })
})

describe('cue text', () => {
  test.each([
    ['<c.loud.red onclick=x>a</c>', '<c.loud.red>a</c>'],
    ['<script>alert(1)</script>', 'alert(1)'],
    ['<img src=x onerror=y>b', 'b'],
    ['<00:00:01.500>karaoke', '<00:00:01.500>karaoke'],
    ['<lang  en-GB >colour</lang>', '<lang en-GB>colour</lang>'],
    ['<ruby>漢<rt>かん</rt></ruby>', '<ruby>漢<rt>かん</rt></ruby>'],
    ['a & b &amp; c &eacute; &#39; &x', 'a &amp; b &amp; c &eacute; &#39; &amp;x'],
    ['3 < 5 > 2', '3 &lt; 5 &gt; 2'],
    ['open <b', 'open &lt;b'],
    ['a\u0000\u001B[31mb', 'a[31mb'],
    ['<v a--\u0001>x', '<v a>x'],
    ['<v\t-->x', '<v>x'],
    ['<v a - -->x', '<v a>x'],
    ['<v.-->x', 'x'],
    ['<c.a-- b>x', '<c.a>x'],
  ])('%j becomes %j', (given, expected) => {
    expect(cleanCueText(given)).toBe(expected)
  })

  test('words alone', () => {
    expect(plainCueText('<v Anna>Bye</v> &lt;3 &amp; more')).toBe('Bye <3 & more')
  })

  const anyText = fc.string({
    unit: fc.constantFrom(...Array.from('<>&;:/.- \n\tabcv0'), '\u0001', '\u05D0', '漢', '😀', '--', '-->'),
  })

  test('law: cleaning twice is cleaning once, and only known tags are left', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = cleanCueText(text)
        expect(cleanCueText(once)).toBe(once)
        expect(once).not.toContain('-->')
        const rest = once.replaceAll(/<\/?(c|i|b|u|v|lang|ruby|rt)([. ][^<>]*)?>|<[\d:.]+>/g, '')
        expect(rest).not.toMatch(/[<>]/)
      }),
      { numRuns: 500 },
    )
  })
})

describe('laws', () => {
  const cues = fc
    .array(
      fc.record({
        startMs: fc.integer({ min: 0, max: 50_000 }),
        lengthMs: fc.integer({ min: 1, max: 9000 }),
        id: fc.option(fc.stringMatching(/^[a-zA-Z0-9 ]{1,20}$/)),
        text: fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
        settings: fc.constantFrom('', 'align:start', 'position:10% line:0'),
      }),
      { minLength: 1, maxLength: 20 },
    )
    .map((all) =>
      all.map(({ startMs, lengthMs, id, text, settings }): Cue => {
        const name = id?.trim() ?? ''
        const words = cleanCueText(text.replaceAll(/[\r\n]/g, ' '))
        return {
          id: name === '' || name.startsWith('NOTE') ? null : name,
          startMs,
          endMs: startMs + lengthMs,
          settings,
          text: words === '' ? 'x' : words,
        }
      }),
    )

  test('what is written reads as the same cues', () => {
    fc.assert(
      fc.property(cues, (given) => {
        const ordered = given.toSorted((one, other) => one.startMs - other.startMs)
        expect(read(writeCaptions(given))).toEqual(ordered)
      }),
    )
  })

  test('any text at all is read or refused, and what was read is written the same way for ever', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'WEBVTT',
        '',
        'NOTE',
        'STYLE',
        '1',
        '00:01.000 --> 00:02.000',
        '00:00:03,000 --> 00:00:04,000',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.string({ unit: fc.constantFrom(...Array.from('<>&-v.a \t\u0001\u00A0')), maxLength: 12 }),
    )
    const text = fc.array(line, { maxLength: 20 }).map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, fc.boolean(), (body, withHeader) => {
        const reading = parseCaptions(withHeader ? `WEBVTT\n\n${body}` : body, minute)
        if (reading.kind === 'faulty') return reading.faults.length > 0
        const written = writeCaptions(reading.cues)
        return writeCaptions(read(written)) === written
      }),
      { numRuns: 500 },
    )
  })
})
