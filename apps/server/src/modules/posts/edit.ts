import type { Audience, PostId, PublishWish } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { Tx } from '#platform/postgres'
import type { PostsDeps } from './deps.ts'
import { lookAtFootage } from './footage.ts'
import { abilities } from './policy.ts'
import { mentionsIn } from '#platform/words'
import { cleanCaption, tagsIn } from './rules/caption.ts'
import { intentOf, whyNot, type Intent } from './rules/life.ts'
import { inState, settle } from './settle.ts'
import { lockPost, type PostRow } from './store/posts.ts'

/** The caption as it is kept, with what it names. Mentions of nobody are left out. */
export const readCaption = async (
  deps: PostsDeps,
  tx: Tx,
  given: string,
): Promise<Pick<PostRow, 'caption' | 'tags' | 'mentions'>> => {
  const caption = cleanCaption(given)
  const named = mentionsIn(caption)
  const known = await deps.identity.knownHandles(tx, named)
  return { caption, tags: tagsIn(caption), mentions: named.filter((name) => known.has(name)) }
}

/** What the author wants, as far as it can be. */
export const acceptIntent = (wish: PublishWish, now: Date): Intent => {
  const intent = intentOf(wish)
  const reason = whyNot(intent, now)
  if (reason !== null)
    throw new AppError('invalid_request', { fields: [{ path: 'publish', message: reason }] })
  return intent
}

export interface PostChanges {
  readonly caption?: string | undefined
  readonly altText?: string | undefined
  readonly audience?: Audience | undefined
  readonly allowDownload?: boolean | undefined
  readonly publish?: PublishWish | undefined
}

const isOut = ({ state }: PostRow): boolean => state === 'published'

/** The row with these changes; when words change that people have read, it says so from then on. */
const changed = async (deps: PostsDeps, tx: Tx, given: { row: PostRow; changes: PostChanges }) => {
  const { row, changes } = given
  const now = deps.clock.now()
  const words = changes.caption === undefined ? {} : await readCaption(deps, tx, changes.caption)
  const intent = changes.publish === undefined ? {} : acceptIntent(changes.publish, now)
  const after = {
    ...{ ...row, ...words, ...intent },
    altText: changes.altText?.trim() ?? row.altText,
    audience: changes.audience ?? row.audience,
    allowDownload: changes.allowDownload ?? row.allowDownload,
  }
  if (isOut(row)) return after.caption === row.caption ? after : { ...after, editedAt: now }
  return inState(after, await lookAtFootage(deps, tx, row.assetId), now)
}

/** Changes a post by its author. The last change counts. */
export const editPost = (
  deps: PostsDeps,
  given: { readonly postId: PostId; readonly viewer: PersonViewer; readonly changes: PostChanges },
): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const { postId, viewer, changes } = given
    const before = await lockPost(tx, postId)
    if (!before) throw new AppError('not_found')
    if (!abilities(viewer, before).edit) throw new AppError(isOut(before) ? 'forbidden' : 'not_found')
    if (changes.publish !== undefined && isOut(before)) throw new AppError('already_published')
    await settle(deps, tx, { before, after: await changed(deps, tx, { row: before, changes }) })
  })

/** What moderators decided about a post, all of it together. */
export interface Restriction {
  readonly removed: boolean
  /** Reachable by its address and for followers, but recommended to nobody. */
  readonly limited: boolean
  readonly minimumAge: number | null
  readonly labels: readonly string[]
}

/** Sets what moderators decided. False: there is no such post any more. Safe to repeat. */
export const restrictPost = async (
  deps: PostsDeps,
  tx: Tx,
  given: { readonly postId: PostId; readonly restriction: Restriction },
): Promise<boolean> => {
  const before = await lockPost(tx, given.postId)
  if (!before) return false
  const { removed, limited, minimumAge, labels } = given.restriction
  const after = { ...before, removed, limited, minimumAge, labels: [...labels] }
  await settle(deps, tx, { before, after })
  return true
}
