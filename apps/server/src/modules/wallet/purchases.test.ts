import * as contract from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'
import { begin, bornOn, buy, give, packOf, payWith, settled } from './test-bench.ts'

let app: TestApp
let operator: Person
let ana: Person
beforeAll(async () => {
  app = await createTestApp()
  operator = await signUp(app, 'operator')
  ana = await signUp(app, 'ana')
})
afterAll(() => app.stop())

const coinsOf = async (person: Person): Promise<string> => (await person.call(contract.getWallet)).coins

test('packs are shown to everybody, with what one coin costs', async () => {
  const { packs, currency, refusal } = await createClient(app).call(contract.listCoinPacks)
  expect(currency).toBe('EUR')
  expect(refusal).toBe('not_signed_in')
  expect(packs.map(({ coins }) => coins)).toEqual(['100', '500', '1020', '2600', '5250', '10600'])
  expect(packs[2]).toMatchObject({ priceMicro: '9900000', bonusCoins: '20', coinPriceMicro: '9706' })
})

test('buying needs an account, an adult and what was shown', async () => {
  const body = { key: app.ids.uuid(), packId: packOf(100), version: 1 }
  expect(await createClient(app).refusal(contract.buyCoins, { body })).toBe('401 not_signed_in')
  expect(await ana.refusal(contract.buyCoins, { body: { ...body, key: 'x' } })).toBe('400 invalid_request')
  const away = { ...body, returnPath: '//elsewhere.example' }
  expect(await ana.refusal(contract.buyCoins, { body: away })).toBe('400 invalid_request')
  expect(await ana.refusal(contract.buyCoins, { body: { ...body, version: 2 } })).toBe('409 pack_changed')
  const unknown = { ...body, packId: app.ids.uuid() }
  expect(await ana.refusal(contract.buyCoins, { body: unknown })).toBe('404 not_found')
  const kid = await signUp(app, 'kid')
  await bornOn(app, kid, '2009-01-01')
  expect(await kid.refusal(contract.buyCoins, { body })).toBe('403 adults_only')
  expect((await kid.call(contract.getWallet)).refusal).toBe('adults_only')
})

test('who comes back from the checkout asks, and need not wait for a message that was lost', async () => {
  const ida = await signUp(app, 'ida')
  const { purchase } = await begin(app, ida, 100)
  const params = { purchaseId: purchase.purchaseId }
  await payWith(app, purchase, 'webhook_lost')
  expect(await coinsOf(ida)).toBe('0')
  expect((await ida.call(contract.getPurchase, { params })).receipt.state).toBe('pending')
  await expect.poll(() => coinsOf(ida)).toBe('100')
  expect((await ida.call(contract.getPurchase, { params })).receipt.state).toBe('settled')
})

test('a double tap is one purchase; its coins come once and its receipt has a number', async () => {
  const bo = await signUp(app, 'bob')
  const { purchase, body } = await begin(app, bo, 1000)
  const again = await Promise.all([1, 2, 3].map(() => bo.call(contract.buyCoins, { body })))
  expect(new Set(again.map((one) => one.purchase.purchaseId))).toEqual(new Set([purchase.purchaseId]))
  expect(await bo.refusal(contract.buyCoins, { body: { ...body, packId: packOf(500) } })).toBe(
    '409 key_reused',
  )
  expect(await coinsOf(bo)).toBe('0')
  await payWith(app, purchase)
  const receipt = await settled(app, bo, { purchaseId: purchase.purchaseId, from: ['pending', 'unknown'] })
  expect(receipt).toMatchObject({
    state: 'settled',
    coins: '1020',
    priceMicro: '9900000',
    provider: 'sandbox',
  })
  expect(receipt.number).toMatch(/^2026-\d{6}$/)
  expect(receipt.refundable).toMatchObject({ coins: '1020', amountMicro: '9900000' })
  const wallet = await bo.call(contract.getWallet)
  expect(wallet).toMatchObject({ coins: '1020', valueMicro: '9900000', frozenCoins: '0' })
  const { lines } = await bo.call(contract.listWalletLines)
  expect(lines).toMatchObject([{ kind: 'purchase', coins: '1020', purchaseId: purchase.purchaseId }])
})

test("somebody else's purchase does not exist", async () => {
  const { purchase } = await begin(app, ana, 100)
  const params = { purchaseId: purchase.purchaseId }
  expect(await operator.refusal(contract.getPurchase, { params })).toBe('404 not_found')
  expect(await operator.refusal(contract.refundPurchase, { params })).toBe('404 not_found')
  expect(await createClient(app).refusal(contract.getPurchase, { params })).toBe('401 not_signed_in')
  expect(await ana.refusal(contract.refundPurchase, { params })).toBe('409 purchase_not_refundable')
})

test('a declined card buys nothing', async () => {
  const cy = await signUp(app, 'cyd')
  const { purchase } = await begin(app, cy, 100)
  await payWith(app, purchase, 'declined')
  const receipt = await settled(app, cy, { purchaseId: purchase.purchaseId, from: ['pending', 'unknown'] })
  expect(receipt).toMatchObject({ state: 'declined', number: null, refundable: null })
  expect(await coinsOf(cy)).toBe('0')
})

test('unused coins are given back for what they cost, within the time for it', async () => {
  const creator = await signUp(app, 'creator')
  const postId = await publishClip(app, creator)
  const dan = await signUp(app, 'dan')
  const { purchaseId } = await buy(app, dan, 500)
  await give(app, dan, [postId, 'balloon', 1])
  const params = { purchaseId }
  const before = await dan.call(contract.getPurchase, { params })
  expect(before.receipt.refundable).toMatchObject({ coins: '400', amountMicro: '3960000' })
  await dan.call(contract.refundPurchase, { params })
  expect(await coinsOf(dan)).toBe('0')
  const receipt = await settled(app, dan, { purchaseId, from: ['refunding'] })
  expect(receipt).toMatchObject({ state: 'refunded', refundedMicro: '3960000', refundedCoins: '400' })
  expect((await dan.call(contract.refundPurchase, { params })).purchase.state).toBe('refunded')
  const { lines } = await dan.call(contract.listWalletLines)
  expect(lines.map(({ kind, coins }) => [kind, coins])).toEqual([
    ['refund', '-400'],
    ['gift', '-100'],
    ['purchase', '500'],
  ])
  const late = await buy(app, dan, 500)
  app.clock.advance(15 * 86_400_000)
  expect(await dan.refusal(contract.refundPurchase, { params: { purchaseId: late.purchaseId } })).toBe(
    '409 purchase_not_refundable',
  )
})

test('what may be bought in a day is limited, by money and by attempts', async () => {
  const eva = await signUp(app, 'eva')
  await eva.call(contract.setSpendingLimits, { body: { dayMicro: '10000000' } })
  await begin(app, eva, 500)
  const body = { key: app.ids.uuid(), packId: packOf(1000), version: 1 }
  expect(await eva.refusal(contract.buyCoins, { body })).toBe('409 spending_limit')
  const fay = await signUp(app, 'fay')
  for (let tries = 0; tries < 10; tries += 1) await begin(app, fay, 100)
  const eleventh = { key: app.ids.uuid(), packId: packOf(100), version: 1 }
  expect(await fay.refusal(contract.buyCoins, { body: eleventh })).toBe('429 too_many_attempts')
})

test('a lower limit counts at once, a higher one after a day', async () => {
  const gil = await signUp(app, 'gil')
  const set = async (dayMicro: string | null) =>
    (await gil.call(contract.setSpendingLimits, { body: { dayMicro } })).limits.day
  expect(await set('5000000')).toMatchObject({ limitMicro: '5000000', next: null })
  expect(await set('9000000')).toMatchObject({ limitMicro: '5000000', next: { limitMicro: '9000000' } })
  app.clock.advance(86_400_000)
  expect((await gil.call(contract.getSpendingLimits)).limits.day).toMatchObject({ limitMicro: '9000000' })
  expect(await set(null)).toMatchObject({ limitMicro: '9000000', next: { limitMicro: null } })
  const wrong = { body: { dayMicro: 'many' } }
  expect(await gil.refusal(contract.setSpendingLimits, wrong)).toBe('400 invalid_request')
  expect(await createClient(app).refusal(contract.setSpendingLimits, { body: {} })).toBe('401 not_signed_in')
})

test('a disputed payment freezes coins and gifts; lost, they are gone', async () => {
  const creator = await signUp(app, 'creator2')
  const postId = await publishClip(app, creator)
  const hal = await signUp(app, 'hal')
  const { purchase } = await begin(app, hal, 500)
  await payWith(app, purchase, 'disputed_lost')
  const { purchaseId } = purchase
  await settled(app, hal, { purchaseId, from: ['pending', 'unknown'] })
  await give(app, hal, [postId, 'balloon', 2])
  const earned = async () => (await creator.call(contract.getGiftEarnings)).pendingMicro
  expect(await earned()).toBe('1400000')
  app.clock.advance(3 * 86_400_000)
  const frozen = await settled(app, hal, { purchaseId, from: ['settled'] })
  expect(frozen.state).toBe('disputed')
  expect(await hal.call(contract.getWallet)).toMatchObject({
    ...{ coins: '0', frozenCoins: '300', refusal: 'dispute_open' },
  })
  expect(await earned()).toBe('0')
  const body = { key: app.ids.uuid(), packId: packOf(100), version: 1 }
  expect(await hal.refusal(contract.buyCoins, { body })).toBe('409 dispute_open')
  app.clock.advance(8 * 86_400_000)
  expect((await settled(app, hal, { purchaseId, from: ['disputed'] })).state).toBe('lost')
  expect(await hal.call(contract.getWallet)).toMatchObject({ coins: '0', frozenCoins: '0', refusal: null })
  const { gifts } = await creator.call(contract.getGiftEarnings)
  expect(gifts.map(({ state }) => state)).toEqual(['void'])
  expect((await hal.call(contract.listGifters, { params: { postId } })).gifters).toEqual([])
})

test('a bank that takes all of a payment back after a part was refunded: the rest waits for an operator', async () => {
  const creator = await signUp(app, 'creator3')
  const postId = await publishClip(app, creator)
  const balanceOf = async (kind: 'suspense' | 'psp') => {
    const [total] = await app.ledger.totalsOf(app.engines.db.pool, [kind])
    return (total?.balance.credits ?? 0n) - (total?.balance.debits ?? 0n)
  }
  for (const end of ['lost', 'won'] as const) {
    const jo = await signUp(app, `jo_${end}`)
    const { purchaseId } = await buy(app, jo, 500)
    await give(app, jo, [postId, 'balloon', 1])
    await jo.call(contract.refundPurchase, { params: { purchaseId } })
    await settled(app, jo, { purchaseId, from: ['refunding'] })
    const [suspense, psp] = [await balanceOf('suspense'), await balanceOf('psp')]
    // 4.95 was paid, 3.96 went back: 0.99 is left, and the bank takes 4.95.
    const [charge] = await app.payments.listCharges(app.engines.db.pool, {
      ...{ purpose: 'coins', reference: purchaseId },
    })
    assert(charge !== undefined, 'it was paid')
    const disputeId = app.ids.uuid()
    const about = { ...charge, disputeId, amountMinor: 495n, code: 'fraudulent' }
    const tell = (state: 'opened' | 'won' | 'lost') =>
      app.engines.db.transaction(async (tx) =>
        app.wallet.purposes['coins']?.onDispute?.(tx, { ...about, state }),
      )
    await tell('opened')
    expect(await balanceOf('suspense')).toBe(suspense - 3_960_000n)
    expect(await balanceOf('psp')).toBe(psp + 4_950_000n)
    expect((await jo.call(contract.getWallet)).refusal).toBe('dispute_open')
    await tell(end)
    expect(await balanceOf('suspense')).toBe(end === 'won' ? suspense : suspense - 3_960_000n)
    expect(await balanceOf('psp')).toBe(end === 'won' ? psp : psp + 4_950_000n)
    expect((await jo.call(contract.getWallet)).refusal).toBe(null)
  }
})

test('after all of this the books are right', async () => {
  const { checks } = await app.ledger.verify()
  expect(checks.filter(({ ok }) => !ok)).toEqual([])
})
