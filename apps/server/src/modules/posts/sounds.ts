import type { Author, PersonId, PostId, Sound, SoundId, SoundRights } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer, Viewer } from '#platform/http'
import { onCommit, type Queryable, type Tx } from '#platform/postgres'
import type { PostsDeps } from './deps.ts'
import { isOffered, openSound, type AskedSound } from './known-sound.ts'
import { soundAbilities } from './policy.ts'
import { getCards } from './posts.ts'
import { mayAdvertise, whyNoRights } from './rules/sound.ts'
import { soundTopic } from './rules/topics.ts'
import type { SharedReads } from './shared-reads.ts'
import { findPosts } from './store/posts.ts'
import { holdSound, lockSound, namesOfSounds, updateSound, type SoundRow } from './store/sounds.ts'
import { countTopic, countTopics, listFollowed } from './store/topics.ts'
import { isFollowedBy, listPostsOf, setFollowed, type TopicAsked } from './topics.ts'

const rightsOf = ({ licence, territories, commercial, holder }: SoundRow): SoundRights => ({
  ...{ licence, territories, commercial, holder },
})

export const getSound = async (deps: PostsDeps, shared: SharedReads, asked: AskedSound): Promise<Sound> => {
  const { soundId, viewer } = asked
  const { pool } = deps.db
  const known = await openSound(deps, pool, asked)
  const { sound } = known
  const isDown = sound.takenDownAt !== null
  const topic = soundTopic(soundId)
  const [authors, cards, counts, followedByMe] = await Promise.all([
    deps.identity.getAuthors(pool, [sound.ownerId]),
    sound.sourcePostId === null || isDown
      ? null
      : getCards(deps, shared, { ids: [sound.sourcePostId], viewer }),
    isDown ? { posts: 0, creators: 0 } : countTopic(pool, topic),
    isFollowedBy(deps, topic, viewer),
  ])
  const author = authors.get(sound.ownerId)
  if (!author) throw new AppError('not_found')
  const may = soundAbilities(viewer, sound.ownerId)
  const { takenDownAt, takedownReason } = sound
  return {
    ...{ soundId, title: sound.title, author, createdAt: sound.createdAt.toISOString() },
    source: (sound.sourcePostId === null ? undefined : cards?.get(sound.sourcePostId)) ?? null,
    ...{ ...counts, followedByMe, rights: rightsOf(sound) },
    evidence: may.readEvidence ? sound.evidence : null,
    takenDown: takenDownAt === null ? null : { at: takenDownAt.toISOString(), reason: takedownReason ?? '' },
    can: {
      use: viewer.kind === 'person' ? isOffered(known, viewer.personId) : isOffered(known, nobody),
      ...{ edit: may.edit, takeDown: may.takeDown },
    },
  }
}

/** Whoever has no account is shown what they could use with one. */
const nobody = '' as PersonId

export const listPostsOfSound = async (
  deps: PostsDeps,
  shared: SharedReads,
  { soundId, ...asked }: Omit<TopicAsked, 'topic'> & AskedSound,
) => {
  const { sound } = await openSound(deps, deps.db.pool, { soundId, viewer: asked.viewer })
  if (sound.takenDownAt !== null) return { posts: [], nextCursor: null }
  return listPostsOf(deps, shared, { ...asked, topic: soundTopic(soundId) })
}

/** What is left out stays as it is. */
export interface SoundChanges {
  readonly title?: string | null | undefined
  readonly rights?: SoundRights | undefined
  readonly evidence?: string | undefined
}

const changed = (sound: SoundRow, { title, rights, evidence }: SoundChanges): SoundRow => {
  const after = {
    ...{ ...sound, ...rights },
    territories: rights === undefined ? sound.territories : (rights.territories?.toSorted() ?? null),
    title: title === undefined ? sound.title : title,
    evidence: evidence ?? sound.evidence,
  }
  const fault = whyNoRights(rightsOf(after), after.evidence)
  if (fault !== null) throw new AppError('invalid_request', { fields: [fault] })
  return after
}

/** Changes a sound by its author or an operator. Posts that advertise with it already go on. */
export const changeSound = (
  deps: PostsDeps,
  given: { readonly soundId: SoundId; readonly viewer: PersonViewer; readonly changes: SoundChanges },
): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const { soundId, viewer, changes } = given
    const { sound } = await openSound(deps, tx, { soundId, viewer })
    if (!soundAbilities(viewer, sound.ownerId).edit) throw new AppError('forbidden')
    const now = await lockSound(tx, soundId)
    if (now) await updateSound(tx, changed(now, changes))
  })

/** Takes a sound down, or offers it again (`reason` null). The first reason stays until then. */
export const setTakedown = (
  deps: PostsDeps,
  given: { readonly soundId: SoundId; readonly viewer: PersonViewer; readonly reason: string | null },
): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const { soundId, viewer, reason } = given
    const sound = await lockSound(tx, soundId)
    if (!sound) throw new AppError('not_found')
    if ((sound.takenDownAt === null) === (reason === null)) return
    const takenDownAt = reason === null ? null : deps.clock.now()
    await updateSound(tx, { ...sound, takenDownAt, takedownReason: reason })
    const event = reason === null ? 'sound.restored' : 'sound.taken_down'
    onCommit(tx, () => deps.log.event(event, { soundId, by: viewer.personId }))
  })

export const followSound = async (
  deps: PostsDeps,
  given: { readonly soundId: SoundId; readonly viewer: PersonViewer; readonly wanted: boolean },
) => {
  const { soundId, viewer, wanted } = given
  if (wanted) await openSound(deps, deps.db.pool, { soundId, viewer })
  return setFollowed(deps, { topic: soundTopic(soundId), viewer, wanted })
}

export const listFollowedSounds = async (deps: PostsDeps, viewer: PersonViewer) => {
  const { pool } = deps.db
  const followed = await listFollowed(pool, viewer.personId, 'sound')
  // Checked boundary: what is followed as a sound is named by its id.
  const names = await namesOfSounds(
    pool,
    followed.map(({ name }) => name as SoundId),
  )
  const owners = [...new Set(Array.from(names.values(), ({ ownerId }) => ownerId))]
  const [authors, seen] = await Promise.all([
    deps.identity.getAuthors(pool, owners),
    deps.relations.peopleFor(pool, owners, viewer),
  ])
  return followed.flatMap(({ name, followedAt }) => {
    const sound = names.get(name as SoundId)
    const author = sound && seen.has(sound.ownerId) ? authors.get(sound.ownerId) : undefined
    if (!sound || !author) return []
    return [{ soundId: sound.soundId, title: sound.title, author, followedAt: followedAt.toISOString() }]
  })
}

/** The sounds of these posts, and whose they are; posts without one are absent. */
export const soundsOfPosts = async (
  handle: Queryable,
  ids: readonly PostId[],
): Promise<Map<PostId, { soundId: SoundId; ownerId: PersonId }>> => {
  const rows = ids.length === 0 ? [] : await findPosts(handle, ids)
  return new Map(
    rows.flatMap(({ postId, soundId, soundOwnerId: ownerId }) =>
      soundId === null || ownerId === null ? [] : [[postId, { soundId, ownerId }]],
    ),
  )
}

/** A sound in a list. */
export interface ListedSound {
  readonly soundId: SoundId
  readonly title: string | null
  readonly author: Author
  /** That everybody may see. */
  readonly posts: number
}

/** Of these sounds, in their order, those that are offered and used in public, and whose owner is not hidden from the viewer. */
export const listSounds = async (
  deps: PostsDeps,
  ids: readonly SoundId[],
  viewer: Viewer,
): Promise<ListedSound[]> => {
  const { pool } = deps.db
  const [names, posts] = await Promise.all([namesOfSounds(pool, ids), countTopics(pool, 'sound', ids)])
  const owners = [...new Set(Array.from(names.values(), ({ ownerId }) => ownerId))]
  if (owners.length === 0) return []
  const [authors, seen] = await Promise.all([
    deps.identity.getAuthors(pool, owners),
    deps.relations.peopleFor(pool, owners, viewer),
  ])
  return ids.flatMap((soundId) => {
    const sound = names.get(soundId)
    const author = sound && seen.has(sound.ownerId) ? authors.get(sound.ownerId) : undefined
    const used = posts.get(soundId) ?? 0
    return sound && author && used > 0 ? [{ soundId, title: sound.title, author, posts: used }] : []
  })
}

/** Whether a post may carry the link of a brand, as far as its sound goes; the rights stay so until the transaction ends. */
export const mayCarryLink = async (tx: Tx, postId: PostId): Promise<boolean> => {
  const [post] = await findPosts(tx, [postId])
  if (!post || post.soundId === null) return true
  const sound = await holdSound(tx, post.soundId)
  return sound === undefined || mayAdvertise(sound, post.authorId)
}
