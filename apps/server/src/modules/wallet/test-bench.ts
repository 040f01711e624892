import {
  buyCoins,
  getPurchase,
  giftId as giftIdSchema,
  listCoinPacks,
  listGifts,
  packId as packIdSchema,
  sendGift,
  type GiftId,
  type PostId,
  type Purchase,
  type Receipt,
} from '@busker/contract'
import { sql } from 'kysely'
import { assert } from '#platform/assert'
import { createSandbox } from '#modules/payments'
import { silentLog } from '#platform/log'
import { within } from '#platform/postgres'
import type { Person, TestApp } from '../../testing/test-app.ts'

/** The packs and gifts that come with the program. */
export const packOf = (coins: 100 | 500 | 1000 | 2500 | 5000 | 10_000) =>
  packIdSchema.parse(
    `0a000000-0000-4000-8000-00000000000${[100, 500, 1000, 2500, 5000, 10_000].indexOf(coins) + 1}`,
  )
const giftNames = ['rose', 'coffee', 'heart', 'balloon', 'fireworks', 'rocket', 'castle'] as const
export const giftOf = (name: (typeof giftNames)[number]): GiftId =>
  giftIdSchema.parse(`0b000000-0000-4000-8000-00000000000${giftNames.indexOf(name) + 1}`)

export const postForm = (app: TestApp, path: string, fields: Record<string, string>) =>
  app.http.inject({
    method: 'POST',
    url: path,
    payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })

/** What a person does on the page of the checkout. */
export const payWith = async (app: TestApp, purchase: Purchase, card = 'succeeds'): Promise<void> => {
  assert(purchase.checkoutUrl !== null, 'a purchase that is paid has a checkout')
  const page = await app.http.inject({ method: 'GET', url: purchase.checkoutUrl })
  const token = /name="token" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  await postForm(app, purchase.checkoutUrl, { token, action: 'pay', card })
}

/** What happens at the provider by itself, such as a dispute days later, and the news of it. */
export const atProvider = async (app: TestApp): Promise<void> => {
  const jobs = { enqueue: app.jobs.enqueue, handle: () => undefined }
  const sandbox = createSandbox({
    ...{ db: app.engines.db, clock: app.clock, ids: app.ids, log: silentLog(), jobs },
    // What is lost on the way is the matter of the tests of payments: here it would hang on the ids of the day.
    chance: { lost: 0, doubled: 0, late: 0, answerLost: 0, requestLost: 0 },
  })
  await sandbox.tick(async (raw, headers) => {
    const answer = await app.http.inject({
      method: 'POST',
      url: '/v1/payments/webhooks/sandbox',
      payload: Buffer.from(raw),
      headers: { ...headers, 'content-type': 'application/json' },
    })
    return answer.statusCode === 200
  })
}

/** Lets messages arrive, and looks up what none told of, until the purchase is no longer in one of these states. */
export const settled = async (
  app: TestApp,
  person: Person,
  { purchaseId, from }: { purchaseId: Purchase['purchaseId']; from: readonly Purchase['state'][] },
): Promise<Receipt> => {
  for (let tries = 0; tries < 20; tries += 1) {
    await atProvider(app)
    await app.jobs.runOnce()
    const { receipt } = await person.call(getPurchase, { params: { purchaseId } })
    if (!from.includes(receipt.state)) return receipt
    app.clock.advance(60_000)
    await app.payments.resolve()
  }
  throw new TypeError('A purchase comes to an end')
}

const versionOfPack = async (person: Person, packId: string): Promise<number> => {
  const { packs } = await person.call(listCoinPacks)
  return packs.find((pack) => pack.packId === packId)?.version ?? 0
}

/** Begins a purchase; where the provider did not answer it is asked again, as the app does. */
export const begin = async (app: TestApp, person: Person, coins: Parameters<typeof packOf>[0]) => {
  const packId = packOf(coins)
  const body = { key: app.ids.uuid(), packId, version: await versionOfPack(person, packId) }
  for (let tries = 0; tries < 20; tries += 1) {
    const { purchase } = await person.call(buyCoins, { body })
    if (purchase.checkoutUrl !== null || purchase.state !== 'unknown') return { purchase, body }
  }
  throw new TypeError('The provider answers in the end')
}

export const buy = async (
  app: TestApp,
  person: Person,
  coins: Parameters<typeof packOf>[0],
): Promise<Receipt> => {
  const { purchase } = await begin(app, person, coins)
  await payWith(app, purchase)
  return settled(app, person, { purchaseId: purchase.purchaseId, from: ['pending', 'unknown'] })
}

/** One tick of a new combo. */
export const giftBody = async (
  app: TestApp,
  person: Person,
  name: Parameters<typeof giftOf>[0],
  count = 1,
) => {
  const { gifts } = await person.call(listGifts)
  const giftId = giftOf(name)
  const version = gifts.find((gift) => gift.giftId === giftId)?.version ?? 0
  return { giftId, version, comboId: app.ids.uuid(), tick: 0, count }
}

export const give = async (
  app: TestApp,
  person: Person,
  [postId, name, count]: readonly [PostId, Parameters<typeof giftOf>[0], number],
) => person.call(sendGift, { params: { postId }, body: await giftBody(app, person, name, count) })

/** Makes somebody so young. */
export const bornOn = async (app: TestApp, person: Person, birthDate: string): Promise<void> => {
  const { pool } = app.engines.db
  await sql`update identity.person set birth_date = ${birthDate} where person_id = ${person.me.personId}`.execute(
    within(pool),
  )
}
