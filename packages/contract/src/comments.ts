import { z } from 'zod'
import { page, told } from './asked.ts'
import { endpoint } from './endpoint.ts'
import { author } from './posts.ts'
import { commentId, cursor, isoTime, postId } from './shapes.ts'

/** Letters of a comment, counted as a browser's text field counts them. */
export const longestComment = 500
/** Comments at the head of the list, by the author of the post. */
export const mostPinned = 3

export const comment = z.object({
  commentId,
  postId,
  /** The comment whose thread it stands in; null: it begins one. */
  parentId: commentId.nullable(),
  /**
   * `held`: it waits for the author of the post, and only they and its writer see it. `removed`: it is gone, and what is
   * left is the place under which its replies stand.
   */
  state: z.enum(['shown', 'held', 'removed']),
  /** Null: it was removed, or the account is gone. */
  author: author.nullable(),
  text: z.string(),
  createdAt: isoTime,
  /** When its words were last changed. */
  editedAt: isoTime.nullable(),
  /** Of an answer to a reply: whom it answers. */
  answers: author.nullable(),
  /** Handles in the text that belonged to people when it was written. */
  mentions: z.array(z.string()),
  likes: z.int(),
  likedByMe: z.boolean(),
  /** The author of the post gave it a heart. */
  likedByCreator: z.boolean(),
  byCreator: z.boolean(),
  pinned: z.boolean(),
  /** Replies that can be read. */
  replies: z.int(),
  /** Videos that answer it and that everybody may see: how many, and the newest one if the caller may see it. */
  videoReplies: z.object({ count: z.int(), newest: postId.nullable() }),
  can: z.object({
    delete: z.boolean(),
    edit: z.boolean(),
    reply: z.boolean(),
    /** As the author of the post: pin it, give it a heart, let it through. */
    pin: z.boolean(),
    heart: z.boolean(),
    approve: z.boolean(),
  }),
})
export type Comment = z.infer<typeof comment>

const ofPost = z.object({ postId })
const ofComment = { params: z.object({ postId, commentId }), query: told }
const text = z.string().trim().min(1).max(longestComment)
const personErrors = ['not_signed_in', 'forbidden', 'not_found'] as const
const refusals = ['comments_off', 'comments_for_followers'] as const
const comments = z.object({ comments: z.array(comment), nextCursor: cursor.nullable() })

/** Who may comment, besides the author of the post. */
export const commenters = z.enum(['everybody', 'followers', 'nobody'])
export type Commenters = z.infer<typeof commenters>

export const writeComment = endpoint({
  id: 'writeComment',
  method: 'PUT',
  path: '/v1/posts/:postId/comments/:commentId',
  summary: 'Write a comment under an id that the caller makes: sending it again writes nothing anew.',
  access: 'person',
  ...ofComment,
  body: z.object({
    text,
    /** The comment that this one answers. Threads have one level: it stands under the first comment of the thread. */
    answersId: commentId.optional(),
  }),
  /** `comments`: how many the post has now. */
  response: z.object({ comment, comments: z.int() }),
  errors: [...personErrors, ...refusals, 'too_many_attempts'],
})

export const editComment = endpoint({
  id: 'editComment',
  method: 'PATCH',
  path: '/v1/posts/:postId/comments/:commentId',
  summary: "Change one's own comment, within 15 minutes. What it said before is kept for moderators.",
  access: 'person',
  ...ofComment,
  body: z.object({ text }),
  response: z.object({ comment, comments: z.int() }),
  errors: [...personErrors, 'edit_closed'],
})

export const listComments = endpoint({
  id: 'listComments',
  method: 'GET',
  path: '/v1/posts/:postId/comments',
  summary:
    'The comments of a post that begin threads: those that its author pinned on top of the first page, besides the limit.',
  access: 'public',
  params: ofPost,
  query: page.extend({ sort: z.enum(['top', 'newest']).default('newest') }),
  response: comments.extend({
    /** All that can be read, replies too. */
    total: z.int(),
    /** Who may comment here, and whether the caller may. */
    who: commenters,
    mayWrite: z.boolean(),
    /** Comments that wait for the caller, who wrote the post; null for everybody else. */
    held: z.int().nullable(),
  }),
  errors: ['not_found', 'invalid_cursor'],
})

export const listReplies = endpoint({
  id: 'listReplies',
  method: 'GET',
  path: '/v1/posts/:postId/comments/:commentId/replies',
  summary: 'The replies in the thread of a comment, oldest first.',
  access: 'public',
  params: ofComment.params,
  query: page,
  response: comments,
  errors: ['not_found', 'invalid_cursor'],
})

export const getComment = endpoint({
  id: 'getComment',
  method: 'GET',
  path: '/v1/posts/:postId/comments/:commentId',
  summary: 'One comment, and of a reply the comment that begins its thread: where a notification leads.',
  access: 'public',
  params: ofComment.params,
  response: z.object({ comment, parent: comment.nullable() }),
  errors: ['not_found'],
})

export const deleteComment = endpoint({
  id: 'deleteComment',
  method: 'DELETE',
  path: '/v1/posts/:postId/comments/:commentId',
  summary:
    'Remove a comment: its author, the author of the post and moderators may. While there are replies under it, its place stays, without its words.',
  access: 'person',
  ...ofComment,
  response: z.object({ comments: z.int() }),
  errors: personErrors,
})

const likeState = z.object({ likes: z.int(), likedByMe: z.boolean() })

export const likeComment = endpoint({
  id: 'likeComment',
  method: 'PUT',
  path: '/v1/posts/:postId/comments/:commentId/like',
  summary: 'Like a comment. Doing it twice is the same as once.',
  access: 'person',
  ...ofComment,
  response: likeState,
  errors: ['not_signed_in', 'not_found'],
})

export const unlikeComment = endpoint({
  id: 'unlikeComment',
  method: 'DELETE',
  path: '/v1/posts/:postId/comments/:commentId/like',
  summary: 'Take the like of a comment back.',
  access: 'person',
  ...ofComment,
  response: likeState,
  errors: ['not_signed_in', 'not_found'],
})

const heartState = z.object({ likedByCreator: z.boolean() })

export const heartComment = endpoint({
  id: 'heartComment',
  method: 'PUT',
  path: '/v1/posts/:postId/comments/:commentId/heart',
  summary: 'As the author of the post: give a comment a heart, which everybody sees.',
  access: 'person',
  params: ofComment.params,
  response: heartState,
  errors: personErrors,
})

export const unheartComment = endpoint({
  id: 'unheartComment',
  method: 'DELETE',
  path: '/v1/posts/:postId/comments/:commentId/heart',
  summary: 'Take the heart of a comment back.',
  access: 'person',
  params: ofComment.params,
  response: heartState,
  errors: personErrors,
})

const pinState = z.object({ pinned: z.boolean() })

export const pinComment = endpoint({
  id: 'pinComment',
  method: 'PUT',
  path: '/v1/posts/:postId/comments/:commentId/pin',
  summary:
    'As the author of the post: put a comment on top; at most three, the latest first, and no replies.',
  access: 'person',
  params: ofComment.params,
  response: pinState,
  errors: [...personErrors, 'list_full'],
})

export const unpinComment = endpoint({
  id: 'unpinComment',
  method: 'DELETE',
  path: '/v1/posts/:postId/comments/:commentId/pin',
  summary: 'Put a comment back into its place.',
  access: 'person',
  params: ofComment.params,
  response: pinState,
  errors: personErrors,
})

export const approveComment = endpoint({
  id: 'approveComment',
  method: 'PUT',
  path: '/v1/posts/:postId/comments/:commentId/approved',
  summary:
    'As the author of the post: let a comment through that was held. Doing it twice is the same as once.',
  access: 'person',
  params: ofComment.params,
  response: z.object({ comments: z.int() }),
  errors: personErrors,
})

export const listHeldComments = endpoint({
  id: 'listHeldComments',
  method: 'GET',
  path: '/v1/me/held-comments',
  summary: "Comments under the caller's posts that wait for the caller, latest first.",
  access: 'person',
  query: page.extend({ postId: postId.optional() }),
  response: comments,
  errors: ['not_signed_in', 'invalid_cursor'],
})

/** Words that hold a comment for review: found whole and in any case. */
const heldWords = z.array(z.string().trim().min(1).max(60)).max(100)

export const commentRules = z.object({ who: commenters, words: heldWords })
export type CommentRules = z.infer<typeof commentRules>
/** What differs from the rules of its author: null is the same; the words of both count. */
export const postCommentRules = z.object({ who: commenters.nullable(), words: heldWords })
export type PostCommentRules = z.infer<typeof postCommentRules>

export const getCommentRules = endpoint({
  id: 'getCommentRules',
  method: 'GET',
  path: '/v1/me/comment-rules',
  summary: "Who may comment under all of the caller's posts, and which words hold a comment back.",
  access: 'person',
  response: z.object({ rules: commentRules }),
  errors: ['not_signed_in'],
})

export const setCommentRules = endpoint({
  id: 'setCommentRules',
  method: 'PUT',
  path: '/v1/me/comment-rules',
  summary: "Set who may comment under all of the caller's posts. What is written already stays.",
  access: 'person',
  body: commentRules,
  response: z.object({ rules: commentRules }),
  errors: ['not_signed_in'],
})

export const getPostCommentRules = endpoint({
  id: 'getPostCommentRules',
  method: 'GET',
  path: '/v1/posts/:postId/comment-rules',
  summary: 'As the author of a post: what differs under this post from the rules for all.',
  access: 'person',
  params: ofPost,
  response: z.object({ rules: postCommentRules, mine: commentRules }),
  errors: personErrors,
})

export const setPostCommentRules = endpoint({
  id: 'setPostCommentRules',
  method: 'PUT',
  path: '/v1/posts/:postId/comment-rules',
  summary: 'As the author of a post: who may comment under it, and which further words hold a comment back.',
  access: 'person',
  params: ofPost,
  body: postCommentRules,
  response: z.object({ rules: postCommentRules, mine: commentRules }),
  errors: personErrors,
})

export const listCommentEdits = endpoint({
  id: 'listCommentEdits',
  method: 'GET',
  path: '/v1/operator/comments/:commentId/edits',
  summary: 'What a comment said before it was changed, latest first.',
  access: 'moderator',
  params: z.object({ commentId }),
  response: z.object({ edits: z.array(z.object({ text: z.string(), until: isoTime })) }),
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})
