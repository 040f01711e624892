import * as contract from '@busker/contract'
import type { CommentId, DecideBody, PostId, ReportTarget } from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { within } from '#platform/postgres'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  testPassword,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let operator: Person
let mod: Person
let other: Person
let author: Person
let ana: Person
beforeAll(async () => {
  app = await createTestApp()
  operator = await signUp(app, 'operator')
  mod = await signUp(app, 'mod')
  other = await signUp(app, 'other_mod')
  author = await signUp(app, 'author')
  ana = await signUp(app, 'ana')
  for (const { me } of [mod, other])
    await operator.call(contract.setRole, { params: { handle: me.handle }, body: { role: 'moderator' } })
})
afterAll(() => app.stop())

const none = { removed: false, limited: false, minimumAge: null, labels: [], suspension: null }
type Changes = Partial<Extract<DecideBody, { kind: 'act' }>['measures']>
const act = (changes: Changes, violation = true, rule: contract.ReportReason = 'hate'): DecideBody => ({
  ...{ kind: 'act', rule, text: 'Hateful words at 0:04.', measures: { ...none, ...changes }, violation },
})

/** A report and the case it is part of. */
const reported = async (target: ReportTarget, by = ana): Promise<string> => {
  await by.call(contract.report, { body: { target, reason: 'hate' } })
  const { cases } = await operator.call(contract.listCases, { query: { limit: 100 } })
  const key = JSON.stringify(target)
  return cases.find((one) => JSON.stringify(one.target) === key)?.caseId ?? ''
}
const decided = async (by: Person, caseId: string, body: DecideBody): Promise<string> => {
  await by.call(contract.claimCase, { params: { caseId } })
  const decisionId = app.ids.uuid()
  await by.call(contract.decideCase, { params: { caseId, decisionId }, body })
  return decisionId
}
const onPost = async (postId: PostId, body: DecideBody) =>
  decided(mod, await reported({ kind: 'post', postId }), body)
const sees = async (who: Person, postId: PostId): Promise<string> => {
  const answer = await who.get(`/v1/posts/${postId}`)
  const { post } = JSON.parse(answer.body) as { post?: { state: string } }
  return post?.state ?? String(answer.status)
}
const notices = (who: Person = author) => who.call(contract.listNotices)
const appealOf = async (by: Person, decisionId: string) => {
  const { appeals } = await by.call(contract.listAppeals, { query: { limit: 50 } })
  return appeals.find((one) => one.decision.decisionId === decisionId)
}
const appealed = async (decisionId: string, by = author): Promise<string> => {
  await by.call(contract.appealDecision, { params: { decisionId }, body: { text: 'It was a quotation.' } })
  return (await appealOf(other, decisionId))?.appealId ?? ''
}

test('of many who claim a case one gets it, and it comes back when they go away', async () => {
  const caseId = await reported({ kind: 'post', postId: await publishClip(app, author) })
  const params = { caseId }
  const tries = await Promise.all(
    [mod, other, operator]
      .flatMap((one) => [one, one])
      .map((one) => one.send({ method: 'PUT', path: `/v1/operator/cases/${caseId}/claim` })),
  )
  expect(tries.map(({ status }) => status).toSorted()).toEqual([200, 200, 409, 409, 409, 409])
  const { case: held } = await mod.call(contract.getCase, { params })
  const holder = [mod, other, operator].find(({ me }) => me.personId === held.claim?.by?.personId)
  const loser = [mod, other, operator].find((one) => one !== holder)
  if (!holder || !loser) throw new TypeError('somebody holds it')
  expect(
    await loser.refusal(contract.decideCase, {
      params: { caseId, decisionId: app.ids.uuid() },
      body: { kind: 'dismiss' },
    }),
  ).toBe('409 claimed_by_other')
  await loser.call(contract.releaseCase, { params })
  app.clock.advance(9 * 60_000)
  await holder.call(contract.claimCase, { params })
  app.clock.advance(9 * 60_000)
  expect(await loser.refusal(contract.claimCase, { params })).toBe('409 claimed_by_other')
  app.clock.advance(2 * 60_000)
  await loser.call(contract.claimCase, { params })
  expect(
    await holder.refusal(contract.decideCase, {
      params: { caseId, decisionId: app.ids.uuid() },
      body: { kind: 'dismiss' },
    }),
  ).toBe('409 claimed_by_other')
  await loser.call(contract.releaseCase, { params })
  expect((await mod.call(contract.getCase, { params })).case.claim).toBeNull()
})

test('those who ask for the next case at once get different ones, and keep theirs', async () => {
  await reported({ kind: 'post', postId: await publishClip(app, author) })
  await reported({ kind: 'person', personId: author.me.personId })
  const staff = [mod, other, operator]
  const next = await Promise.all(staff.map((one) => one.call(contract.claimNextCase)))
  const ids = next.map(({ caseId }) => caseId)
  expect(new Set(ids).size).toBe(3)
  expect((await mod.call(contract.claimNextCase)).caseId).toBe(ids[0])
  const mine = await mod.call(contract.listCases, { query: { show: 'mine' } })
  expect(mine.cases.map(({ caseId }) => caseId)).toEqual([ids[0]])
  expect((await mod.call(contract.listCases, { query: { show: 'free' } })).cases).toEqual([])
  for (const [place, one] of staff.entries())
    await one.call(contract.releaseCase, { params: { caseId: ids[place] ?? '' } })
})

test('a removal: gone for others, told to its author and to who reported, once', async () => {
  const postId = await publishClip(app, author)
  const caseId = await reported({ kind: 'post', postId })
  const decisionId = app.ids.uuid()
  const [params, body] = [{ caseId, decisionId }, act({ removed: true })]
  expect(await createClient(app).refusal(contract.decideCase, { params, body })).toBe('401 not_signed_in')
  expect(await ana.refusal(contract.decideCase, { params, body })).toBe('403 forbidden')
  expect(await mod.refusal(contract.decideCase, { params, body })).toBe('409 claimed_by_other')
  expect(
    await mod.refusal(contract.decideCase, { params: { caseId: app.ids.uuid(), decisionId }, body }),
  ).toBe('404 not_found')
  await mod.call(contract.claimCase, { params: { caseId } })
  expect(await mod.refusal(contract.decideCase, { params, body: { ...body, text: ' ' } })).toBe(
    '400 invalid_request',
  )
  expect(await mod.refusal(contract.decideCase, { params, body: act({}, false) })).toBe('400 invalid_request')
  const unread = (await notices()).unread
  await Promise.all([1, 2].map(() => mod.call(contract.decideCase, { params, body })))
  expect([await sees(ana, postId), await sees(author, postId), await sees(mod, postId)]).toEqual([
    '404',
    'removed',
    'removed',
  ])
  expect(
    await mod.refusal(contract.decideCase, { params: { caseId, decisionId: app.ids.uuid() }, body }),
  ).toBe('409 state_changed')
  expect(await mod.refusal(contract.claimCase, { params: { caseId } })).toBe('409 state_changed')

  const told = await notices()
  expect(told.unread).toBe(unread + 1)
  expect(told.notices[0]).toMatchObject({
    ...{ decisionId, rule: 'hate', text: 'Hateful words at 0:04.', grade: 'warning', automated: false },
    ...{ target: { kind: 'post', postId }, measures: { removed: true }, undone: null, appeal: null },
    appealUntil: expect.stringMatching(/^2026-07/),
  })
  expect(JSON.stringify(told)).not.toContain(mod.me.personId)
  expect(await ana.refusal(contract.getNotice, { params: { decisionId } })).toBe('404 not_found')
  expect(await ana.refusal(contract.readNotice, { params: { decisionId } })).toBe('404 not_found')
  await author.call(contract.readNotice, { params: { decisionId } })
  expect((await notices()).unread).toBe(unread)
  const [mine] = (await ana.call(contract.listOwnReports)).reports
  expect(mine).toMatchObject({ outcome: 'acted', about: { handle: 'author' } })
  const kept = sql`update moderation.decision set text = 'else'`.execute(within(app.engines.db.pool))
  await expect(kept).rejects.toThrow('only added to')
})

test('an appeal is decided by somebody else, who is not told whose decision it was', async () => {
  const postId = await publishClip(app, author)
  const decisionId = await onPost(postId, act({ removed: true, limited: true }))
  const [params, words] = [{ decisionId }, { text: 'It was a quotation.' }]
  expect(await ana.refusal(contract.appealDecision, { params, body: words })).toBe('404 not_found')
  expect(await author.refusal(contract.appealDecision, { params, body: { text: '' } })).toBe(
    '400 invalid_request',
  )
  const appealId = await appealed(decisionId)
  await appealed(decisionId)
  expect(await author.refusal(contract.appealDecision, { params, body: { text: 'And more.' } })).toBe(
    '409 already_appealed',
  )
  const listed = await appealOf(other, decisionId)
  expect(listed).toMatchObject({ may: { rule: 'yes', samePerson: false }, person: { handle: 'author' } })
  expect(JSON.stringify(listed)).not.toContain(mod.me.personId)
  expect((await appealOf(mod, decisionId))?.may).toEqual({ rule: 'own_decision' })

  const body = { outcome: 'overturned', text: 'The words were quoted.' } as const
  const ruling = { params: { appealId }, body }
  expect(await ana.refusal(contract.ruleOnAppeal, ruling)).toBe('403 forbidden')
  expect(await mod.refusal(contract.ruleOnAppeal, ruling)).toBe('403 own_decision')
  expect(
    await other.refusal(contract.ruleOnAppeal, { ...ruling, params: { appealId: app.ids.uuid() } }),
  ).toBe('404 not_found')
  const answers = await Promise.all(
    [other, operator].map((one) =>
      one.send({ method: 'PUT', path: `/v1/operator/appeals/${appealId}/ruling`, body }),
    ),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect(await sees(ana, postId)).toBe('published')
  const { notice } = await author.call(contract.getNotice, { params })
  expect(notice).toMatchObject({
    grade: 'none',
    undone: { by: 'appeal' },
    appealUntil: null,
    appeal: { ruling: { outcome: 'overturned', samePerson: false } },
  })
  expect((await ana.call(contract.listOwnReports)).reports[0]?.outcome).toBe('taken_back')
  expect(await operator.refusal(contract.withdrawDecision, { params, body: words })).toBe('409 state_changed')
  const broken = sql`update moderation.appeal set ruled_by = decision_by where appeal_id = ${appealId}`
  await expect(broken.execute(within(app.engines.db.pool))).rejects.toThrow('check')
})

test('what falls gives back only what nothing else that stands demands', async () => {
  const postId = await publishClip(app, author)
  const first = await onPost(postId, act({ limited: true, labels: ['sensitive'], minimumAge: 18 }))
  const second = await onPost(postId, act({ limited: true, labels: ['misleading'] }))
  const post = async () => (await author.call(contract.getPost, { params: { postId } })).post
  expect(await post()).toMatchObject({ limited: true, minimumAge: 18, labels: ['misleading', 'sensitive'] })
  expect(
    await other.refusal(contract.withdrawDecision, { params: { decisionId: first }, body: { text: 'x' } }),
  ).toBe('403 forbidden')
  for (const by of [mod, operator])
    await by.call(contract.withdrawDecision, {
      params: { decisionId: first },
      body: { text: 'Mine was wrong.' },
    })
  expect(await post()).toMatchObject({ limited: true, minimumAge: null, labels: ['misleading'] })
  expect(
    await author.refusal(contract.appealDecision, { params: { decisionId: first }, body: { text: 'x' } }),
  ).toBe('409 state_changed')
  await operator.call(contract.withdrawDecision, {
    params: { decisionId: second },
    body: { text: 'This too.' },
  })
  expect(await post()).toMatchObject({ limited: false, minimumAge: null, labels: [] })
})

test('a comment goes and comes back', async () => {
  const postId = await publishClip(app, author)
  const commentId = app.ids.uuid() as CommentId
  await ana.call(contract.writeComment, { params: { postId, commentId }, body: { text: 'Rude words' } })
  const comments = async () =>
    (await author.call(contract.listComments, { params: { postId } })).comments.map(({ text }) => text)
  const caseId = await reported({ kind: 'comment', commentId }, author)
  expect(
    await mod.refusal(contract.decideCase, {
      params: { caseId, decisionId: app.ids.uuid() },
      body: act({ limited: true }),
    }),
  ).toBe('409 claimed_by_other')
  const decisionId = await decided(mod, caseId, act({ removed: true }))
  expect(await comments()).toEqual([])
  const appealId = await appealed(decisionId, ana)
  await other.call(contract.ruleOnAppeal, {
    params: { appealId },
    body: { outcome: 'overturned', text: 'Rude is allowed.' },
  })
  expect(await comments()).toEqual(['Rude words'])
})

test('whoever is suspended may look, appeal and take away, and change nothing else', async () => {
  const bea = await signUp(app, 'bea')
  const postId = await publishClip(app, bea)
  const caseId = await reported({ kind: 'person', personId: bea.me.personId })
  await mod.call(contract.claimCase, { params: { caseId } })
  expect(
    await mod.refusal(contract.decideCase, {
      params: { caseId, decisionId: app.ids.uuid() },
      body: act({ removed: true }),
    }),
  ).toBe('400 invalid_request')
  const decisionId = await decided(mod, caseId, act({ suspension: { days: 7 } }))
  const like = { params: { postId } }
  expect(await bea.refusal(contract.likePost, like)).toBe('403 suspended')
  expect(await bea.refusal(contract.createPost, { body: {} })).toBe('403 suspended')
  expect((await bea.send({ method: 'POST', path: '/v1/uploads' })).body).toContain('suspended')
  expect((await notices(bea)).standing.suspension).toMatchObject({ reason: 'Hateful words at 0:04.' })
  expect((await bea.call(contract.getFeed)).slots).toBeDefined()
  expect(
    (
      await createClient(app).send({
        method: 'POST',
        path: '/v1/auth/sign-in',
        body: { handle: 'bea', password: testPassword },
      })
    ).status,
  ).toBe(200)
  const appealId = await appealed(decisionId, bea)
  await other.call(contract.ruleOnAppeal, {
    params: { appealId },
    body: { outcome: 'upheld', text: 'It stands.' },
  })
  expect(await bea.refusal(contract.likePost, like)).toBe('403 suspended')
  app.clock.advance(7 * 86_400_000)
  await bea.call(contract.likePost, like)
  expect((await notices(bea)).standing.suspension).toBeNull()
})

test('operators are never suspended, moderators only by operators, and nobody judges themselves', async () => {
  const suspending = act({ suspension: { days: null } })
  const onMod = await reported({ kind: 'person', personId: mod.me.personId })
  expect(await mod.refusal(contract.getCase, { params: { caseId: onMod } })).toBe('403 forbidden')
  expect(await mod.refusal(contract.claimCase, { params: { caseId: onMod } })).toBe('403 forbidden')
  expect(
    (await mod.call(contract.listCases, { query: { limit: 100 } })).cases.map(({ caseId }) => caseId),
  ).not.toContain(onMod)
  await other.call(contract.claimCase, { params: { caseId: onMod } })
  const params = { caseId: onMod, decisionId: app.ids.uuid() }
  expect(await other.refusal(contract.decideCase, { params, body: suspending })).toBe('403 forbidden')
  await other.call(contract.releaseCase, { params: { caseId: onMod } })
  const decisionId = await decided(operator, onMod, suspending)
  expect(await mod.refusal(contract.listCases)).toBe('403 suspended')
  await operator.call(contract.withdrawDecision, { params: { decisionId }, body: { text: 'Wrong person.' } })
  await mod.call(contract.listCases)
  await reported({ kind: 'person', personId: operator.me.personId })
  const { cases } = await other.call(contract.listCases, { query: { kind: 'person' } })
  const onOperator = cases.find(({ about }) => about?.handle === 'operator')?.caseId ?? ''
  await other.call(contract.claimCase, { params: { caseId: onOperator } })
  expect(
    await other.refusal(contract.decideCase, {
      params: { caseId: onOperator, decisionId: app.ids.uuid() },
      body: suspending,
    }),
  ).toBe('403 forbidden')
})

test('where nobody else is, the one person there waits a day, and it is said', async () => {
  const postId = await publishClip(app, author)
  const decisionId = await onPost(postId, act({ removed: true }))
  const appealId = await appealed(decisionId)
  for (const handle of ['other_mod', 'mod'])
    await operator.call(contract.setRole, { params: { handle }, body: { role: 'person' } })
  const own = await decided(
    operator,
    await reported({ kind: 'post', postId: await publishClip(app, author) }),
    act({ limited: true }),
  )
  await author.call(contract.appealDecision, { params: { decisionId: own }, body: { text: 'Why?' } })
  const listed = await appealOf(operator, own)
  expect(listed?.may.rule).toBe('alone')
  const ruling = {
    params: { appealId: listed?.appealId ?? '' },
    body: { outcome: 'upheld', text: 'Looked again.' },
  } as const
  expect(await operator.refusal(contract.ruleOnAppeal, ruling)).toBe('403 own_decision')
  app.clock.advance(86_400_000)
  await operator.call(contract.ruleOnAppeal, ruling)
  await decided(operator, await reported({ kind: 'post', postId: await publishClip(app, author) }), act({}))
  const { notice } = await author.call(contract.getNotice, { params: { decisionId: own } })
  expect(notice.appeal?.ruling).toMatchObject({ outcome: 'upheld', samePerson: true })
  await operator.call(contract.ruleOnAppeal, {
    params: { appealId },
    body: { outcome: 'upheld', text: 'It stands.' },
  })
})

test('the numbers are those of the rows', async () => {
  const { numbers } = await createClient(app).call(contract.getTransparency, { query: { days: 366 } })
  expect(numbers).toMatchObject({
    appeals: 5,
    appealsDecided: 5,
    overturned: 2,
    overturnRate: 0.4,
    samePerson: 1,
    automated: 0,
  })
  expect(numbers.byReason.map(({ reason }) => reason)).toEqual(['hate'])
  expect(numbers.byReason[0]).toMatchObject({
    opened: numbers.opened,
    closed: numbers.closed,
    acted: numbers.acted,
  })
  expect(numbers.byMeasure).toMatchObject({ suspended: 2, ageGated: 1, labelled: 2, warnedOnly: 1 })
  expect(numbers.keptInTime).toBe(1)
  const staff = await operator.call(contract.getModerationNumbers, { query: { days: 366 } })
  expect(staff.numbers).toEqual(numbers)
  expect(staff.own).toEqual({ decisions: 3, appealed: 1, overturned: 0 })
  expect(staff.waiting.appeals).toBe(0)
  expect(staff.waiting.open).toBe(numbers.opened - numbers.closed)
  expect(await author.refusal(contract.getModerationNumbers)).toBe('403 forbidden')
  expect(await author.refusal(contract.getTransparency, { query: { days: 0 } })).toBe('400 invalid_request')
})

test('six months later nobody appeals', async () => {
  const [first] = (await notices()).notices.filter(({ appealUntil }) => appealUntil !== null)
  app.clock.advance(200 * 86_400_000)
  const again = createClient(app)
  await again.call(contract.signIn, { body: { handle: 'author', password: testPassword } })
  const params = { decisionId: first?.decisionId ?? '' }
  expect(await again.refusal(contract.appealDecision, { params, body: { text: 'x' } })).toBe(
    '409 appeal_too_late',
  )
})
