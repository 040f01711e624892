import {
  deleteComment,
  getPost,
  listComments,
  writeComment,
  type CommentId,
  type PostId,
} from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
beforeAll(async () => {
  app = await createTestApp()
  operator = await signUp(app, 'operator')
  author = await signUp(app, 'author')
  ana = await signUp(app, 'ana')
  ben = await signUp(app, 'ben')
})
afterAll(() => app.stop())

const newId = () => app.ids.uuid() as CommentId
const write = (by: Person, postId: PostId, text = 'Bravo', commentId = newId()) =>
  by.call(writeComment, { params: { postId, commentId }, body: { text } })
const totals = async (postId: PostId) => {
  const list = await createClient(app).call(listComments, { params: { postId } })
  const { post } = await createClient(app).call(getPost, { params: { postId } })
  return [list.total, list.comments.length, post.state === 'published' ? post.comments : null]
}

test('writing needs an account, a post, and something to say', async () => {
  const postId = await publishClip(app, author)
  const params = { postId, commentId: newId() }
  const body = { text: 'Bravo' }
  expect(await createClient(app).refusal(writeComment, { params, body })).toBe('401 not_signed_in')
  for (const text of ['', '  \n ', '\u0000\u0007', 'x'.repeat(501)])
    expect(await ana.refusal(writeComment, { params, body: { text } })).toBe('400 invalid_request')
  expect(await ana.refusal(writeComment, { params: { ...params, commentId: 'x' }, body })).toBe(
    '400 invalid_request',
  )
  expect(await ana.refusal(writeComment, { params: { ...params, postId: app.ids.uuid() }, body })).toBe(
    '404 not_found',
  )
  expect(await totals(postId)).toEqual([0, 0, 0])
  const guest = createClient(app)
  expect(await guest.refusal(listComments, { params: { postId: app.ids.uuid() } })).toBe('404 not_found')
  expect(await guest.refusal(listComments, { params, query: { cursor: 'x' } })).toBe('400 invalid_cursor')
})

test('sending a comment again writes it once, and an id of somebody else is refused', async () => {
  const postId = await publishClip(app, author)
  const commentId = newId()
  const answers = await Promise.all([1, 2, 3].map(() => write(ana, postId, ' Bra\u0000vo! ', commentId)))
  for (const { comment, comments } of answers) {
    expect(comment).toMatchObject({ text: 'Bravo!', author: { handle: 'ana' }, can: { delete: true } })
    expect(comments).toBe(1)
  }
  expect((await write(ana, postId, 'Changed', commentId)).comment.text).toBe('Bravo!')
  const input = { params: { postId, commentId }, body: { text: 'Mine' } }
  expect(await ben.refusal(writeComment, input)).toBe('403 forbidden')
  const elsewhere = { ...input, params: { commentId, postId: await publishClip(app, author) } }
  expect(await ana.refusal(writeComment, elsewhere)).toBe('403 forbidden')
  expect(await totals(postId)).toEqual([1, 1, 1])
})

test('newest first, page by page, and what may be removed is said', async () => {
  const postId = await publishClip(app, author)
  for (let number = 0; number < 5; number += 1) {
    if (number % 2 === 1) app.clock.advance(1000)
    await write(number % 2 === 0 ? ana : ben, postId, `Number ${number}`)
  }
  const first = await ana.call(listComments, { params: { postId }, query: { limit: 3 } })
  expect(first.comments).toHaveLength(3)
  const query = { limit: 3, cursor: first.nextCursor ?? '' }
  const second = await ana.call(listComments, { params: { postId }, query })
  expect(second).toMatchObject({ total: 5, nextCursor: null })
  const all = [...first.comments, ...second.comments]
  expect(all.map(({ text }) => text).toSorted()).toEqual([0, 1, 2, 3, 4].map((number) => `Number ${number}`))
  const times = all.map(({ createdAt }) => createdAt)
  expect(times).toEqual(times.toSorted().toReversed())
  for (const { author: by, can } of all) expect(can.delete).toBe(by?.handle === 'ana')
})

test('its author, the author of the post and moderators remove a comment, once', async () => {
  const postId = await publishClip(app, author)
  const { comment } = await write(ana, postId)
  const params = { postId, commentId: comment.commentId }
  expect(await createClient(app).refusal(deleteComment, { params })).toBe('401 not_signed_in')
  expect(await ben.refusal(deleteComment, { params })).toBe('403 forbidden')
  expect(await ana.refusal(deleteComment, { params: { ...params, commentId: newId() } })).toBe(
    '404 not_found',
  )
  for (const by of [ana, author, operator]) {
    const written = await write(ana, postId)
    const own = { postId, commentId: written.comment.commentId }
    expect(await by.call(deleteComment, { params: own })).toEqual({ comments: 1 })
    expect(await by.refusal(deleteComment, { params: own })).toBe('404 not_found')
  }
  const path = `/v1/posts/${postId}/comments/${comment.commentId}`
  const answers = await Promise.all([1, 2, 3].map(() => ana.send({ method: 'DELETE', path })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404, 404])
  expect(await totals(postId)).toEqual([0, 0, 0])
})

test('thirty comments in ten minutes are enough', async () => {
  const cleo = await signUp(app, 'cleo')
  const postId = await publishClip(app, author)
  const paths = Array.from({ length: 33 }, () => `/v1/posts/${postId}/comments/${app.ids.uuid()}`)
  const answers = await Promise.all(
    paths.map((path) => cleo.send({ method: 'PUT', path, body: { text: 'Again' } })),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(30)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(3)
  expect((await totals(postId))[0]).toBe(30)
  app.clock.advance(600_001)
  await write(cleo, postId)
})
