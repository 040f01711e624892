import {
  refusalCatalog,
  type Answered,
  type Asset,
  type Author,
  type CallToAction,
  type PersonId,
  type Post,
  type PublishedPost,
} from '@busker/contract'
import type { Viewer } from '#platform/http'
import type { Queryable } from '#platform/postgres'
import { quotesFor } from './answers.ts'
import type { PostsDeps, Reactions } from './deps.ts'
import { abilities, maySee, type Looking } from './policy.ts'
import { yearsOf } from './years.ts'
import type { PostRow } from './store/posts.ts'
import { namesOfSounds, type NamedSound } from './store/sounds.ts'

interface Hydrated {
  readonly author: Author | undefined
  readonly asset: Asset | undefined
  /** Undefined: hidden from the viewer. */
  readonly reactions: (Reactions & { readonly friends: boolean }) | undefined
  readonly call: CallToAction | undefined
  readonly sound: PublishedPost['sound']
  readonly answers: Answered | undefined
}

const isAuthor = (viewer: Viewer, { authorId }: PostRow): boolean =>
  viewer.kind === 'person' && viewer.personId === authorId

const commonOf = (row: PostRow, author: Author) => ({
  ...{ postId: row.postId, assetId: row.assetId, author },
  ...{ caption: row.caption, tags: row.tags, mentions: row.mentions, altText: row.altText },
  ...{ audience: row.audience, allowDownload: row.allowDownload },
  createdAt: row.createdAt.toISOString(),
  editedAt: row.editedAt?.toISOString() ?? null,
})

/** What is to take the place of the video; for its author. */
const replacementOf = ({ nextAssetId, nextRefusal }: PostRow): PublishedPost['replacement'] => {
  if (nextAssetId === null) return null
  return { assetId: nextAssetId, refusal: nextRefusal === null ? null : refusalCatalog[nextRefusal] }
}

/** What is not out: for its author, and what was removed also for those who removed it. */
const presentUnfinished = (row: PostRow, author: Author, asset: Asset | undefined): Post => {
  const common = commonOf(row, author)
  const playback = asset?.state === 'ready' ? asset.playback : null
  if (row.state === 'refused') {
    const code = row.refusalCode ?? 'conversion_failed'
    return { ...common, state: 'refused', code, message: refusalCatalog[code] }
  }
  if (row.removed) return { ...common, state: 'removed', playback, labels: row.labels }
  if (row.state === 'draft') return { ...common, state: 'draft', playback }
  if (row.state === 'scheduled' && row.publishAt)
    return { ...common, state: 'scheduled', playback, publishAt: row.publishAt.toISOString() }
  return { ...common, state: 'waiting' }
}

const presentOne = (
  row: PostRow,
  found: Hydrated,
  looking: Pick<Looking, 'viewer' | 'years'>,
): Post | null => {
  if (!found.author || !found.reactions) return null
  const { friends, ...reactions } = found.reactions
  const { viewer } = looking
  if (!maySee(row, { ...looking, friends, followed: reactions.followedByMe })) return null
  const { publishedAt } = row
  if (row.state !== 'published' || publishedAt === null || row.removed)
    return presentUnfinished(row, found.author, found.asset)
  if (found.asset?.state !== 'ready') return null
  return {
    ...commonOf(row, found.author),
    state: 'published',
    publishedAt: publishedAt.toISOString(),
    playback: found.asset.playback,
    ...reactions,
    callToAction: found.call ?? null,
    sound: found.sound,
    answers: found.answers ?? null,
    version: row.version,
    replacedAt: row.replacedAt?.toISOString() ?? null,
    replacement: isAuthor(viewer, row) ? replacementOf(row) : null,
    ...{ labels: row.labels, minimumAge: row.minimumAge },
    limited: row.limited && isAuthor(viewer, row),
    can: abilities(viewer, row),
  }
}

/** Where the parts of a post come from. */
export interface Presenters extends Pick<PostsDeps, 'relations' | 'calls' | 'comments' | 'clock'> {
  readonly identity: Pick<PostsDeps['identity'], 'getAuthors' | 'agesOn'>
  readonly media: Pick<PostsDeps['media'], 'getAssets'>
  /** Left out: read for this page alone. */
  readonly soundsOf?: typeof namesOfSounds
}

/** Whose sounds these posts use besides their own. */
const foreignOwners = (rows: readonly PostRow[]): PersonId[] => [
  ...new Set(
    rows.flatMap(({ authorId, soundOwnerId }) =>
      soundOwnerId === null || soundOwnerId === authorId ? [] : [soundOwnerId],
    ),
  ),
]

/** What a post says of its sound. Of a person who is hidden from the viewer it says nothing. */
const presentSound = (
  row: PostRow,
  sound: NamedSound | undefined,
  author: Author | undefined,
): PublishedPost['sound'] => {
  if (!sound || !author) return null
  const { soundId, title } = sound
  return { soundId, title, author, isOriginal: sound.sourcePostId === row.postId }
}

/**
 * Rows to posts in six batched reads (authors, assets, two for reactions, calls to action, sounds), one more when a post
 * asks for an age, one when it uses the sound of somebody else, four when it answers a comment; in the order given. What has no file and what the
 * viewer may not see is left out.
 */
export const presentPosts = async (
  deps: Presenters,
  handle: Queryable,
  given: { rows: readonly PostRow[]; viewer: Viewer },
): Promise<Post[]> => {
  const { rows, viewer } = given
  if (rows.length === 0) return []
  const owners = foreignOwners(rows)
  const postIds = rows.map((row) => row.postId)
  const soundIds = rows.flatMap(({ soundId }) => soundId ?? [])
  const authorIds = [...rows.map((row) => row.authorId), ...owners]
  const [years, authors, assets, reactions, calls, sounds, seen, quotes] = await Promise.all([
    rows.some(({ minimumAge }) => minimumAge !== null) ? yearsOf(deps, handle, viewer) : null,
    deps.identity.getAuthors(handle, authorIds),
    deps.media.getAssets(
      handle,
      rows.map((row) => row.assetId),
    ),
    deps.relations.reactionsTo(handle, rows, viewer),
    deps.calls.callsOf(handle, postIds),
    (deps.soundsOf ?? namesOfSounds)(handle, soundIds),
    owners.length === 0 ? null : deps.relations.peopleFor(handle, owners, viewer),
    quotesFor(deps, handle, given),
  ])
  const ownerOf = ({ authorId, soundOwnerId }: PostRow): Author | undefined =>
    soundOwnerId !== null && (soundOwnerId === authorId || seen?.has(soundOwnerId) === true)
      ? authors.get(soundOwnerId)
      : undefined
  const soundOf = (row: PostRow): PublishedPost['sound'] =>
    row.soundId === null ? null : presentSound(row, sounds.get(row.soundId), ownerOf(row))
  return rows
    .map((row) =>
      presentOne(
        row,
        {
          author: authors.get(row.authorId),
          asset: assets.get(row.assetId),
          reactions: reactions.get(row.postId),
          call: calls.get(row.postId),
          sound: soundOf(row),
          answers: row.answersId === null ? undefined : quotes.get(row.answersId),
        },
        { viewer, years },
      ),
    )
    .filter((post) => post !== null)
}
