import * as contract from '@busker/contract'
import type { PostId } from '@busker/contract'
import { currencyOf } from '@busker/money'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { within } from '#platform/postgres'
import { nameOf, type AccountKind } from '#modules/ledger'
import { atProvider, begin, buy, give, payWith, postForm, settled } from './modules/wallet/test-bench.ts'
import { verifyMoney } from './app-verify.ts'
import { createTestApp, publishClip, signUp, type Person, type TestApp } from './testing/test-app.ts'

/*
 * Every money screen shows what the books say: through a whole story each amount that a page gets is held against the
 * accounts of the ledger, after every step.
 */
const currency = currencyOf('EUR')
assert(currency !== null, 'a currency')
const dayMs = 86_400_000
/** Kinds of accounts that grow on the debit side: what we have, and what things cost. */
const ofDebit: readonly AccountKind[] = [
  ...(['psp', 'bank', 'dispute_recv', 'recv', 'fx_position', 'psp_fee', 'store_fee', 'promo'] as const),
  ...(['fund', 'chargeback_loss', 'ivt_credit', 'bad_debt', 'fx'] as const),
]
const ofCredit: readonly AccountKind[] = [
  ...(['coin_float', 'creator_pending', 'pool_pending', 'creator_available', 'creator_inflight'] as const),
  ...(['tax_payable', 'withholding_payable', 'fund_pool', 'ad_pool', 'rights_payable', 'reserve'] as const),
  ...(['suspense', 'rev_gift', 'rev_ads', 'rev_mkt_fee', 'rev_shop', 'breakage'] as const),
]
const days = { from: '2026-01-01', to: '2026-12-31' }

let app: TestApp
const people = new Map<string, Person>()
const who = (name: string): Person => {
  const person = people.get(name)
  assert(person !== undefined, `${name} is there`)
  return person
}
const clips = new Map<string, PostId>()
const clipOf = (name: string): PostId => {
  const postId = clips.get(name)
  assert(postId !== undefined, `${name} has a clip`)
  return postId
}

beforeAll(async () => {
  app = await createTestApp()
  for (const name of ['operator', 'ann', 'bob', 'cem', 'star', 'moon'])
    people.set(name, await signUp(app, name))
  for (const name of ['star', 'moon']) clips.set(name, await publishClip(app, who(name)))
})
afterAll(() => app.stop())

/** What the books have for a person on accounts of these kinds together. */
const booked = async (person: Person, kinds: readonly AccountKind[]): Promise<string> => {
  const accounts = kinds.map((kind) => ({ kind, currency, owner: person.me.personId }))
  const balances = await app.ledger.balancesOf(app.engines.db.pool, accounts)
  const sum = accounts.reduce((total, account) => {
    const balance = balances.get(nameOf(account))
    const net = (balance?.credits ?? 0n) - (balance?.debits ?? 0n)
    return total + (ofDebit.includes(account.kind) ? -net : net)
  }, 0n)
  return String(sum)
}

/** Shown beside booked, by what it is. */
type Pairs = Record<string, readonly [shown: string | undefined, booked: string]>

const walletPairs = async (name: string): Promise<Pairs> => {
  const person = who(name)
  const wallet = await person.call(contract.getWallet)
  const lots = await app.ledger.lotsOf(app.engines.db.pool, person.me.personId, currency)
  const { purchases } = await person.call(contract.listPurchases)
  const paid = purchases.filter(({ settledAt }) => settledAt !== null)
  const bought = paid.reduce((sum, { coins }) => sum + BigInt(coins), 0n)
  return {
    [`${name}: coins`]: [wallet.coins, await booked(person, ['c.wallet'])],
    [`${name}: frozen coins`]: [wallet.frozenCoins, await booked(person, ['c.frozen'])],
    [`${name}: coins of purchases`]: [String(bought), String(lots.reduce((sum, lot) => sum + lot.coins, 0n))],
  }
}

const creatorPairs = async (name: string): Promise<Pairs> => {
  const person = who(name)
  const [gifts, { balances }, earnings] = await Promise.all([
    person.call(contract.getGiftEarnings),
    person.call(contract.getPayoutBalance),
    person.call(contract.getEarnings, { query: days }),
  ])
  const [balance, board] = [balances[0], earnings.boards[0]]
  const [pending, available] = await Promise.all([
    booked(person, ['creator_pending', 'pool_pending']),
    booked(person, ['creator_available']),
  ])
  const [reserve, inFlight, owed] = await Promise.all([
    booked(person, ['reserve']),
    booked(person, ['creator_inflight']),
    booked(person, ['recv']),
  ])
  const shown = (micro: string | undefined): string => micro ?? '0'
  return {
    [`${name}: gifts pending`]: [gifts.pendingMicro, await booked(person, ['creator_pending'])],
    [`${name}: gifts available`]: [gifts.availableMicro, available],
    [`${name}: balance pending`]: [shown(balance?.pendingMicro), pending],
    [`${name}: balance available`]: [shown(balance?.availableMicro), available],
    [`${name}: balance in reserve`]: [shown(balance?.reserveMicro), reserve],
    [`${name}: balance in flight`]: [shown(balance?.inFlightMicro), inFlight],
    [`${name}: balance owed`]: [shown(balance?.owedMicro), owed],
    [`${name}: board pending`]: [shown(board?.pendingMicro), pending],
    [`${name}: board available`]: [shown(board?.availableMicro), available],
    [`${name}: board in reserve`]: [shown(board?.reserveMicro), reserve],
    [`${name}: board in flight`]: [shown(board?.inFlightMicro), inFlight],
    [`${name}: board owed`]: [shown(board?.owedMicro), owed],
  }
}

const operatorPairs = async (): Promise<Pairs> => {
  const { currencies, trialBalanceOk } = await who('operator').call(contract.getOperatorMoney, {
    query: days,
  })
  expect(trialBalanceOk).toBe(true)
  const [money] = currencies
  const totals = await app.ledger.totalsOf(app.engines.db.pool, [...ofDebit, ...ofCredit])
  const rows = [
    ...[...(money?.liabilities ?? []), ...(money?.assets ?? [])],
    ...[...(money?.revenue ?? []), ...(money?.expenses ?? [])].map(({ line, amountMicro }) => ({
      ...{ kind: line, amountMicro },
    })),
  ]
  const shown = new Map(rows.map(({ kind, amountMicro }) => [kind, amountMicro]))
  const pairs = totals.map(({ kind, balance }): [string, Pairs[string]] => {
    const net = balance.credits - balance.debits
    return [`operator: ${kind}`, [shown.get(kind) ?? '0', String(ofDebit.includes(kind) ? -net : net)]]
  })
  return Object.fromEntries(pairs)
}

/** Holds every amount of every screen against the books; how many of them were not zero. */
const compare = async (): Promise<number> => {
  const all: Pairs = Object.assign(
    {},
    ...(await Promise.all([
      ...['ann', 'bob', 'cem'].map(walletPairs),
      ...['star', 'moon'].map(creatorPairs),
      operatorPairs(),
    ])),
  )
  const names = Object.keys(all)
  expect(Object.fromEntries(names.map((name) => [name, all[name]?.[0]]))).toEqual(
    Object.fromEntries(names.map((name) => [name, all[name]?.[1]])),
  )
  const verdict = await verifyMoney(app)
  expect(verdict.checks.filter(({ ok }) => !ok)).toEqual([])
  return Object.values(all).filter(([shown]) => shown !== '0').length
}

test('coins, gifts, a refund and a dispute', async () => {
  expect(await compare()).toBe(0)
  await buy(app, who('ann'), 1000)
  await buy(app, who('bob'), 500)
  expect(await compare()).toBeGreaterThan(5)
  await give(app, who('ann'), [clipOf('star'), 'balloon', 3])
  await give(app, who('bob'), [clipOf('moon'), 'coffee', 7])
  const { gifters } = await who('ann').call(contract.listGifters, { params: { postId: clipOf('star') } })
  const { gifts } = await who('star').call(contract.getGiftEarnings)
  expect(gifters.map(({ coins }) => coins)).toEqual(gifts.map(({ coins }) => coins))
  expect(await compare()).toBeGreaterThan(10)
  const { purchases } = await who('bob').call(contract.listPurchases)
  const [purchase] = purchases
  assert(purchase !== undefined, 'bob bought')
  await who('bob').call(contract.refundPurchase, { params: { purchaseId: purchase.purchaseId } })
  await compare()
  await settled(app, who('bob'), { purchaseId: purchase.purchaseId, from: ['refunding'] })
  await compare()
  const { purchase: disputed } = await begin(app, who('cem'), 500)
  await payWith(app, disputed, 'disputed_lost')
  const { purchaseId } = disputed
  await settled(app, who('cem'), { purchaseId, from: ['pending', 'unknown'] })
  await give(app, who('cem'), [clipOf('moon'), 'balloon', 2])
  await compare()
  app.clock.advance(3 * dayMs)
  await settled(app, who('cem'), { purchaseId, from: ['settled'] })
  await compare()
  app.clock.advance(8 * dayMs)
  await settled(app, who('cem'), { purchaseId, from: ['disputed'] })
  expect(await compare()).toBeGreaterThan(10)
}, 120_000)

test('what matures, is asked for and paid', async () => {
  await buy(app, who('ann'), 10_000)
  await give(app, who('ann'), [clipOf('star'), 'rocket', 8])
  app.clock.advance(46 * dayMs)
  for (let rounds = 0; rounds < 3; rounds += 1) await app.wallet.convertMature()
  await compare()
  const star = who('star')
  const { identity } = await star.call(contract.startPayoutIdentity, { body: { country: 'DE' } })
  assert(identity.onboardingUrl !== null, 'there is a page that asks for papers')
  const page = await app.http.inject({ method: 'GET', url: identity.onboardingUrl })
  const token = /name="token" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  await postForm(app, identity.onboardingUrl, { token, action: 'approve' })
  await atProvider(app)
  await app.jobs.runOnce()
  const asked = { key: app.ids.uuid(), rail: 'creator' as const, currency: 'EUR' }
  const { payout } = await star.call(contract.requestPayout, { body: asked })
  await compare()
  const params = { payoutId: payout.payoutId }
  for (let rounds = 0; rounds < 20; rounds += 1) {
    const state = (await star.call(contract.getPayout, { params })).payout
    await compare()
    if (state.state === 'paid') break
    await atProvider(app)
    await app.jobs.runOnce()
    app.clock.advance(dayMs / 4)
    await app.payments.resolve()
  }
  const done = (await star.call(contract.getPayout, { params })).payout
  expect(done.state).toBe('paid')
  const { boards } = await star.call(contract.getEarnings, { query: days })
  expect(boards[0]?.paidMicro).toBe(done.netMicro)
  expect(await compare()).toBeGreaterThan(10)
}, 120_000)

test('what the books say beside the provider and the fund is rechecked, and a fault is found', async () => {
  const { pool } = app.engines.db
  const verdict = await verifyMoney(app)
  expect(verdict.checks.map(({ id }) => id)).toEqual(expect.arrayContaining(['I8', 'I13', 'I15']))
  const wrong = async () => {
    const { checks } = await verifyMoney(app)
    return checks.flatMap(({ id, ok }) => (ok ? [] : [id]))
  }
  const alter = (text: string) => sql.raw(text).execute(within(pool))
  await alter(`update payments.movement set captured_minor = captured_minor + 1 where state = 'settled'`)
  expect(await wrong()).toEqual(['I8'])
  await alter(`update payments.movement set captured_minor = captured_minor - 1 where state = 'settled'`)
  await alter(`insert into rewards.period (period_id, from_day, to_day, state, terms_version, currency, pool_micro, closes_on,
      final_on, secret, creators_micro, rights_micro, held_back_micro, unallocated_micro, root, closed_at)
    values ('2026-01', '2026-01-01', '2026-01-31', 'closed', 1, 'EUR', 5, '2026-02-03', '2026-03-05', 's', 0, 5, 0, 0, 'r', now())`)
  expect(await wrong()).toEqual(['I13'])
})
