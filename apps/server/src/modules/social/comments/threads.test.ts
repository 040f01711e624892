import {
  approveComment,
  blockPerson,
  deleteComment,
  editComment,
  followPerson,
  getComment,
  getCommentRules,
  getPostCommentRules,
  heartComment,
  likeComment,
  listCommentEdits,
  listComments,
  listHeldComments,
  listReplies,
  pinComment,
  setCommentRules,
  setPostCommentRules,
  unblockPerson,
  unheartComment,
  unlikeComment,
  unpinComment,
  writeComment,
  type Comment,
  type CommentId,
  type EventPayload,
  type PostId,
} from '@busker/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  type Person,
  type TestApp,
} from '../../../testing/test-app.ts'

let app: TestApp
let operator: Person
let author: Person
let ana: Person
let ben: Person
let postId: PostId
const commented: EventPayload<'social.commented'>[] = []
const removed: string[] = []
beforeAll(async () => {
  app = await createTestApp()
  app.bus.on('social.commented', 'test', async (payload) => void commented.push(payload))
  app.bus.on('social.comment_removed', 'test', async ({ commentId }) => void removed.push(commentId))
  operator = await signUp(app, 'operator')
  author = await signUp(app, 'author')
  ana = await signUp(app, 'ana')
  ben = await signUp(app, 'ben')
})
afterAll(() => app.stop())
beforeEach(async () => {
  app.clock.advance(600_001)
  postId = await publishClip(app, author)
  await app.jobs.runOnce()
  for (const heard of [commented, removed]) heard.splice(0)
})

const at = (commentId: CommentId) => ({ params: { postId, commentId } })
const write = async (by: Person, text: string, answersId?: CommentId): Promise<Comment> => {
  app.clock.advance(10)
  const params = { postId, commentId: app.ids.uuid() as CommentId }
  return (await by.call(writeComment, { params, body: { text, ...(answersId && { answersId }) } })).comment
}
const list = (by: Pick<Person, 'call'> = createClient(app), sort: 'top' | 'newest' = 'newest') =>
  by.call(listComments, { params: { postId }, query: { sort } })
const replies = (parent: Comment, by: Pick<Person, 'call'> = createClient(app)) =>
  by.call(listReplies, at(parent.commentId))
const texts = ({ comments }: { comments: Comment[] }) => comments.map(({ text }) => text)

test('replies stand under the first comment of a thread, oldest first, and say whom they answer', async () => {
  const first = await write(ana, 'First')
  const reply = await write(ben, 'Reply', first.commentId)
  const answer = await write(author, 'Answer', reply.commentId)
  expect(reply).toMatchObject({ parentId: first.commentId, answers: null, byCreator: false })
  expect(answer).toMatchObject({ parentId: first.commentId, answers: { handle: 'ben' }, byCreator: true })
  const { comments, total } = await list()
  expect(comments).toMatchObject([{ text: 'First', replies: 2, likes: 0 }])
  expect(total).toBe(3)
  expect(texts(await replies(first))).toEqual(['Reply', 'Answer'])
  const page = await ana.call(listReplies, { ...at(first.commentId), query: { limit: 1 } })
  const next = { limit: 1, cursor: page.nextCursor ?? '' }
  expect(texts(await ana.call(listReplies, { ...at(first.commentId), query: next }))).toEqual(['Answer'])
  expect(await ana.call(getComment, at(answer.commentId))).toMatchObject({
    comment: { text: 'Answer' },
    parent: { text: 'First' },
  })
  const nowhere = { params: { postId, commentId: app.ids.uuid() } }
  expect(await ana.refusal(listReplies, nowhere)).toBe('404 not_found')
  expect(await ana.refusal(getComment, nowhere)).toBe('404 not_found')
  const toNothing = { text: 'x', answersId: app.ids.uuid() }
  expect(await ana.refusal(writeComment, { ...nowhere, body: toNothing })).toBe('404 not_found')
  await app.jobs.runOnce()
  expect(commented.map((one) => [one.parentId, one.parentAuthorId, one.postAuthorId])).toEqual([
    [null, null, author.me.personId],
    [first.commentId, ana.me.personId, author.me.personId],
    [first.commentId, ben.me.personId, author.me.personId],
  ])
})

test('a removed comment leaves its place while there are replies, and the last reply takes it along', async () => {
  const first = await write(ana, 'First')
  const reply = await write(ben, 'Reply', first.commentId)
  await ben.call(likeComment, at(first.commentId))
  expect(await ana.call(deleteComment, at(first.commentId))).toEqual({ comments: 1 })
  expect(await ana.refusal(deleteComment, at(first.commentId))).toBe('404 not_found')
  const left = await list()
  expect(left).toMatchObject({ total: 1, comments: [{ state: 'removed', author: null, text: '', likes: 0 }] })
  expect(left.comments[0]?.can).toMatchObject({ delete: false, reply: false })
  for (const [by, endpoint] of [
    [ben, likeComment],
    [author, heartComment],
    [author, pinComment],
  ] as const)
    expect(await by.refusal(endpoint, at(first.commentId))).toBe('404 not_found')
  expect(texts(await replies(first))).toEqual(['Reply'])
  expect((await write(ana, 'Still here', reply.commentId)).parentId).toBe(first.commentId)
  const { comments } = await replies(first)
  for (const one of comments) await author.call(deleteComment, at(one.commentId))
  expect(await list()).toMatchObject({ total: 0, comments: [] })
  await app.jobs.runOnce()
  expect(removed).toEqual([first.commentId, ...comments.map(({ commentId }) => commentId)])
})

test('likes of comments are counted once for each, and the top ones come first, page by page', async () => {
  const one = await write(ana, 'One')
  const two = await write(ana, 'Two')
  const three = await write(ana, 'Three')
  expect(await createClient(app).refusal(likeComment, at(one.commentId))).toBe('401 not_signed_in')
  expect(await ana.call(likeComment, at(one.commentId))).toEqual({ likes: 1, likedByMe: true })
  expect(await ana.call(likeComment, at(one.commentId))).toEqual({ likes: 1, likedByMe: true })
  expect(await ben.call(likeComment, at(one.commentId))).toEqual({ likes: 2, likedByMe: true })
  await ben.call(likeComment, at(two.commentId))
  expect(texts(await list(ana, 'top'))).toEqual(['One', 'Two', 'Three'])
  expect(texts(await list(ana))).toEqual(['Three', 'Two', 'One'])
  expect(await ana.call(unlikeComment, at(one.commentId))).toEqual({ likes: 1, likedByMe: false })
  expect(await ana.call(unlikeComment, at(one.commentId))).toEqual({ likes: 1, likedByMe: false })
  await author.call(heartComment, at(three.commentId))
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const query: { sort: 'top'; limit: number; cursor?: string } = { sort: 'top', limit: 1 }
    if (cursor !== null) query.cursor = cursor
    const page: { comments: Comment[]; nextCursor: string | null } = await ben.call(listComments, {
      params: { postId },
      query,
    })
    seen.push(...texts(page))
    cursor = page.nextCursor
  } while (cursor !== null && seen.length < 10)
  expect(seen).toEqual(['Three', 'Two', 'One'])
  const wrong = { params: { postId }, query: { sort: 'top', cursor: 'x' } }
  expect(await ben.refusal(listComments, wrong)).toBe('400 invalid_cursor')
})

test('only the author of the post gives hearts and pins, at most three and no replies', async () => {
  const comments: Comment[] = []
  for (const text of ['1', '2', '3', '4']) comments.push(await write(ana, text))
  const [first, second, third, fourth] = comments.map(({ commentId }) => at(commentId))
  expect(await ana.refusal(pinComment, first)).toBe('403 forbidden')
  expect(await ana.refusal(heartComment, first)).toBe('403 forbidden')
  for (const one of [third, first, second]) {
    app.clock.advance(10)
    expect(await author.call(pinComment, one)).toEqual({ pinned: true })
  }
  expect(await author.call(pinComment, third)).toEqual({ pinned: true })
  expect(await author.refusal(pinComment, fourth)).toBe('409 list_full')
  expect(texts(await list())).toEqual(['2', '1', '3', '4'])
  expect(texts(await list(ana, 'top')).slice(0, 3)).toEqual(['2', '1', '3'])
  expect(await author.call(unpinComment, first)).toEqual({ pinned: false })
  const both = [comments[0]?.commentId, comments[3]?.commentId].map((id) =>
    author.send({ method: 'PUT', path: `/v1/posts/${postId}/comments/${id}/pin` }),
  )
  expect((await Promise.all(both)).map(({ status }) => status).toSorted()).toEqual([200, 409])
  const reply = await write(ben, 'Reply', comments[0]?.commentId)
  expect(await author.refusal(pinComment, at(reply.commentId))).toBe('403 forbidden')
  expect(await author.call(heartComment, at(reply.commentId))).toEqual({ likedByCreator: true })
  const answered = (await list()).comments.find(({ commentId }) => commentId === reply.parentId)
  expect(answered?.replies).toBe(1)
  expect((await ana.call(getComment, at(reply.commentId))).comment.likedByCreator).toBe(true)
  expect(await author.call(unheartComment, at(reply.commentId))).toEqual({ likedByCreator: false })
})

test('words can be changed for 15 minutes, and what they were before is kept for moderators', async () => {
  const { commentId } = await write(ana, 'Hello @ben')
  const edit = (by: Person, text: string) => by.call(editComment, { ...at(commentId), body: { text } })
  expect(await ben.refusal(editComment, { ...at(commentId), body: { text: 'Mine' } })).toBe('403 forbidden')
  expect((await edit(ana, 'Hello @ben')).comment.editedAt).toBeNull()
  app.clock.advance(899_000)
  const { comment } = await edit(ana, 'Hello @BEN and @nobody')
  expect(comment).toMatchObject({ text: 'Hello @BEN and @nobody', mentions: ['ben'] })
  expect(comment.editedAt).not.toBeNull()
  app.clock.advance(2000)
  const late = { ...at(commentId), body: { text: 'Too late' } }
  expect(await ana.refusal(editComment, late)).toBe('409 edit_closed')
  expect((await list(ana)).comments[0]?.can.edit).toBe(false)
  const { edits } = await operator.call(listCommentEdits, { params: { commentId } })
  expect(edits.map(({ text }) => text)).toEqual(['Hello @ben'])
  expect(await ana.refusal(listCommentEdits, { params: { commentId } })).toBe('403 forbidden')
  await app.jobs.runOnce()
  expect(commented.map(({ mentionedIds }) => mentionedIds)).toEqual([[ben.me.personId]])
})

test('a comment with a held word waits for the author of the post, also when the word is put in later', async () => {
  const rules = { who: null, words: ['Free Coins'] }
  expect(await ana.refusal(setPostCommentRules, { params: { postId }, body: rules })).toBe('403 forbidden')
  await author.call(setPostCommentRules, { params: { postId }, body: rules })
  const held = await write(ana, 'FREE  coins here')
  expect(held.state).toBe('held')
  expect(await list(ana)).toMatchObject({ total: 0, comments: [{ state: 'held' }], held: null })
  expect(await list(ben)).toMatchObject({ total: 0, comments: [] })
  expect(await list(author)).toMatchObject({ total: 0, held: 1 })
  expect(await ben.refusal(likeComment, at(held.commentId))).toBe('404 not_found')
  const waiting = await author.call(listHeldComments, { query: { postId } })
  expect(waiting.comments).toMatchObject([{ text: 'FREE  coins here', can: { approve: true } }])
  expect((await ben.call(listHeldComments)).comments).toEqual([])
  expect(await ben.refusal(approveComment, at(held.commentId))).toBe('403 forbidden')
  await app.jobs.runOnce()
  expect(commented).toEqual([])
  expect(await author.call(approveComment, at(held.commentId))).toEqual({ comments: 1 })
  expect(await author.call(approveComment, at(held.commentId))).toEqual({ comments: 1 })
  expect((await write(author, 'My free coins')).state).toBe('shown')
  const honest = await write(ben, 'Lovely')
  const sneaky = { ...at(honest.commentId), body: { text: 'Lovely free coins' } }
  expect(await ben.call(editComment, sneaky)).toMatchObject({ comments: 2, comment: { state: 'held' } })
  expect(await author.call(deleteComment, at(honest.commentId))).toEqual({ comments: 2 })
  expect((await author.call(listHeldComments, { query: { postId } })).comments).toEqual([])
})

test('comments are for everybody, for followers or for nobody, of all posts or of one', async () => {
  expect((await author.call(getCommentRules)).rules).toEqual({ who: 'everybody', words: [] })
  await author.call(setCommentRules, { body: { who: 'followers', words: [' #Duck ', 'duck', '#'] } })
  const body = { text: 'Hello' }
  const fresh = () => ({ params: { postId, commentId: app.ids.uuid() }, body })
  expect(await ana.refusal(writeComment, fresh())).toBe('403 comments_for_followers')
  expect(await list(ana)).toMatchObject({ who: 'followers', mayWrite: false })
  await ana.call(followPerson, { params: { handle: 'author' } })
  expect((await write(ana, 'Hello')).state).toBe('shown')
  expect((await write(ana, 'A duck')).state).toBe('held')
  const off = { params: { postId }, body: { who: 'nobody' as const, words: [] } }
  await author.call(setPostCommentRules, off)
  expect(await ana.refusal(writeComment, fresh())).toBe('403 comments_off')
  expect((await write(author, 'Only me')).state).toBe('shown')
  expect(await author.call(getPostCommentRules, { params: { postId } })).toEqual({
    rules: { who: 'nobody', words: [] },
    mine: { who: 'followers', words: ['duck'] },
  })
  expect(await createClient(app).refusal(getCommentRules)).toBe('401 not_signed_in')
  await author.call(setCommentRules, { body: { who: 'everybody', words: [] } })
})

test('blocked people do not find, answer or like each other, and nobody is told of a mention', async () => {
  const first = await write(ana, 'First')
  await write(author, 'Reply', first.commentId)
  await ana.call(blockPerson, { params: { handle: 'ben' } })
  expect((await list(ben)).comments).toEqual([])
  for (const endpoint of [likeComment, listReplies, getComment])
    expect(await ben.refusal(endpoint, at(first.commentId))).toBe('404 not_found')
  const answer = { text: 'x', answersId: first.commentId }
  const params = { postId, commentId: app.ids.uuid() }
  expect(await ben.refusal(writeComment, { params, body: answer })).toBe('404 not_found')
  expect((await write(ben, 'Hey @ana')).mentions).toEqual([])
  await ana.call(unblockPerson, { params: { handle: 'ben' } })
})

test('moderators hide and restore a comment as it was, and the counters follow', async () => {
  const first = await write(ana, 'First')
  await write(ben, 'Reply', first.commentId)
  await ben.call(likeComment, at(first.commentId))
  await author.call(pinComment, at(first.commentId))
  const { db } = app.engines
  const { comments } = app.social
  for (let times = 0; times < 2; times += 1)
    expect(await db.transaction((tx) => comments.remove(tx, first.commentId))).toBe(true)
  expect(await list(ana)).toMatchObject({ total: 1, comments: [{ state: 'removed', text: '' }] })
  for (let times = 0; times < 2; times += 1)
    expect(await db.transaction((tx) => comments.restore(tx, first.commentId))).toBe(true)
  expect(await list(ana)).toMatchObject({
    total: 2,
    comments: [{ text: 'First', likes: 1, replies: 1, pinned: false }],
  })
  const nothing = app.ids.uuid() as CommentId
  expect(await db.transaction((tx) => comments.remove(tx, nothing))).toBe(false)
  expect(await db.transaction((tx) => comments.restore(tx, nothing))).toBe(false)
})
