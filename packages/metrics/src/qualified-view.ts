import { predicate } from './evaluate.ts'
import { and, gte, is, or } from './expression.ts'
import { complete, viewSource } from './view.ts'

/**
 * qv5, the view that is paid for, in parts: what `qualified_views` counts in SQL and what the creator fund judges view by
 * view. It also has to be the first in 24 hours of such views of one video by one person (`repeatsWithinMs`).
 */
const { surface, visibleMs } = viewSource.column

/** Seen in the feed, where nobody asked for this video. */
const inFeed = /* @__PURE__ */ is(surface, 'feed')
/** 5 s visible, or complete where the video is shorter. */
const watched = /* @__PURE__ */ or(/* @__PURE__ */ gte(visibleMs, 5000), complete)

/** What qv5 asks of a view by itself, besides traffic of the money grade. */
export const payable = /* @__PURE__ */ and(inFeed, watched)

/** A view that begins less than this after another such view, counted or not, repeats it. */
export const repeatsWithinMs = 86_400_000

/** Whether a view was seen in the feed: the same condition as in SQL. */
export const isInFeed = /* @__PURE__ */ predicate(viewSource, inFeed)
/** Whether a view was watched as long as qv5 asks: the same condition as in SQL. */
export const isWatched = /* @__PURE__ */ predicate(viewSource, watched)
/** Whether a view is traffic of the money grade (X2): neither the author's own nor suspected. */
export const isMoneyGrade = /* @__PURE__ */ predicate(viewSource, viewSource.traffic.X2)
/** Whether a view that began so long after the last such view of the same video and person repeats it. */
export const isRepeat = (sinceLastMs: number | null): boolean =>
  sinceLastMs !== null && sinceLastMs < repeatsWithinMs
