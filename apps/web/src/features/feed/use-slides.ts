import type { RefObject } from 'react'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { wantsLessMotion } from '#shared/comfort'
import { useKeys } from '#shared/keys'
import { placeAfter } from './place-after.ts'

interface Slides {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly current: number
  next(): void
  previous(): void
}

/** Which slide of a snapping scroller is on the screen, and how to get to the next one by key or button. */
export const useSlides = (options: {
  /** What is on the slides; after them comes one more, the end. */
  ids: readonly string[]
  initial: () => number
  key: unknown
}): Slides => {
  const { ids, initial, key } = options
  const count = ids.length + 1
  const scroller = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(initial)
  const isThere = count > 1

  useLayoutEffect(() => {
    const element = scroller.current
    const index = initial()
    setCurrent(index)
    element?.scrollTo({ top: index * element.clientHeight })
    // A new feed (`key`) starts at its own place; its slides exist only now (`isThere`).
  }, [key, isThere, initial])

  const last = useRef({ key, ids })
  useLayoutEffect(() => {
    const before = last.current
    last.current = { key, ids }
    if (before.key !== key) return
    const element = scroller.current
    const place = placeAfter(before.ids, ids, current)
    if (place === current) return
    setCurrent(place)
    element?.scrollTo({ top: place * element.clientHeight, behavior: 'instant' })
  }, [key, ids, current])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    let frame = 0
    const onScroll = (): void => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => setCurrent(Math.round(element.scrollTop / element.clientHeight)))
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      element.removeEventListener('scroll', onScroll)
    }
  }, [key, isThere])

  const goTo = useCallback(
    (index: number) => {
      const element = scroller.current
      const place = Math.max(0, Math.min(count - 1, index))
      element?.scrollTo({
        top: place * element.clientHeight,
        behavior: wantsLessMotion() ? 'auto' : 'smooth',
      })
    },
    [count],
  )
  const next = useCallback(() => goTo(current + 1), [goTo, current])
  const previous = useCallback(() => goTo(current - 1), [goTo, current])

  useKeys('steps', { next, previous })

  return { scroller, current, next, previous }
}
