import type { PersonId, RewardTermsBody } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { RewardsTables } from './tables.ts'

export interface TermsRow {
  readonly version: number
  readonly effectiveFrom: string
  readonly body: RewardTermsBody
  readonly reason: string
  readonly setAt: Date
}

const select = (handle: Queryable) =>
  within<RewardsTables>(handle)
    .selectFrom('rewards.terms')
    .select(['version', 'effective_from as effectiveFrom', 'body', 'reason', 'set_at as setAt'])

/** Newest version first, at most 200. */
export const listTerms = (handle: Queryable): Promise<TermsRow[]> =>
  select(handle).orderBy('version', 'desc').limit(200).execute()

export const findTerms = (handle: Queryable, version: number): Promise<TermsRow | undefined> =>
  select(handle).where('version', '=', version).executeTakeFirst()

/** Those in force on a day: of the versions that began by then the newest. */
export const termsOn = (handle: Queryable, day: string): Promise<TermsRow | undefined> =>
  select(handle).where('effective_from', '<=', day).orderBy('version', 'desc').limit(1).executeTakeFirst()

/** Changes of the terms, and periods that begin by them, wait for one another. */
export const lockTerms = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(7305144321)`.execute(within<RewardsTables>(tx))
}

export const insertTerms = async (tx: Tx, row: TermsRow & { readonly setBy: PersonId }): Promise<void> => {
  await within<RewardsTables>(tx)
    .insertInto('rewards.terms')
    .values({
      version: row.version,
      effective_from: row.effectiveFrom,
      body: JSON.stringify(row.body),
      reason: row.reason,
      set_by: row.setBy,
      set_at: row.setAt,
    })
    .execute()
}
