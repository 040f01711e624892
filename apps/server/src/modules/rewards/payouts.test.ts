import type { PersonId } from '@busker/contract'
import { afterAll, expect, test } from 'vitest'
import type { AppError } from '#platform/errors'
import { createTestClickhouse, createTestDatabase } from '../../testing/engines.ts'
import { getEarnings } from './earnings.ts'
import { decideJournal, proposeJournal } from './journals.ts'
import { decidePayout, listMoneyAudit } from './operate-payouts.ts'
import { getOperatorMoney } from './operator-money.ts'
import { getBalances, getIdentity, giveTaxForm, startIdentity } from './payouts.ts'
import { requestPayout, showPayout, type WantedPayout } from './request-payout.ts'
import { createBench, dayMs, earn, giveTerms, personAt, usd, type RewardsBench } from './test-bench.ts'

const facts = await createTestClickhouse()
const databases: Awaited<ReturnType<typeof createTestDatabase>>[] = []
afterAll(async () => {
  for (const database of databases) await database.close()
  await facts.close()
})

const open = async (): Promise<RewardsBench> => {
  const own = await createTestDatabase()
  databases.push(own)
  const bench = createBench({ database: own.database, clickhouse: facts.clickhouse })
  await giveTerms(bench)
  return bench
}

const ana = personAt(1)
const operator = personAt(900)
const major = 1_000_000n
const keyAt = (number: number): string => `01900000-0000-4000-8000-${String(number).padStart(12, '0')}`
const all = (number: number, changes: Partial<WantedPayout> = {}): WantedPayout => ({
  ...{ key: keyAt(number), rail: 'creator', currency: 'USD', ...changes },
})

/** Somebody whom the provider has checked, with so much available. */
const payee = async (bench: RewardsBench, amountMicro: bigint, country = 'DE'): Promise<PersonId> => {
  await startIdentity(bench.deps, ana, country)
  await bench.check(ana, country)
  await earn(bench, ana, amountMicro)
  return ana
}

const balance = async (bench: RewardsBench) => (await getBalances(bench.deps, ana))[0]
const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: AppError) => error.code,
  )
const booksAreRight = async (bench: RewardsBench): Promise<boolean> => (await bench.ledger.verify()).ok

test('a payout goes from request to paid; dust and the reserve of a new payee stay', async () => {
  const bench = await open()
  await payee(bench, 100n * major + 1234n)
  // A tenth stays back for 90 days, rounded down, and less than a cent stays where it is.
  expect(await balance(bench)).toMatchObject({ payableMicro: '90000000', unseasonedMicro: '100001234' })
  const asked = await requestPayout(bench.deps, ana, all(1))
  expect(asked).toMatchObject({ state: 'kyc_check', amountMicro: '90000000', netMicro: '90000000' })
  expect(await balance(bench)).toMatchObject({
    ...{ reserveMicro: '10000123', availableMicro: '1111', inFlightMicro: '90000000' },
  })
  await bench.submit()
  await bench.pass(3 * dayMs)
  const paid = await showPayout(bench.deps.db.pool, asked.payoutId)
  expect(paid.history.map(({ state }) => state)).toEqual(['requested', 'kyc_check', 'submitted', 'paid'])
  expect(await balance(bench)).toMatchObject({ inFlightMicro: '0', availableMicro: '1111' })
  expect(bench.told.map(({ message }) => message.type)).toContain('payout.changed')
  bench.clock.advance(90 * dayMs)
  await bench.rewards.keepReserves()
  expect(await balance(bench)).toMatchObject({ reserveMicro: '0', availableMicro: '10001234' })
  expect(await booksAreRight(bench)).toBe(true)
})

test('the same key is the same payout, also at once, and never for another sum', async () => {
  const bench = await open()
  await payee(bench, 100n * major)
  const wanted = all(1, { amountMicro: '20000000' })
  const answers = await Promise.all([1, 2, 3].map(() => requestPayout(bench.deps, ana, wanted)))
  expect(new Set(answers.map(({ payoutId }) => payoutId)).size).toBe(1)
  expect(await balance(bench)).toMatchObject({ inFlightMicro: '20000000' })
  expect(await refusal(requestPayout(bench.deps, ana, all(1)))).toBe('key_reused')
})

test('what is too little, too much, or no whole cent is refused, and nothing moves', async () => {
  const bench = await open()
  expect(await refusal(requestPayout(bench.deps, ana, all(1)))).toBe('identity_required')
  await payee(bench, 10n * major)
  const before = (await bench.ledger.verify()).entries
  const asking = (amountMicro: string) => refusal(requestPayout(bench.deps, ana, all(2, { amountMicro })))
  expect(await asking('999999')).toBe('not_whole_minor')
  expect(await asking('990000')).toBe('below_minimum')
  // One dollar of ten is kept back.
  expect(await asking('9010000')).toBe('insufficient_funds')
  expect((await bench.ledger.verify()).entries).toBe(before)
  expect(await asking('9000000')).toBe('done')
})

test('a payout that fails, and one that comes back after it was paid, are available again', async () => {
  const bench = await open()
  await payee(bench, 3000n * major)
  await decideAll(bench, '880020000', 1)
  expect(await lastState(bench, 1)).toBe('failed')
  expect(await balance(bench)).toMatchObject({ inFlightMicro: '0', availableMicro: '2700000000' })
  await decideAll(bench, '880030000', 2)
  expect(await lastState(bench, 2)).toBe('returned')
  expect(await balance(bench)).toMatchObject({ inFlightMicro: '0', availableMicro: '2700000000' })
  expect(await booksAreRight(bench)).toBe(true)
  expect(bench.events).toEqual(['failed', 'paid', 'returned'])
})

const decideAll = async (bench: RewardsBench, amountMicro: string, number: number): Promise<void> => {
  await requestPayout(bench.deps, ana, all(number, { amountMicro }))
  await bench.submit()
  await bench.pass(10 * dayMs)
}
const lastState = async (bench: RewardsBench, number: number): Promise<string> =>
  (
    await requestPayout(
      bench.deps,
      ana,
      all(number, { amountMicro: number === 1 ? '880020000' : '880030000' }),
    )
  ).state

test('where the provider does not answer, the payout says so, and is paid once', async () => {
  const bench = await open()
  await payee(bench, 3000n * major)
  const { payoutId } = await requestPayout(bench.deps, ana, all(1, { amountMicro: '880040000' }))
  await bench.submit()
  expect((await showPayout(bench.deps.db.pool, payoutId)).state).toBe('unknown')
  await bench.pass(3 * dayMs)
  const { history } = await showPayout(bench.deps.db.pool, payoutId)
  expect(history.map(({ state }) => state)).toEqual([
    'requested',
    'kyc_check',
    'submitted',
    'unknown',
    'paid',
  ])
  expect(await booksAreRight(bench)).toBe(true)
})

test('a large payout waits for an operator, who lets it go or gives the money back, with a reason', async () => {
  const bench = await open()
  await payee(bench, 3000n * major)
  const large = await requestPayout(bench.deps, ana, all(1, { amountMicro: '1000000000' }))
  expect(large).toMatchObject({ state: 'risk_hold', note: 'large_amount' })
  await bench.submit()
  await bench.pass(dayMs)
  const { payoutId } = large
  const decide = (event: 'hold' | 'release' | 'cancel') =>
    decidePayout(bench.deps, { payoutId, by: operator, event, reason: 'looked at it' })
  expect(await refusal(decide('hold'))).toBe('state_changed')
  expect(await decide('cancel')).toMatchObject({ state: 'cancelled', note: 'looked at it' })
  expect(await refusal(decide('release'))).toBe('state_changed')
  expect(await balance(bench)).toMatchObject({ inFlightMicro: '0', availableMicro: '2700000000' })
  const again = await requestPayout(bench.deps, ana, all(2, { amountMicro: '1000000000' }))
  await decidePayout(bench.deps, { payoutId: again.payoutId, by: operator, event: 'release', reason: 'fine' })
  await bench.submit()
  await bench.pass(3 * dayMs)
  expect((await showPayout(bench.deps.db.pool, again.payoutId)).state).toBe('paid')
  const { entries } = await listMoneyAudit(bench.deps, undefined)
  expect(entries.map(({ action }) => action)).toEqual(['payout.release', 'payout.cancel', 'terms.set'])
})

test('who is held at the last moment is not handed over', async () => {
  const bench = await open()
  await payee(bench, 100n * major)
  const { payoutId } = await requestPayout(bench.deps, ana, all(1))
  await decidePayout(bench.deps, { payoutId, by: operator, event: 'hold', reason: 'a tip' })
  await bench.submit()
  await bench.pass(dayMs)
  expect((await showPayout(bench.deps.db.pool, payoutId)).state).toBe('risk_hold')
  expect(await balance(bench)).toMatchObject({ inFlightMicro: '90000000' })
})

test('a tax form is asked for before the threshold is reached', async () => {
  const bench = await open()
  await payee(bench, 5000n * major, 'US')
  expect((await getIdentity(bench.deps, ana)).level).toBe('L1')
  const asking = (number: number, amountMicro: string) =>
    refusal(requestPayout(bench.deps, ana, all(number, { amountMicro })))
  // 80 % of 2,000.
  expect(await asking(1, '1600000000')).toBe('tax_form_required')
  expect(await asking(2, '800000000')).toBe('done')
  expect(await asking(3, '800000000')).toBe('tax_form_required')
  const form = { form: 'w9' as const, country: 'US', taxNumber: '123-45-6789' }
  expect((await giveTaxForm(bench.deps, ana, form)).level).toBe('L2')
  expect(await asking(3, '800000000')).toBe('done')
})

test('a transfer by hand needs two operators, and is posted once', async () => {
  const bench = await open()
  const transfer = {
    ...{ template: 'fund_top_up' as const, period: '2026-04', currency: 'USD', amountMicro: '5000000' },
  }
  const proposal = { key: keyAt(7), transfer, reason: 'a gift to the fund' }
  const { journalId } = await proposeJournal(bench.deps, operator, proposal)
  expect((await proposeJournal(bench.deps, operator, proposal)).journalId).toBe(journalId)
  const viewer = (personId: PersonId) => ({
    ...{ kind: 'person' as const, personId, role: 'operator' as const, sessionId: 's' },
  })
  const decide = (by: PersonId, decision: 'approve' | 'withdraw') =>
    decideJournal(bench.deps, viewer(by), { journalId, decision, reason: 'looked at it' })
  expect(await refusal(decide(operator, 'approve'))).toBe('second_operator_needed')
  expect((await bench.ledger.verify()).entries).toBe(0)
  expect(await decide(personAt(901), 'approve')).toMatchObject({ state: 'posted' })
  expect(await refusal(decide(personAt(901), 'approve'))).toBe('state_changed')
  const [pool] = await bench.ledger.totalsOf(bench.deps.db.pool, ['fund_pool'])
  expect(pool?.balance.credits).toBe(5_000_000n)
})

test('the boards of creator and operator say what the books say', async () => {
  const bench = await open()
  await payee(bench, 100n * major)
  await earn(bench, personAt(2), 300n * major)
  await requestPayout(bench.deps, ana, all(1))
  await bench.submit()
  await bench.pass(3 * dayMs)
  const days = { from: '2026-03-01', to: '2026-03-31' }
  const { boards } = await getEarnings(bench.deps, ana, days)
  const [board] = boards
  expect(board).toMatchObject({
    ...{ currency: 'USD', earnedMicro: '100000000', paidMicro: '90000000', reserveMicro: '10000000' },
    ...{ pendingMicro: '0', availableMicro: '0', inFlightMicro: '0' },
  })
  const steps = board?.sources.flatMap((source) => source.steps) ?? []
  expect(steps.at(-1)).toEqual({ id: 'earned', amountMicro: '100000000' })
  const money = await getOperatorMoney(bench.deps, days)
  const [usdMoney] = money.currencies
  const totals = await bench.ledger.totalsOf(bench.deps.db.pool, [
    'creator_available',
    'reserve',
    'fund',
    'psp',
  ])
  for (const { kind, balance: counted } of totals) {
    const net = counted.credits - counted.debits
    const shown = [...(usdMoney?.liabilities ?? []), ...(usdMoney?.assets ?? [])].find(
      (row) => row.kind === kind,
    )
    if (kind === 'fund') expect(usdMoney?.expenses).toEqual([{ line: 'fund', amountMicro: String(-net) }])
    else if (kind === 'psp') expect(shown?.amountMicro).toBe(String(-net))
    else expect(shown?.amountMicro).toBe(String(net))
  }
  expect(money.trialBalanceOk).toBe(true)
  expect(usdMoney).toMatchObject({ creators: 2, creatorMedianMicro: '100000000', creatorGini: 0.25 })
  expect(money.payouts).toMatchObject({ requested: 1, paid: 1, failed: 0, failureBasisPoints: 0 })
  expect(money.payouts.latencyP50Seconds).toBeGreaterThan(0)
  expect(usd).toBe('USD')
})
