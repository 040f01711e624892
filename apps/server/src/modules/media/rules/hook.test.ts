import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hookArguments, hookFilters, hookMs, judgeHook, parseHook, tidyStretches } from './hook.ts'

const filters = new Set(hookFilters)
const facts = { durationMs: 9000, hasSound: true, filters }
const nothing = { picture: '', blur: '', sound: '' }

describe('reading what the pass wrote', () => {
  test('cuts, black, frozen, silence and blur', () => {
    const picture = `frame:0    pts:0       pts_time:0
lavfi.scd.mafd=0.000
lavfi.scd.score=0.000
lavfi.black_start=0
frame:30   pts:30     pts_time:1
lavfi.scd.score=40.000
lavfi.scd.time=1
lavfi.black_end=1
frame:45   pts:45     pts_time:1.5
lavfi.scd.score=31.000
lavfi.scd.time=1.5
frame:80   pts:80     pts_time:2.66
lavfi.freezedetect.freeze_start=1.6
`
    const blur = `frame:0    pts:0       pts_time:0
lavfi.blur=90.5
frame:1    pts:1       pts_time:1.2
lavfi.blur=17
frame:2    pts:2       pts_time:1.5
lavfi.blur=-nan
frame:3    pts:3       pts_time:1.8
lavfi.blur=19
`
    const sound =
      'frame:23 pts:23552 pts_time:0.49\nlavfi.silence_start=-0.001\nframe:60 pts:1 pts_time:1.2\nlavfi.silence_end=1.2\n'
    expect(parseHook({ picture, blur, sound }, facts)).toEqual({
      analysedMs: 3000,
      sceneCutsMs: [1500],
      black: [{ fromMs: 0, toMs: 1000 }],
      frozen: [{ fromMs: 1600, toMs: 3000 }],
      silent: [{ fromMs: 0, toMs: 1200 }],
      blur: 18,
      findings: ['black_start', 'silent_start', 'blurred'],
    })
  })

  test('a video without sound is silent, a short one is short', () => {
    expect(parseHook(nothing, { ...facts, durationMs: 1500, hasSound: false })).toEqual({
      analysedMs: 1500,
      sceneCutsMs: [],
      black: [],
      frozen: [],
      silent: [{ fromMs: 0, toMs: 1500 }],
      blur: null,
      findings: ['silent_start'],
    })
  })

  test('a filter that is missing finds nothing', () => {
    const none = parseHook(nothing, { ...facts, filters: new Set() })
    expect(none).toMatchObject({ blur: null, findings: [] })
  })

  test('short flashes of black are no stretch', () => {
    const flash =
      'frame:0 pts:0 pts_time:0\nlavfi.black_start=0\nframe:5 pts:5 pts_time:0.2\nlavfi.black_end=0.2\n'
    expect(parseHook({ ...nothing, picture: flash }, facts).black).toEqual([])
  })
})

describe('arguments', () => {
  const plan = { input: ['-i', 'x'], output: (name: string) => `/out/${name}`, hasSound: true }

  test('one pass that reads three seconds', () => {
    const args = hookArguments({ ...plan, filters })
    expect(args.slice(0, 4)).toEqual(['-t', '3', '-i', 'x'])
    expect(args.filter((arg) => arg === '-map')).toHaveLength(3)
    for (const filter of filters) expect(args.join(' ')).toContain(filter)
  })

  test('without sound, and without filters that FFmpeg lacks', () => {
    const args = hookArguments({ ...plan, hasSound: false, filters: new Set(['scdet']) }).join(' ')
    expect(args).not.toMatch(/detect=|\[0:a:0\]|blurdetect/)
    expect(args).toContain('[0:V:0]null[small]')
  })
})

describe('laws', () => {
  const stretch = fc
    .tuple(fc.integer({ min: -500, max: 4000 }), fc.integer({ min: -500, max: 4000 }))
    .map(([fromMs, toMs]) => ({ fromMs, toMs }))

  test('stretches are sorted, disjoint and inside; the same moments are covered', () => {
    fc.assert(
      fc.property(fc.array(stretch), fc.integer({ min: 0, max: 3000 }), (given, endMs) => {
        const tidy = tidyStretches(given, endMs)
        let last = -1
        for (const { fromMs, toMs } of tidy) {
          expect(fromMs).toBeGreaterThan(last)
          expect(toMs).toBeGreaterThan(fromMs)
          last = toMs
        }
        expect(last).toBeLessThanOrEqual(endMs)
        for (let at = 0.5; at < endMs; at += 97) {
          const isIn = (one: { fromMs: number; toMs: number }) => one.fromMs <= at && at < one.toMs
          expect(tidy.some(isIn)).toBe(given.some(isIn))
        }
      }),
    )
  })

  const line = fc.oneof(
    fc
      .record({
        key: fc.constantFrom(
          'black_start',
          'black_end',
          'scd.time',
          'silence_start',
          'silence_end',
          'freezedetect.freeze_start',
          'freezedetect.freeze_end',
          'blur',
          'other',
        ),
        value: fc.oneof(
          fc.double({ min: -1, max: 4, noNaN: true }).map(String),
          fc.constantFrom('nan', 'x', ''),
        ),
      })
      .map(({ key, value }) => `lavfi.${key}=${value}`),
    fc.integer({ min: 0, max: 3000 }).map((ms) => `frame:1 pts:1 pts_time:${ms / 1000}`),
    fc.string(),
  )

  test('whatever the pass wrote: findings fit what was seen', () => {
    fc.assert(
      fc.property(
        fc.array(line),
        fc.integer({ min: 0, max: 20_000 }),
        fc.boolean(),
        (lines, durationMs, hasSound) => {
          const text = lines.join('\n')
          const hook = parseHook(
            { picture: text, blur: text, sound: text },
            { durationMs, hasSound, filters },
          )
          expect(hook.analysedMs).toBe(Math.min(hookMs, durationMs))
          expect(new Set(hook.findings).size).toBe(hook.findings.length)
          expect(hook.findings).toEqual(judgeHook(hook, true))
          if (hook.findings.includes('black_start')) expect(hook.black[0]?.fromMs).toBeLessThanOrEqual(100)
          if (hook.findings.includes('blurred')) expect(hook.blur).not.toBeNull()
          if (hook.findings.includes('no_cut')) expect(hook.sceneCutsMs).toEqual([])
          for (const atMs of hook.sceneCutsMs) expect(atMs > 0 && atMs < hook.analysedMs).toBe(true)
          if (!hasSound && durationMs >= 1000) expect(hook.findings).toContain('silent_start')
        },
      ),
    )
  })
})
