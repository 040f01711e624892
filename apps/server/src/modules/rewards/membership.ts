import type { EligibilityCheck, PersonId, RewardTermsBody } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Queryable } from '#platform/postgres'
import type { RewardsDeps } from './deps.ts'
import { currentTerms, todayOf } from './programme.ts'
import { checkEligibility } from './rules/programme-checks.ts'
import { daysAfter } from './rules/period-days.ts'
import {
  beginSpan,
  endSpan,
  findMembership,
  lockMember,
  saveMembership,
  type MembershipRow,
} from './store/membership.ts'

interface Membership {
  state: 'none' | 'member' | 'refused' | 'left'
  since: string | null
  applyAgainFrom: string | null
}

const applyAgainDays = 30
const viewDays = 30

const presentMembership = (row: MembershipRow | undefined): Membership =>
  row === undefined
    ? { state: 'none', since: null, applyAgainFrom: null }
    : { state: row.state, since: row.since.toISOString(), applyAgainFrom: row.applyAgainFrom }

/** The numbers of now, read before any lock is taken. Views are of the 30 days that ended yesterday. */
const readChecks = async (
  deps: RewardsDeps,
  personId: PersonId,
  terms: RewardTermsBody,
): Promise<readonly EligibilityCheck[]> => {
  const [today, pool] = [todayOf(deps), deps.db.pool]
  const days = { from: daysAfter(today, -viewDays), to: daysAfter(today, -1) }
  const [ages, followers, views] = await Promise.all([
    deps.identity.agesOn(pool, [personId], today),
    deps.social.followersOf(pool, personId),
    deps.numbers.viewsOf(personId, days),
  ])
  const own = ages.get(personId) ?? null
  return checkEligibility({ nowMs: deps.clock.nowMs(), ages: own, followers, views }, terms)
}

const mayApply = (row: MembershipRow | undefined, today: string): boolean =>
  row?.state !== 'member' && (row?.applyAgainFrom ?? today) <= today

export const getEligibility = async (deps: RewardsDeps, personId: PersonId) => {
  const { body } = await currentTerms(deps, deps.db.pool)
  const [row, checks] = await Promise.all([
    findMembership(deps.db.pool, personId),
    readChecks(deps, personId, body),
  ])
  return {
    ...{ membership: presentMembership(row), checks: [...checks] },
    eligible: checks.every(({ passed }) => passed),
    mayApply: mayApply(row, todayOf(deps)),
  }
}

const readState = (handle: Queryable, personId: PersonId): Promise<MembershipRow | undefined> =>
  findMembership(handle, personId)

/** Decided at once: whoever passes every check is a member from this moment on. */
export const apply = async (deps: RewardsDeps, personId: PersonId, termsVersion: number) => {
  const terms = await currentTerms(deps, deps.db.pool)
  if (terms.version !== termsVersion) throw new AppError('terms_changed')
  const checks = await readChecks(deps, personId, terms.body)
  const row = await deps.db.transaction(async (tx) => {
    await lockMember(tx, personId)
    const before = await readState(tx, personId)
    const today = todayOf(deps)
    if (before?.state === 'member') return before
    if (!mayApply(before, today)) throw new AppError('apply_later')
    const isIn = checks.every(({ passed }) => passed)
    const since = deps.clock.now()
    const after: MembershipRow = isIn
      ? { state: 'member', since, applyAgainFrom: null }
      : { state: 'refused', since, applyAgainFrom: daysAfter(today, applyAgainDays) }
    await saveMembership(tx, { ...after, personId, checks })
    if (isIn) await beginSpan(tx, personId, since)
    return after
  })
  return { membership: presentMembership(row), checks: [...checks] }
}

/** What was earned stays; who left may apply again at once. */
export const leave = (deps: RewardsDeps, personId: PersonId): Promise<Membership> =>
  deps.db.transaction(async (tx) => {
    await lockMember(tx, personId)
    const before = await readState(tx, personId)
    if (before?.state !== 'member') return presentMembership(before)
    const since = deps.clock.now()
    const after: MembershipRow = { state: 'left', since, applyAgainFrom: null }
    await saveMembership(tx, { ...after, personId, checks: [] })
    await endSpan(tx, personId, since)
    return presentMembership(after)
  })
