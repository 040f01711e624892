import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  considered,
  neverAsked,
  oneIn,
  wasWatched,
  watchedBeforeFirst,
  type Asked,
  type Left,
} from './rule.ts'

const weekMs = 7 * 86_400_000
const nowMs = Date.parse('2026-11-22T12:00:00Z')

const ready: Asked = { ...neverAsked, watched: watchedBeforeFirst }
const someVideo = { postId: 'post', isOwn: false, stayedMs: 5000, durationMs: 20_000 }
/** Of a hundred servings, one that is drawn. */
const drawnSlot =
  Array.from({ length: 100 }, (_, index) => `slot ${index}`).find(
    (slotId) => considered(ready, { ...someVideo, slotId }, nowMs).ask,
  ) ?? ''
const left = (rest: Partial<Left> = {}): Left => ({ ...someVideo, slotId: drawnSlot, ...rest })

describe('the question after a watched video', () => {
  test('comes after ten watched videos at the earliest', () => {
    let asked = neverAsked
    const asks: boolean[] = []
    for (let video = 0; video < watchedBeforeFirst; video += 1) {
      const next = considered(asked, left({ postId: `post ${video}` }), nowMs)
      asked = next.asked
      asks.push(next.ask)
    }
    expect(asks.indexOf(true)).toBe(watchedBeforeFirst - 1)
  })

  test('is about what was watched: five seconds, or a shorter video whole', () => {
    expect(wasWatched({ stayedMs: 4999, durationMs: 20_000 })).toBe(false)
    expect(wasWatched({ stayedMs: 3000, durationMs: 3000 })).toBe(true)
    expect(considered(ready, left({ stayedMs: 4999 }), nowMs)).toEqual({ ask: false, asked: ready })
  })

  test('comes once a week, for each post once, and not for one’s own', () => {
    const { ask, asked } = considered(ready, left(), nowMs)
    expect(ask).toBe(true)
    expect(considered(asked, left({ postId: 'other' }), nowMs + weekMs - 1).ask).toBe(false)
    expect(considered(asked, left({ postId: 'other' }), nowMs + weekMs).ask).toBe(true)
    expect(considered(asked, left(), nowMs + weekMs).ask).toBe(false)
    expect(considered(ready, left({ isOwn: true }), nowMs).ask).toBe(false)
  })

  test('is drawn for one serving in four, the same serving always alike', () => {
    const slots = Array.from({ length: 20_000 }, (_, index) => `0198f6f0-${index}-7000-8000`)
    const share =
      slots.filter((slotId) => considered(ready, left({ slotId }), nowMs).ask).length / slots.length
    expect(share).toBeGreaterThan(1 / oneIn - 0.02)
    expect(share).toBeLessThan(1 / oneIn + 0.02)
  })

  test('whatever is watched and when: never twice in a week, never twice for a post', () => {
    const leaving = fc.record({
      post: fc.nat(30),
      slotId: fc.uuid(),
      isOwn: fc.boolean(),
      stayedMs: fc.nat(9000),
      afterMs: fc.nat(weekMs),
    })
    fc.assert(
      fc.property(fc.array(leaving, { maxLength: 200 }), (leavings) => {
        let asked = neverAsked
        let atMs = nowMs
        const times: number[] = []
        const posts: string[] = []
        for (const { post, afterMs, ...rest } of leavings) {
          atMs += afterMs
          const postId = `post ${post}`
          const next = considered(asked, left({ postId, ...rest }), atMs)
          asked = next.asked
          if (!next.ask) continue
          times.push(atMs)
          posts.push(postId)
        }
        expect(new Set(posts).size).toBe(posts.length)
        for (const [index, time] of times.entries()) {
          expect(time - (times[index - 1] ?? -weekMs)).toBeGreaterThanOrEqual(weekMs)
        }
      }),
    )
  })
})
