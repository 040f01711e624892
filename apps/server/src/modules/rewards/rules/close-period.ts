import { sumOf, type Micro } from '@busker/money'
import { dateOf } from '@busker/metrics'
import { assert } from '#platform/assert'
import { sha256OfLines } from '#platform/digest'
import { allocate, viewerWeights, type Allocation, type Claim } from './allocate.ts'
import { creatorKeyOf, creatorSalt } from './blind.ts'
import { judgePeriod, type JudgedView, type PeriodViews, type Span } from './judge-period.ts'
import type { Ratio } from './pool.ts'
import { linesOfAccount, type PeriodToTell } from './account-lines.ts'
import type { Account, ClosedPeriod } from './closed-period.ts'
import { hashedLine, type LineOf, type StatementLine } from './statement-lines.ts'
import { rootOf, sumTree, topNode } from './sum-tree.ts'
import type { FundTerms } from './terms.ts'
import type { VideoDayActions } from './view-facts.ts'
import { dayKeyOf, weighDays, type CountedView, type VideoDay } from './weigh.ts'

/** Everything that a period is closed by. The same input gives the same answer to the last byte. */
export interface PeriodToClose extends PeriodViews {
  readonly periodId: string
  readonly currency: string
  readonly terms: FundTerms
  readonly poolMicro: Micro
  /** What each viewer brought to the pool. */
  readonly brought: ReadonlyMap<string, Micro>
  readonly music: Ratio
  readonly actions: readonly VideoDayActions[]
  /** A final close holds nothing back; what was found to be fraud meanwhile is marked in the views. */
  readonly isFinal: boolean
  /** What the provisional close of this period has credited. */
  readonly already: ReadonlyMap<string, Micro>
  /** Blinds creators and viewers; the same for both closes of a period. */
  readonly secret: string
}

const countedOf = ({ fact, video, day, verdict }: JudgedView): CountedView => ({
  ...{ day, verdict, videoId: fact.videoId, uniqMs: fact.uniqMs },
  ...{ durationMs: video.durationMs, originalityBps: video.originalityBps },
})

const claimsOf = (
  judged: readonly JudgedView[],
  keys: ReadonlyMap<string, string>,
  days: ReadonlyMap<string, VideoDay>,
): Claim[] => {
  const claims: Claim[] = []
  for (const { fact, video, day, verdict } of judged) {
    if (!verdict.qualified) continue
    const lineKey = dayKeyOf({ videoId: fact.videoId, day })
    const [creatorKey, weighed] = [keys.get(video.creatorId), days.get(lineKey)]
    assert(creatorKey !== undefined && weighed !== undefined, 'a qualified view has a creator and a day')
    const weightPpm = verdict.weight * weighed.factors.weightPpm
    claims.push({ creatorKey, lineKey, viewerId: fact.viewerId, weightPpm })
  }
  return claims
}

const headOf = (period: PeriodToClose, allocation: Allocation, views: number): readonly StatementLine[] => {
  const { parts, cut } = allocation
  const dayOf = (ms: number) => dateOf(Math.floor(ms / 86_400_000))
  const first: LineOf<'period'> = {
    kind: 'period',
    ...{ periodId: period.periodId },
    ...{ fromDay: dayOf(period.span.fromMs), untilDay: dayOf(period.span.untilMs) },
    status: period.isFinal ? 'final' : 'provisional',
    currency: period.currency,
  }
  const pool: LineOf<'pool'> = {
    kind: 'pool',
    ...{ poolMicro: `${period.poolMicro}`, broughtMicro: `${sumOf(period.brought.values())}` },
    music: { numerator: period.music.numerator, denominator: period.music.denominator },
    ...{ musicMicro: `${parts.musicMicro}`, holdBackMicro: `${parts.holdBackMicro}` },
    ...{ directedMicro: `${allocation.directedMicro}`, proRataMicro: `${allocation.proRataMicro}` },
    ...{ unallocatedMicro: `${allocation.unallocatedMicro}`, cappedPpm: `${allocation.cappedPpm}` },
    cut: cut && { remainder: `${cut.remainder}`, creatorKey: cut.creatorKey },
    ...{ creators: period.creators.length, views },
  }
  return [first, { kind: 'terms', ...period.terms }, pool]
}

const isWholeDays = ({ fromMs, untilMs }: Span): boolean =>
  fromMs % 86_400_000 === 0 && untilMs % 86_400_000 === 0 && fromMs < untilMs

const accountsOf = (
  period: PeriodToClose,
  found: { readonly judged: readonly JudgedView[]; readonly allocation: Allocation },
): Map<string, Account> => {
  const views = Map.groupBy(found.judged, ({ video }) => video.creatorId)
  const videos = Map.groupBy(period.videos, ({ creatorId }) => creatorId)
  return new Map(
    period.creators.map(({ creatorId }): [string, Account] => {
      const salt = creatorSalt(creatorId, period)
      const creatorKey = creatorKeyOf(creatorId, salt)
      const share = found.allocation.creators.get(creatorKey) ?? null
      const own = views.get(creatorId) ?? []
      const qualified = own.filter(({ verdict }) => verdict.qualified).length
      const amountMicro = share === null ? 0n : share.proRataMicro + share.directedMicro
      const alreadyMicro = period.already.get(creatorId) ?? 0n
      const seen = new Set(own.map(({ fact }) => fact.videoId))
      const shown = (videos.get(creatorId) ?? []).filter(({ videoId }) => seen.has(videoId))
      const told = { creatorId, salt, creatorKey, videos: shown, views: own }
      return [creatorId, { ...told, share, qualified, amountMicro, alreadyMicro }]
    }),
  )
}

/** Hashes every line of an account, without holding them. */
const digestOf = (closed: PeriodToTell, account: Account): string => {
  const texts = function* () {
    for (const line of linesOfAccount(closed, account)) yield hashedLine(line)
  }
  return sha256OfLines(texts())
}

/**
 * Closes a period: judges every view, weighs, shares the pool, and commits to what each creator is told under one root.
 *
 * @example closePeriod({ …, isFinal: false }).accounts.get(creatorId)?.amountMicro
 */
export const closePeriod = (period: PeriodToClose): ClosedPeriod => {
  assert(isWholeDays(period.span), 'a period is whole days')
  const { secret, periodId, terms, brought } = period
  const keys = new Map(
    period.creators.map(({ creatorId }) => [
      creatorId,
      creatorKeyOf(creatorId, creatorSalt(creatorId, period)),
    ]),
  )
  // Whose creator is not in this fund has no part in it, not even a rejected one.
  const judged = judgePeriod(period, terms.view).filter(({ video }) => keys.has(video.creatorId))
  const days = weighDays(judged.map(countedOf), period.actions, terms.factors)
  const claims = claimsOf(judged, keys, days)
  const { poolMicro, music, isFinal } = period
  const allocation = allocate(claims, { poolMicro, music, isFinal, brought, split: terms.split })
  const accounts = accountsOf(period, { judged, allocation })
  const head = headOf(period, allocation, claims.length)
  const closed = {
    ...{ secret, periodId, head, terms, allocation, accounts, days, brought, viewers: viewerWeights(claims) },
  }
  const tree = sumTree(
    [...accounts.values()].map((account) => ({
      ...{ creatorKey: account.creatorKey, views: account.qualified, amountMicro: account.amountMicro },
      linesDigest: digestOf(closed, account),
    })),
  )
  return { ...closed, tree, root: rootOf(topNode(tree), sha256OfLines(head.map(hashedLine))) }
}
