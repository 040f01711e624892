import type { TypicalRetention } from '@busker/contract'
import { allTime, compile, lengthOf, retentionCurve } from '@busker/metrics'
import type { AnswerParts } from './answers.ts'
import { lastFullHour, settledDate } from './rules/finality.ts'
import { bandOf, videosLike, type Curve, type Lasting } from './rules/typical.ts'

type Parts = Pick<AnswerParts, 'clickhouse' | 'clock' | 'settled'>

/** A post, and its author's latest posts from the newest on. */
export interface Lately {
  readonly authorId: string
  readonly post: Lasting
  readonly latest: readonly Lasting[]
}

const curvesOf = async (
  { clickhouse, clock, settled }: Parts,
  authorId: string,
  postIds: readonly [string, ...string[]],
): Promise<{ curves: readonly Curve[]; newestMs: number | null }> => {
  const nowMs = clock.nowMs()
  const query = compile([retentionCurve], {
    ...{ scope: { kind: 'author', authorId, postIds }, by: 'post', ...allTime },
    ...{ settled: settledDate(nowMs), untilMs: lastFullHour(allTime.to, nowMs) },
    ...(settled === undefined ? {} : { unsettled: settled.unsettled() }),
  })
  const rows = await clickhouse.query<Record<string, unknown>>(query.sql, { ...query.params })
  const { answers, newestReceivedMs } = query.read(rows)
  const curves = (answers[0]?.rows ?? []).flatMap(({ value, sampleSize }) =>
    typeof value === 'object' && value !== null ? [{ values: value, views: sampleSize }] : [],
  )
  return { curves, newestMs: newestReceivedMs }
}

/** What is typical for an author's videos of like length: one query for all their curves. */
export const typicalRetention = async (
  parts: Parts,
  { authorId, post, latest }: Lately,
): Promise<TypicalRetention> => {
  const [first, ...others] = videosLike(post, latest)
  const { curves, newestMs } =
    first === undefined ? { curves: [], newestMs: null } : await curvesOf(parts, authorId, [first, ...others])
  return {
    length: lengthOf(post.durationMs),
    binSeconds: retentionCurve.binSeconds ?? 1,
    ...bandOf(curves),
    definitionVersion: retentionCurve.version,
    asOf: new Date(newestMs ?? parts.clock.nowMs()).toISOString(),
  }
}
