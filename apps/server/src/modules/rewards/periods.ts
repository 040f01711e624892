import type { PersonId, RewardPeriod, RewardTerms } from '@busker/contract'
import { currencyOf } from '@busker/money'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import { defineJob, keepRepeating } from '#platform/jobs'
import { z } from 'zod'
import { closeDuePeriod, finaliseDuePeriod } from './close-period.ts'
import type { RewardsDeps } from './deps.ts'
import { keepReserves } from './keep-reserves.ts'
import { presentTerms, todayOf } from './programme.ts'
import { daysAfter, periodOf } from './rules/period-days.ts'
import { insertAudit } from './store/audit.ts'
import {
  countVoided,
  findPeriod,
  insertVoid,
  lastPeriod,
  listPeriods,
  openPeriod,
  periodsDue,
  type PeriodRow,
  type VoidRow,
} from './store/periods.ts'
import { findTerms, listTerms, lockTerms, termsOn } from './store/terms.ts'

const text = (amount: bigint | null): string | null => (amount === null ? null : String(amount))

export const presentPeriod = (row: PeriodRow): RewardPeriod => ({
  periodId: row.periodId,
  from: row.from,
  to: row.to,
  state: row.state,
  currency: row.currency,
  termsVersion: row.termsVersion,
  poolMicro: String(row.poolMicro),
  creatorsMicro: text(row.creatorsMicro),
  rightsMicro: text(row.rightsMicro),
  heldBackMicro: text(row.heldBackMicro),
  unallocatedMicro: text(row.unallocatedMicro),
  creators: row.creators,
  views: row.views === null ? null : Number(row.views),
  qualifiedViews: row.qualifiedViews === null ? null : Number(row.qualifiedViews),
  root: row.root,
  finalRoot: row.finalRoot,
  closesOn: row.closesOn,
  finalOn: row.finalOn,
  closedAt: row.closedAt?.toISOString() ?? null,
  finalAt: row.finalAt?.toISOString() ?? null,
})

/** No more are opened in one turn: an instance that slept for years catches up in several. */
const mostOpened = 60

/**
 * Opens the periods that have begun, each after the one before, by the terms in force on its first day. The first one
 * begins with the first terms, so it may be shorter.
 */
export const openBegun = (deps: RewardsDeps): Promise<void> =>
  deps.db.transaction(async (tx) => {
    await lockTerms(tx)
    const last = await lastPeriod(tx)
    let next = last ? daysAfter(last.to, 1) : (await listTerms(tx)).at(-1)?.effectiveFrom
    for (let opened = 0; opened < mostOpened && next !== undefined && next <= todayOf(deps); opened += 1) {
      const terms = await termsOn(tx, next)
      assert(terms !== undefined, 'there are terms from the first ones on')
      const { version: termsVersion, body } = terms
      const { periodId, to } = periodOf(next, body.period)
      const currency = currencyOf(body.currency)
      assert(currency !== null, 'terms are in a currency')
      await openPeriod(tx, {
        ...{ periodId, from: next, to, termsVersion, currency, poolMicro: BigInt(body.poolMicro) },
        ...{ closesOn: daysAfter(to, body.closeAfterDays), finalOn: daysAfter(to, body.finalAfterDays) },
        secret: deps.ids.token(),
      })
      next = daysAfter(to, 1)
    }
  })

/** Opens, closes and finalises what is due: everything that time alone does to the fund. */
export const turnPeriods = async (deps: RewardsDeps, signal?: AbortSignal): Promise<void> => {
  await openBegun(deps)
  for (const { periodId, state } of await periodsDue(deps.db.pool, todayOf(deps))) {
    signal?.throwIfAborted()
    if (state !== 'closed') await closeDuePeriod(deps, periodId, signal)
    const { finalOn } = await mustFind(deps, periodId)
    if (finalOn <= todayOf(deps)) await finaliseDuePeriod(deps, periodId, signal)
  }
}

const turnJob = defineJob({
  name: 'rewards.turn',
  payload: z.object({}),
  maximumAttempts: 5,
  line: 'rewards.turn',
})
const turnEveryMs = 3_600_000

/** Once an hour, for ever. Returns what begins it. */
export const keepTurning = (deps: RewardsDeps): (() => Promise<void>) => {
  const work = async (signal: AbortSignal): Promise<void> => {
    await turnPeriods(deps, signal)
    await keepReserves(deps, signal)
  }
  return keepRepeating(deps, { job: turnJob, everyMs: turnEveryMs, work })
}

export const mustFind = async (deps: Pick<RewardsDeps, 'db'>, periodId: string): Promise<PeriodRow> => {
  const period = await findPeriod(deps.db.pool, periodId)
  if (!period) throw new AppError('not_found')
  return period
}

export const listAllPeriods = async ({ db }: Pick<RewardsDeps, 'db'>): Promise<RewardPeriod[]> =>
  (await listPeriods(db.pool)).map(presentPeriod)

export const getPeriod = async (
  deps: Pick<RewardsDeps, 'db'>,
  periodId: string,
): Promise<{ period: RewardPeriod; terms: RewardTerms }> => {
  const period = await mustFind(deps, periodId)
  const terms = await findTerms(deps.db.pool, period.termsVersion)
  assert(terms !== undefined, 'a period has terms')
  return { period: presentPeriod(period), terms: presentTerms(terms) }
}

export interface Voiding {
  readonly periodId: string
  readonly by: PersonId
  readonly reason: string
  readonly of: VoidRow
}

/** Says that views do not count, until the period is final. Tells how many of a closed period they are. */
export const voidViews = (deps: RewardsDeps, { periodId, by, reason, of }: Voiding): Promise<number> =>
  deps.db.transaction(async (tx) => {
    const period = await findPeriod(tx, periodId)
    if (!period) throw new AppError('not_found')
    if (period.state !== 'open' && period.state !== 'closed') throw new AppError('period_not_open')
    const at = deps.clock.now()
    await insertVoid(tx, { periodId, ...of, reason, by, at })
    const subject = `${periodId} ${of.kind} ${of.subject}`
    await insertAudit(tx, { auditId: deps.ids.uuid(), at, by, action: 'period.void', subject, reason })
    return countVoided(tx, period, of)
  })
