import type { PersonId, RewardTerms, RewardTermsBody } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Queryable } from '#platform/postgres'
import type { RewardsDeps } from './deps.ts'
import { insertAudit } from './store/audit.ts'
import { insertTerms, listTerms, lockTerms, termsOn, type TermsRow } from './store/terms.ts'

type ProgrammeDeps = Pick<RewardsDeps, 'db' | 'clock' | 'ids'>

export const presentTerms = ({ version, body, reason, setAt }: TermsRow): RewardTerms => ({
  ...body,
  ...{ version, reason, setAt: setAt.toISOString() },
})

export const todayOf = ({ clock }: Pick<RewardsDeps, 'clock'>): string =>
  clock.now().toISOString().slice(0, 10)

/** The terms in force now, which an application is judged by. */
export const currentTerms = async (deps: ProgrammeDeps, handle: Queryable): Promise<TermsRow> => {
  const terms = await termsOn(handle, todayOf(deps))
  if (!terms) throw new AppError('no_reward_terms')
  return terms
}

export const getProgramme = async (
  deps: ProgrammeDeps,
): Promise<{ terms: RewardTerms | null; upcoming: RewardTerms[] }> => {
  const today = todayOf(deps)
  const [inForce, all] = await Promise.all([termsOn(deps.db.pool, today), listTerms(deps.db.pool)])
  const upcoming = all
    .filter(({ effectiveFrom }) => effectiveFrom > today)
    .sort((one, other) => (one.effectiveFrom < other.effectiveFrom ? -1 : 1))
  return { terms: inForce ? presentTerms(inForce) : null, upcoming: upcoming.map(presentTerms) }
}

/**
 * A new version of the terms. The first may begin today; later ones lie ahead, and never before a version that was announced
 * already, so that of two versions the newer one also begins later.
 */
export const setTerms = (
  deps: ProgrammeDeps,
  by: PersonId,
  { reason, ...body }: RewardTermsBody & { readonly reason: string },
): Promise<RewardTerms> =>
  deps.db.transaction(async (tx) => {
    await lockTerms(tx)
    const [newest] = await listTerms(tx)
    const today = todayOf(deps)
    const { effectiveFrom } = body
    const isAhead = newest === undefined ? effectiveFrom >= today : effectiveFrom > today
    if (!isAhead || (newest && effectiveFrom < newest.effectiveFrom)) throw new AppError('terms_not_ahead')
    const at = deps.clock.now()
    const row: TermsRow = { version: (newest?.version ?? 0) + 1, effectiveFrom, body, reason, setAt: at }
    await insertTerms(tx, { ...row, setBy: by })
    const subject = `terms ${row.version}`
    await insertAudit(tx, { auditId: deps.ids.uuid(), at, by, action: 'terms.set', subject, reason })
    return presentTerms(row)
  })

export const listAllTerms = async ({ db }: ProgrammeDeps): Promise<RewardTerms[]> =>
  (await listTerms(db.pool)).map(presentTerms)
