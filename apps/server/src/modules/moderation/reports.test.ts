import {
  deletePost,
  getCase,
  listCases,
  listOwnReports,
  report,
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
const open = async () => (await operator.call(listCases, { query: { limit: 100 } })).cases

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

test('one open report for each person and target, one open case for each target', async () => {
  const target = { kind: 'post', postId: await publishClip(app, author) } as const
  const answers = await Promise.all([1, 2, 3].map(() => file(ana, target, 'Look at it')))
  expect(new Set(answers.map(({ reportId }) => reportId)).size).toBe(1)
  expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1)
  const crowd = await Promise.all(['bo', 'cy', 'di'].map((name) => signUp(app, `${name}_${name}`)))
  const before = await open()
  await Promise.all(crowd.map((one) => file(one, target)))
  const after = await open()
  expect([before.length, after.length]).toEqual([1, 1])
  expect(before[0]).toMatchObject({ target, reporters: 1, reason: 'spam', about: { handle: 'author' } })
  expect(after[0]).toMatchObject({ caseId: before[0]?.caseId, reporters: 4 })
  expect(after[0]?.priority).toBeGreaterThan(before[0]?.priority ?? Infinity)
  const dueAt = after[0]?.dueAt ?? ''
  await operator.call(report, { body: { target, reason: 'self_harm' } })
  const [worse] = await open()
  expect(worse).toMatchObject({ reason: 'self_harm', severity: 'critical', reporters: 5 })
  expect(Date.parse(worse?.dueAt ?? '')).toBeLessThan(Date.parse(dueAt))
  const { reports } = await operator.call(getCase, { params: { caseId: worse?.caseId ?? '' } })
  expect(reports.map(({ reason }) => reason)).toEqual(['self_harm', 'spam', 'spam', 'spam', 'spam'])
  expect(reports.at(-1)).toMatchObject({ text: 'Look at it', reporter: { handle: 'ana' } })
})

test('the queue page by page, filtered, and for those who may', async () => {
  expect(await createClient(app).refusal(listCases)).toBe('401 not_signed_in')
  expect(await ana.refusal(listCases)).toBe('403 forbidden')
  expect(await operator.refusal(listCases, { query: { limit: 0 } })).toBe('400 invalid_request')
  await file(ana, { kind: 'person', personId: author.me.personId })
  await file(ana, { kind: 'post', postId: await publishClip(app, author) })
  const all = await open()
  expect(all.map(({ priority }) => priority)).toEqual(
    all.map(({ priority }) => priority).toSorted((a, b) => b - a),
  )
  const first = await operator.call(listCases, { query: { limit: 2 } })
  const after = first.cases.at(-1)?.caseId ?? ''
  const second = await operator.call(listCases, { query: { limit: 100, after } })
  expect([...first.cases, ...second.cases].map(({ caseId }) => caseId)).toEqual(
    all.map(({ caseId }) => caseId),
  )
  expect([first.more, second.more]).toEqual([true, false])
  const kinds = await operator.call(listCases, { query: { kind: 'person' } })
  expect(kinds.cases.map(({ target }) => target.kind)).toEqual(['person'])
  const grave = await operator.call(listCases, { query: { reason: 'self_harm' } })
  expect(grave.cases).toHaveLength(1)
  expect((await operator.call(listCases, { query: { show: 'overdue' } })).cases).toEqual([])
  app.clock.advance(2 * 3_600_000)
  expect((await operator.call(listCases, { query: { show: 'overdue' } })).cases).toEqual(grave.cases)
})

test('what a comment says is shown while it stands, and its case goes with the post', async () => {
  const postId = await publishClip(app, author)
  const commentId = app.ids.uuid() as CommentId
  await author.call(writeComment, { params: { postId, commentId }, body: { text: 'Rude words' } })
  await file(ana, { kind: 'comment', commentId })
  const found = (await open()).find(({ target }) => target.kind === 'comment')
  const params = { caseId: found?.caseId ?? '' }
  expect(found).toMatchObject({ target: { commentId }, postId })
  expect((await operator.call(getCase, { params })).commentText).toBe('Rude words')
  await author.send({ method: 'DELETE', path: `/v1/posts/${postId}/comments/${commentId}` })
  expect((await operator.call(getCase, { params })).commentText).toBeNull()
  await author.call(deletePost, { params: { postId } })
  await app.jobs.runOnce()
  expect(await operator.refusal(getCase, { params })).toBe('404 not_found')
})

test('whoever reported reads what came of it, page by page', async () => {
  expect(await createClient(app).refusal(listOwnReports)).toBe('401 not_signed_in')
  expect(await ana.refusal(listOwnReports, { query: { cursor: 'x' } })).toBe('400 invalid_cursor')
  const { reports } = await ana.call(listOwnReports, { query: { limit: 50 } })
  expect(reports.map(({ target }) => target.kind)).toEqual(['post', 'person', 'post'])
  expect(new Set(reports.map(({ outcome }) => outcome))).toEqual(new Set(['waiting']))
  const first = await ana.call(listOwnReports, { query: { limit: 2 } })
  const rest = await ana.call(listOwnReports, { query: { cursor: first.nextCursor ?? '' } })
  expect([...first.reports, ...rest.reports]).toEqual(reports)
  expect(rest.nextCursor).toBeNull()
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
