import * as contract from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'
import { buy, give, packOf } from './test-bench.ts'

let app: TestApp
let operator: Person
let ana: Person
let ben: Person
beforeAll(async () => {
  app = await createTestApp()
  operator = await signUp(app, 'operator')
  ana = await signUp(app, 'ana')
  ben = await signUp(app, 'ben')
})
afterAll(() => app.stop())

test('only operators see and change what is sold', async () => {
  const params = { packId: packOf(100), giftId: app.ids.uuid(), flagId: app.ids.uuid() }
  for (const endpoint of [
    ...[contract.listPackVersions, contract.setPack, contract.listGiftVersions, contract.setGift],
    ...[contract.getWalletSettings, contract.setWalletSettings, contract.listGiftFlags],
    ...[contract.decideGiftFlag, contract.listWalletAudit],
  ]) {
    expect(await createClient(app).refusal(endpoint, { params, body: {} })).toBe('401 not_signed_in')
    expect(await ana.refusal(endpoint, { params, body: {} })).toBe('403 forbidden')
  }
  expect(await operator.refusal(contract.setPack, { params, body: {} })).toBe('400 invalid_request')
})

test('a pack in a new version counts from its time on, and every edit is written down', async () => {
  const params = { packId: packOf(100) }
  const body = { coins: '100', bonusCoins: '5', priceMicro: '1190000', onSale: true }
  const from = new Date(app.clock.nowMs() + 3_600_000).toISOString()
  expect(await operator.refusal(contract.setPack, { params, body: { ...body, priceMicro: '1190001' } })).toBe(
    '400 not_whole_minor',
  )
  const { version } = await operator.call(contract.setPack, { params, body: { ...body, from } })
  expect(version).toMatchObject({ version: 2, priceMicro: '1190000', by: 'operator' })
  const shown = async () => (await ana.call(contract.listCoinPacks)).packs[0]
  expect(await shown()).toMatchObject({ version: 1, priceMicro: '990000' })
  expect(await operator.refusal(contract.setPack, { params, body })).toBe('409 starts_too_early')
  app.clock.advance(3_600_000)
  expect(await shown()).toMatchObject({ version: 2, coins: '105', priceMicro: '1190000' })
  await operator.call(contract.setPack, { params, body: { ...body, onSale: false } })
  expect((await ana.call(contract.listCoinPacks)).packs.map(({ packId }) => packId)).not.toContain(
    packOf(100),
  )
  const { lines } = await operator.call(contract.listWalletAudit)
  expect(lines).toMatchObject([
    { by: 'operator', what: 'pack', before: { version: 2 }, after: { version: 3, onSale: false } },
    { by: 'operator', what: 'pack', before: { version: 1 }, after: { version: 2 } },
  ])
})

test('tax is within the price, and is told', async () => {
  await operator.call(contract.setWalletSettings, { body: { taxBasisPoints: 1900, jurisdiction: 'DE' } })
  const { packs, taxBasisPoints } = await ana.call(contract.listCoinPacks)
  expect(taxBasisPoints).toBe(1900)
  expect(packs[0]).toMatchObject({ priceMicro: '4950000', taxMicro: '790336' })
  const creator = await signUp(app, 'taxed')
  const postId = await publishClip(app, creator)
  const fan = await signUp(app, 'taxpayer')
  await buy(app, fan, 500)
  const sent = await give(app, fan, [postId, 'balloon', 1])
  expect(sent.paidMicro).toBe('990000')
  const { gifts } = await creator.call(contract.getGiftEarnings)
  expect(gifts).toMatchObject([{ paidMicro: '990000', taxMicro: '158068', takeMicro: '131932' }])
  await operator.call(contract.setWalletSettings, { body: { taxBasisPoints: 0 } })
})

test('gifts that come back are held with the whole circle, and released as if nothing had been', async () => {
  const people = [ana, ben, await signUp(app, 'cid')]
  const posts = await Promise.all(people.map((person) => publishClip(app, person)))
  const fan = await signUp(app, 'honest')
  await Promise.all([...people, fan].map((person) => buy(app, person, 1000)))
  const [first, second, third] = posts
  if (!first || !second || !third) throw new TypeError('Three posts were published')
  await give(app, fan, [second, 'balloon', 2])
  await give(app, ana, [second, 'balloon', 3])
  await give(app, ben, [third, 'balloon', 3])
  expect(await app.wallet.screen()).toBe(0)
  const [, , cid] = people
  if (!cid) throw new TypeError('There are three people')
  await give(app, cid, [first, 'balloon', 2])
  expect(await app.wallet.screen()).toBe(3)
  expect(await app.wallet.screen()).toBe(0)
  const { flags } = await operator.call(contract.listGiftFlags)
  expect(flags).toHaveLength(3)
  expect(new Set(flags.flatMap(({ cycle }) => cycle))).toEqual(new Set(['ana', 'ben', 'cid']))
  const gifters = async () => {
    const { gifters: all } = await ana.call(contract.listGifters, { params: { postId: second } })
    return all.map(({ person }) => person.handle)
  }
  expect(await gifters()).toEqual(['honest'])
  const earned = () => ben.call(contract.getGiftEarnings)
  expect(await earned()).toMatchObject({ pendingMicro: '1400000', heldMicro: '2100000' })
  app.clock.advance(50 * 86_400_000)
  await app.wallet.convertMature()
  expect(await earned()).toMatchObject({ availableMicro: '1400000', heldMicro: '2100000', maturing: [] })
  const flag = flags.find(({ to }) => to?.handle === 'ben')
  const params = { flagId: flag?.flagId ?? '' }
  const body = { decision: 'released', note: 'They explained it.' } as const
  const { flag: released } = await operator.call(contract.decideGiftFlag, { params, body })
  expect(released).toMatchObject({ state: 'released', decidedBy: 'operator' })
  expect(await gifters()).toEqual(['ana', 'honest'])
  await app.wallet.convertMature()
  expect(await earned()).toMatchObject({ availableMicro: '3500000', heldMicro: '0' })
  expect(await app.wallet.screen()).toBe(0)
  const unknown = { params: { flagId: app.ids.uuid() }, body }
  expect(await operator.refusal(contract.decideGiftFlag, unknown)).toBe('404 not_found')
})

test('after all of this the books are right', async () => {
  const { checks } = await app.ledger.verify()
  expect(checks.filter(({ ok }) => !ok)).toEqual([])
})
