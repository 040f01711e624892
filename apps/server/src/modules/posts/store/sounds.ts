import type { PersonId, PostId, SoundId, SoundLicence } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { PostsTables } from './tables.ts'

export interface SoundRow {
  readonly soundId: SoundId
  readonly ownerId: PersonId
  readonly sourcePostId: PostId | null
  readonly title: string | null
  readonly createdAt: Date
  readonly licence: SoundLicence
  readonly territories: string[] | null
  readonly commercial: boolean
  readonly holder: string
  readonly evidence: string
  readonly takenDownAt: Date | null
  readonly takedownReason: string | null
}

const columns = [
  'sound_id as soundId',
  'owner_id as ownerId',
  'source_post_id as sourcePostId',
  'title',
  'created_at as createdAt',
  'licence',
  'territories',
  'commercial',
  'holder',
  'evidence',
  'taken_down_at as takenDownAt',
  'takedown_reason as takedownReason',
] as const

/** A new sound has the rights that every post has: those of its author, and no others. */
export const insertSound = async (
  tx: Tx,
  sound: Pick<SoundRow, 'soundId' | 'ownerId' | 'createdAt'> & { readonly sourcePostId: PostId },
): Promise<void> => {
  await within<PostsTables>(tx)
    .insertInto('posts.sound')
    .values({
      ...{ sound_id: sound.soundId, owner_id: sound.ownerId, source_post_id: sound.sourcePostId },
      created_at: sound.createdAt,
    })
    .execute()
}

const byId = (handle: Queryable, soundId: SoundId) =>
  within<PostsTables>(handle).selectFrom('posts.sound').select(columns).where('sound_id', '=', soundId)

export const findSound = (handle: Queryable, soundId: SoundId): Promise<SoundRow | undefined> =>
  byId(handle, soundId).executeTakeFirst()

/** Held until the transaction ends, for those who change it. */
export const lockSound = (tx: Tx, soundId: SoundId): Promise<SoundRow | undefined> =>
  byId(tx, soundId).forUpdate().executeTakeFirst()

/** Its rights stay as they are until the transaction ends. */
export const holdSound = (tx: Tx, soundId: SoundId): Promise<SoundRow | undefined> =>
  byId(tx, soundId).forShare().executeTakeFirst()

/** Writes what may change of a sound whose row the caller holds. */
export const updateSound = async (tx: Tx, sound: SoundRow): Promise<void> => {
  await within<PostsTables>(tx)
    .updateTable('posts.sound')
    .set({
      ...{ title: sound.title, licence: sound.licence, territories: sound.territories },
      ...{ commercial: sound.commercial, holder: sound.holder, evidence: sound.evidence },
      ...{ taken_down_at: sound.takenDownAt, takedown_reason: sound.takedownReason },
    })
    .where('sound_id', '=', sound.soundId)
    .execute()
}

/** The post that a sound came with is deleted; what was made with the sound stays. */
export const forgetSource = async (tx: Tx, postId: PostId): Promise<void> => {
  await within<PostsTables>(tx)
    .updateTable('posts.sound')
    .set({ source_post_id: null })
    .where('source_post_id', '=', postId)
    .execute()
}

export type NamedSound = Pick<SoundRow, 'soundId' | 'ownerId' | 'sourcePostId' | 'title'>

/** What posts say of their sounds; those that were taken down are absent. */
export const namesOfSounds = async (
  handle: Queryable,
  ids: readonly SoundId[],
): Promise<Map<SoundId, NamedSound>> => {
  if (ids.length === 0) return new Map()
  const rows = await within<PostsTables>(handle)
    .selectFrom('posts.sound')
    .select(['sound_id as soundId', 'owner_id as ownerId', 'source_post_id as sourcePostId', 'title'])
    .where('sound_id', 'in', ids)
    .where('taken_down_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.soundId, row]))
}
