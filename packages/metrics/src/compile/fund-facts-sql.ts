import { actionSource } from '../action.ts'
import { viewSource } from '../view.ts'

const view = viewSource.columns
const action = actionSource.columns

/** As `timedViews` says it: the last report of a view was made when it had been seen for so long. */
const beganMs = `toUnixTimestamp64Milli(${view.occurredAt.sql}) - ${view.visibleMs.sql}`

/**
 * All values are bound: `from` and `until` (milliseconds), `creators` (ids), `parts` and `part`. The local date of a fact
 * is at most a day from that of UTC, and it is what the tables are divided by.
 */
const within = (date: string, atMs: string): string =>
  `${date} BETWEEN toDate(fromUnixTimestamp64Milli({from:Int64}, 'UTC')) - 2
    AND toDate(fromUnixTimestamp64Milli({until:Int64}, 'UTC')) + 2
  AND ${atMs} >= {from:Int64} AND ${atMs} < {until:Int64}`

const ofCreators = `FROM ${viewSource.settledTable}
WHERE ${within(view.localDate.sql, beganMs)} AND ${view.authorId.sql} IN {creators:Array(String)}`

/** A settled view as `fundViewsSql` gives it. */
export interface FundViewRow {
  readonly viewId: string
  readonly viewerId: string
  readonly viewerKind: string
  readonly postId: string
  readonly creatorId: string
  readonly beganMs: number
  readonly surface: string
  readonly visibleMs: number
  readonly uniqMs: number
  readonly durationMs: number
  readonly traffic: string
  readonly isSelfView: boolean
}

/**
 * Settled views of videos of some creators that began in a time, one part of many: the parts are of whole views and
 * together are all. For the creator fund, which keeps them as what a period was closed by.
 */
export const fundViewsSql = `SELECT ${view.viewId.sql} AS viewId, ${view.viewerId.sql} AS viewerId,
  ${view.viewerKind.sql} AS viewerKind, ${view.postId.sql} AS postId, ${view.authorId.sql} AS creatorId,
  ${beganMs} AS beganMs, ${view.surface.sql} AS surface, ${view.visibleMs.sql} AS visibleMs,
  ${view.uniqMs.sql} AS uniqMs, ${view.durationMs.sql} AS durationMs, ${view.traffic.sql} AS traffic,
  ${view.isSelfView.sql} AS isSelfView
${ofCreators} AND cityHash64(${view.viewId.sql}) % {parts:UInt32} = {part:UInt32}`

/** How many views all parts of `fundViewsSql` have together. */
export const fundViewCountSql = `SELECT count() AS views ${ofCreators}`

/** What people did with a video on a day (UTC). */
export interface FundActionRow {
  readonly postId: string
  readonly day: string
  readonly likes: number
  readonly comments: number
  readonly saves: number
  readonly shares: number
}

const kinds = { likes: 'like', comments: 'comment', saves: 'save', shares: 'share' } as const
const people = Object.entries(kinds).map(
  ([name, kind]) =>
    `toUInt32(uniqExactIf(${action.personId.sql}, ${action.kind.sql} = '${kind}')) AS ${name}`,
)

/** How many people did what with videos of some creators, by video and day: money-grade, without the author. */
export const fundActionsSql = `SELECT ${action.postId.sql} AS postId, toDate(${action.occurredAt.sql}) AS day,
  ${people.join(', ')}
FROM ${actionSource.table}
WHERE ${within(action.localDate.sql, `toUnixTimestamp64Milli(${action.occurredAt.sql})`)}
  AND ${action.authorId.sql} IN {creators:Array(String)} AND ${action.postId.sql} IS NOT NULL
  AND ${action.personId.sql} != ${action.authorId.sql} AND ${action.traffic.sql} = 'ok'
  AND ${action.kind.sql} IN ('${Object.values(kinds).join("', '")}')
GROUP BY postId, day`
