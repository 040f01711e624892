import type { MeasuredMetric } from '@busker/contract'
import { describe, expect, test } from 'vitest'
import { funnelAdvice, retentionAdvice, sourceAdvice, sourcesOf } from './advice.ts'

const values = [1, 0.9, 0.8, 0.7, 0.6, 0.5]
const seen = { values, views: 30, band: null, moments: [] }
const moment = (kind: 'dip' | 'spike', from: number, size: number) => ({ kind, from, to: from, size })
const flat = (share: number) => ({
  p25: values.map(() => share),
  p50: values.map(() => share),
  p75: values.map(() => share),
})

describe('what a curve advises', () => {
  test('nothing under 30 views', () => {
    expect(retentionAdvice({ ...seen, views: 29 })).toEqual({ kind: 'too_little' })
    expect(retentionAdvice({ ...seen, values: [] })).toEqual({ kind: 'too_little' })
  })

  test('the intro first, beside what is usual or beside a half', () => {
    expect(retentionAdvice({ ...seen, band: flat(0.75), moments: [moment('dip', 4, 0.2)] })).toEqual({
      ...{ kind: 'intro', share: 0.7 },
    })
    expect(retentionAdvice({ ...seen, values: values.map((one) => one / 2) }).kind).toBe('intro')
  })

  test('then the largest dip, then a spike, else to go on', () => {
    const moments = [moment('dip', 4, 0.1), moment('dip', 5, 0.2), moment('spike', 6, 0.5)]
    expect(retentionAdvice({ ...seen, moments })).toEqual({ kind: 'dip', second: 5 })
    expect(retentionAdvice({ ...seen, moments: moments.slice(2) })).toEqual({ kind: 'spike', second: 6 })
    expect(retentionAdvice(seen)).toEqual({ kind: 'steady' })
  })
})

describe('what a funnel advises', () => {
  const usual = { shares: [1, 0.5, 0.4, 0.2, 0.02], views: 1000 }

  test('nothing under 30 views', () => {
    expect(funnelAdvice({ shares: [1, 0, 0, 0, 0], views: 29 }, usual)).toEqual({ kind: 'too_little' })
  })

  test('the step furthest below the own videos', () => {
    expect(funnelAdvice({ shares: [1, 0.5, 0.2, 0.1, 0.01], views: 400 }, usual)).toEqual({
      ...{ kind: 'weak', step: 'hold', share: 0.4, usual: 0.8 },
    })
    expect(funnelAdvice({ shares: [1, 0.3, 0.24, 0.12, 0.012], views: 400 }, usual)).toMatchObject({
      ...{ kind: 'weak', step: 'hook' },
    })
    expect(funnelAdvice({ ...usual, views: 400 }, usual)).toEqual({ kind: 'as_usual' })
  })

  test('a step that hardly anybody could take says nothing', () => {
    const own = { shares: [1, 0.5, 0.4, 0.2, 0], views: 100 }
    expect(funnelAdvice(own, usual)).toEqual({ kind: 'as_usual' })
  })

  test('without other videos the step that loses most, never the follow', () => {
    const own = { shares: [1, 0.9, 0.5, 0.45, 0], views: 100 }
    const lost = funnelAdvice(own, null)
    expect(lost).toMatchObject({ kind: 'most_lost', step: 'hold' })
    expect(funnelAdvice(own, { ...own, views: 120 })).toEqual(lost)
    expect(funnelAdvice({ shares: [1, 1, 1, 1, 0], views: 100 }, null)).toEqual({ kind: 'as_usual' })
  })
})

describe('what the sources advise', () => {
  const measured = (rows: Readonly<Record<string, readonly [number, number | null]>>) =>
    sourcesOf(
      new Map([
        ['views', rowsOf(Object.entries(rows).map(([slice, [views]]) => [slice, views]))],
        ['hook_rate', rowsOf(Object.entries(rows).map(([slice, [, hook]]) => [slice, hook]))],
      ]),
    )
  const rowsOf = (rows: readonly (readonly [string, number | null])[]): MeasuredMetric =>
    ({ rows: rows.map(([slice, value]) => ({ slice, value })) }) as unknown as MeasuredMetric

  test('the largest comes first, with its share', () => {
    expect(measured({ post: [25, 0.5], newest: [75, null], feed: [0, null] })).toEqual([
      { source: 'newest', views: 75, share: 0.75, hook: null },
      { source: 'post', views: 25, share: 0.25, hook: 0.5 },
    ])
    expect(sourcesOf(undefined)).toEqual([])
  })

  test('nothing under 30 views', () => {
    expect(sourceAdvice(measured({ newest: [29, 0.5] }))).toEqual({ kind: 'too_little' })
  })

  test('the source whose viewers leave at once', () => {
    expect(sourceAdvice(measured({ newest: [60, 0.4], profile: [40, 0.7] }))).toEqual({
      ...{ kind: 'weak_hook', source: 'newest', hook: 0.4, others: 0.7 },
    })
    expect(sourceAdvice(measured({ newest: [60, 0.65], profile: [40, 0.7] })).kind).toBe('mixed')
  })

  test('who is missing', () => {
    expect(sourceAdvice(measured({ profile: [60, 0.5], newest: [40, 0.5] })).kind).toBe('own_places')
    expect(sourceAdvice(measured({ newest: [95, 0.5], profile: [5, 0.5] })).kind).toBe('feed_only')
  })
})
