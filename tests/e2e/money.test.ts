import type { buyCoins, getWallet, listCoinPacks, ResponseOf } from '@busker/contract'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { arriveWithAccount, password, returnWithAccount } from './stage/account-pages.ts'
import { publish } from './stage/backstage.ts'
import { shortClips } from './stage/clips.ts'
import { openTheatre } from './stage/theatre.ts'
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

/** Chooses the pack of 99 cents in the wallet, and how the sandbox shall end it. */
const payFor = async (page: Page, outcome: string): Promise<void> => {
  await page.getByRole('button', { name: '€0.99' }).click()
  await page.getByLabel(outcome).check()
  await page.getByRole('button', { name: 'Pay in the sandbox' }).click()
  await page.waitForURL(/\/wallet\/purchases\//)
}

const coinsOf = async (visitor: Visitor): Promise<string> => {
  const answer = await visitor.context.request.get('/v1/wallet')
  // The server checks its answers against the contract that the type names.
  return ((await answer.json()) as ResponseOf<typeof getWallet>).coins
}

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
