import * as contract from '@busker/contract'
import type { PostId } from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { within } from '#platform/postgres'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'
import { bornOn, buy, give, giftBody, giftOf } from './test-bench.ts'

let app: TestApp
let operator: Person
let creator: Person
let fan: Person
let postId: PostId
beforeAll(async () => {
  app = await createTestApp()
  operator = await signUp(app, 'operator')
  creator = await signUp(app, 'creator')
  fan = await signUp(app, 'fan')
  postId = await publishClip(app, creator)
  await buy(app, fan, 1000)
})
afterAll(() => app.stop())

const coinsOf = async (person: Person) => BigInt((await person.call(contract.getWallet)).coins)

test('who pays what and who gets what stands beside every gift', async () => {
  const { gifts, holdDays } = await createClient(app).call(contract.listGifts)
  expect(holdDays).toBe(14)
  expect(gifts.map(({ name }) => name)).toEqual([
    ...['rose', 'coffee', 'heart', 'balloon', 'fireworks', 'rocket', 'castle'],
  ])
  expect(gifts[3]).toMatchObject({
    ...{ coins: '100', diamonds: '100', creatorMicro: '700000' },
    pays: { fromMicro: '933962', toMicro: '990000' },
  })
})

test('a quote is exact with own coins, and a range with packs', async () => {
  const asked = { params: { postId }, query: { giftId: giftOf('balloon'), count: 2 } }
  const { quote } = await fan.call(contract.quoteGift, asked)
  expect(quote).toMatchObject({
    ...{ basis: 'own_coins', totalCoins: '200', missingCoins: '0', refusal: null },
    ...{ pays: { fromMicro: '1941176', toMicro: '1941176' }, creatorMicro: '1400000' },
    take: { fromMicro: '541176', toMicro: '541176' },
  })
  const sent = await give(app, fan, [postId, 'balloon', 2])
  expect([sent.paidMicro, sent.creatorMicro]).toEqual([quote.pays.toMicro, quote.creatorMicro])
  const anonymous = await createClient(app).call(contract.quoteGift, asked)
  expect(anonymous.quote).toMatchObject({
    ...{ basis: 'packs', missingCoins: '200', refusal: 'not_signed_in' },
    pays: { fromMicro: '1867924', toMicro: '1980000' },
  })
  const { quote: own } = await creator.call(contract.quoteGift, asked)
  expect(own.refusal).toBe('own_gift')
  const unknown = { ...asked, params: { postId: app.ids.uuid() } }
  expect(await fan.refusal(contract.quoteGift, unknown)).toBe('404 not_found')
  const many = { params: { postId }, query: { giftId: giftOf('rose'), count: 101 } }
  expect(await fan.refusal(contract.quoteGift, many)).toBe('400 invalid_request')
})

test('a tick is given once, however often it is sent; another gift under it is refused', async () => {
  const before = await coinsOf(fan)
  const body = await giftBody(app, fan, 'coffee', 3)
  const params = { postId }
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => fan.call(contract.sendGift, { params, body })),
  )
  expect(new Set(answers.map(({ sent }) => sent.sendId)).size).toBe(1)
  expect(answers.filter(({ again }) => !again)).toHaveLength(1)
  expect(await coinsOf(fan)).toBe(before - 30n)
  expect(await fan.refusal(contract.sendGift, { params, body: { ...body, count: 4 } })).toBe('409 key_reused')
  await fan.call(contract.sendGift, { params, body: { ...body, tick: 1 } })
  expect(await coinsOf(fan)).toBe(before - 60n)
})

test('who may not give or be given', async () => {
  const params = { postId }
  const body = await giftBody(app, fan, 'rose')
  expect(await createClient(app).refusal(contract.sendGift, { params, body })).toBe('401 not_signed_in')
  expect(await fan.refusal(contract.sendGift, { params, body: { ...body, count: 0 } })).toBe(
    '400 invalid_request',
  )
  expect(await creator.refusal(contract.sendGift, { params, body })).toBe('409 own_gift')
  const gone = { postId: app.ids.uuid() }
  expect(await fan.refusal(contract.sendGift, { params: gone, body })).toBe('404 not_found')
  const poor = await signUp(app, 'poor')
  expect(await poor.refusal(contract.sendGift, { params, body })).toBe('409 too_few_coins')
  const kid = await signUp(app, 'kid')
  const kidsPost = await publishClip(app, kid)
  await bornOn(app, kid, '2008-02-01')
  expect(await kid.refusal(contract.sendGift, { params, body })).toBe('403 adults_only')
  expect(await fan.refusal(contract.sendGift, { params: { postId: kidsPost }, body })).toBe(
    '409 gifts_closed',
  )
  const quote = { params: { postId: kidsPost }, query: { giftId: giftOf('rose') } }
  expect((await fan.call(contract.quoteGift, quote)).quote.refusal).toBe('gifts_closed')
  const blocker = await signUp(app, 'blocker')
  const hidden = await publishClip(app, blocker)
  await blocker.call(contract.blockPerson, { params: { handle: 'fan' } })
  expect(await fan.refusal(contract.sendGift, { params: { postId: hidden }, body })).toBe('404 not_found')
})

test('a gift that changed is refused with the new quote, but what was sent is answered all the same', async () => {
  const body = await giftBody(app, fan, 'heart')
  const params = { postId }
  await fan.call(contract.sendGift, { params, body })
  const change = {
    ...{ name: 'heart', label: 'Heart', animation: 'heart', coins: '60', diamondMicro: '7000' },
    ...{ rate: { numerator: '1', denominator: '2' }, onSale: true },
  }
  await operator.call(contract.setGift, { params: { giftId: giftOf('heart') }, body: change })
  expect((await fan.call(contract.sendGift, { params, body })).again).toBe(true)
  const path = `/v1/posts/${postId}/gifts`
  const answer = await fan.send({ method: 'POST', path, body: { ...body, tick: 1 } })
  expect(answer.status).toBe(409)
  const { error } = contract.errorBody.parse(JSON.parse(answer.body))
  expect(error.code).toBe('gift_changed')
  expect(contract.giftQuote.parse(error.detail)).toMatchObject({
    ...{ version: 2, totalCoins: '60', creatorMicro: '210000' },
  })
})

test('the creator hears of a gift and what it earns, the fan of what is left', async () => {
  const heard = new Map<string, contract.RealtimeMessage[]>()
  const listen = (person: Person) => {
    const list: contract.RealtimeMessage[] = []
    heard.set(person.me.personId, list)
    return app.hub.subscribe(person.me.personId, null, {
      send: (frame) => {
        const data = /^data: (.+)$/m.exec(frame)?.[1]
        if (data !== undefined) list.push(contract.realtimeMessage.parse(JSON.parse(data)))
        return true
      },
      end: () => undefined,
    })
  }
  const ends = [listen(creator), listen(fan)]
  const sent = await give(app, fan, [postId, 'coffee', 2])
  expect(heard.get(creator.me.personId)).toMatchObject([
    { type: 'gift.received', gift: { count: 2, creatorMicro: '140000', from: { handle: 'fan' } } },
  ])
  expect(heard.get(fan.me.personId)).toMatchObject([{ type: 'wallet.changed', coins: sent.coins }])
  for (const end of ends) end()
})

test('those who gave are listed, the most or the latest first, page by page', async () => {
  const other = await signUp(app, 'other')
  await buy(app, other, 100)
  const clip = await publishClip(app, creator)
  await give(app, fan, [clip, 'balloon', 1])
  await give(app, other, [clip, 'coffee', 1])
  const params = { postId: clip }
  const top = await createClient(app).call(contract.listGifters, { params, query: { limit: 1 } })
  expect(top).toMatchObject({ totalCoins: '110', people: 2 })
  expect(top.gifters).toMatchObject([{ person: { handle: 'fan' }, coins: '100', gifts: 1 }])
  const query = { limit: 1, cursor: top.nextCursor ?? '' }
  const next = await createClient(app).call(contract.listGifters, { params, query })
  expect(next.gifters).toMatchObject([{ person: { handle: 'other' }, coins: '10' }])
  expect(next.nextCursor).toBeNull()
  const latest = await fan.call(contract.listGifters, { params, query: { order: 'latest' } })
  expect(latest.gifters.map(({ person }) => person.handle)).toEqual(['other', 'fan'])
  const wrong = { params, query: { cursor: 'x' } }
  expect(await fan.refusal(contract.listGifters, wrong)).toBe('400 invalid_cursor')
})

test('what was given matures, and only then may be paid out', async () => {
  const star = await signUp(app, 'star')
  const clip = await publishClip(app, star)
  await give(app, fan, [clip, 'balloon', 1])
  const before = await star.call(contract.getGiftEarnings)
  expect(before).toMatchObject({ pendingMicro: '700000', availableMicro: '0', heldMicro: '0' })
  expect(before.maturing).toMatchObject([{ amountMicro: '700000' }])
  expect(before.gifts).toMatchObject([{ takeMicro: '270588', creatorMicro: '700000', state: 'counted' }])
  await app.wallet.convertMature()
  expect(await star.call(contract.getGiftEarnings)).toMatchObject({ availableMicro: '0' })
  // Coins of a new payer may be disputed for 45 days.
  app.clock.advance(46 * 86_400_000)
  await app.wallet.convertMature()
  await app.wallet.convertMature()
  const after = await star.call(contract.getGiftEarnings)
  expect(after).toMatchObject({ pendingMicro: '0', availableMicro: '700000', maturing: [] })
})

test('a limit of one’s own and the speed of sending stop gifts', async () => {
  const careful = await signUp(app, 'careful')
  await buy(app, careful, 100)
  await careful.call(contract.setSpendingLimits, { body: { dayMicro: '200000' } })
  await give(app, careful, [postId, 'coffee', 2])
  const params = { postId }
  const body = await giftBody(app, careful, 'rose', 3)
  expect(await careful.refusal(contract.sendGift, { params, body })).toBe('409 spending_limit')
  await operator.call(contract.setWalletSettings, { body: { giftsPerMinute: 2 } })
  const quick = await signUp(app, 'quick')
  await buy(app, quick, 100)
  await give(app, quick, [postId, 'rose', 1])
  await give(app, quick, [postId, 'rose', 1])
  const third = await giftBody(app, quick, 'rose')
  expect(await quick.refusal(contract.sendGift, { params, body: third })).toBe('429 too_many_attempts')
  app.clock.advance(60_000)
  await quick.call(contract.sendGift, { params, body: third })
  await operator.call(contract.setWalletSettings, { body: { giftsPerMinute: 10_000 } })
})

test('two hundred clients and one wallet: never below zero, and what was acknowledged is there once', async () => {
  const rich = await signUp(app, 'rich')
  await buy(app, rich, 100)
  const clip = await publishClip(app, creator)
  const body = await giftBody(app, rich, 'rose')
  const path = `/v1/posts/${clip}/gifts`
  const answers = await Promise.all(
    Array.from({ length: 400 }, (_, at) =>
      rich.send({ method: 'POST', path, body: { ...body, tick: at % 200 } }),
    ),
  )
  const sent = answers.flatMap(({ status, body: text }) =>
    status === 200 ? [contract.sendGift.response.parse(JSON.parse(text)).sent.sendId] : [],
  )
  expect(new Set(sent).size).toBe(100)
  expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([])
  expect(await coinsOf(rich)).toBe(0n)
  const { rows } = await sql<{
    sends: bigint
  }>`select count(*) as sends from wallet.send where post_id = ${clip}`.execute(within(app.engines.db.pool))
  expect(rows[0]?.sends).toBe(100n)
})

test('after all of this the books are right', async () => {
  const { checks } = await app.ledger.verify()
  expect(checks.filter(({ ok }) => !ok)).toEqual([])
})
