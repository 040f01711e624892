import type { EligibilityCheck, PersonId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { RewardsTables } from './tables.ts'

export interface MembershipRow {
  readonly state: 'member' | 'refused' | 'left'
  readonly since: Date
  readonly applyAgainFrom: string | null
}

export const findMembership = (handle: Queryable, personId: PersonId): Promise<MembershipRow | undefined> =>
  within<RewardsTables>(handle)
    .selectFrom('rewards.membership')
    .select(['state', 'since', 'apply_again_from as applyAgainFrom'])
    .where('person_id', '=', personId)
    .executeTakeFirst()

/** Two applications of one person at once wait for one another. */
export const lockMember = async (tx: Tx, personId: PersonId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`rewards.member:${personId}`}, 0))`.execute(
    within<RewardsTables>(tx),
  )
}

export const saveMembership = async (
  tx: Tx,
  row: MembershipRow & { readonly personId: PersonId; readonly checks: readonly EligibilityCheck[] },
): Promise<void> => {
  const values = {
    state: row.state,
    since: row.since,
    apply_again_from: row.applyAgainFrom,
    checks: JSON.stringify(row.checks),
  }
  await within<RewardsTables>(tx)
    .insertInto('rewards.membership')
    .values({ person_id: row.personId, ...values })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(values))
    .execute()
}

export const beginSpan = async (tx: Tx, personId: PersonId, at: Date): Promise<void> => {
  await within<RewardsTables>(tx)
    .insertInto('rewards.membership_span')
    .values({ person_id: personId, from_at: at, until_at: null })
    .execute()
}

export const endSpan = async (tx: Tx, personId: PersonId, at: Date): Promise<void> => {
  await within<RewardsTables>(tx)
    .updateTable('rewards.membership_span')
    .set({ until_at: at })
    .where('person_id', '=', personId)
    .where('until_at', 'is', null)
    .execute()
}

export interface MemberSpan {
  readonly personId: PersonId
  readonly from: Date
  readonly until: Date | null
}

/** Who took part at any moment of a period, by person. */
export const spansWithin = (
  handle: Queryable,
  { from, until }: { readonly from: Date; readonly until: Date },
): Promise<MemberSpan[]> =>
  within<RewardsTables>(handle)
    .selectFrom('rewards.membership_span')
    .select(['person_id as personId', 'from_at as from', 'until_at as until'])
    .where('from_at', '<', until)
    .where((is) => is.or([is('until_at', 'is', null), is('until_at', '>', from)]))
    .orderBy('person_id')
    .orderBy('from_at')
    .execute()
