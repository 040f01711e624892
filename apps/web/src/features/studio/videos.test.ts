import type { MeasuredMetric, PublishedPost } from '@busker/contract'
import { describe, expect, test } from 'vitest'
import { sortedVideos, videoAdvice, videosOf } from './videos.ts'

const post = (age: number): PublishedPost =>
  ({
    postId: `post ${age}`,
    publishedAt: new Date(Date.UTC(2026, 2, 30 - age)).toISOString(),
  }) as unknown as PublishedPost
const rowsOf = (values: Readonly<Record<string, number | number[] | null>>): MeasuredMetric =>
  ({
    rows: Object.entries(values).map(([slice, value]) => ({ slice, value })),
  }) as unknown as MeasuredMetric

/** The newest is watched by few, the others of 12 are watched through the more the older they are. */
const ages = Array.from({ length: 13 }, (_, age) => age)
const measured = new Map([
  ['views', rowsOf(Object.fromEntries(ages.map((age) => [`post ${age}`, age === 0 ? 29 : 100 - age])))],
  ['watch_through', rowsOf(Object.fromEntries(ages.map((age) => [`post ${age}`, age / 20])))],
  ['hook_rate', rowsOf({ 'post 1': 0.5, 'post 2': null })],
  ['watches_by_day', rowsOf({ 'post 1': [0, 3, 4] })],
])
const videos = videosOf(ages.toReversed().map(post), measured)

describe('the videos of a creator', () => {
  test('are ranked among the latest ten, if they were watched', () => {
    expect(videos.map(({ post: { postId } }) => postId).slice(0, 2)).toEqual(['post 0', 'post 1'])
    expect(videos[0]?.rank).toBeNull()
    expect(videos[1]?.rank).toEqual({ place: 9, of: 9 })
    expect(videos[9]?.rank).toEqual({ place: 1, of: 9 })
    expect(videos[10]?.rank).toBeNull()
  })

  test('without any watch have no rates', () => {
    const [lonely] = videosOf([post(99)], measured)
    expect(lonely).toMatchObject({ views: 0, hook: null, watchThrough: null, watches: [], rank: null })
  })

  test('are sorted by what is known', () => {
    const ids = (column: 'hook' | 'rank' | 'watches' | 'published', descending = true) =>
      sortedVideos(videos, { column, descending }).map(({ post: { postId } }) => postId)
    expect(ids('hook')[0]).toBe('post 1')
    expect(ids('hook', false)[0]).toBe('post 1')
    expect(ids('rank')[0]).toBe('post 9')
    expect(ids('watches')[0]).toBe('post 1')
    expect(ids('published', false)[0]).toBe('post 12')
  })

  test('have a best to learn from, once three were watched', () => {
    expect(videoAdvice(videos)).toMatchObject({ kind: 'best', of: 9, best: { post: { postId: 'post 9' } } })
    expect(videoAdvice(videosOf([post(1), post(2)], measured))).toEqual({ kind: 'too_little' })
    expect(videoAdvice([])).toEqual({ kind: 'too_little' })
  })
})
