import type { Author, Comment, CommentId, PersonId } from '@busker/contract'
import type { Viewer } from '#platform/http'
import type { SocialDeps } from '../deps.ts'
import { abilitiesOn, watcherOf } from '../policy.ts'
import { isShown, type CommentRow } from '../store/comments.ts'
import { peopleSeenBy } from '../store/hidden.ts'

/** What a comment is shown with. */
export interface Shown {
  readonly viewer: Viewer
  readonly postAuthorId: PersonId
  readonly nowMs: number
}

type Row = CommentRow & { readonly likedByMe?: boolean }

const stateOf = (row: CommentRow): Comment['state'] => {
  if (row.removed || row.hidden) return 'removed'
  return isShown(row) ? 'shown' : 'held'
}

const noVideos = { count: 0, newest: null }

/** The videos that answer these comments. Of somebody who is hidden from the viewer none is named. */
const videoReplies = async (
  deps: SocialDeps,
  rows: readonly Row[],
  viewer: Viewer,
): Promise<Map<CommentId, Comment['videoReplies']>> => {
  const found = await deps.posts.videoRepliesTo(
    deps.db.pool,
    rows.map(({ commentId }) => commentId),
  )
  if (found.length === 0) return new Map()
  const authors = [...new Set(found.map(({ authorId }) => authorId))]
  const seen = await peopleSeenBy(deps.db.pool, authors, watcherOf(viewer))
  return new Map(
    found.map(({ commentId, count, newest, authorId }) => [
      commentId,
      { count, newest: seen.has(authorId) ? newest : null },
    ]),
  )
}

interface Around {
  readonly people: ReadonlyMap<PersonId, Author>
  readonly videos: ReadonlyMap<CommentId, Comment['videoReplies']>
}

/** Of a comment that is gone only its place is told. What waits is told to its writer and to whom it waits for. */
const presentOne = (row: Row, { people, videos }: Around, shown: Shown): Comment => {
  const { viewer, postAuthorId } = shown
  const viewerId = viewer.kind === 'person' ? viewer.personId : null
  const found = stateOf(row)
  const isKnown = viewerId !== null && (viewerId === row.authorId || viewerId === postAuthorId)
  const state = found === 'held' && !isKnown ? 'removed' : found
  const place = {
    commentId: row.commentId,
    postId: row.postId,
    parentId: row.parentId,
    createdAt: row.createdAt.toISOString(),
    replies: Number(row.replies),
    state,
    can: abilitiesOn(viewer, { ...row, state, postAuthorId, nowMs: shown.nowMs }),
  }
  if (state === 'removed')
    return {
      ...place,
      ...{ author: null, text: '', editedAt: null, answers: null, mentions: [], likes: 0 },
      ...{ likedByMe: false, likedByCreator: false, byCreator: false, pinned: false },
      videoReplies: noVideos,
    }
  return {
    ...place,
    author: people.get(row.authorId) ?? null,
    text: row.text,
    editedAt: row.editedAt?.toISOString() ?? null,
    answers: row.answeredId === null ? null : (people.get(row.answeredId) ?? null),
    mentions: row.mentionedIds.flatMap((id) => people.get(id)?.handle ?? []),
    likes: Number(row.likes),
    likedByMe: row.likedByMe ?? false,
    likedByCreator: row.heartedAt !== null,
    byCreator: row.authorId === postAuthorId,
    pinned: row.pinnedAt !== null,
    videoReplies: videos.get(row.commentId) ?? noVideos,
  }
}

/** Comments with the people in them and the videos that answer them, in two reads, three where there are such videos. */
export const presentComments = async (
  deps: SocialDeps,
  rows: readonly Row[],
  shown: Shown,
): Promise<Comment[]> => {
  const ids = rows.flatMap((row) => [
    row.authorId,
    ...row.mentionedIds,
    ...(row.answeredId ? [row.answeredId] : []),
  ])
  const [people, videos] = await Promise.all([
    deps.identity.getAuthors(deps.db.pool, ids),
    videoReplies(deps, rows, shown.viewer),
  ])
  return rows.map((row) => presentOne(row, { people, videos }, shown))
}
