import type { Me, Slot } from '@busker/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import { monotonicMs, wallMs } from '#shared/clock'
import { servedId } from '#shared/offline'
import { browserStorage } from '#shared/storage'
import { keepAsked, mayAsk, readAsked } from './memory.ts'
import { considered, type Left } from './rule.ts'

/** So many videos after the one that is asked about the question goes away by itself. */
const shownFor = 2

interface Question {
  readonly slot: Slot
  /** Place of the slide on which it was asked. */
  readonly place: number
}

const decide = (left: Left, personId: string | null): boolean => {
  const storage = browserStorage()
  if (!mayAsk(storage)) return false
  const { ask, asked } = considered(readAsked(storage, personId), left, wallMs())
  return keepAsked(storage, personId, asked) && ask
}

/** Watches what is left behind in the feed, and now and then has a question about it. */
export const useRating = (feed: {
  readonly slots: readonly Slot[]
  readonly current: number
  readonly me: Me | null | undefined
}): { readonly slot: Slot | null; readonly close: () => void } => {
  const { slots, current, me } = feed
  const [question, setQuestion] = useState<Question | null>(null)
  const slot = slots[current]
  const last = useRef<{ slot: Slot; sinceMs: number } | null>(null)
  const close = useCallback(() => setQuestion(null), [])

  useEffect(() => {
    const before = last.current
    if (before?.slot.slotId === slot?.slotId) return
    last.current = slot === undefined ? null : { slot, sinceMs: monotonicMs() }
    // Until it is known who watches, nobody is asked.
    if (before === null || me === undefined) return
    const { post } = before.slot
    const slotId = servedId(before.slot)
    // What was not served says nothing of how well was chosen.
    if (slotId === null) return
    const left: Left = {
      ...{ postId: post.postId, slotId, isOwn: post.author.personId === me?.personId },
      ...{ stayedMs: monotonicMs() - before.sinceMs, durationMs: post.playback.durationMs },
    }
    if (decide(left, me?.personId ?? null)) setQuestion({ slot: before.slot, place: current })
  }, [slot, current, me])

  const isOpen = question !== null && Math.abs(current - question.place) < shownFor
  return { slot: isOpen ? question.slot : null, close }
}
