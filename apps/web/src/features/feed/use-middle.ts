import { startTransition, useEffect, useState } from 'react'

/** Later than this the next slide is made even while the page has other work. */
const latestMs = 300

/** Safari has no idle callbacks: there the end of the glide is awaited by time. */
const whenIdle = (work: () => void): (() => void) => {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = window.setTimeout(work, latestMs)
    return () => window.clearTimeout(timer)
  }
  const handle = requestIdleCallback(work, { timeout: latestMs })
  return () => cancelIdleCallback(handle)
}

/**
 * The slide around which slides exist in full. It follows the current one in idle time and in small steps: made during
 * the swipe, the next slide would hold up a weak phone. Whoever is faster than that gets theirs at once.
 */
export const useMiddle = (current: number): number => {
  const [middle, setMiddle] = useState(current)
  useEffect(() => whenIdle(() => startTransition(() => setMiddle(current))), [current])
  return Math.abs(current - middle) > 1 ? current : middle
}
