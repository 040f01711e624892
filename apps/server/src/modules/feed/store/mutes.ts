import type { MuteKind, PersonId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { FeedTables } from './tables.ts'

export interface MuteRow {
  readonly kind: MuteKind
  readonly value: string
  readonly label: string
  /** Null: for ever. */
  readonly until: Date | null
}

/** Makes changes of one person's mutes wait for one another, so that their number never grows over its limit. */
export const lockMutes = async (tx: Tx, personId: PersonId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`feed.mutes:${personId}`}, 0))`.execute(
    within<FeedTables>(tx),
  )
}

/** What a person has muted now, latest first. */
export const readMutes = (handle: Queryable, personId: PersonId, now: Date): Promise<MuteRow[]> =>
  within<FeedTables>(handle)
    .selectFrom('feed.mute')
    .select(['kind', 'value', 'label', 'until'])
    .where('person_id', '=', personId)
    .where((where) => where.or([where('until', 'is', null), where('until', '>', now)]))
    .orderBy('created_at', 'desc')
    .orderBy('kind')
    .orderBy('value')
    .execute()

/** Mutes these, each once; one that is muted already gets the new label and time. */
export const putMutes = async (
  tx: Tx,
  given: { personId: PersonId; mutes: readonly MuteRow[]; at: Date },
): Promise<void> => {
  if (given.mutes.length === 0) return
  await within<FeedTables>(tx)
    .insertInto('feed.mute')
    .values(given.mutes.map((mute) => ({ ...mute, person_id: given.personId, created_at: given.at })))
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'kind', 'value']).doUpdateSet((update) => ({
        label: update.ref('excluded.label'),
        until: update.ref('excluded.until'),
        created_at: update.ref('excluded.created_at'),
      })),
    )
    .execute()
}

export const takeMute = async (
  handle: Queryable,
  mute: { personId: PersonId; kind: MuteKind; value: string },
): Promise<void> => {
  await within<FeedTables>(handle)
    .deleteFrom('feed.mute')
    .where('person_id', '=', mute.personId)
    .where('kind', '=', mute.kind)
    .where('value', '=', mute.value)
    .execute()
}

/** Removes what ended, so that the rows of a person are never more than what is obeyed. */
export const dropEndedMutes = async (tx: Tx, personId: PersonId, now: Date): Promise<void> => {
  await within<FeedTables>(tx)
    .deleteFrom('feed.mute')
    .where('person_id', '=', personId)
    .where('until', '<=', now)
    .execute()
}

/** Once what ended is removed, all rows count. */
export const countMutes = async (tx: Tx, personId: PersonId): Promise<number> => {
  const row = await within<FeedTables>(tx)
    .selectFrom('feed.mute')
    .select((select) => select.fn.countAll<bigint>().as('mutes'))
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return Number(row?.mutes ?? 0n)
}
