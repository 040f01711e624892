import { assert } from '#platform/assert'
import type { LineShare } from './allocate.ts'
import { viewerKeyOf } from './blind.ts'
import type { Account, ClosedPeriod } from './closed-period.ts'
import type { JudgedView } from './judge-period.ts'
import { cappedPpm } from './pool.ts'
import type { LineOf, StatementLine } from './statement-lines.ts'
import type { FundVideo } from './view-facts.ts'
import { dayKeyOf, type VideoDay } from './weigh.ts'

/** A closed period before its tree is made of the lines. */
export type PeriodToTell = Omit<ClosedPeriod, 'tree' | 'root'>

const videoLine = (video: FundVideo): LineOf<'video'> => ({
  kind: 'video',
  ...{ videoId: video.videoId, durationMs: video.durationMs, form: video.form },
  ...{ isOriginal: video.isOriginal, originalityBps: video.originalityBps },
  ...{ isWithdrawn: video.isWithdrawn, countedBefore: video.countedBefore },
})

/** The viewers whose views count, as this creator may see them, in the order of their keys. */
const viewerLines = (
  period: PeriodToTell,
  views: readonly JudgedView[],
  keyOf: (viewerId: string) => string,
): LineOf<'viewer'>[] => {
  const counted = new Set(views.flatMap(({ fact, verdict }) => (verdict.qualified ? [fact.viewerId] : [])))
  return [...counted]
    .map((viewerId): LineOf<'viewer'> => ({
      kind: 'viewer',
      ...{ viewer: keyOf(viewerId), weightPpm: `${period.viewers.get(viewerId) ?? 0n}` },
      broughtMicro: `${period.brought.get(viewerId) ?? 0n}`,
    }))
    .toSorted((one, other) => (one.viewer < other.viewer ? -1 : 1))
}

/** When a view began is not told, only its day and its place among the others: it is nobody's business. */
const viewLine = (
  period: PeriodToTell,
  { fact, day, sinceLastMs, isEnrolled, verdict }: JudgedView,
  viewer: string,
): LineOf<'view'> => {
  const weightPpm = verdict.qualified
    ? verdict.weight * (period.days.get(dayKeyOf({ videoId: fact.videoId, day }))?.factors.weightPpm ?? 0n)
    : 0n
  const capPpm = BigInt(period.terms.split.viewerCapPpm)
  const capped = verdict.qualified
    ? cappedPpm(weightPpm, period.viewers.get(fact.viewerId) ?? 0n, capPpm)
    : 0n
  return {
    kind: 'view',
    videoId: fact.videoId,
    day,
    viewer,
    surface: fact.surface,
    visibleMs: fact.visibleMs,
    uniqMs: fact.uniqMs,
    traffic: fact.traffic,
    isSelfView: fact.isSelfView,
    isPaid: fact.isPaid,
    isVoided: fact.isVoided,
    sinceLastMs,
    isEnrolled,
    result: verdict.qualified ? 'qualified' : verdict.reason,
    cappedPpm: `${capped}`,
  }
}

const dayLine = (day: VideoDay, share: LineShare | undefined): LineOf<'day'> => {
  const [proRataMicro, directedMicro] = [share?.proRataMicro ?? 0n, share?.directedMicro ?? 0n]
  const { factors, facts } = day
  return {
    kind: 'day',
    ...{ videoId: day.videoId, day: day.day, seen: day.seen, qualified: facts.qualified },
    rejected: day.rejected,
    actions: facts.actions,
    ...{ originalityBps: factors.originalityBps, playingBps: factors.playingBps },
    ...{ engagementBps: factors.engagementBps, weightPpm: `${factors.weightPpm}` },
    ...{ cappedPpm: `${share?.cappedPpm ?? 0n}`, proRataMicro: `${proRataMicro}` },
    ...{ directedMicro: `${directedMicro}`, amountMicro: `${proRataMicro + directedMicro}` },
  }
}

const totalLine = ({ share, qualified, amountMicro, alreadyMicro }: Account): LineOf<'total'> => ({
  kind: 'total',
  ...{ views: qualified, cappedPpm: `${share?.cappedPpm ?? 0n}` },
  ...{ proRataMicro: `${share?.proRataMicro ?? 0n}`, directedMicro: `${share?.directedMicro ?? 0n}` },
  ...{ amountMicro: `${amountMicro}`, alreadyMicro: `${alreadyMicro}` },
  nowMicro: `${amountMicro - alreadyMicro}`,
})

const daysOf = (period: PeriodToTell, views: readonly JudgedView[]): VideoDay[] => {
  const keys = new Set(views.map(({ fact, day }) => dayKeyOf({ videoId: fact.videoId, day })))
  return [...keys]
    .toSorted((one, other) => (one < other ? -1 : 1))
    .map((key) => {
      const day = period.days.get(key)
      assert(day !== undefined, 'each day with a view was weighed')
      return day
    })
}

/** Every line of the statement of one creator, in order. */
export const linesOfAccount = function* (
  period: PeriodToTell,
  account: Account,
): Generator<StatementLine, void> {
  const keys = new Map<string, string>()
  const keyOf = (viewerId: string): string => {
    const known = keys.get(viewerId)
    if (known !== undefined) return known
    const key = viewerKeyOf({ viewerId, creatorId: account.creatorId }, period)
    keys.set(viewerId, key)
    return key
  }
  yield* period.head
  yield { kind: 'creator', creatorId: account.creatorId, salt: account.salt }
  yield* account.videos.map(videoLine).toSorted((one, other) => (one.videoId < other.videoId ? -1 : 1))
  yield* viewerLines(period, account.views, keyOf)
  for (const view of account.views) yield viewLine(period, view, keyOf(view.fact.viewerId))
  const shares = new Map(account.share?.lines.map((line) => [line.lineKey, line]))
  for (const day of daysOf(period, account.views)) yield dayLine(day, shares.get(dayKeyOf(day)))
  yield totalLine(account)
}
