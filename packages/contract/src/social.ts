import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { author, publishedPost } from './posts.ts'
import { cursor, emptyResponse, postId } from './shapes.ts'
import { page, told } from './asked.ts'

const ofPost = { params: z.object({ postId }), query: told }
/** Any text is a question for somebody; one who does not exist is `not_found`. */
const ofPerson = { params: z.object({ handle: z.string().max(64) }), query: told }

const postErrors = ['not_signed_in', 'not_found'] as const
const personErrors = ['not_signed_in', 'forbidden', 'not_found'] as const

const likeState = z.object({ likes: z.int(), likedByMe: z.boolean() })

export const likePost = endpoint({
  id: 'likePost',
  method: 'PUT',
  path: '/v1/posts/:postId/like',
  summary: 'Like a post. Doing it twice is the same as once.',
  access: 'person',
  ...ofPost,
  response: likeState,
  errors: postErrors,
})

export const unlikePost = endpoint({
  id: 'unlikePost',
  method: 'DELETE',
  path: '/v1/posts/:postId/like',
  summary: 'Take a like back.',
  access: 'person',
  ...ofPost,
  response: likeState,
  errors: postErrors,
})

const saveState = z.object({ saves: z.int(), savedByMe: z.boolean() })

export const savePost = endpoint({
  id: 'savePost',
  method: 'PUT',
  path: '/v1/posts/:postId/save',
  summary: "Keep a post in one's own list, at most 10 000. Only its owner sees the list.",
  access: 'person',
  ...ofPost,
  response: saveState,
  errors: [...postErrors, 'list_full'],
})

export const unsavePost = endpoint({
  id: 'unsavePost',
  method: 'DELETE',
  path: '/v1/posts/:postId/save',
  summary: "Take a post off one's own list.",
  access: 'person',
  ...ofPost,
  response: saveState,
  errors: postErrors,
})

export const listSaved = endpoint({
  id: 'listSaved',
  method: 'GET',
  path: '/v1/me/saved',
  summary: 'The posts that the caller saved, latest first. A page may be shorter when posts are hidden now.',
  access: 'person',
  query: page,
  response: z.object({ posts: z.array(publishedPost), nextCursor: cursor.nullable() }),
  errors: ['not_signed_in', 'invalid_cursor'],
})

export const listLiked = endpoint({
  id: 'listLiked',
  method: 'GET',
  path: '/v1/me/liked',
  summary: 'The posts that the caller likes, latest first. A page may be shorter when posts are hidden now.',
  access: 'person',
  query: page,
  response: z.object({ posts: z.array(publishedPost), nextCursor: cursor.nullable() }),
  errors: ['not_signed_in', 'invalid_cursor'],
})

/** Names one person's sharing of one post: 22 letters of base64url. */
export const shareToken = z.string().regex(/^[\w-]{22}$/, 'This is not the token of a shared address.')

export const sharePost = endpoint({
  id: 'sharePost',
  method: 'POST',
  path: '/v1/posts/:postId/share',
  summary: 'The token for the address that the caller shares this post by; always the same for both.',
  access: 'person',
  ...ofPost,
  response: z.object({ token: shareToken, shares: z.int() }),
  errors: postErrors,
})

/** People, each once; null while there are fewer than three, so that nobody can be told apart. */
const cameByLink = z.int().min(3).nullable()

export const getOwnShare = endpoint({
  id: 'getOwnShare',
  method: 'GET',
  path: '/v1/posts/:postId/share',
  summary:
    "What came of the caller's own link to this post: who watched it, followed its author or joined. Below three people nothing is told.",
  access: 'person',
  params: ofPost.params,
  response: z.object({
    /** Null: the caller has not shared it. */
    token: shareToken.nullable(),
    watched: cameByLink,
    followed: cameByLink,
    joined: cameByLink,
  }),
  errors: postErrors,
})

export const getShare = endpoint({
  id: 'getShare',
  method: 'GET',
  path: '/v1/shares/:token',
  summary: 'The post behind a shared address.',
  access: 'public',
  params: z.object({ token: shareToken }),
  response: z.object({ post: publishedPost }),
  errors: ['not_found'],
})

const followState = z.object({ followers: z.int(), followedByMe: z.boolean() })

export const followPerson = endpoint({
  id: 'followPerson',
  method: 'PUT',
  path: '/v1/people/:handle/follow',
  summary: 'Follow a person; at most 10 000.',
  access: 'person',
  ...ofPerson,
  response: followState,
  errors: [...personErrors, 'list_full'],
})

export const unfollowPerson = endpoint({
  id: 'unfollowPerson',
  method: 'DELETE',
  path: '/v1/people/:handle/follow',
  summary: 'Stop following a person.',
  access: 'person',
  ...ofPerson,
  response: followState,
  errors: personErrors,
})

const bellState = z.object({ bellByMe: z.boolean() })

export const addBell = endpoint({
  id: 'addBell',
  method: 'PUT',
  path: '/v1/people/:handle/bell',
  summary: 'Hear of each new video of a person whom the caller follows.',
  access: 'person',
  params: ofPerson.params,
  response: bellState,
  errors: [...personErrors, 'follow_first'],
})

export const removeBell = endpoint({
  id: 'removeBell',
  method: 'DELETE',
  path: '/v1/people/:handle/bell',
  summary: 'Hear no more of each new video of a person.',
  access: 'person',
  params: ofPerson.params,
  response: bellState,
  errors: personErrors,
})

const listedPerson = author.extend({ followedByMe: z.boolean() })
export type ListedPerson = z.infer<typeof listedPerson>
const people = z.object({ people: z.array(listedPerson), nextCursor: cursor.nullable() })

export const listFollowers = endpoint({
  id: 'listFollowers',
  method: 'GET',
  path: '/v1/people/:handle/followers',
  summary: 'Who follows a person, latest first.',
  access: 'public',
  params: ofPerson.params,
  query: page,
  response: people,
  errors: ['not_found', 'invalid_cursor'],
})

export const listFollowing = endpoint({
  id: 'listFollowing',
  method: 'GET',
  path: '/v1/people/:handle/following',
  summary: 'Whom a person follows, latest first.',
  access: 'public',
  params: ofPerson.params,
  query: page,
  response: people,
  errors: ['not_found', 'invalid_cursor'],
})

export const blockPerson = endpoint({
  id: 'blockPerson',
  method: 'PUT',
  path: '/v1/people/:handle/block',
  summary: 'Block a person, at most 1000: neither sees the other any more, and neither follows the other.',
  access: 'person',
  ...ofPerson,
  response: z.object({ blocked: z.boolean() }),
  errors: [...personErrors, 'list_full'],
})

export const unblockPerson = endpoint({
  id: 'unblockPerson',
  method: 'DELETE',
  path: '/v1/people/:handle/block',
  summary: 'Take a block back. Follows do not come back by themselves.',
  access: 'person',
  ...ofPerson,
  response: z.object({ blocked: z.boolean() }),
  errors: personErrors,
})

export const mutePerson = endpoint({
  id: 'mutePerson',
  method: 'PUT',
  path: '/v1/people/:handle/mute',
  summary:
    "Keep a person's posts out of the caller's feed, for at most 1000 people. They do not learn of it.",
  access: 'person',
  ...ofPerson,
  response: z.object({ muted: z.boolean() }),
  errors: [...personErrors, 'list_full'],
})

export const unmutePerson = endpoint({
  id: 'unmutePerson',
  method: 'DELETE',
  path: '/v1/people/:handle/mute',
  summary: "Let a person's posts into the caller's feed again.",
  access: 'person',
  ...ofPerson,
  response: z.object({ muted: z.boolean() }),
  errors: personErrors,
})

export const listBlocked = endpoint({
  id: 'listBlocked',
  method: 'GET',
  path: '/v1/me/blocked',
  summary: 'Whom the caller blocked, latest first.',
  access: 'person',
  query: page,
  response: people,
  errors: ['not_signed_in', 'invalid_cursor'],
})

export const listMuted = endpoint({
  id: 'listMuted',
  method: 'GET',
  path: '/v1/me/muted',
  summary: 'Whom the caller muted, latest first.',
  access: 'person',
  query: page,
  response: people,
  errors: ['not_signed_in', 'invalid_cursor'],
})

export const markNotInterested = endpoint({
  id: 'markNotInterested',
  method: 'PUT',
  path: '/v1/posts/:postId/not-interested',
  summary: "Keep a post out of the caller's feed. The latest 1000 count.",
  access: 'person',
  ...ofPost,
  response: emptyResponse,
  errors: postErrors,
})

export const unmarkNotInterested = endpoint({
  id: 'unmarkNotInterested',
  method: 'DELETE',
  path: '/v1/posts/:postId/not-interested',
  summary: "Let a post into the caller's feed again.",
  access: 'person',
  ...ofPost,
  response: emptyResponse,
  errors: postErrors,
})
