import * as contract from '@busker/contract'
import type { Endpoint } from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { within } from '#platform/postgres'
import { createClient, createTestApp, signUp, type Person } from '../../testing/test-app.ts'
import { smallTerms } from './test-bench.ts'

const app = await createTestApp()
afterAll(() => app.stop())

const people: Record<'operator' | 'second' | 'ana', Person> = {
  operator: await signUp(app, 'operator'),
  second: await signUp(app, 'second'),
  ana: await signUp(app, 'ana'),
}
const { operator, second, ana } = people
const anonymous = createClient(app)

beforeAll(async () => {
  // Whoever signs up first is the operator; the second one is made one here.
  await sql`update identity.person set role = 'operator' where person_id = ${second.me.personId}`.execute(
    within(app.engines.db.pool),
  )
})

const uuid = '01900000-0000-4000-8000-000000000001'
const period = { periodId: '2026-01' }
const reason = 'for the test'
const transfer = { template: 'fund_top_up', period: '2026-01', currency: 'USD', amountMicro: '5' }
const days = { from: '2026-01-01', to: '2026-01-31' }
/** Terms begin today, in the time of the test. */
const terms = { ...smallTerms, effectiveFrom: '2026-01-10', reason, followers: 1, viewsIn30Days: 0 }

interface Case {
  readonly endpoint: Endpoint
  readonly input?: { params?: Record<string, string>; query?: Record<string, string>; body?: unknown }
  /** Something that does not fit. */
  readonly wrong?: { params?: Record<string, string>; query?: Record<string, string>; body?: unknown }
}

const ofPerson: Case[] = [
  { endpoint: contract.getRewardEligibility },
  { endpoint: contract.applyForRewards, input: { body: { termsVersion: 1 } }, wrong: { body: {} } },
  { endpoint: contract.leaveRewards },
  { endpoint: contract.listStatements },
  { endpoint: contract.getStatement, input: { params: period }, wrong: { params: { periodId: 'x' } } },
  {
    ...{ endpoint: contract.listStatementViews, input: { params: period, query: { postId: uuid } } },
    wrong: { params: period, query: { postId: 'x' } },
  },
  { endpoint: contract.getPayoutBalance },
  { endpoint: contract.getPayoutIdentity },
  {
    ...{ endpoint: contract.startPayoutIdentity, input: { body: { country: 'DE' } } },
    wrong: { body: { country: 'de' } },
  },
  {
    ...{
      endpoint: contract.submitTaxForm,
      wrong: { body: { form: 'w10', country: 'DE', taxNumber: '12345' } },
    },
    input: { body: { form: 'dac7', country: 'DE', taxNumber: '12345' } },
  },
  {
    ...{ endpoint: contract.requestPayout, input: { body: { key: uuid, rail: 'creator', currency: 'USD' } } },
    wrong: { body: { key: uuid, rail: 'creator', currency: 'USD', amountMicro: '-5' } },
  },
  { endpoint: contract.listPayouts, wrong: { query: { cursor: 'x' } } },
  {
    endpoint: contract.getPayout,
    input: { params: { payoutId: uuid } },
    wrong: { params: { payoutId: 'x' } },
  },
  {
    endpoint: contract.getEarnings,
    input: { query: days },
    wrong: { query: { from: '2026-01-31', to: 'x' } },
  },
]

const ofOperator: Case[] = [
  { endpoint: contract.listRewardTerms },
  {
    endpoint: contract.setRewardTerms,
    input: { body: terms },
    wrong: { body: { ...terms, minimumAge: 17 } },
  },
  {
    ...{ endpoint: contract.previewRewardPeriod, input: { params: period } },
    wrong: { params: period, query: { proRataBasisPoints: '10001' } },
  },
  {
    endpoint: contract.voidRewardViews,
    input: { params: period, body: { of: { kind: 'post', postId: uuid }, reason } },
    wrong: { params: period, body: { of: { kind: 'post', postId: uuid } } },
  },
  { endpoint: contract.getOperatorMoney, input: { query: days }, wrong: { query: { from: 'x', to: 'y' } } },
  { endpoint: contract.listAllPayouts, wrong: { query: { state: 'lost' } } },
  ...[contract.holdPayout, contract.releasePayout, contract.cancelPayout].map((endpoint) => ({
    ...{ endpoint, input: { params: { payoutId: uuid }, body: { reason } } },
    wrong: { params: { payoutId: uuid }, body: { reason: '' } },
  })),
  { endpoint: contract.listJournals },
  {
    ...{ endpoint: contract.proposeJournal, input: { body: { key: uuid, transfer, reason } } },
    wrong: { body: { key: uuid, transfer: { ...transfer, template: 'gift' }, reason } },
  },
  {
    endpoint: contract.decideJournal,
    input: { params: { journalId: uuid }, body: { decision: 'approve', reason } },
    wrong: { params: { journalId: uuid }, body: { decision: 'perhaps', reason } },
  },
  { endpoint: contract.listMoneyAudit, wrong: { query: { cursor: 'x' } } },
]

test.each([...ofPerson, ...ofOperator].map((one) => [one.endpoint.id, one] as const))(
  '%s is for people who are signed in',
  async (_id, { endpoint, input }) => {
    expect(await anonymous.refusal(endpoint, input)).toBe('401 not_signed_in')
  },
)

test.each(ofOperator.map((one) => [one.endpoint.id, one] as const))(
  '%s is for operators',
  async (_id, { endpoint, input }) => {
    expect(await ana.refusal(endpoint, input)).toBe('403 forbidden')
  },
)

test.each(
  [...ofPerson, ...ofOperator].flatMap((one) => (one.wrong ? [[one.endpoint.id, one] as const] : [])),
)('%s refuses what does not fit', async (_id, { endpoint, wrong }) => {
  expect(await operator.refusal(endpoint, wrong)).toMatch(/^400 (invalid_request|invalid_cursor)$/)
})

test('without terms there is no fund; the first ones may begin today, later ones lie ahead', async () => {
  expect(await anonymous.call(contract.getRewardProgramme)).toEqual({ terms: null, upcoming: [] })
  expect(await ana.refusal(contract.getRewardEligibility)).toBe('409 no_reward_terms')
  const past = { ...terms, effectiveFrom: '2026-01-09' }
  expect(await operator.refusal(contract.setRewardTerms, { body: past })).toBe('409 terms_not_ahead')
  const first = await operator.call(contract.setRewardTerms, { body: terms })
  expect(first.terms).toMatchObject({ version: 1, poolMicro: '1000000000' })
  expect(await operator.refusal(contract.setRewardTerms, { body: terms })).toBe('409 terms_not_ahead')
  const later = { ...terms, effectiveFrom: '2026-02-01', poolMicro: '2000000000' }
  await operator.call(contract.setRewardTerms, { body: later })
  const programme = await anonymous.call(contract.getRewardProgramme)
  expect([programme.terms?.version, programme.upcoming.map(({ version }) => version)]).toEqual([1, [2]])
  expect((await operator.call(contract.listRewardTerms)).terms).toHaveLength(2)
})

test('who lacks a follower is told so, refused, and may apply again after 30 days', async () => {
  const before = await ana.call(contract.getRewardEligibility)
  expect(before).toMatchObject({ eligible: false, mayApply: true, membership: { state: 'none' } })
  expect(before.checks.find(({ id }) => id === 'followers')).toEqual({
    ...{ id: 'followers', passed: false, value: 0, needed: 1 },
  })
  const body = { termsVersion: 1 }
  expect(await ana.refusal(contract.applyForRewards, { body: { termsVersion: 2 } })).toBe('409 terms_changed')
  expect((await ana.call(contract.applyForRewards, { body })).membership).toMatchObject({
    ...{ state: 'refused', applyAgainFrom: '2026-02-09' },
  })
  await second.call(contract.followPerson, { params: { handle: 'ana' } })
  expect(await ana.refusal(contract.applyForRewards, { body })).toBe('409 apply_later')
  app.clock.advance(30 * 86_400_000)
  await app.rewards.turn()
  const accepted = await ana.call(contract.applyForRewards, { body: { termsVersion: 2 } })
  expect(accepted.membership.state).toBe('member')
  expect((await ana.call(contract.leaveRewards)).membership.state).toBe('left')
})

test('a period is public; its preview is for operators; what is unknown is not there', async () => {
  const { periods } = await anonymous.call(contract.listRewardPeriods)
  expect(periods.map(({ periodId, from, state }) => [periodId, from, state])).toEqual([
    ['2026-02', '2026-02-01', 'open'],
    ['2026-01', '2026-01-10', 'closed'],
  ])
  const first = await anonymous.call(contract.getRewardPeriod, { params: period })
  expect(first).toMatchObject({ period: { unallocatedMicro: '1000000000' }, terms: { version: 1 } })
  const preview = await operator.call(contract.previewRewardPeriod, { params: { periodId: '2026-02' } })
  expect(preview).toMatchObject({ views: 0, creators: [] })
  expect(await operator.refusal(contract.previewRewardPeriod, { params: period })).toBe('409 period_not_open')
  const unknown = { params: { periodId: '2020-01' } }
  expect(await anonymous.refusal(contract.getRewardPeriod, unknown)).toBe('404 not_found')
  expect(await ana.refusal(contract.getStatement, { params: period })).toBe('404 not_found')
  const file = (name: string) => `/v1/rewards/statements/2026-01/file/${name}`
  expect((await anonymous.get(file('statement.json'))).status).toBe(401)
  expect((await ana.get(file('statement.json'))).status).toBe(404)
  expect((await ana.get(file('other.txt'))).status).toBe(404)
  const body = { of: { kind: 'creator' as const, personId: ana.me.personId }, reason }
  expect(await operator.call(contract.voidRewardViews, { params: period, body })).toEqual({ views: 0 })
})

test('what nobody has yet is empty, and what is not there cannot be decided', async () => {
  expect(await ana.call(contract.getPayoutBalance)).toEqual({ balances: [] })
  expect(await ana.call(contract.listStatements)).toEqual({ statements: [] })
  expect(await ana.call(contract.listPayouts)).toEqual({ payouts: [], nextCursor: null })
  expect((await ana.call(contract.getEarnings, { query: days })).boards).toEqual([])
  const tooLong = { query: { from: '2020-01-01', to: '2026-01-01' } }
  expect(await ana.refusal(contract.getEarnings, tooLong)).toBe('400 invalid_request')
  expect((await ana.call(contract.getPayoutIdentity)).identity.level).toBe('L0')
  const begun = await ana.call(contract.startPayoutIdentity, { body: { country: 'DE' } })
  expect(begun.identity).toMatchObject({ level: 'L0', country: 'DE' })
  expect(begun.identity.onboardingUrl).not.toBeNull()
  const asked = { body: { key: uuid, rail: 'creator', currency: 'USD' } }
  expect(await ana.refusal(contract.requestPayout, asked)).toBe('409 identity_required')
  const params = { payoutId: uuid }
  expect(await ana.refusal(contract.getPayout, { params })).toBe('404 not_found')
  expect(await operator.refusal(contract.holdPayout, { params, body: { reason } })).toBe('404 not_found')
  const money = await operator.call(contract.getOperatorMoney, { query: days })
  expect(money).toMatchObject({ trialBalanceOk: true, payouts: { requested: 0 } })
})

test('a transfer by hand goes through two operators over HTTP, too', async () => {
  const body = {
    key: contract.journalId.parse(uuid),
    transfer: { ...transfer, template: 'fund_top_up' as const },
    reason,
  }
  const { journal } = await operator.call(contract.proposeJournal, { body })
  const params = { journalId: journal.journalId }
  const approve = { params, body: { decision: 'approve' as const, reason } }
  expect(await operator.refusal(contract.decideJournal, approve)).toBe('403 second_operator_needed')
  expect((await second.call(contract.decideJournal, approve)).journal.state).toBe('posted')
  expect((await operator.call(contract.listJournals)).journals).toHaveLength(1)
  const { entries } = await operator.call(contract.listMoneyAudit)
  expect(entries[0]).toMatchObject({ action: 'journal.approve', handle: 'second', reason })
})
