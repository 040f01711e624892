import type { AffiliateVideo, GmvMaxItem, OwnPost, StudioPost } from './rows.ts'

/** When a video was posted: weekday from 1 for Monday, and hour from 00; '' where no file tells. */
export interface Posted {
  readonly weekday: string
  readonly hour: string
}

export type PostedOf = (videoId: string) => Posted

export const neverPosted: Posted = { weekday: '', hour: '' }

const weekdayOf = (day: string): string => String(((new Date(Date.parse(day)).getUTCDay() + 6) % 7) + 1)

interface PostedRows {
  readonly videos: readonly AffiliateVideo[]
  readonly items: readonly GmvMaxItem[]
  readonly posts: readonly StudioPost[]
  readonly own: readonly OwnPost[]
}

/**
 * Most files tell the day alone. Only a person's own data tells the hour, and the day on the same clock, so it goes first;
 * of several days the earliest, whichever file was imported first.
 */
export const postedOf = ({ videos, items, posts, own }: PostedRows): PostedOf => {
  const known = new Map<string, Posted>()
  const days = [...videos, ...items, ...posts].flatMap(({ videoId, postedOn }): [string, string][] =>
    videoId === null || postedOn === null ? [] : [[videoId, postedOn]],
  )
  for (const [videoId, day] of days.toSorted(([, one], [, other]) => (one < other ? -1 : 1))) {
    if (!known.has(videoId)) known.set(videoId, { weekday: weekdayOf(day), hour: '' })
  }
  for (const { videoId, postedAt } of own) {
    known.set(videoId, { weekday: weekdayOf(postedAt.slice(0, 10)), hour: postedAt.slice(11, 13) })
  }
  return (videoId) => known.get(videoId) ?? neverPosted
}
