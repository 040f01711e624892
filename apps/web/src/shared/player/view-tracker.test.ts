import { describe, expect, test } from 'vitest'
import type { ViewState } from './view-tracker.ts'
import { changed, hasNews, isOver, jumped, reportDue, reported, sampled, startView } from './view-tracker.ts'

const durationMs = 10_000
const watching = { playing: true, visible: true, foreground: true }

const begun = (atMs = 0): ViewState =>
  changed(startView('view', 1_000_000), watching, { sample: { atMs, mediaMs: 0 }, durationMs })

/** Watches in steps of 250 ms, media and time side by side; the media position wraps like a looping video. */
const watch = (view: ViewState, from: { atMs: number; mediaMs: number }, forMs: number): ViewState => {
  let state = view
  for (let passed = 250; passed <= forMs; passed += 250) {
    const sample = { atMs: from.atMs + passed, mediaMs: (from.mediaMs + passed) % durationMs }
    state = sampled(state, sample, durationMs)
  }
  return state
}

describe('what counts', () => {
  test('five seconds of watching are five visible seconds and the first five of the video', () => {
    const view = watch(begun(), { atMs: 0, mediaMs: 0 }, 5000)
    expect(view.visibleMs).toBe(5000)
    expect(view.played).toEqual([[0, 5000]])
  })

  test.each(['playing', 'visible', 'foreground'] as const)(
    'nothing counts while it is not %s',
    (condition) => {
      const at = { sample: { atMs: 2000, mediaMs: 2000 }, durationMs }
      const stopped = changed(watch(begun(), { atMs: 0, mediaMs: 0 }, 2000), { [condition]: false }, at)
      const later = watch(stopped, { atMs: 2000, mediaMs: 2000 }, 4000)
      expect(later.visibleMs).toBe(2000)
      expect(later.played).toEqual([[0, 2000]])
    },
  )

  test('the first picture counts from the start of the video, though the first sample comes a little later', () => {
    const view = changed(startView('view', 0), watching, { sample: { atMs: 60, mediaMs: 50 }, durationMs })
    expect(watch(view, { atMs: 60, mediaMs: 50 }, 1000).played).toEqual([[0, 1050]])
  })

  test('a loop plays the end and begins again, and its union stays within the video', () => {
    const view = watch(begun(), { atMs: 0, mediaMs: 0 }, 23_000)
    expect(view.visibleMs).toBe(23_000)
    expect(view.played).toEqual([[0, durationMs]])
  })

  test('a jump leaves the way out: two stretches, with the time still counted', () => {
    const before = watch(begun(), { atMs: 0, mediaMs: 0 }, 2000)
    const after = watch(jumped(before, { atMs: 2000, mediaMs: 7000 }), { atMs: 2000, mediaMs: 7000 }, 1000)
    expect(after.played).toEqual([
      [0, 2000],
      [7000, 8000],
    ])
    expect(after.visibleMs).toBe(3000)
  })

  test('a page that slept has not watched', () => {
    const view = sampled(begun(), { atMs: 600_000, mediaMs: 9000 }, durationMs)
    expect(view.visibleMs).toBe(0)
    expect(view.played).toEqual([])
  })
})

describe('when it is told', () => {
  test('at three seconds, then every five, each time with a higher number', () => {
    let view = begun()
    const told: number[] = []
    for (let atMs = 250; atMs <= 20_000; atMs += 250) {
      view = sampled(view, { atMs, mediaMs: atMs % durationMs }, durationMs)
      if (!reportDue(view)) continue
      told.push(view.visibleMs)
      view = reported(view)
    }
    expect(told).toEqual([3000, 8000, 13_000, 18_000])
    expect(view.seq).toBe(4)
  })

  test('the first picture alone is news: a view without a second of watching is still a view', () => {
    expect(hasNews(begun())).toBe(true)
    expect(hasNews(reported(begun()))).toBe(false)
  })
})

describe('where it ends', () => {
  const left = (atMs: number): ViewState =>
    changed(begun(), { visible: false }, { sample: { atMs, mediaMs: 1000 }, durationMs })

  test('coming back within thirty seconds goes on with the same view', () => {
    expect(isOver(left(1000), 31_000)).toBe(false)
    const back = changed(
      left(1000),
      { visible: true },
      { sample: { atMs: 20_000, mediaMs: 1000 }, durationMs },
    )
    expect(back.viewId).toBe('view')
    expect(isOver(back, 300_000)).toBe(false)
  })

  test('after that it is over', () => {
    expect(isOver(left(1000), 31_001)).toBe(true)
  })

  test('leaving twice does not move the moment of leaving', () => {
    const twice = changed(
      left(1000),
      { foreground: false },
      { sample: { atMs: 25_000, mediaMs: 1000 }, durationMs },
    )
    expect(isOver(twice, 31_001)).toBe(true)
  })
})
