import { lengthOf } from '@busker/metrics'

/** A video whose curve may be part of a band. */
export interface Lasting {
  readonly postId: string
  readonly durationMs: number
}

/** As many of the latest videos of like length are looked at. */
export const mostVideos = 10
/** A video with fewer views has no curve to speak of. */
export const leastViews = 10
/** With fewer videos nothing is typical. */
export const leastVideos = 3

/** The latest other videos of like length, out of an author's videos from the newest on. */
export const videosLike = (post: Lasting, latest: readonly Lasting[]): readonly string[] =>
  latest
    .filter(
      ({ postId, durationMs }) =>
        postId !== post.postId && lengthOf(durationMs) === lengthOf(post.durationMs),
    )
    .slice(0, mostVideos)
    .map(({ postId }) => postId)

/** Between two ranks it is interpolated: the rank of a level is level × (n − 1), counted from 0. */
const quantile = (sorted: readonly number[], level: number): number => {
  const rank = level * (sorted.length - 1)
  const [lower, upper] = [sorted[Math.floor(rank)] ?? 0, sorted[Math.ceil(rank)] ?? 0]
  return lower + (upper - lower) * (rank - Math.floor(rank))
}

export interface Curve {
  readonly values: readonly number[]
  readonly views: number
}
export interface Band {
  readonly videos: number
  readonly p25: number[]
  readonly p50: number[]
  readonly p75: number[]
}

/** Quartiles second by second, as far as enough of the videos last. */
export const bandOf = (curves: readonly Curve[]): Band => {
  const told = curves.filter(({ views }) => views >= leastViews)
  const lengths = told.map(({ values }) => values.length).sort((one, other) => other - one)
  // The seconds that at least so many videos have.
  const seconds = lengths[leastVideos - 1] ?? 0
  const columns = Array.from({ length: seconds }, (_, second) =>
    told.flatMap(({ values }) => values[second] ?? []).sort((one, other) => one - other),
  )
  const at = (level: number): number[] => columns.map((sorted) => quantile(sorted, level))
  return { videos: told.length, p25: at(0.25), p50: at(0.5), p75: at(0.75) }
}
