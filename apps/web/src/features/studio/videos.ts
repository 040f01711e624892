import type { MeasuredMetric, PublishedPost } from '@busker/contract'

/** What the table asks for, post by post; the curve is told day by day. */
export const videoMetrics = [
  ...['views', 'hook_rate', 'completion_rate', 'watch_through', 'watches_by_day'],
] as const

/** One of the creator's videos with its numbers; null: not known. */
export interface Video {
  readonly post: PublishedPost
  readonly views: number
  readonly hook: number | null
  readonly completion: number | null
  readonly watchThrough: number | null
  readonly watches: readonly number[]
  /** Place by watch-through among the creator's latest; null: not one of them, or hardly watched. */
  readonly rank: { readonly place: number; readonly of: number } | null
}

export const columns = [
  'published',
  'watches',
  'views',
  'hook',
  'completion',
  'watchThrough',
  'rank',
] as const
export type Column = (typeof columns)[number]

const mostLatest = 10
/** With fewer views a share says little. */
export const leastViews = 30
/** Fewer ranked videos have no best to learn from. */
const leastRanked = 3

type Measured = ReadonlyMap<string, MeasuredMetric>

const cellsOf = (measured: Measured, id: string): ReadonlyMap<string, number | readonly number[] | null> =>
  new Map(measured.get(id)?.rows.map(({ slice, value }) => [slice, value]))

const single = (value: number | readonly number[] | null | undefined): number | null =>
  typeof value === 'number' ? value : null

const withRanks = (videos: readonly Video[]): Video[] => {
  const latest = videos.slice(0, mostLatest).filter(({ views }) => views >= leastViews)
  const shares = latest.map(({ watchThrough }) => watchThrough ?? 0)
  return videos.map((video) => {
    if (!latest.includes(video)) return video
    const better = shares.filter((share) => share > (video.watchThrough ?? 0))
    return { ...video, rank: { place: better.length + 1, of: latest.length } }
  })
}

/** The videos with their numbers, the newest first. A video that nobody watched has no rates, and 0 views. */
export const videosOf = (posts: readonly PublishedPost[], measured: Measured): Video[] => {
  const cells = new Map(videoMetrics.map((id) => [id, cellsOf(measured, id)]))
  const at = (id: (typeof videoMetrics)[number], post: PublishedPost) => cells.get(id)?.get(post.postId)
  const videos = posts
    .toSorted((one, other) => (one.publishedAt < other.publishedAt ? 1 : -1))
    .map((post): Video => {
      const watches = at('watches_by_day', post)
      return {
        post,
        views: single(at('views', post)) ?? 0,
        hook: single(at('hook_rate', post)),
        completion: single(at('completion_rate', post)),
        watchThrough: single(at('watch_through', post)),
        watches: typeof watches === 'object' && watches !== null ? watches : [],
        rank: null,
      }
    })
  return withRanks(videos)
}

const sortValue = (video: Video, column: Column): number | string | null => {
  switch (column) {
    case 'published':
      return video.post.publishedAt
    case 'watches':
      return video.watches.reduce((sum, one) => sum + one, 0)
    case 'views':
      return video.views
    case 'hook':
      return video.hook
    case 'completion':
      return video.completion
    case 'watchThrough':
      return video.watchThrough
    case 'rank':
      // The first place is the highest.
      return video.rank === null ? null : -video.rank.place
  }
}

/** Sorted by a column; what is not known stands last either way. */
export const sortedVideos = (
  videos: readonly Video[],
  { column, descending }: { readonly column: Column; readonly descending: boolean },
): Video[] => {
  const valued = videos.map((video) => ({ video, value: sortValue(video, column) }))
  const known = valued.flatMap(({ video, value }) => (value === null ? [] : [{ video, value }]))
  const unknown = valued.filter(({ value }) => value === null)
  const sign = descending ? -1 : 1
  const sorted = known.toSorted((one, other) =>
    one.value === other.value ? 0 : one.value < other.value ? -sign : sign,
  )
  return [...sorted, ...unknown].map(({ video }) => video)
}

export type VideoAdvice =
  | { readonly kind: 'too_little' }
  | { readonly kind: 'best'; readonly best: Video; readonly of: number }

/** Which of the latest videos to learn from. */
export const videoAdvice = (videos: readonly Video[]): VideoAdvice => {
  const best = videos.find(({ rank }) => rank?.place === 1)
  if (!best?.rank || best.rank.of < leastRanked) return { kind: 'too_little' }
  return { kind: 'best', best, of: best.rank.of }
}
