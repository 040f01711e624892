import type { AssetId, CommentId, RefusalCode } from '@busker/contract'
import { onCommit, type Tx } from '#platform/postgres'
import type { PostsDeps } from './deps.ts'
import { giveSound } from './give-sound.ts'
import { presentPosts } from './present.ts'
import { isOpen, reachOf, stateOf, type Footage } from './rules/life.ts'
import { isListedAlike, placesOf } from './rules/topics.ts'
import { authorAsViewer } from './viewers.ts'
import { updatePost, type PostRow } from './store/posts.ts'
import { listIn } from './store/topics.ts'

/** Tells the facts what became of a post. */
export const tellFacts = (
  deps: PostsDeps,
  tx: Tx,
  act: { kind: 'upload' | 'publish' | 'unpublish'; row: PostRow; value?: number; tags?: string[] },
): Promise<void> =>
  deps.bus.emit(tx, 'posts.acted', {
    eventId: deps.ids.uuid(),
    kind: act.kind,
    personId: act.row.authorId,
    postId: act.row.postId,
    authorId: act.row.authorId,
    surface: 'other',
    value: act.value ?? 1,
    shareToken: null,
    tags: act.tags ?? [],
    at: deps.clock.now().toISOString(),
    timeZone: null,
  })

/** The row in the state that follows from its video and its author's intent now. What comes out gets its times. */
export const inState = (row: PostRow, footage: Footage, now: Date): PostRow => {
  const state = stateOf(footage, row, now)
  if (state !== 'published') return { ...row, state, publishedAt: null }
  if (row.state === 'published') return row
  // A draft or a scheduled post takes its place among the others when it comes out.
  const keptBack = row.state === 'draft' || row.state === 'scheduled'
  const createdAt = keptBack ? now : row.createdAt
  return { ...row, state, createdAt, publishedAt: now, refusalCode: null }
}

const tellAnswer = async (
  deps: PostsDeps,
  tx: Tx,
  { row, commentId }: { readonly row: PostRow; readonly commentId: CommentId },
): Promise<void> => {
  const { postId, authorId } = row
  const commentAuthorId = await deps.comments.authorOf(tx, commentId)
  if (commentAuthorId === null) return
  await deps.bus.emit(tx, 'posts.answered', { postId, authorId, commentId, commentAuthorId })
}

const mostMentioned = 100

/** Whom the words name that others can read from now on; who was named already has heard of it. */
const tellMentioned = async (
  deps: PostsDeps,
  tx: Tx,
  { before, after }: { before: PostRow | null; after: PostRow },
): Promise<void> => {
  const known = new Set(before?.mentions)
  const handles = after.mentions.filter((name) => !known.has(name)).slice(0, mostMentioned)
  if (handles.length === 0) return
  const { postId, authorId } = after
  const at = deps.clock.now().toISOString()
  await deps.bus.emit(tx, 'posts.mentioned', { postId, authorId, handles, at })
}

/** The author hears that a video cannot be shown, wherever they are. */
export const tellRefused = (
  deps: PostsDeps,
  tx: Tx,
  refused: { row: PostRow; assetId: AssetId; code: RefusalCode; isReplacement: boolean },
): Promise<void> => {
  const { row, ...what } = refused
  const { postId, authorId } = row
  return deps.bus.emit(tx, 'posts.refused', { ...what, postId, authorId, at: deps.clock.now().toISOString() })
}

const tellReach = async (deps: PostsDeps, tx: Tx, change: { before: PostRow | null; after: PostRow }) => {
  const { before, after } = change
  const [was, reach] = [before === null ? 'nobody' : reachOf(before), reachOf(after)]
  const { postId, authorId } = after
  if (reach === 'nobody') {
    if (was === 'nobody') return
    await deps.bus.emit(tx, 'posts.unpublished', { postId, authorId })
    await tellFacts(deps, tx, { kind: 'unpublish', row: after })
    return
  }
  if (reach !== was) {
    const publishedAt = (after.publishedAt ?? deps.clock.now()).toISOString()
    await deps.bus.emit(tx, 'posts.published', { postId, authorId, publishedAt, reach })
  } else await deps.bus.emit(tx, 'posts.changed', { postId, authorId })
  await tellMentioned(deps, tx, { before: was === 'nobody' ? null : before, after })
  if (was !== 'nobody') return
  if (after.answersId !== null) await tellAnswer(deps, tx, { row: after, commentId: after.answersId })
  const waited = before !== null && (before.state === 'waiting' || before.state === 'scheduled')
  const at = deps.clock.now().toISOString()
  await deps.bus.emit(tx, 'posts.appeared', { postId, authorId, at, waited })
  // The followers of this moment: rates by followers must not be divided by those who came later.
  const value = await deps.relations.followersOf(tx, authorId)
  await tellFacts(deps, tx, { kind: 'publish', row: after, value, tags: after.tags })
  onCommit(tx, () => deps.log.event('post.published', { postId, authorId }))
}

/** The pages of its hashtags and of its sound list a post exactly while everybody may see it. */
const listAnew = async (tx: Tx, { before, after }: { before: PostRow | null; after: PostRow }) => {
  if (before === null ? placesOf(after).length === 0 : isListedAlike(before, after)) return
  // What is not published is in no list, so its time is not read.
  await listIn(tx, { ...after, publishedAt: after.publishedAt ?? after.createdAt }, placesOf(after))
}

/** The author's own page learns of the change without asking. */
const tellAuthor = async (deps: PostsDeps, tx: Tx, row: PostRow): Promise<void> => {
  const viewer = authorAsViewer(row.authorId)
  const [post] = await presentPosts(deps, tx, { rows: [row], viewer })
  if (post) onCommit(tx, () => deps.publish(row.authorId, { type: 'post.changed', post }))
}

/**
 * What follows from a change of a post, whoever made it: who may open its files, and what other modules and
 * the facts hear. The one way by which a post changes.
 */
export const tellChange = async (
  deps: PostsDeps,
  tx: Tx,
  change: { before: PostRow | null; after: PostRow },
): Promise<void> => {
  const { before, after } = change
  const wasOpen = before === null || isOpen(before)
  if (wasOpen !== isOpen(after)) await deps.media.setRestricted(tx, after.assetId, wasOpen)
  await listAnew(tx, change)
  await tellReach(deps, tx, change)
}

/** Writes a changed row, which the caller holds, with everything that follows from it. */
export const settle = async (
  deps: PostsDeps,
  tx: Tx,
  change: { before: PostRow; after: PostRow },
): Promise<void> => {
  const after = await giveSound(deps, tx, change.after)
  await updatePost(tx, after)
  await tellChange(deps, tx, { before: change.before, after })
  await tellAuthor(deps, tx, after)
}
