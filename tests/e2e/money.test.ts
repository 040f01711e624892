import type {
  buyCoins,
  getPayoutBalance,
  getWallet,
  listCoinPacks,
  listGifts,
  listPayouts,
  ResponseOf,
} from '@busker/contract'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { arriveWithAccount, password, returnWithAccount } from './stage/account-pages.ts'
import { publish } from './stage/backstage.ts'
import { shortClips } from './stage/clips.ts'
import { openTheatre } from './stage/theatre.ts'
import { until } from './stage/until.ts'
import { desktop, phone, type Visitor } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)
const soon = 2000

const fan = async (size: object = phone): Promise<Visitor> => {
  const visitor = await theatre.enter(size)
  await returnWithAccount(visitor, 'generous.fan')
  // The page of the payment provider is not ours and names no icon: the browser looks for one.
  visitor.faults.forgive(/favicon\.ico/)
  return visitor
}

/** What the server answers to the cookies of a visitor. */
const read = async <T>(visitor: Visitor, path: string): Promise<T> =>
  // The server checks its answers against the contract that the type names.
  (await (await visitor.context.request.get(path)).json()) as T

const put = async (visitor: Visitor, path: string, data: object): Promise<void> => {
  const answer = await visitor.context.request.put(path, { data })
  expect(answer.status(), await answer.text()).toBe(200)
}

/** A pack of an operator: its id ends in this number. */
const sellPack = (operator: Visitor, last: number, pack: { coins: string; priceMicro: string }) =>
  put(operator, `/v1/operator/wallet/packs/0a000000-0000-4000-8000-0000000000${last}`, {
    ...{ bonusCoins: '0', onSale: true },
    ...pack,
  })

/** Chooses the pack of 99 cents in the wallet, and how the sandbox shall end it. */
const payFor = async (page: Page, outcome: string): Promise<void> => {
  await page.getByRole('button', { name: '€0.99' }).click()
  await page.getByLabel(outcome).check()
  await page.getByRole('button', { name: 'Pay in the sandbox' }).click()
  await page.waitForURL(/\/wallet\/purchases\//)
}

const coinsOf = async (visitor: Visitor): Promise<string> =>
  (await read<ResponseOf<typeof getWallet>>(visitor, '/v1/wallet')).coins

describe.skipIf(!canPlay)('coins and gifts', () => {
  const story = { postId: '' }
  beforeAll(async () => {
    const creator = await theatre.enter()
    await arriveWithAccount(creator, 'street.stage')
    await arriveWithAccount(await theatre.enter(), 'generous.fan')
    const [clip] = await shortClips()
    if (clip === undefined) throw new Error('there is a short clip')
    story.postId = await publish(creator, clip, 'A flower opens #nature')
  })

  test('a payment that the bank refuses brings no coins, and says what to do', async () => {
    const visitor = await fan()
    await visitor.go('/wallet')
    await payFor(visitor.page, 'The bank refuses')
    await visitor.page.getByText('The payment was declined').waitFor()
    await visitor.page.getByRole('link', { name: 'Try again' }).waitFor()
    expect(await coinsOf(visitor)).toBe('0')
  })

  test('coins are bought at the checkout, a combo is given, and the creator sees it at once', async () => {
    const creator = await theatre.enter(desktop)
    await returnWithAccount(creator, 'street.stage')
    await creator.go('/earnings/gifts')
    await creator.page.getByText('Gifts appear here the moment they are given.').waitFor()
    const visitor = await fan()
    const { page } = visitor
    await visitor.go('/wallet')
    await payFor(page, 'It is paid at once')
    await page.getByText('Your coins are there').waitFor()
    expect(await coinsOf(visitor)).toBe('100')

    await visitor.go(`/p/${story.postId}`)
    await page.getByRole('button', { name: 'Gifts' }).click()
    await page.getByText(/^You pay €0\.0099 · the creator gets €0\.007$/).waitFor()
    const give = page.getByRole('button', { name: /Rose/ })
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST')
    // A double tap is one gift.
    await give.dblclick()
    await answered
    await creator.page.getByRole('heading', { name: 'Just now' }).waitFor()
    await creator.page
      .locator('section', { hasText: 'Just now' })
      .getByText('€0.007')
      .first()
      .waitFor({ timeout: soon })
    await page.getByText('1 gift sent').waitFor()
    expect(await coinsOf(visitor)).toBe('99')

    for (let taps = 0; taps < 3; taps += 1) {
      await page.waitForTimeout(450)
      await give.click()
    }
    await page.getByText('4 gifts sent').waitFor()
    expect(await coinsOf(visitor)).toBe('96')
    await page.getByText('Who gave', { exact: true }).click()
    await page.getByText('1 person gave 4 coins.').waitFor()
  })

  test('a payment that nobody hears of is unknown, then found, and brings its coins', async () => {
    const operator = await theatre.enter()
    await returnWithAccount(operator, 'street.stage')
    // By its amount the sandbox opens the checkout and loses the answer.
    await sellPack(operator, 77, { coins: '80000', priceMicro: '770040000' })
    await arriveWithAccount(await theatre.enter(), 'patient.fan')
    const visitor = await theatre.enter(phone)
    await returnWithAccount(visitor, 'patient.fan')
    visitor.faults.forgive(/favicon\.ico/)
    const { page } = visitor
    await visitor.go('/wallet')
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST')
    await page.getByRole('button', { name: '€770.04' }).click()
    expect(((await (await answered).json()) as ResponseOf<typeof buyCoins>).purchase.state).toBe('unknown')
    await page.getByRole('link', { name: 'Go on and pay' }).click()
    await page.getByLabel('It is paid; we are never told').check()
    await page.getByRole('button', { name: 'Pay in the sandbox' }).click()
    await page.waitForURL(/\/wallet\/purchases\//)
    await page.getByText('Your coins are there').waitFor()
    expect(await coinsOf(visitor)).toBe('80000')
  })

  test('a payout is asked for, paid and sent back, and the page tells the story', async () => {
    const star = await theatre.enter(phone)
    await arriveWithAccount(star, 'paid.star')
    const [, clip] = await shortClips()
    if (clip === undefined) throw new Error('there is a second short clip')
    const postId = await publish(star, clip, 'Worth every coin')
    const operator = await theatre.enter()
    await returnWithAccount(operator, 'street.stage')
    const noHold = { holdDays: 0, newPayerDays: 0, knownPayerDays: 0 }
    await put(operator, '/v1/operator/wallet/settings', noHold)
    await sellPack(operator, 78, { coins: '200000', priceMicro: '1500000000' })

    const patron = await theatre.enter()
    await arriveWithAccount(patron, 'rich.patron')
    patron.faults.forgive(/favicon\.ico/)
    await patron.go('/wallet')
    await patron.page.getByRole('button', { name: '€1,500.00' }).click()
    await patron.page.getByRole('button', { name: 'Pay in the sandbox' }).click()
    await patron.page.getByText('Your coins are there').waitFor()
    const { gifts } = await read<ResponseOf<typeof listGifts>>(patron, '/v1/gifts')
    const castle = gifts.find(({ name }) => name === 'castle')
    const given = await patron.context.request.post(`/v1/posts/${postId}/gifts`, {
      data: {
        ...{ giftId: castle?.giftId, version: castle?.version, count: 60, tick: 0 },
        comboId: '0198c000-0000-7000-8000-000000000060',
      },
    })
    expect(given.status(), await given.text()).toBe(200)
    const balance = async () =>
      (await read<ResponseOf<typeof getPayoutBalance>>(star, '/v1/rewards/balance')).balances[0]
    await until('what was given is available', balance, (found) => found?.payableMicro === '1134000000')

    star.faults.forgive(/favicon\.ico/)
    const { page } = star
    await star.go('/earnings/payouts')
    await page.getByText('Show who you are and where the money goes first').waitFor()
    expect(await page.getByRole('button', { name: 'Pay €1,134.00 out' }).isDisabled()).toBe(true)
    await page.getByLabel('Country, in two letters').first().fill('DE')
    await page.getByRole('button', { name: 'Show who you are' }).click()
    await page.getByRole('button', { name: 'Everything is right' }).click()
    await page.waitForURL(/\/earnings\/payouts/)
    // By this amount the sandbox pays, and the bank sends it back two days later: here, in two seconds.
    await page.getByLabel('Amount').fill('880.03')
    // The provider's word comes a moment after the person: the button waits for it, and so does the click.
    await page.getByRole('button', { name: 'Pay €880.03 out' }).click()
    const payouts = () => read<ResponseOf<typeof listPayouts>>(star, '/v1/rewards/payouts')
    await until('the payout came back', payouts, ({ payouts: [one] }) => one?.state === 'returned')
    const story = page.locator('li', { hasText: '€880.03' }).first()
    await story.getByText('Came back').first().waitFor()
    await story.locator('summary').click()
    for (const state of ['Requested', 'On its way', 'Paid', 'Came back'])
      await story.locator('ol').getByText(state, { exact: true }).waitFor()
    await story.getByText('The bank account is closed.').waitFor()
    expect((await balance())?.payableMicro).toBe('1134000000')
    await page.getByText('€1,134.00').first().waitFor()
  })

  test('a minor is refused by the page and by the server', async () => {
    const visitor = await theatre.enter(phone)
    const { request } = visitor.context
    const year = new Date(Date.now()).getUTCFullYear() - 15
    const signedUp = await request.post('/v1/auth/sign-up', {
      data: { handle: 'young.fan', password, birthDate: `${year}-04-17` },
    })
    expect(signedUp.ok()).toBe(true)
    await visitor.go('/wallet')
    await visitor.page.getByText('Coins and gifts are for adults.').waitFor()
    expect(await visitor.page.getByRole('button', { name: '€0.99' }).count()).toBe(0)
    const packs = (await (await request.get('/v1/wallet/packs')).json()) as ResponseOf<typeof listCoinPacks>
    const [pack] = packs.packs
    const answer = await request.post('/v1/wallet/purchases', {
      data: { key: '0198c000-0000-7000-8000-000000000001', packId: pack?.packId, version: pack?.version },
    })
    expect(answer.status()).toBe(403)
    const body = (await answer.json()) as ResponseOf<typeof buyCoins> | { error: { code: string } }
    expect('error' in body && body.error.code).toBe('adults_only')
  })
})
