import type { PersonId, SoundId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Viewer } from '#platform/http'
import type { Queryable, Tx } from '#platform/postgres'
import type { PostsDeps } from './deps.ts'
import { maySee } from './policy.ts'
import { reachOf } from './rules/life.ts'
import { soundTopic } from './rules/topics.ts'
import { authorAsViewer } from './viewers.ts'
import { findPosts, type PostRow } from './store/posts.ts'
import { findSound, type SoundRow } from './store/sounds.ts'
import { listTopic } from './store/topics.ts'
import { yearsOf } from './years.ts'

/** A sound as far as somebody may know of it, with the post that it came with. */
export interface Known {
  readonly sound: SoundRow
  readonly source: PostRow | undefined
}

export interface AskedSound {
  readonly soundId: SoundId
  readonly viewer: Viewer
}

/** Whether the viewer sees the post that a sound came with, blocks aside. */
const seesSource = async (
  deps: PostsDeps,
  handle: Queryable,
  given: { source: PostRow; viewer: Viewer; tie: { followed: boolean; friends: boolean } },
): Promise<boolean> => {
  const { source, viewer, tie } = given
  const years = source.minimumAge === null ? null : await yearsOf(deps, handle, viewer)
  return maySee(source, { ...tie, viewer, years })
}

/**
 * A sound exists for whoever sees the post that it came with, or a post that uses it and everybody may see: so what
 * was made with it keeps its page when the first post goes. A block hides it.
 */
const knownSound = async (
  deps: PostsDeps,
  handle: Queryable,
  { soundId, viewer }: AskedSound,
): Promise<Known | null> => {
  const sound = await findSound(handle, soundId)
  if (!sound) return null
  const tie = await deps.relations.tieTo(handle, sound.ownerId, viewer)
  if (tie === null) return null
  const [source] = sound.sourcePostId === null ? [] : await findPosts(handle, [sound.sourcePostId])
  if (viewer.kind === 'person' && viewer.personId === sound.ownerId) return { sound, source }
  if (source && (await seesSource(deps, handle, { source, viewer, tie }))) return { sound, source }
  const [user] = await listTopic(handle, soundTopic(soundId), { after: null, limit: 1 })
  return user === undefined ? null : { sound, source }
}

/** Throws when there is none for this viewer. */
export const openSound = async (deps: PostsDeps, handle: Queryable, asked: AskedSound): Promise<Known> => {
  const known = await knownSound(deps, handle, asked)
  if (known === null) throw new AppError('not_found')
  return known
}

/** Others may use a sound while everybody may see the post that it came with. */
export const isOffered = ({ sound, source }: Known, personId: PersonId): boolean =>
  sound.takenDownAt === null &&
  (sound.ownerId === personId || (source !== undefined && reachOf(source) === 'everybody'))

/** The sound that a new post of this author is to use. Throws when it cannot be used. */
export const takeSound = async (
  deps: PostsDeps,
  tx: Tx,
  given: { readonly soundId: SoundId; readonly authorId: PersonId },
): Promise<Pick<PostRow, 'soundId' | 'soundOwnerId'>> => {
  const { soundId, authorId } = given
  const known = await openSound(deps, tx, { soundId, viewer: authorAsViewer(authorId) })
  if (!isOffered(known, authorId)) throw new AppError('sound_unavailable')
  return { soundId, soundOwnerId: known.sound.ownerId }
}
