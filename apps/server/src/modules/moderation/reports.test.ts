import {
  closeReport,
  deletePost,
  listReports,
  report,
  setRole,
  writeComment,
  type CommentId,
  type ReportTarget,
} from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let operator: Person
let author: Person
let ana: Person
beforeAll(async () => {
  app = await createTestApp()
  operator = await signUp(app, 'operator')
  author = await signUp(app, 'author')
  ana = await signUp(app, 'ana')
})
afterAll(() => app.stop())

const file = (by: Person, target: ReportTarget, text = '') =>
  by.call(report, { body: { target, reason: 'spam', text } })
const open = async () => (await operator.call(listReports, { query: { limit: 100 } })).reports

test('a report needs an account, a reason and something of somebody else', async () => {
  const target = { kind: 'post', postId: await publishClip(app, author) } as const
  const body = { target, reason: 'spam' }
  expect(await createClient(app).refusal(report, { body })).toBe('401 not_signed_in')
  expect(await ana.refusal(report, { body: { ...body, reason: 'dull' } })).toBe('400 invalid_request')
  expect(await ana.refusal(report, { body: { ...body, text: 'x'.repeat(1001) } })).toBe('400 invalid_request')
  expect(await ana.refusal(report, { body: { reason: 'spam' } })).toBe('400 invalid_request')
  expect(await author.refusal(report, { body })).toBe('403 forbidden')
  const nobody = { kind: 'person', personId: app.ids.uuid() }
  const nothing = { kind: 'comment', commentId: app.ids.uuid() }
  for (const missing of [{ kind: 'post', postId: app.ids.uuid() }, nobody, nothing])
    expect(await ana.refusal(report, { body: { ...body, target: missing } })).toBe('404 not_found')
  expect(await open()).toEqual([])
})

test('one open report for each person and target; a closed one makes room for another', async () => {
  const target = { kind: 'post', postId: await publishClip(app, author) } as const
  const answers = await Promise.all([1, 2, 3].map(() => file(ana, target, 'Look at it')))
  expect(new Set(answers.map(({ reportId }) => reportId)).size).toBe(1)
  expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1)
  await file(operator, target)
  const reports = await open()
  expect(reports.map(({ reporter }) => reporter?.handle)).toEqual(['operator', 'ana'])
  expect(reports[1]).toMatchObject({
    target,
    reason: 'spam',
    text: 'Look at it',
    about: { handle: 'author' },
  })

  const params = { reportId: answers[0]?.reportId ?? '' }
  expect(await createClient(app).refusal(closeReport, { params })).toBe('401 not_signed_in')
  expect(await ana.refusal(closeReport, { params })).toBe('403 forbidden')
  expect(await operator.refusal(closeReport, { params: { reportId: 'x' } })).toBe('400 invalid_request')
  expect(await operator.refusal(closeReport, { params: { reportId: app.ids.uuid() } })).toBe('404 not_found')
  await operator.call(closeReport, { params })
  const [closed] = (await operator.call(listReports, { query: { state: 'closed' } })).reports
  app.clock.advance(1000)
  await operator.call(closeReport, { params })
  expect((await operator.call(listReports, { query: { state: 'closed' } })).reports).toEqual([closed])
  expect((await open()).map(({ reporter }) => reporter?.handle)).toEqual(['operator'])
  expect((await file(ana, target)).isNew).toBe(true)
})

test('who may read them, and page by page', async () => {
  expect(await createClient(app).refusal(listReports)).toBe('401 not_signed_in')
  expect(await ana.refusal(listReports)).toBe('403 forbidden')
  expect(await operator.refusal(listReports, { query: { limit: 0 } })).toBe('400 invalid_request')
  const moderator = await signUp(app, 'moderator')
  await operator.call(setRole, { params: { handle: 'moderator' }, body: { role: 'moderator' } })
  await file(ana, { kind: 'person', personId: author.me.personId })
  const all = (await open()).map(({ reportId }) => reportId)
  const first = await moderator.call(listReports, { query: { limit: 2 } })
  const before = first.reports.at(-1)?.reportId ?? ''
  const second = await moderator.call(listReports, { query: { limit: 100, before } })
  expect([...first.reports, ...second.reports].map(({ reportId }) => reportId)).toEqual(all)
  expect([first.more, second.more]).toEqual([true, false])
})

test('a report about a comment shows its words while it stands, and goes with the post', async () => {
  const postId = await publishClip(app, author)
  const commentId = app.ids.uuid() as CommentId
  await author.call(writeComment, { params: { postId, commentId }, body: { text: 'Rude words' } })
  const { reportId } = await file(ana, { kind: 'comment', commentId })
  const shown = async () => (await open()).find((one) => one.reportId === reportId)
  expect(await shown()).toMatchObject({
    target: { kind: 'comment', commentId },
    comment: { text: 'Rude words' },
  })
  await author.send({ method: 'DELETE', path: `/v1/posts/${postId}/comments/${commentId}` })
  expect(await shown()).toMatchObject({ about: { handle: 'author' }, comment: null })
  await author.call(deletePost, { params: { postId } })
  await app.jobs.runOnce()
  expect(await shown()).toBeUndefined()
})

test('fifty reports in a day are enough', async () => {
  const cleo = await signUp(app, 'cleo')
  const postId = await publishClip(app, author)
  for (let number = 0; number < 51; number += 1) {
    const commentId = app.ids.uuid() as CommentId
    const path = `/v1/posts/${postId}/comments/${commentId}`
    app.clock.advance(60_000)
    await author.send({ method: 'PUT', path, body: { text: 'Hello' } })
    const body = { target: { kind: 'comment', commentId }, reason: 'other' }
    const answer = await cleo.send({ method: 'POST', path: report.path, body })
    expect(answer.status).toBe(number < 50 ? 200 : 429)
  }
})
