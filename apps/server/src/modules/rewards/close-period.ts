import type { PersonId } from '@busker/contract'
import { type Currency, sumOf } from '@busker/money'
import type { Operation } from '#modules/ledger'
import { assert } from '#platform/assert'
import { sha256 } from '#platform/digest'
import { onCommit, type Queryable, type Tx } from '#platform/postgres'
import type { RewardsDeps } from './deps.ts'
import { freezePeriod, spansOf } from './freeze-period.ts'
import { periodToClose, type FundFacts } from './fund-input.ts'
import { adjustmentsOf } from './rules/adjust.ts'
import { closePeriod } from './rules/close-period.ts'
import type { ClosedPeriod } from './rules/closed-period.ts'
import { CountedViews } from './rules/judge-period.ts'
import { statementOf, statementText } from './rules/statement.ts'
import { readActions, readVideos, readViews, writeCounted, type AttemptOf } from './store/frozen.ts'
import {
  beginAttempt,
  findPeriod,
  listVoids,
  markClosed,
  markFinal,
  type PeriodRow,
} from './store/periods.ts'
import { finaliseStatement, insertStatements, type NewStatement } from './store/statements.ts'
import { findTerms, type TermsRow } from './store/terms.ts'

const scope = 'rewards.period'
/** Who holds rights to music in videos is not known yet: their part waits in one account. */
const musicOwner = 'music'

interface Read {
  readonly period: PeriodRow
  readonly terms: TermsRow
}

const readPeriod = async (handle: Queryable, periodId: string): Promise<Read> => {
  const period = await findPeriod(handle, periodId)
  assert(period !== undefined, `a period that was opened: ${periodId}`)
  const terms = await findTerms(handle, period.termsVersion)
  assert(terms !== undefined, 'a period has terms')
  return { period, terms }
}

/** What was frozen for an attempt, with what was said since not to count. */
const readFrozen = async (
  deps: Pick<RewardsDeps, 'db'>,
  period: PeriodRow,
  attempt: AttemptOf,
): Promise<FundFacts> => {
  const { pool } = deps.db
  const views = []
  for await (const page of readViews(pool, attempt)) views.push(...page)
  const [videos, actions, spans, voids] = await Promise.all([
    readVideos(pool, attempt),
    readActions(pool, attempt),
    spansOf(deps, period),
    listVoids(pool, period.periodId),
  ])
  return { views, videos, actions, spans, voids }
}

interface Told {
  readonly personId: PersonId
  readonly amountMicro: bigint
  readonly views: number
  readonly qualified: number
  readonly document: string
}

/** What each creator with a view is told. */
const tellAll = function* (closed: ClosedPeriod): Generator<Told, void> {
  for (const { creatorId, amountMicro, views, qualified } of closed.accounts.values()) {
    if (views.length === 0) continue
    const document = statementText(statementOf(creatorId, closed))
    // Checked boundary: creators are read from memberships of people.
    yield { personId: creatorId as PersonId, amountMicro, views: views.length, qualified, document }
  }
}

const countedAfter = (closed: ClosedPeriod): ReadonlyMap<string, bigint> => {
  const counted = new CountedViews()
  const videos = new Map<string, bigint>()
  for (const { views } of closed.accounts.values()) {
    for (const { video, verdict } of views) {
      counted.take(video, verdict)
      videos.set(video.videoId, BigInt(counted.before(video)))
    }
  }
  return videos
}

/** T4 and T5: the pool is filled, and shared. What nobody earned stays in it. */
const postClose = (period: PeriodRow, closed: ClosedPeriod): Operation[] => {
  const { periodId, currency, poolMicro } = period
  const { parts } = closed.allocation
  const of = { period: periodId, currency }
  const creators = [...closed.accounts.values()]
    .filter(({ amountMicro }) => amountMicro > 0n)
    .map(({ creatorId, amountMicro }) => ({ owner: creatorId, amountMicro }))
  const rights = parts.musicMicro === 0n ? [] : [{ owner: musicOwner, amountMicro: parts.musicMicro }]
  const fill: Operation = {
    ...{ do: 'transfer', scope, key: `${periodId}:fill` },
    transfer: { template: 'fund_top_up', params: { ...of, amountMicro: poolMicro, from: { kind: 'fund' } } },
  }
  if (creators.length + rights.length === 0) return [fill]
  const share: Operation = {
    ...{ do: 'transfer', scope, key: `${periodId}:share` },
    transfer: { template: 'fund_allocation', params: { ...of, rights, creators } },
  }
  return [fill, share]
}

const tellCreators = (deps: Pick<RewardsDeps, 'publish'>, tx: Tx, people: readonly PersonId[]): void =>
  onCommit(tx, () => {
    for (const personId of people) deps.publish(personId, { type: 'earnings.changed' })
  })

const commitClose = async (
  deps: RewardsDeps,
  { period, attempt }: { readonly period: PeriodRow; readonly attempt: AttemptOf },
  closed: ClosedPeriod,
): Promise<void> => {
  const told = [...tellAll(closed)]
  const { parts, unallocatedMicro } = closed.allocation
  const { periodId, currency } = period
  await deps.db.transaction(async (tx) => {
    const isOurs = await markClosed(tx, {
      ...{ ...attempt, rightsMicro: parts.musicMicro, heldBackMicro: parts.holdBackMicro, unallocatedMicro },
      creatorsMicro: sumOf(told.map(({ amountMicro }) => amountMicro)),
      creators: told.filter(({ amountMicro }) => amountMicro > 0n).length,
      views: told.reduce((sum, { views }) => sum + views, 0),
      qualifiedViews: told.reduce((sum, { qualified }) => sum + qualified, 0),
      ...{ root: closed.root, at: deps.clock.now() },
    })
    // Another attempt went ahead of this one: whatever this one made counts for nothing.
    if (!isOurs) return
    for (const operation of postClose(period, closed)) await deps.ledger.postOne(tx, operation)
    const rows = told.map(({ personId, amountMicro, views, qualified, document }): NewStatement => ({
      ...{ periodId, personId, currency, amountMicro, document },
      ...{ views: BigInt(views), qualifiedViews: BigInt(qualified) },
    }))
    for (let at = 0; at < rows.length; at += 100) await insertStatements(tx, rows.slice(at, at + 100))
    await writeCounted(tx, attempt, countedAfter(closed))
    tellCreators(
      deps,
      tx,
      told.map(({ personId }) => personId),
    )
  })
}

/**
 * Closes a period: copies its facts, makes the statements, and freezes, posts and publishes in one transaction. Done again
 * after any end it begins anew, and a period that is closed stays as it is.
 */
export const closeDuePeriod = async (deps: RewardsDeps, periodId: string): Promise<void> => {
  const number = await beginAttempt(deps.db.pool, periodId)
  if (number === undefined) return
  const attempt: AttemptOf = { periodId, attempt: number }
  const { period, terms } = await readPeriod(deps.db.pool, periodId)
  await freezePeriod(deps, period, attempt)
  const facts = await readFrozen(deps, period, attempt)
  const spans = facts.spans.length
  if (spans === 0) return closeEmpty(deps, period, attempt)
  const input = periodToClose(period, terms, { facts, isFinal: false, already: new Map() })
  await commitClose(deps, { period, attempt }, closePeriod(input))
  deps.log.event('rewards.period_closed', { periodId, views: facts.views.length, creators: spans })
}

/** Nobody took part: nothing is paid out, so nothing is set aside either. */
const closeEmpty = async (deps: RewardsDeps, period: PeriodRow, attempt: AttemptOf): Promise<void> => {
  const root = sha256(`busker fund without creators\n${period.periodId}`)
  const nothing = { creatorsMicro: 0n, rightsMicro: 0n, heldBackMicro: 0n, creators: 0, views: 0 }
  await deps.db.transaction((tx) =>
    markClosed(tx, {
      ...{ ...attempt, ...nothing, qualifiedViews: 0, unallocatedMicro: period.poolMicro },
      ...{ root, at: deps.clock.now() },
    }),
  )
}

/** Changes between the closes, as the books take them: what goes back, and what is shared again. */
const postFinal = (
  { periodId, currency }: { readonly periodId: string; readonly currency: Currency },
  provisional: ClosedPeriod,
  final: ClosedPeriod,
): Operation[] => {
  const { creators } = adjustmentsOf(provisional, final)
  const part = ({ creatorId, amountMicro }: (typeof creators)[number]) => ({
    ...{ owner: creatorId, amountMicro: amountMicro < 0n ? -amountMicro : amountMicro },
  })
  const voided = creators.filter(({ amountMicro }) => amountMicro < 0n).map(part)
  const shares = creators.filter(({ amountMicro }) => amountMicro > 0n).map(part)
  const parts = [...final.accounts.values()]
    .filter(({ amountMicro }) => amountMicro > 0n)
    .map(({ creatorId, amountMicro }) => ({ owner: creatorId, amountMicro }))
  const change: Operation = {
    ...{ do: 'transfer', scope, key: `${periodId}:final` },
    transfer: { template: 'fund_finalisation', params: { period: periodId, currency, voided, shares } },
  }
  const release: Operation = {
    ...{ do: 'transfer', scope, key: `${periodId}:release` },
    transfer: { template: 'pending_release', params: { currency, parts } },
  }
  return [...(creators.length === 0 ? [] : [change]), ...(parts.length === 0 ? [] : [release])]
}

/**
 * Makes a closed period final: voided views are taken out, what they were paid and what was held back is shared again by
 * the same rules, and what everybody has of the period may be paid out.
 */
export const finaliseDuePeriod = async (deps: RewardsDeps, periodId: string): Promise<void> => {
  const { period, terms } = await readPeriod(deps.db.pool, periodId)
  if (period.state !== 'closed') return
  const facts = await readFrozen(deps, period, period)
  const at = deps.clock.now()
  if (facts.spans.length === 0) {
    const finalRoot = period.root ?? ''
    await deps.db.transaction((tx) => markFinal(tx, { periodId, finalRoot, at }))
    return
  }
  const before = { facts: { ...facts, voids: [] }, isFinal: false, already: new Map<string, bigint>() }
  const provisional = closePeriod(periodToClose(period, terms, before))
  assert(provisional.root === period.root, 'what was frozen gives the root that was published')
  const already = new Map([...provisional.accounts].map(([id, { amountMicro }]) => [id, amountMicro]))
  const final = closePeriod(periodToClose(period, terms, { facts, isFinal: true, already }))
  await deps.db.transaction(async (tx) => {
    if (!(await markFinal(tx, { periodId, finalRoot: final.root, at }))) return
    for (const operation of postFinal(period, provisional, final)) await deps.ledger.postOne(tx, operation)
    const told = [...tellAll(final)]
    for (const { personId, amountMicro, document } of told)
      await finaliseStatement(tx, { periodId, personId, finalMicro: amountMicro, document })
    tellCreators(
      deps,
      tx,
      told.map(({ personId }) => personId),
    )
  })
  deps.log.event('rewards.period_final', { periodId })
}
