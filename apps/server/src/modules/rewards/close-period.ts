import { sumOf } from '@busker/money'
import type { Operation } from '#modules/ledger'
import { assert } from '#platform/assert'
import { sha256 } from '#platform/digest'
import { onCommit, type Queryable, type Tx } from '#platform/postgres'
import type { PeriodResult, PeriodWork, Told } from './compute-period.ts'
import type { RewardsDeps } from './deps.ts'
import { freezePeriod, spansOf } from './freeze-period.ts'
import type { FundFacts } from './fund-input.ts'
import { computeInThread } from './period-thread.ts'
import { readActions, readVideos, readViews, writeCounted } from './store/frozen.ts'
import {
  beginAttempt,
  findPeriod,
  listVoids,
  markClosed,
  markFinal,
  markInClose,
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

/** What was frozen for the attempt that counts, with what was said since not to count. */
const readFrozen = async (deps: Pick<RewardsDeps, 'db'>, period: PeriodRow): Promise<FundFacts> => {
  const { pool } = deps.db
  const views = []
  for await (const page of readViews(pool, period)) views.push(...page)
  const [videos, actions, spans, voids] = await Promise.all([
    readVideos(pool, period),
    readActions(pool, period),
    spansOf(deps, period),
    listVoids(pool, period.periodId),
  ])
  return { views, videos, actions, spans, voids }
}

/** Those who are paid something, as the books take them. */
const partsOf = (told: readonly Told[]) =>
  told
    .filter(({ amountMicro }) => amountMicro > 0n)
    .map(({ personId, amountMicro }) => ({ owner: personId, amountMicro }))

/** T4 and T5: the pool is filled, and shared. What nobody earned stays in it. */
const postClose = (period: PeriodRow, { told, musicMicro }: PeriodResult): Operation[] => {
  const { periodId, currency, poolMicro } = period
  const of = { period: periodId, currency }
  const creators = partsOf(told)
  const rights = musicMicro === 0n ? [] : [{ owner: musicOwner, amountMicro: musicMicro }]
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

const tellCreators = (deps: Pick<RewardsDeps, 'publish'>, tx: Tx, told: readonly Told[]): void =>
  onCommit(tx, () => {
    for (const { personId } of told) deps.publish(personId, { type: 'earnings.changed' })
  })

const statementsOf = ({ periodId, currency }: PeriodRow, { told }: PeriodResult): NewStatement[] =>
  told.map(({ personId, amountMicro, views, qualified, document }) => ({
    ...{ periodId, personId, currency, amountMicro, document },
    ...{ views: BigInt(views), qualifiedViews: BigInt(qualified) },
  }))

const commitClose = async (
  deps: RewardsDeps,
  { period, facts }: Pick<PeriodWork, 'period' | 'facts'>,
  result: PeriodResult,
): Promise<void> => {
  const { told } = result
  const { periodId, attempt } = period
  await deps.db.transaction(async (tx) => {
    const isOurs = await markClosed(tx, {
      ...{ periodId, attempt, rightsMicro: result.musicMicro, heldBackMicro: result.holdBackMicro },
      ...{ unallocatedMicro: result.unallocatedMicro, root: result.root, at: deps.clock.now() },
      creatorsMicro: sumOf(told.map(({ amountMicro }) => amountMicro)),
      creators: partsOf(told).length,
      views: told.reduce((sum, { views }) => sum + views, 0),
      qualifiedViews: told.reduce((sum, { qualified }) => sum + qualified, 0),
    })
    // Another attempt went ahead of this one: whatever this one made counts for nothing.
    if (!isOurs) return
    for (const operation of postClose(period, result)) await deps.ledger.postOne(tx, operation)
    const rows = statementsOf(period, result)
    for (let at = 0; at < rows.length; at += 100) await insertStatements(tx, rows.slice(at, at + 100))
    await writeCounted(tx, period, result.counted)
    await markInClose(tx, periodId, facts.voids)
    tellCreators(deps, tx, told)
  })
}

/**
 * Closes a period: copies its facts, makes the statements, and freezes, posts and publishes in one transaction. Done again
 * after any end it begins anew, and a period that is closed stays as it is.
 */
export const closeDuePeriod = async (
  deps: RewardsDeps,
  periodId: string,
  signal?: AbortSignal,
): Promise<void> => {
  if ((await beginAttempt(deps.db.pool, periodId)) === undefined) return
  const { period, terms } = await readPeriod(deps.db.pool, periodId)
  await freezePeriod(deps, period, period)
  const facts = await readFrozen(deps, period)
  if (facts.spans.length === 0) return closeEmpty(deps, period)
  const result = await computeInThread({ period, terms, facts, isFinal: false }, signal)
  await commitClose(deps, { period, facts }, result)
  deps.log.event('rewards.period_closed', { periodId, views: facts.views.length })
}

/** Nobody took part: nothing is paid out, so nothing is set aside either. */
const closeEmpty = async (deps: RewardsDeps, period: PeriodRow): Promise<void> => {
  const { periodId, attempt } = period
  const root = sha256(`busker fund without creators\n${periodId}`)
  const nothing = { creatorsMicro: 0n, rightsMicro: 0n, heldBackMicro: 0n, creators: 0, views: 0 }
  await deps.db.transaction((tx) =>
    markClosed(tx, {
      ...{ periodId, attempt, ...nothing, qualifiedViews: 0, unallocatedMicro: period.poolMicro },
      ...{ root, at: deps.clock.now() },
    }),
  )
}

/** Changes between the closes, as the books take them: what goes back, and what is shared again. */
const postFinal = ({ periodId, currency }: PeriodRow, { changes, told }: PeriodResult): Operation[] => {
  const part = ({ creatorId, amountMicro }: (typeof changes)[number]) => ({
    ...{ owner: creatorId, amountMicro: amountMicro < 0n ? -amountMicro : amountMicro },
  })
  const voided = changes.filter(({ amountMicro }) => amountMicro < 0n).map(part)
  const shares = changes.filter(({ amountMicro }) => amountMicro > 0n).map(part)
  const parts = partsOf(told)
  const change: Operation = {
    ...{ do: 'transfer', scope, key: `${periodId}:final` },
    transfer: { template: 'fund_finalisation', params: { period: periodId, currency, voided, shares } },
  }
  const release: Operation = {
    ...{ do: 'transfer', scope, key: `${periodId}:release` },
    transfer: { template: 'pending_release', params: { currency, parts } },
  }
  return [...(changes.length === 0 ? [] : [change]), ...(parts.length === 0 ? [] : [release])]
}

/**
 * Makes a closed period final: voided views are taken out, what they were paid and what was held back is shared again by
 * the same rules, and what everybody has of the period may be paid out.
 */
export const finaliseDuePeriod = async (
  deps: RewardsDeps,
  periodId: string,
  signal?: AbortSignal,
): Promise<void> => {
  const { period, terms } = await readPeriod(deps.db.pool, periodId)
  if (period.state !== 'closed') return
  const facts = await readFrozen(deps, period)
  const at = deps.clock.now()
  if (facts.spans.length === 0) {
    const finalRoot = period.root ?? ''
    await deps.db.transaction((tx) => markFinal(tx, { periodId, finalRoot, at }))
    return
  }
  const result = await computeInThread({ period, terms, facts, isFinal: true }, signal)
  assert(result.provisionalRoot === period.root, 'what was frozen gives the root that was published')
  await deps.db.transaction(async (tx) => {
    if (!(await markFinal(tx, { periodId, finalRoot: result.root, at }))) return
    for (const operation of postFinal(period, result)) await deps.ledger.postOne(tx, operation)
    for (const { personId, amountMicro, document } of result.told)
      await finaliseStatement(tx, { periodId, personId, finalMicro: amountMicro, document })
    tellCreators(deps, tx, result.told)
  })
  deps.log.event('rewards.period_final', { periodId })
}
