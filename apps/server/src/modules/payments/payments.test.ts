import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { within } from '#platform/postgres'
import { createTestDatabase, type TestDatabase } from '../../testing/engines.ts'
import { applyTold } from './apply.ts'
import { learn } from './look-up.ts'
import {
  ana,
  checkedParty,
  createBench,
  dayMs,
  hourMs,
  paidCharge,
  refIn,
  usd,
  type Bench,
} from './test-bench.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await createTestDatabase()
})
afterAll(() => own.close())
afterEach(async () => {
  await sql`truncate payments.movement, payments.transition, payments.provider_event, payments.account,
    payments.report_line, payments.reported_day, payments_sandbox.object, payments_sandbox.line,
    payments_sandbox.timer, payments_sandbox.delivery, payments_sandbox.setting`.execute(
    within(own.database.pool),
  )
})

const asked = (key: string, amountMinor = 1000n) => ({
  ...{ key, purpose: 'coins', reference: 'pack', payer: ana, amountMinor, currency: usd },
  ...{ description: 'Coins', returnPath: '/wallet' },
})
const open = (more: Partial<Parameters<typeof createBench>[0]> = {}): Bench =>
  createBench({ database: own.database, ...more })
const states = (bench: Bench, id: string) =>
  bench.told.filter((one) => one.id === id).map(({ state }) => state)
/** Nothing is on its way in these stories, and the report lacks nothing. */
const balance = async (bench: Bench) => {
  const { awaitedMinor, unreported, ...held } = await bench.payments.balanceOf(bench.deps.db.pool, usd)
  expect([awaitedMinor, unreported]).toEqual([0n, 0n])
  return held
}

test('a charge is one for each key, settles once, and the report agrees', async () => {
  const bench = open()
  const [first, again] = await Promise.all([
    bench.payments.startCharge(asked('one')),
    bench.payments.startCharge(asked('one')),
  ])
  expect(again).toEqual(first)
  expect(first.checkoutUrl).toMatch(/^\/sandbox\/checkout\/sbx_ch_/)
  await expect(bench.payments.startCharge(asked('one', 2000n))).rejects.toMatchObject({ code: 'key_reused' })
  expect(bench.told).toEqual([])
  for (let clicks = 0; clicks < 2; clicks += 1)
    await bench.sandbox.act(refIn(first.checkoutUrl), { kind: 'pay', card: 'webhook_twice' })
  await bench.settle()
  expect(bench.told).toEqual([{ id: first.chargeId, state: 'settled', amountMinor: 1000n }])
  expect(await bench.payments.getCharge(own.database.pool, first.chargeId)).toMatchObject({
    state: 'settled',
    capturedMinor: 1000n,
    payer: ana,
  })
  await bench.pass(hourMs)
  expect(bench.fees).toEqual([-59n])
  expect(await balance(bench)).toEqual({ oursMinor: 941n, reportedMinor: 941n })
  await bench.payments.reconcile('2026-03-01')
  expect(bench.fees).toEqual([-59n])
  expect(bench.unmatched).toEqual([])
})

test('an answer that is lost leads to no second charge', async () => {
  const bench = open()
  const charge = await bench.payments.startCharge(asked('lost', 77_004n))
  expect(charge).toMatchObject({ state: 'requested', checkoutUrl: null })
  const later = await bench.payments.startCharge(asked('lost', 77_004n))
  expect(later).toMatchObject({ chargeId: charge.chargeId, state: 'open' })
  await bench.sandbox.act(refIn(later.checkoutUrl), { kind: 'pay', card: 'succeeds' })
  await bench.settle()
  expect(states(bench, charge.chargeId)).toEqual(['settled'])
  const { rows } = await sql`select 1 from payments_sandbox.object`.execute(within(own.database.pool))
  expect(rows).toHaveLength(1)
})

test.each([
  ['declined', 'card_declined'],
  ['cancel', 'cancelled'],
  ['refused', 'amount_refused'],
  ['expired', 'expired'],
])('a charge that is not paid (%s) fails once', async (what, code) => {
  const bench = open()
  const charge = await bench.payments.startCharge(asked(what, what === 'refused' ? 77_010n : 1000n))
  if (what === 'declined')
    await bench.sandbox.act(refIn(charge.checkoutUrl), { kind: 'pay', card: 'declined' })
  if (what === 'cancel') await bench.sandbox.act(refIn(charge.checkoutUrl), { kind: 'cancel' })
  await bench.pass(2 * dayMs)
  expect(states(bench, charge.chargeId)).toEqual(['failed'])
  const now = await bench.payments.getCharge(own.database.pool, charge.chargeId)
  expect(now).toMatchObject({ state: 'failed', code })
  expect(await balance(bench)).toEqual({ oursMinor: 0n, reportedMinor: 0n })
})

test('what no webhook tells is found: a payment, a dispute and its end', async () => {
  const bench = open({ chance: { lost: 1000, doubled: 0, late: 0, answerLost: 0, requestLost: 0 } })
  const charge = await bench.payments.startCharge(asked('silent', 5000n))
  await bench.sandbox.act(refIn(charge.checkoutUrl), { kind: 'pay', card: 'disputed_won' })
  await bench.settle()
  expect(bench.told).toEqual([])
  await bench.pass(hourMs)
  expect(states(bench, charge.chargeId)).toEqual(['settled'])
  await bench.pass(4 * dayMs)
  const [dispute] = await bench.payments.listDisputes(own.database.pool, charge.chargeId)
  expect(dispute).toMatchObject({ state: 'opened', amountMinor: 5000n, purpose: 'coins', payer: ana })
  await expect(
    bench.payments.refund({ key: 'both', chargeId: charge.chargeId, amountMinor: 1n, reason: 'asked' }),
  ).rejects.toThrow('more than what is left')
  await bench.pass(8 * dayMs)
  expect(states(bench, dispute?.disputeId ?? '')).toEqual(['opened', 'won'])
  const { oursMinor, reportedMinor } = await balance(bench)
  expect(oursMinor).toBe(5000n - 175n - 1500n)
  expect(reportedMinor).toBe(oursMinor)
  expect(bench.unmatched).toEqual([])
})

test('refunds never exceed what came in, also when they are asked for at once', async () => {
  const bench = open()
  const chargeId = await paidCharge(bench)
  const refund = (key: string, amountMinor: bigint) =>
    bench.payments.refund({ key, chargeId, amountMinor, reason: 'asked' })
  const outcomes = await Promise.allSettled([refund('a', 600n), refund('b', 600n), refund('a', 600n)])
  expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1)
  const refunds = await bench.payments.listRefunds(own.database.pool, chargeId)
  expect(refunds).toHaveLength(1)
  await bench.pass(hourMs)
  expect(states(bench, refunds[0]?.refundId ?? '')).toEqual(['requested', 'succeeded'])
  await expect(refund('c', 401n)).rejects.toThrow('more than what is left')
  await refund('c', 400n)
  await bench.pass(hourMs)
  expect(await balance(bench)).toEqual({ oursMinor: -59n, reportedMinor: -59n })
})

test.each([
  [66_001n, ['requested', 'failed']],
  [66_002n, ['requested', 'succeeded']],
  [66_003n, ['requested', 'succeeded', 'returned']],
  [66_004n, ['requested', 'succeeded']],
])('a refund of %s ends as the sandbox says', async (amountMinor, expected) => {
  const bench = open()
  const chargeId = await paidCharge(bench, 100_000n)
  const { refundId } = await bench.payments.refund({ key: 'r', chargeId, amountMinor, reason: 'asked' })
  await bench.pass(5 * dayMs)
  expect(states(bench, refundId)).toEqual(expected)
  const { oursMinor, reportedMinor } = await balance(bench)
  expect(oursMinor).toBe(reportedMinor)
  expect(bench.unmatched).toEqual([])
})

test('a refund that was never sent is given up when the bank takes the money first', async () => {
  let dies = false
  let askedRefunds = 0
  const bench = open({
    // The process dies after the refund was written down and before the provider is asked.
    ours: {
      ...own.database,
      transaction: async (work) => {
        const done = await own.database.transaction(work)
        if (dies) throw new RangeError('killed')
        return done
      },
    },
    provider: (sandbox) => ({
      ...sandbox,
      refund: (command) => {
        askedRefunds += 1
        return sandbox.refund(command)
      },
    }),
  })
  const charge = await bench.payments.startCharge(asked('disputed', 3000n))
  const { chargeId } = charge
  await bench.sandbox.act(refIn(charge.checkoutUrl), { kind: 'pay', card: 'disputed_lost' })
  await bench.settle()
  dies = true
  const refunding = bench.payments.refund({ key: 'late', chargeId, amountMinor: 3000n, reason: 'asked' })
  await expect(refunding).rejects.toThrow('killed')
  dies = false
  bench.clock.advance(4 * dayMs)
  await bench.settle()
  await bench.pass(9 * dayMs)
  const [refund] = await bench.payments.listRefunds(own.database.pool, chargeId)
  expect(refund).toMatchObject({ state: 'failed', code: 'disputed' })
  expect(states(bench, refund?.refundId ?? '')).toEqual(['requested', 'failed'])
  expect(askedRefunds).toBe(0)
  const [dispute] = await bench.payments.listDisputes(own.database.pool, chargeId)
  expect(states(bench, dispute?.disputeId ?? '')).toEqual(['opened', 'lost'])
  expect(bench.unmatched).toEqual([])
})

test.each([
  [5000n, ['requested', 'paid']],
  [88_001n, ['requested', 'failed']],
  [88_002n, ['requested', 'failed']],
  [88_003n, ['requested', 'paid', 'returned']],
  [88_004n, ['requested', 'paid']],
  [88_005n, ['requested', 'paid']],
])('a payout of %s ends as the sandbox says', async (amountMinor, expected) => {
  const bench = open({ chance: { lost: 500, doubled: 200, late: 200, answerLost: 0, requestLost: 0 } })
  const party = await checkedParty(bench)
  await bench.pass(hourMs)
  const request = {
    key: 'p',
    purpose: 'creator_payout',
    reference: 'march',
    party,
    amountMinor,
    currency: usd,
  }
  const { payoutId } = await bench.payments.startPayout(request)
  expect((await bench.payments.startPayout(request)).payoutId).toBe(payoutId)
  await bench.pass(8 * dayMs)
  expect(states(bench, payoutId)).toEqual(expected)
  const { oursMinor, reportedMinor } = await balance(bench)
  expect(oursMinor).toBe(reportedMinor)
  expect(await bench.payments.listPayouts(own.database.pool, request)).toHaveLength(1)
})

test('nobody is paid out before the provider has checked them', async () => {
  const bench = open()
  const request = {
    ...{ key: 'p', purpose: 'creator_payout', reference: 'march', party: 'unchecked' },
    ...{ amountMinor: 100n, currency: usd },
  }
  await expect(bench.payments.startPayout(request)).rejects.toThrow('not checked yet')
  const account = await bench.payments.onboard({ party: 'unchecked', country: 'DE', returnPath: '/earnings' })
  expect(account).toMatchObject({ state: 'pending' })
  expect(await bench.payments.onboard({ party: 'unchecked', country: 'DE', returnPath: '/x' })).toEqual(
    account,
  )
  await bench.sandbox.act(refIn(account.url), { kind: 'reject' })
  await bench.settle()
  expect(await bench.payments.getAccount('unchecked')).toMatchObject({ state: 'rejected' })
  await expect(bench.payments.startPayout(request)).rejects.toThrow('not checked yet')
  expect(bench.told).toEqual([])
})

test('older news changes nothing of what is known', async () => {
  const bench = open()
  const charge = await bench.payments.startCharge(asked('stale'))
  const ref = refIn(charge.checkoutUrl)
  const before = await bench.sandbox.provider.lookup({ ref })
  await bench.sandbox.act(ref, { kind: 'pay', card: 'succeeds' })
  await bench.settle()
  const known = await bench.payments.getCharge(own.database.pool, charge.chargeId)
  expect(known).toMatchObject({ state: 'settled', capturedMinor: 1000n })
  expect(before.kind === 'ok' && (await applyTold(bench.deps, before.value))).toBe('unchanged')
  expect(await bench.payments.getCharge(own.database.pool, charge.chargeId)).toEqual(known)
  expect(states(bench, charge.chargeId)).toEqual(['settled'])
})

test('two answers about one thing at once are told once', async () => {
  const bench = open()
  const charge = await bench.payments.startCharge(asked('both'))
  const ref = refIn(charge.checkoutUrl)
  await bench.sandbox.act(ref, { kind: 'pay', card: 'disputed_lost' })
  bench.clock.advance(4 * dayMs)
  await bench.sandbox.tick(async () => true)
  await Promise.all(Array.from({ length: 4 }, () => learn(bench.deps, { ref })))
  expect(states(bench, charge.chargeId)).toEqual(['settled'])
  const { rows } = await sql<{
    ref: string
  }>`select ref from payments_sandbox.object where kind = 'dispute'`.execute(within(own.database.pool))
  const [dispute] = rows
  await Promise.all(Array.from({ length: 4 }, () => learn(bench.deps, { ref: dispute?.ref ?? '' })))
  const disputes = await bench.payments.listDisputes(own.database.pool, charge.chargeId)
  expect(disputes).toHaveLength(1)
  expect(states(bench, disputes[0]?.disputeId ?? '')).toEqual(['opened'])
})

test('a handler that fails undoes the change, and it is told again', async () => {
  let fails = 2
  const bench = open({
    onTold: async () => {
      fails -= 1
      if (fails >= 0) throw new RangeError('the ledger is away')
    },
  })
  const charge = await bench.payments.startCharge(asked('flaky'))
  await bench.sandbox.act(refIn(charge.checkoutUrl), { kind: 'pay', card: 'succeeds' })
  await bench.settle()
  expect(await bench.payments.getCharge(own.database.pool, charge.chargeId)).toMatchObject({ state: 'open' })
  await bench.pass(2 * hourMs)
  expect(states(bench, charge.chargeId)).toEqual(['settled'])
})

test('money that nobody expects, and money that is another sum', async () => {
  const bench = open()
  await paidCharge(bench)
  const line = (ref: string, minor: number, object: string | null) =>
    sql`insert into payments_sandbox.line values (${ref}, 'other', ${object ?? 'nobody'}, ${minor}, 'USD', ${bench.clock.now()})`.execute(
      within(own.database.pool),
    )
  await line('gift', 700, null)
  await line('strange', -30, 'sbx_ch_never')
  await bench.pass(hourMs)
  expect(bench.unmatched.toSorted()).toEqual([-30n, 700n])
  const { oursMinor, reportedMinor } = await balance(bench)
  expect(oursMinor).toBe(941n + 670n)
  expect(reportedMinor).toBe(oursMinor)
  await bench.pass(2 * dayMs)
  expect(bench.unmatched).toHaveLength(2)
})

test('a purpose that nobody hears moves no money', async () => {
  const bench = open()
  await expect(bench.payments.startCharge({ ...asked('x'), purpose: 'nobody' })).rejects.toThrow('hears of')
  await expect(bench.payments.startCharge({ ...asked('x'), purpose: 'toString' })).rejects.toThrow('hears of')
  for (const returnPath of ['//evil.test', 'https://evil.test', '/\\evil.test', 'wallet', '/a\r\nb'])
    await expect(bench.payments.startCharge({ ...asked('x'), returnPath })).rejects.toThrow('leads back')
})
