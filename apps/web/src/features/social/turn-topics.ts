import type { FeedSettings } from '@busker/contract'

type Dials = FeedSettings['topics']

/** The ends of a dial, and how many may be turned: what the contract allows. */
const furthest = 2
const mostTopics = 100

export interface Turned {
  readonly topics: Dials
  /** Those whose dial is another now; the others are at its end, or there was no room for one more. */
  readonly changed: readonly string[]
}

/** Turns the dials of topics by one step. A dial of 0 is none. */
export const turnTopics = (before: Dials, names: readonly string[], by: -1 | 1): Turned => {
  const topics = new Map(Object.entries(before))
  const changed: string[] = []
  for (const name of names) {
    const was = topics.get(name) ?? 0
    const dial = Math.max(-furthest, Math.min(furthest, was + by))
    if (dial === was || (was === 0 && topics.size >= mostTopics)) continue
    if (dial === 0) topics.delete(name)
    else topics.set(name, dial)
    changed.push(name)
  }
  return { topics: Object.fromEntries(topics), changed }
}
