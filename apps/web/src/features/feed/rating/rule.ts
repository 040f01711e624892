/** What one device remembers of its questions to one person. */
export interface Asked {
  /** Videos watched since this device knows the person. */
  readonly watched: number
  readonly lastAskedMs: number | null
  /** Posts that were asked about, the latest last. */
  readonly postIds: readonly string[]
}

export const neverAsked: Asked = { watched: 0, lastAskedMs: null, postIds: [] }

/** Who is new here sees how it is first. */
export const watchedBeforeFirst = 10
const weekMs = 7 * 86_400_000
/** Of the watched videos that may be asked about, one in so many is: answers of all kinds of moments weigh alike. */
export const oneIn = 4
const mostRemembered = 200
/** Shorter than this a video was not watched, unless it ended before. */
const watchedMs = 5000

/** One video that has just been left. */
export interface Left {
  readonly postId: string
  /** Its serving: the chance is drawn from it. */
  readonly slotId: string
  readonly isOwn: boolean
  readonly stayedMs: number
  readonly durationMs: number
}

export const wasWatched = ({ stayedMs, durationMs }: Pick<Left, 'stayedMs' | 'durationMs'>): boolean =>
  stayedMs >= Math.min(watchedMs, durationMs)

/** Even over all texts, and always the same for one: FNV-1a, with its bits mixed at the end. */
const drawn = (text: string): number => {
  let hash = 0x811c9dc5
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  hash ^= hash >>> 16
  return (hash >>> 0) / 2 ** 32
}

/** Whether to ask if a video was worth the time, and what to remember either way. */
export const considered = (asked: Asked, left: Left, nowMs: number): { ask: boolean; asked: Asked } => {
  if (!wasWatched(left)) return { ask: false, asked }
  const watched = Math.min(asked.watched + 1, watchedBeforeFirst)
  const counted = { ...asked, watched }
  // A clock that was set back must not silence the question for long.
  const sinceMs = asked.lastAskedMs === null ? weekMs : Math.abs(nowMs - asked.lastAskedMs)
  const ask =
    watched >= watchedBeforeFirst &&
    sinceMs >= weekMs &&
    !left.isOwn &&
    !asked.postIds.includes(left.postId) &&
    drawn(left.slotId) < 1 / oneIn
  if (!ask) return { ask, asked: counted }
  const postIds = [...asked.postIds, left.postId].slice(-mostRemembered)
  return { ask, asked: { watched, lastAskedMs: nowMs, postIds } }
}
