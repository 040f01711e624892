import {
  blockPerson,
  createPost,
  deleteComment,
  deletePost,
  editPost,
  getComment,
  getLineage,
  getPost,
  listComments,
  listVideoReplies,
  writeComment,
  type CommentId,
  type PostId,
  type PublishedPost,
} from '@busker/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import {
  createClient,
  createTestApp,
  readyAsset,
  signUp,
  type Client,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let ana: Person
let ben: Person
let cleo: Person
beforeAll(async () => {
  app = await createTestApp()
  ana = await signUp(app, 'ana')
  ben = await signUp(app, 'ben')
  cleo = await signUp(app, 'cleo')
})
afterAll(() => app.stop())

const publish = async (by: Person, body: object = {}): Promise<PublishedPost> => {
  app.clock.advance(1000)
  const assetId = await readyAsset(app, by)
  const { post } = await by.call(createPost, { body: { assetId, caption: '', ...body } })
  assert(post.state === 'published', 'its video is ready')
  return post
}
const comment = async (by: Person, postId: PostId, text = 'How do you do that?'): Promise<CommentId> => {
  const commentId = app.ids.uuid() as CommentId
  await by.call(writeComment, { params: { postId, commentId }, body: { text } })
  return commentId
}
const refusedAnswer = async (by: Person, answers: CommentId): Promise<string> =>
  by.refusal(createPost, { body: { assetId: await readyAsset(app, by), caption: '', answers } })
const quoteIn = async (by: Pick<Client, 'call'>, postId: PostId) => {
  const { post } = await by.call(getPost, { params: { postId } })
  assert(post.state === 'published', 'it is out')
  return post.answers
}
const repliesTo = async (by: Pick<Client, 'call'>, postId: PostId, commentId?: CommentId) => {
  const query = commentId === undefined ? {} : { commentId }
  const { posts } = await by.call(listVideoReplies, { params: { postId }, query })
  return posts.map((post) => post.postId)
}
const videosUnder = async (by: Pick<Client, 'call'>, postId: PostId, commentId: CommentId) =>
  (await by.call(getComment, { params: { postId, commentId } })).comment.videoReplies

describe('a video that answers a comment', () => {
  test('says what it answers, and the comment says that it was answered', async () => {
    const first = await publish(ana)
    const commentId = await comment(ben, first.postId)
    const other = await comment(ben, first.postId, 'And this?')
    const answer = await publish(ana, { answers: commentId })
    const again = await publish(cleo, { answers: commentId })
    const quote = { postId: first.postId, commentId, text: 'How do you do that?' }
    expect(answer.answers).toMatchObject({ ...quote, author: { handle: 'ben' } })
    expect(await quoteIn(createClient(app), again.postId)).toMatchObject(quote)
    expect(await repliesTo(createClient(app), first.postId)).toEqual([again.postId, answer.postId])
    expect(await repliesTo(ben, first.postId, other)).toEqual([])
    expect(await repliesTo(ben, first.postId, commentId)).toEqual([again.postId, answer.postId])
    const { comments } = await ben.call(listComments, { params: { postId: first.postId } })
    expect(comments.map(({ videoReplies }) => videoReplies)).toEqual([
      { count: 0, newest: null },
      { count: 2, newest: again.postId },
    ])
  })

  test('is counted and listed only while everybody may see it', async () => {
    const first = await publish(ana)
    const commentId = await comment(ben, first.postId)
    const answer = await publish(cleo, { answers: commentId, audience: 'private' })
    expect(await videosUnder(ana, first.postId, commentId)).toEqual({ count: 0, newest: null })
    const params = { postId: answer.postId }
    await cleo.call(editPost, { params, body: { audience: 'public' } })
    expect(await videosUnder(ana, first.postId, commentId)).toEqual({ count: 1, newest: answer.postId })
    await cleo.call(editPost, { params, body: { audience: 'followers' } })
    expect(await repliesTo(ana, first.postId)).toEqual([])
    await cleo.call(editPost, { params, body: { audience: 'public' } })
    await cleo.call(deletePost, { params })
    expect(await videosUnder(ana, first.postId, commentId)).toEqual({ count: 0, newest: null })
  })

  test('quotes nothing that cannot be read any more, and stays itself', async () => {
    const first = await publish(ana)
    const commentId = await comment(ben, first.postId)
    const { postId } = await publish(cleo, { answers: commentId })
    await ana.call(editPost, { params: { postId: first.postId }, body: { audience: 'followers' } })
    for (const by of [ana, ben, createClient(app)]) expect(await quoteIn(by, postId)).toBeNull()
    await ana.call(editPost, { params: { postId: first.postId }, body: { audience: 'public' } })
    expect(await quoteIn(ben, postId)).not.toBeNull()
    await ben.call(deleteComment, { params: { postId: first.postId, commentId } })
    expect(await quoteIn(cleo, postId)).toBeNull()
    expect(await repliesTo(ana, first.postId)).toEqual([postId])
    expect(await refusedAnswer(cleo, commentId)).toBe('409 comment_unavailable')
    await ana.call(deletePost, { params: { postId: first.postId } })
    expect(await quoteIn(cleo, postId)).toBeNull()
  })

  test('answers only what its author can read, under a video that everybody may see', async () => {
    const first = await publish(ana)
    const commentId = await comment(ben, first.postId)
    expect(await refusedAnswer(cleo, app.ids.uuid() as CommentId)).toBe('409 comment_unavailable')
    await ana.call(editPost, { params: { postId: first.postId }, body: { audience: 'followers' } })
    expect(await refusedAnswer(ana, commentId)).toBe('409 comment_unavailable')
  })

  test('a block hides the words and the video from one another', async () => {
    const dan = await signUp(app, 'dan')
    const first = await publish(ana)
    const commentId = await comment(dan, first.postId)
    const { postId } = await publish(ana, { answers: commentId })
    await dan.call(blockPerson, { params: { handle: 'cleo' } })
    expect(await quoteIn(cleo, postId)).toBeNull()
    expect(await refusedAnswer(cleo, commentId)).toBe('409 comment_unavailable')
    await dan.call(blockPerson, { params: { handle: 'ben' } })
    const other = await comment(ana, first.postId)
    const answer = await publish(dan, { answers: other })
    expect(await videosUnder(ben, first.postId, other)).toEqual({ count: 1, newest: null })
    expect(await videosUnder(cleo, first.postId, other)).toEqual({ count: 1, newest: null })
    expect(await repliesTo(ben, first.postId, other)).toEqual([])
    expect(await videosUnder(ana, first.postId, other)).toEqual({ count: 1, newest: answer.postId })
  })
})

describe('lineage', () => {
  const lineageOf = (by: Pick<Client, 'call'>, postId: PostId) => by.call(getLineage, { params: { postId } })

  test('leads upwards through comments and sounds, nearest first, and counts what was made', async () => {
    const first = await publish(ana)
    const second = await publish(ben, { answers: await comment(ben, first.postId) })
    assert(second.sound !== null, 'it is heard')
    const third = await publish(cleo, {
      answers: await comment(ana, second.postId),
      soundId: second.sound.soundId,
    })
    const { steps, posts, made } = await lineageOf(createClient(app), third.postId)
    const [top, middle, bottom] = [first.postId, second.postId, third.postId]
    expect(steps).toEqual([
      { childId: bottom, parentId: middle, kind: 'reply', depth: 1 },
      { childId: bottom, parentId: middle, kind: 'sound', depth: 1 },
      { childId: middle, parentId: top, kind: 'reply', depth: 2 },
    ])
    expect(posts.map((post) => post.postId)).toEqual([middle, top])
    expect(made).toEqual({ replies: 0, withSound: 0 })
    expect((await lineageOf(ana, middle)).made).toEqual({ replies: 1, withSound: 1 })
    expect((await lineageOf(ana, top)).made).toEqual({ replies: 1, withSound: 0 })
  })

  test('ends at what the viewer may not see', async () => {
    const first = await publish(ana)
    const second = await publish(ben, { answers: await comment(ben, first.postId) })
    const third = await publish(cleo, { answers: await comment(ana, second.postId) })
    await ben.call(editPost, { params: { postId: second.postId }, body: { audience: 'private' } })
    const cut = await lineageOf(cleo, third.postId)
    expect(cut.steps).toMatchObject([{ parentId: second.postId }])
    expect(cut.posts).toEqual([])
    expect((await lineageOf(ben, third.postId)).posts).toHaveLength(2)
    for (const endpoint of [getLineage, listVideoReplies])
      expect(await cleo.refusal(endpoint, { params: { postId: second.postId } })).toBe('404 not_found')
    expect(
      await cleo.refusal(listVideoReplies, { params: { postId: third.postId }, query: { cursor: 'x' } }),
    ).toBe('400 invalid_cursor')
  })

  test('goes no further than six steps', async () => {
    let last = await publish(ana)
    for (let step = 0; step < 8; step += 1)
      last = await publish(ben, { answers: await comment(ana, last.postId) })
    const { steps } = await lineageOf(ana, last.postId)
    expect(steps.map(({ depth }) => depth)).toEqual([1, 2, 3, 4, 5, 6])
  })
})
