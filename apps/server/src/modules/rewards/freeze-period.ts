import type { PersonId, PostId } from '@busker/contract'
import type { FundViewRow } from '@busker/metrics'
import type { RewardsDeps } from './deps.ts'
import { spanOf } from './rules/period-days.ts'
import { readSettledActions, readSettledViews, type FactsOf } from './store/facts.ts'
import {
  deleteOtherAttempts,
  insertActions,
  insertVideos,
  insertViews,
  type AttemptOf,
  type FrozenVideo,
  type FrozenView,
} from './store/frozen.ts'
import { spansWithin, type MemberSpan } from './store/membership.ts'
import { countedSoFar, type PeriodRow } from './store/periods.ts'

const dayMs = 86_400_000
const perInsert = 5000

export type FreezeDeps = Pick<RewardsDeps, 'db' | 'clickhouse' | 'posts' | 'facts'>

const frozenView = (row: FundViewRow): FrozenView => ({
  viewId: row.viewId,
  viewerId: row.viewerId,
  viewerKind: row.viewerKind,
  // Checked boundary: telemetry takes views of posts that exist only.
  postId: row.postId as PostId,
  beganAt: new Date(row.beganMs),
  surface: row.surface,
  visibleMs: row.visibleMs,
  uniqMs: row.uniqMs,
  traffic: row.traffic,
  isSelfView: Boolean(row.isSelfView),
})

/** What a view says of its video: the longest that any says is how long it is. */
type SeenVideos = Map<PostId, { creatorId: PersonId; durationMs: number }>

const see = (videos: SeenVideos, { postId, creatorId, durationMs }: FundViewRow): void => {
  const id = postId as PostId
  const before = videos.get(id)?.durationMs ?? 0
  videos.set(id, { creatorId: creatorId as PersonId, durationMs: Math.max(before, durationMs) })
}

const inPieces = function* <Item>(items: readonly Item[]): Generator<Item[], void> {
  for (let at = 0; at < items.length; at += perInsert) yield items.slice(at, at + perInsert)
}

/** Videos as they are now: what can be seen no more is withdrawn, and earns nothing. */
export const videosOf = async (
  { db, posts }: Pick<FreezeDeps, 'db' | 'posts'>,
  seen: SeenVideos,
): Promise<FrozenVideo[]> => {
  const frozen: FrozenVideo[] = []
  for (const piece of inPieces([...seen])) {
    const ids = piece.map(([postId]) => postId)
    const [known, counted] = await Promise.all([posts.lookUp(db.pool, ids), countedSoFar(db.pool, ids)])
    for (const [postId, { creatorId, durationMs }] of piece) {
      const countedBefore = counted.get(postId) ?? 0n
      frozen.push({ postId, creatorId, durationMs, isWithdrawn: !known.has(postId), countedBefore })
    }
  }
  return frozen
}

/** Whose views of which time a period needs: those of the day before only tell what repeats. */
export const factsOf = (period: Pick<PeriodRow, 'from' | 'to'>, spans: readonly MemberSpan[]): FactsOf => {
  const { fromMs, untilMs } = spanOf(period)
  const creators = [...new Set(spans.map(({ personId }) => personId))]
  return { fromMs: fromMs - dayMs, untilMs, creators }
}

export const spansOf = (
  { db }: Pick<FreezeDeps, 'db'>,
  period: Pick<PeriodRow, 'from' | 'to'>,
): Promise<MemberSpan[]> => {
  const { fromMs, untilMs } = spanOf(period)
  return spansWithin(db.pool, { from: new Date(fromMs), until: new Date(untilMs) })
}

/** Every view of a period, as it is settled now, a piece at a time, and the videos that they are of. */
export const readFacts = async function* (
  { clickhouse }: Pick<FreezeDeps, 'clickhouse'>,
  of: FactsOf,
  videos: SeenVideos,
): AsyncGenerator<FrozenView[], void> {
  for await (const rows of readSettledViews(clickhouse, of)) {
    for (const row of rows) see(videos, row)
    for (const piece of inPieces(rows)) yield piece.map(frozenView)
  }
}

/**
 * Copies what a period is closed by, under this attempt: what is copied is read again by its rules, and facts that change
 * later change no statement. What other attempts left is deleted first.
 */
export const freezePeriod = async (
  deps: FreezeDeps,
  period: PeriodRow,
  attempt: AttemptOf,
): Promise<void> => {
  const { pool } = deps.db
  await deleteOtherAttempts(pool, attempt)
  await deps.facts.settled()
  const of = factsOf(period, await spansOf(deps, period))
  const videos: SeenVideos = new Map()
  for await (const piece of readFacts(deps, of, videos)) await insertViews(pool, attempt, piece)
  for (const piece of inPieces(await videosOf(deps, videos))) await insertVideos(pool, attempt, piece)
  const actions = await readSettledActions(deps.clickhouse, of)
  const ofPeriod = actions
    .filter(({ day, postId }) => day >= period.from && videos.has(postId as PostId))
    .map((row) => ({ ...row, postId: row.postId as PostId, day: row.day.slice(0, 10) }))
  for (const piece of inPieces(ofPeriod)) await insertActions(pool, attempt, piece)
}
