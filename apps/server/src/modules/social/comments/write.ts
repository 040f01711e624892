import type { Comment, CommentId, CommentRules, PersonId, PostId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { Tx } from '#platform/postgres'
import { mentionsIn } from '#platform/words'
import type { SocialDeps } from '../deps.ts'
import { watcherOf } from '../policy.ts'
import { authorOf } from '../reach.ts'
import { isHeld, refusalOf } from '../rules/comment-life.ts'
import { standingOfComment } from '../rules/comment-standing.ts'
import { cleanComment } from '../rules/comment-text.ts'
import {
  countSince,
  findComments,
  insertComment,
  isShown,
  lockComment,
  type CommentRow,
} from '../store/comments.ts'
import { hiddenAmong, relationTo } from '../store/hidden.ts'
import { lockLists } from '../store/pairs.ts'
import type { Told } from '../tell.ts'
import { comesUp, totalOf } from './counting.ts'
import { presentComments } from './present.ts'
import { effectiveRules } from './rules.ts'

/** More than anybody means to say, and less than a machine says. */
const mostInWindow = 30
const windowMs = 600_000

export interface NewComment {
  readonly viewer: PersonViewer
  readonly postId: PostId
  readonly commentId: CommentId
  readonly text: string
  readonly answersId?: CommentId | undefined
  readonly told: Told
}

/** What is left of a text when it is cleaned; nothing is refused. */
export const readable = (given: string): string => {
  const text = cleanComment(given)
  if (text === '')
    throw new AppError('invalid_request', { fields: [{ path: 'text', message: 'holds nothing to read' }] })
  return text
}

/** People whom a text names, who exist, and who and the writer see each other; the writer is nobody to tell. */
export const mentionedIn = async (
  deps: SocialDeps,
  text: string,
  viewer: PersonViewer,
): Promise<PersonId[]> => {
  const people = await deps.identity.findByHandles(deps.db.pool, mentionsIn(text))
  const ids = people.map(({ personId }) => personId).filter((id) => id !== viewer.personId)
  const hidden = await hiddenAmong(deps.db.pool, ids, watcherOf(viewer))
  return ids.filter((id) => !hidden.has(id))
}

/** Who may write here is asked before anything is written; whoever follows is known by then. */
const admit = async (
  tx: Tx,
  viewer: PersonViewer,
  given: { postAuthorId: PersonId; rules: CommentRules },
): Promise<void> => {
  const isCreator = viewer.personId === given.postAuthorId
  const { followed } = await relationTo(tx, watcherOf(viewer), given.postAuthorId)
  const refusal = refusalOf(given.rules.who, { isCreator, followsCreator: followed })
  if (refusal !== null) throw new AppError(refusal)
}

interface Place {
  readonly parentId: CommentId | null
  readonly answeredId: PersonId | null
  readonly parentAuthorId: PersonId | null
}

/** Where an answer stands: under the first comment of the thread, which is locked from here on. */
const placeOf = async (tx: Tx, given: NewComment): Promise<Place> => {
  if (given.answersId === undefined) return { parentId: null, answeredId: null, parentAuthorId: null }
  const answered = await lockComment(tx, given.answersId)
  if (!answered || answered.postId !== given.postId || !isShown(answered)) throw new AppError('not_found')
  const { hidden } = await relationTo(tx, watcherOf(given.viewer), answered.authorId)
  if (hidden) throw new AppError('not_found')
  const { parentId, commentId, authorId } = answered
  // Whoever is answered hears of it, whether their comment begins the thread or not.
  return parentId === null
    ? { parentId: commentId, answeredId: null, parentAuthorId: authorId }
    : { parentId, answeredId: authorId, parentAuthorId: authorId }
}

const admitPace = async (deps: SocialDeps, tx: Tx, authorId: PersonId): Promise<void> => {
  const since = new Date(deps.clock.nowMs() - windowMs)
  if ((await countSince(tx, authorId, { since, upTo: mostInWindow })) >= mostInWindow)
    throw new AppError('too_many_attempts')
}

/** The row of this id when it was written before. An id of somebody else's comment is refused. */
const writtenBefore = async (tx: Tx, given: NewComment): Promise<CommentRow | null> => {
  const [known] = await findComments(tx, [given.commentId])
  if (!known) return null
  if (known.authorId !== given.viewer.personId || known.postId !== given.postId)
    throw new AppError('forbidden')
  return known
}

/** Writes a comment. Sending it again changes nothing, also not its text. */
export const writeComment = async (
  deps: SocialDeps,
  given: NewComment,
): Promise<{ comment: Comment; comments: number }> => {
  const { viewer, postId, commentId, told } = given
  const text = readable(given.text)
  const postAuthorId = await authorOf(deps, postId, viewer)
  const rules = await effectiveRules(deps.db.pool, { postId, postAuthorId })
  const mentionedIds = await mentionedIn(deps, text, viewer)
  const authorId = viewer.personId
  const createdAt = deps.clock.now()
  const written = await deps.db.transaction(async (tx) => {
    await lockLists(tx, authorId)
    const known = await writtenBefore(tx, given)
    if (known) return { row: known, comments: await totalOf(tx, postId) }
    await admit(tx, viewer, { postAuthorId, rules })
    await admitPace(deps, tx, authorId)
    const { parentAuthorId, ...place } = await placeOf(tx, given)
    const row: CommentRow = {
      ...{ commentId, postId, authorId, text, createdAt, mentionedIds, ...place },
      heldFor: isHeld(text, rules, authorId === postAuthorId) ? postAuthorId : null,
      ...{ removed: false, hidden: false, editedAt: null, heartedAt: null, pinnedAt: null },
      ...{ likes: 0n, replies: 0n },
      standing: standingOfComment({ likes: 0, hearted: false, createdMs: createdAt.getTime() }),
    }
    if (!(await insertComment(tx, row))) throw new AppError('forbidden')
    if (isShown(row)) await comesUp(deps, tx, { row, postAuthorId, told, parentAuthorId })
    return { row, comments: await totalOf(tx, postId) }
  })
  const shown = { viewer, postAuthorId, nowMs: deps.clock.nowMs() }
  const [comment] = await presentComments(deps, [written.row], shown)
  if (!comment) throw new AppError('not_found')
  return { comment, comments: written.comments }
}
