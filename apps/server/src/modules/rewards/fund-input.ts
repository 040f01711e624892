import type { PeriodToClose } from './rules/close-period.ts'
import type { FundTerms } from './rules/terms.ts'
import { equalParts, fundTermsOf, musicOf } from './rules/fund-terms-of.ts'
import { judgePeriod, type PeriodViews } from './rules/judge-period.ts'
import { spanOf } from './rules/period-days.ts'
import type { FundCreator, FundVideo, FundView } from './rules/view-facts.ts'
import type { FrozenActions, FrozenVideo, FrozenView } from './store/frozen.ts'
import type { MemberSpan } from './store/membership.ts'
import type { CountedVoid, PeriodRow, VoidRow } from './store/periods.ts'
import type { TermsRow } from './store/terms.ts'

/** What a period is closed by, wherever it was read: frozen, or as facts stand now. */
export interface FundFacts {
  readonly views: readonly FrozenView[]
  readonly videos: readonly FrozenVideo[]
  readonly actions: readonly FrozenActions[]
  readonly spans: readonly MemberSpan[]
  readonly voids: readonly CountedVoid[]
}

const creatorsOf = (spans: readonly MemberSpan[]): FundCreator[] =>
  [...Map.groupBy(spans, ({ personId }) => personId)].map(([creatorId, own]) => ({
    creatorId,
    enrolled: own.map(({ from, until }) => ({ fromMs: from.getTime(), untilMs: until?.getTime() ?? null })),
  }))

const videoOf = (row: FrozenVideo): FundVideo => ({
  videoId: row.postId,
  creatorId: row.creatorId,
  durationMs: row.durationMs,
  // Duets, stitches and advertisements do not exist here yet, and nothing tells how original a video is.
  ...{ form: 'own', isOriginal: true, originalityBps: 10_000 },
  isWithdrawn: row.isWithdrawn,
  countedBefore: Number(row.countedBefore),
})

const voidedBy = ({ voids, videos }: Pick<FundFacts, 'voids' | 'videos'>) => {
  const subjects = (kind: VoidRow['kind']) =>
    new Set(voids.filter((row) => row.kind === kind).map(({ subject }) => subject))
  const [posts, creators, viewers] = [subjects('post'), subjects('creator'), subjects('viewer')]
  const creatorOf = new Map(videos.map(({ postId, creatorId }) => [postId, creatorId]))
  return ({ postId, viewerId }: FrozenView): boolean =>
    posts.has(postId) || viewers.has(viewerId) || creators.has(creatorOf.get(postId) ?? '')
}

const viewsOf = (facts: FundFacts): FundView[] => {
  const isVoided = voidedBy(facts)
  return facts.views.map((view) => ({
    ...{ viewId: view.viewId, viewerId: view.viewerId, videoId: view.postId },
    ...{ startedMs: view.beganAt.getTime(), surface: view.surface, visibleMs: view.visibleMs },
    ...{ uniqMs: view.uniqMs, traffic: view.traffic, isSelfView: view.isSelfView },
    // No view is paid for before there are advertisements.
    ...{ isPaid: false, isVoided: isVoided(view) },
  }))
}

/** People (with an account) who have a view that is paid. */
const directing = (facts: FundFacts, period: PeriodViews, terms: FundTerms): ReadonlySet<string> => {
  const people = new Set(
    facts.views.filter(({ viewerKind }) => viewerKind === 'person').map(({ viewerId }) => viewerId),
  )
  const paid = judgePeriod(period, terms.view).filter(({ verdict }) => verdict.qualified)
  return new Set(paid.map(({ fact }) => fact.viewerId).filter((viewerId) => people.has(viewerId)))
}

/** Everything that the rules of the fund ask for to close a period. */
export const periodToClose = (
  period: PeriodRow,
  { version, body }: TermsRow,
  given: {
    readonly facts: FundFacts
    readonly isFinal: boolean
    readonly already: ReadonlyMap<string, bigint>
  },
): PeriodToClose => {
  const { facts, isFinal, already } = given
  const terms = fundTermsOf(version, body)
  const views: PeriodViews = {
    span: spanOf(period),
    views: viewsOf(facts),
    videos: facts.videos.map(videoOf),
    creators: creatorsOf(facts.spans),
  }
  const { periodId, currency, poolMicro, secret } = period
  return {
    ...views,
    ...{ periodId, currency, terms, poolMicro, secret, isFinal, already },
    brought: equalParts(poolMicro, directing(facts, views, terms)),
    music: musicOf(body),
    actions: facts.actions.map(({ postId, ...rest }) => ({ videoId: postId, ...rest })),
  }
}
