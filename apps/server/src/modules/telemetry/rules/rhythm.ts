/**
 * Improbable rhythm: watching that no person does. It is judged by what one viewer reported lately, in memory: after a
 * restart, or for a viewer who was forgotten for newer ones, judging begins anew.
 */

/** More views begun within a minute than this: a person who swipes as fast as the page moves begins about 40. */
export const mostStartsInMinute = 60
/** Visible for longer than this on one calendar day in UTC. */
export const longestDayMs = 16 * 3_600_000
/** So many gaps between beginnings in a row that differ by no more than `regularWithinMs`: a timer, not a thumb. */
export const regularGaps = 24
export const regularWithinMs = 20

const minuteMs = 60_000
const dayMs = 24 * 3_600_000
const rememberedStarts = mostStartsInMinute + 1
const rememberedViews = 64

/** What one report of a view says about rhythm. Times are on the server's clock. */
export interface Beat {
  readonly viewerId: string
  readonly viewId: string
  readonly startedMs: number
  readonly occurredMs: number
  readonly visibleMs: number
}

interface Viewer {
  /** Visible time by view, the longest not heard of first. */
  readonly views: Map<string, number>
  /** Sorted. */
  readonly starts: number[]
  /** What the beginning of the newest view told. */
  isHasty: boolean
  day: number
  dayVisibleMs: number
}

const newViewer = (): Viewer => ({ views: new Map(), starts: [], isHasty: false, day: 0, dayVisibleMs: 0 })

/** A Map keeps the order of insertion, so its first key is the oldest. */
const forgetOldest = (map: Map<string, unknown>, limit: number): void => {
  for (const oldest of map.keys()) {
    if (map.size <= limit) return
    map.delete(oldest)
  }
}

/** Keeps the starts sorted and gives the place of the new one. Nearly always it is the newest, at the end. */
const insert = (starts: number[], start: number): number => {
  let place = starts.length
  while (place > 0 && (starts[place - 1] ?? 0) > start) place -= 1
  starts.splice(place, 0, start)
  return place
}

/** Whether a minute that holds the start at this place holds too many. */
const isFast = (starts: readonly number[], place: number): boolean => {
  const last = Math.min(place + mostStartsInMinute, starts.length - 1)
  for (let end = Math.max(place, mostStartsInMinute); end <= last; end += 1) {
    if ((starts[end] ?? 0) - (starts[end - mostStartsInMinute] ?? 0) < minuteMs) return true
  }
  return false
}

const isRegular = (starts: readonly number[]): boolean => {
  if (starts.length <= regularGaps) return false
  let shortest = Infinity
  let longest = 0
  for (let index = starts.length - regularGaps; index < starts.length; index += 1) {
    const gap = (starts[index] ?? 0) - (starts[index - 1] ?? 0)
    shortest = Math.min(shortest, gap)
    longest = Math.max(longest, gap)
    if (longest - shortest > regularWithinMs) return false
  }
  return true
}

const begin = (viewer: Viewer, startedMs: number): void => {
  const { starts } = viewer
  const place = insert(starts, startedMs)
  viewer.isHasty = isFast(starts, place) || isRegular(starts)
  if (starts.length > rememberedStarts) starts.shift()
}

const hear = (viewer: Viewer, beat: Beat): void => {
  const known = viewer.views.get(beat.viewId)
  viewer.views.delete(beat.viewId)
  viewer.views.set(beat.viewId, Math.max(known ?? 0, beat.visibleMs))
  forgetOldest(viewer.views, rememberedViews)
  if (known === undefined) begin(viewer, beat.startedMs)
  const day = Math.floor(beat.occurredMs / dayMs)
  // A late report of an earlier day neither ends the present one nor counts on it.
  if (day < viewer.day) return
  if (day > viewer.day) Object.assign(viewer, { day, dayVisibleMs: 0 })
  viewer.dayVisibleMs += Math.max(0, beat.visibleMs - (known ?? 0))
}

export interface Rhythm {
  /** Takes one report into account and says whether this viewer's rhythm is that of a person. */
  isImprobable(beat: Beat): boolean
  readonly viewers: number
}

/** Remembers the viewers heard of last, at most `limit`. */
export const createRhythm = (limit: number): Rhythm => {
  const viewers = new Map<string, Viewer>()
  return {
    isImprobable: (beat) => {
      const viewer = viewers.get(beat.viewerId) ?? newViewer()
      viewers.delete(beat.viewerId)
      viewers.set(beat.viewerId, viewer)
      forgetOldest(viewers, limit)
      hear(viewer, beat)
      return viewer.isHasty || viewer.dayVisibleMs > longestDayMs
    },
    get viewers() {
      return viewers.size
    },
  }
}
