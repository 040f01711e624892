import type { PersonId, PostId, RewardPreview } from '@busker/contract'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import type { RewardsDeps } from './deps.ts'
import { factsOf, readFacts, spansOf, videosOf } from './freeze-period.ts'
import { periodToClose, type FundFacts } from './fund-input.ts'
import { mustFind, presentPeriod } from './periods.ts'
import { closePeriod } from './rules/close-period.ts'
import type { ClosedPeriod } from './rules/closed-period.ts'
import { giniOf, medianOf } from './rules/spread.ts'
import { readSettledActions } from './store/facts.ts'
import { listVoids, type PeriodRow } from './store/periods.ts'
import { findTerms, type TermsRow } from './store/terms.ts'

const wholePart = 10_000
const mostCreators = 200
/** A preview is made while somebody waits; a larger period is looked at when it is closed. */
const mostViews = 300_000

/** Facts as they stand now, in memory alone. */
const readNow = async (deps: RewardsDeps, period: PeriodRow): Promise<FundFacts> => {
  const spans = await spansOf(deps, period)
  const of = factsOf(period, spans)
  const seen = new Map<PostId, { creatorId: PersonId; durationMs: number }>()
  const views: FundFacts['views'][number][] = []
  for await (const piece of readFacts(deps, of, seen)) {
    views.push(...piece)
    if (views.length > mostViews) throw new AppError('overloaded')
  }
  const [videos, actions, voids] = await Promise.all([
    videosOf(deps, seen),
    readSettledActions(deps.clickhouse, of),
    listVoids(deps.db.pool, period.periodId),
  ])
  const known = actions.filter(({ postId }) => seen.has(postId as PostId))
  return {
    ...{ views, videos, spans, voids },
    actions: known.map((row) => ({ ...row, postId: row.postId as PostId, day: row.day.slice(0, 10) })),
  }
}

const shareOf = (closed: ClosedPeriod) => {
  const amounts = [...closed.accounts.values()]
    .map(({ amountMicro }) => amountMicro)
    .filter((one) => one > 0n)
  const largest = amounts.reduce((most, one) => (one > most ? one : most), 0n)
  return {
    creators: amounts.length,
    largestMicro: String(largest),
    medianMicro: String(medianOf(amounts) ?? 0n),
    gini: giniOf(amounts),
  }
}

const rejectedIn = (closed: ClosedPeriod): Record<string, number> => {
  const all: Record<string, number> = {}
  for (const { views } of closed.accounts.values())
    for (const { verdict } of views)
      if (!verdict.qualified) all[verdict.reason] = (all[verdict.reason] ?? 0) + 1
  return all
}

interface Ways {
  readonly proRata: ClosedPeriod
  readonly userCentric: ClosedPeriod
  readonly blended: ClosedPeriod
}

const creatorsOf = async (deps: RewardsDeps, ways: Ways): Promise<RewardPreview['creators']> => {
  const amountIn = (closed: ClosedPeriod, id: string): bigint => closed.accounts.get(id)?.amountMicro ?? 0n
  const rows = [...ways.blended.accounts.values()]
    .map(({ creatorId, views, qualified }) => {
      const viewers = new Set(
        views.flatMap(({ fact, verdict }) => (verdict.qualified ? [fact.viewerId] : [])),
      )
      const proRata = amountIn(ways.proRata, creatorId)
      const userCentric = amountIn(ways.userCentric, creatorId)
      const blended = amountIn(ways.blended, creatorId)
      const most = proRata > userCentric ? proRata : userCentric
      // Checked boundary: creators are read from memberships of people.
      const personId = creatorId as PersonId
      return { personId, qualified, viewers: viewers.size, proRata, userCentric, blended, most }
    })
    .filter(({ most }) => most > 0n)
    .sort((one, other) => (one.most > other.most ? -1 : 1))
    .slice(0, mostCreators)
  const names = await deps.identity.getAuthors(
    deps.db.pool,
    rows.map(({ personId }) => personId),
  )
  return rows.map(({ personId, qualified, viewers, proRata, userCentric, blended }) => ({
    ...{ personId, handle: names.get(personId)?.handle ?? null, qualifiedViews: qualified, viewers },
    ...{ proRataMicro: String(proRata), userCentricMicro: String(userCentric) },
    blendedMicro: String(blended),
  }))
}

/** What a period would pay if it closed now, by three ways of sharing. Nothing is kept. */
export const previewPeriod = async (
  deps: RewardsDeps,
  periodId: string,
  proRataBasisPoints: number | undefined,
): Promise<RewardPreview> => {
  const period = await mustFind(deps, periodId)
  if (period.state !== 'open') throw new AppError('period_not_open')
  const terms = await findTerms(deps.db.pool, period.termsVersion)
  assert(terms !== undefined, 'a period has terms')
  await deps.facts.settled()
  const facts = await readNow(deps, period)
  if (facts.spans.length === 0) return emptyPreview(deps, period)
  const by = (proRata: number): ClosedPeriod => {
    const changed: TermsRow = { ...terms, body: { ...terms.body, proRataBasisPoints: proRata } }
    const already = new Map<string, bigint>()
    return closePeriod(periodToClose(period, changed, { facts, isFinal: false, already }))
  }
  const ways: Ways = {
    proRata: by(wholePart),
    userCentric: by(0),
    blended: by(proRataBasisPoints ?? terms.body.proRataBasisPoints),
  }
  const accounts = [...ways.blended.accounts.values()]
  return {
    ...{ period: presentPeriod(period), asOf: deps.clock.now().toISOString() },
    views: accounts.reduce((sum, { views }) => sum + views.length, 0),
    qualifiedViews: accounts.reduce((sum, { qualified }) => sum + qualified, 0),
    rejected: rejectedIn(ways.blended),
    proRata: shareOf(ways.proRata),
    userCentric: shareOf(ways.userCentric),
    blended: shareOf(ways.blended),
    creators: await creatorsOf(deps, ways),
  }
}

const nobody = { creators: 0, largestMicro: '0', medianMicro: '0', gini: null }

const emptyPreview = (deps: RewardsDeps, period: PeriodRow): RewardPreview => ({
  ...{ period: presentPeriod(period), asOf: deps.clock.now().toISOString() },
  ...{ views: 0, qualifiedViews: 0, rejected: {}, creators: [] },
  ...{ proRata: nobody, userCentric: nobody, blended: nobody },
})
