import { actionSource } from '../action.ts'
import { viewSource } from '../view.ts'

/**
 * All values are bound: `from` and `until` (times), `creators` (ids), `parts` and `part`. The local date of a fact is at
 * most a day from that of UTC, and it is what the tables are divided by.
 */
const within = (date: string, time: string): string =>
  `${date} BETWEEN toDate({from:DateTime64(3)}) - 2 AND toDate({until:DateTime64(3)}) + 2
  AND ${time} >= {from:DateTime64(3)} AND ${time} < {until:DateTime64(3)}`

const view = viewSource.columns
const action = actionSource.columns

/** A settled view as `fundViewsSql` gives it; `beganMs` is text, because JSON numbers hold no more than 2⁵³. */
export interface FundViewRow {
  readonly viewId: string
  readonly viewerId: string
  readonly viewerKind: string
  readonly postId: string
  readonly creatorId: string
  readonly beganAt: string
  readonly surface: string
  readonly visibleMs: number
  readonly uniqMs: number
  readonly durationMs: number
  readonly traffic: string
  readonly isSelfView: boolean
}

/**
 * Settled views of videos of some creators that began in a time, one part of many at a time: the parts are of whole views
 * and together are all. For the creator fund, which keeps them as what a period was closed by.
 */
export const fundViewsSql = `SELECT ${view.viewId.sql} AS viewId, ${view.viewerId.sql} AS viewerId,
  ${view.viewerKind.sql} AS viewerKind, ${view.postId.sql} AS postId, ${view.authorId.sql} AS creatorId,
  ${view.occurredAt.sql} AS beganAt, ${view.surface.sql} AS surface, ${view.visibleMs.sql} AS visibleMs,
  ${view.uniqMs.sql} AS uniqMs, ${view.durationMs.sql} AS durationMs, ${view.traffic.sql} AS traffic,
  ${view.isSelfView.sql} AS isSelfView
FROM ${viewSource.settledTable}
WHERE ${within(view.localDate.sql, view.occurredAt.sql)}
  AND ${view.authorId.sql} IN {creators:Array(String)}
  AND cityHash64(${view.viewId.sql}) % {parts:UInt32} = {part:UInt32}
ORDER BY ${view.viewId.sql}`

/** How many views all parts of `fundViewsSql` have together. */
export const fundViewCountSql = `SELECT count() AS views FROM ${viewSource.settledTable}
WHERE ${within(view.localDate.sql, view.occurredAt.sql)}
  AND ${view.authorId.sql} IN {creators:Array(String)}`

export interface FundActionRow {
  readonly postId: string
  readonly day: string
  readonly likes: number
  readonly comments: number
  readonly saves: number
  readonly shares: number
}

const kinds = { likes: 'like', comments: 'comment', saves: 'save', shares: 'share' } as const

/** What people did with videos of some creators by video and day (UTC): money-grade, without the author, undone or not. */
export const fundActionsSql = `SELECT ${action.postId.sql} AS postId, toDate(${action.occurredAt.sql}) AS day,
  ${Object.entries(kinds)
    .map(
      ([name, kind]) =>
        `toUInt32(uniqExactIf(${action.personId.sql}, ${action.kind.sql} = '${kind}')) AS ${name}`,
    )
    .join(', ')}
FROM ${actionSource.table}
WHERE ${within(action.localDate.sql, action.occurredAt.sql)}
  AND ${action.authorId.sql} IN {creators:Array(String)} AND ${action.postId.sql} IS NOT NULL
  AND ${action.personId.sql} != ${action.authorId.sql} AND ${action.traffic.sql} = 'ok'
  AND ${action.kind.sql} IN ('${Object.values(kinds).join("', '")}')
GROUP BY postId, day ORDER BY postId, day`
