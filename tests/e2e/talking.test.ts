import type { getOwnShare, listComments, ResponseOf } from '@busker/contract'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { seededChance } from '../scenarios/chance.ts'
import { arriveWithAccount, returnWithAccount } from './stage/account-pages.ts'
import { faultsInBothThemes, faultsInTheme } from './stage/axe.ts'
import { publish } from './stage/backstage.ts'
import { shortClips } from './stage/clips.ts'
import { watchUntil } from './stage/stage-view.ts'
import { openTheatre } from './stage/theatre.ts'
import { desktop, patienceMs, phone, type Visitor } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)

const creator = 'street.stage'
let postId = ''
const { uuid: uuidv7 } = seededChance(8)

const openComments = async (visitor: Visitor): Promise<Locator> => {
  await visitor.go(`/p/${postId}`)
  await visitor.page.getByRole('button', { name: /^Comments/ }).click()
  const sheet = visitor.page.getByRole('dialog', { name: 'Comments', exact: true })
  await sheet.getByLabel('Your comment').waitFor()
  return sheet
}
const say = async (sheet: Locator, text: string): Promise<void> => {
  await sheet.getByLabel(/^Your (comment|reply)$/).fill(text)
  await sheet.getByRole('button', { name: 'Send' }).click()
}
/** The words of a comment as they stand in the list. */
const saying = (sheet: Locator, text: string): Locator =>
  sheet.getByRole('list').getByText(text, { exact: true }).first()

const closed = (page: Page): Promise<void> => page.getByRole('dialog').waitFor({ state: 'hidden' })

/** What the page of somebody would report who opens a link and watches: for whoever need not be seen doing it. */
const watchByLink = async (visitor: Visitor, handle: string, shareToken: string): Promise<void> => {
  await arriveWithAccount(visitor, handle)
  const { request } = visitor.context
  const clientTime = new Date().toISOString()
  const report = async (kind: string, event: object): Promise<void> => {
    const common = { eventId: uuidv7(), clientTime, postId }
    const data = { sentAt: clientTime, timeZone: 'Europe/Madrid', events: [{ ...common, ...event }] }
    expect((await request.post(`/v1/facts/${kind}`, { data })).status()).toBe(200)
  }
  await report('actions', { kind: 'share_landing', surface: 'other', shareToken })
  await report('views', {
    ...{ viewId: uuidv7(), seq: 0, slotId: null, surface: 'post', startedAt: clientTime },
    ...{ visibleMs: 1500, played: [[0, 1500]], durationMs: 5000, soundOn: false, ended: true },
  })
}

const ownShareOf = async (visitor: Visitor): Promise<ResponseOf<typeof getOwnShare>> =>
  (await (await visitor.context.request.get(`/v1/posts/${postId}/share`)).json()) as ResponseOf<
    typeof getOwnShare
  >

describe.skipIf(!canPlay)('talking about a video and passing it on', () => {
  beforeAll(async () => {
    const author = await theatre.enter()
    await arriveWithAccount(author, creator)
    const [clip] = await shortClips()
    if (clip === undefined) throw new TypeError('there are three short clips')
    postId = await publish(author, clip, 'A flower opens #nature')
  })

  test('comments are answered, liked, pinned and changed, and a held word waits for the author', async () => {
    const author = await theatre.enter({ ...desktop, bypassCSP: true })
    await returnWithAccount(author, creator)
    const rules = await openComments(author)
    await rules.getByRole('button', { name: 'Who may comment' }).click()
    const form = author.page.getByRole('dialog', { name: 'Who may comment' })
    await form.getByLabel('Further words that hold a comment back').fill('free coins')
    await form.getByRole('button', { name: 'Keep' }).click()
    await form.waitFor({ state: 'hidden' })

    const fan = await theatre.enter(phone)
    await arriveWithAccount(fan, 'a.fan')
    const talk = await openComments(fan)
    await say(talk, 'What a bloom')
    await saying(talk, 'What a bloom').waitFor()
    await say(talk, 'FREE coins for all')
    await talk.getByText('Waits for the author of the video. Nobody else sees it yet.').waitFor()

    await rules.getByRole('button', { name: 'Close' }).click()
    await closed(author.page)
    await author.page.getByRole('button', { name: /^Comments/ }).click()
    const sheet = author.page.getByRole('dialog', { name: 'Comments', exact: true })
    await saying(sheet, 'What a bloom').waitFor()
    expect(await sheet.getByText('FREE coins for all').count()).toBe(0)
    await sheet.getByRole('button', { name: '1 waits for you' }).click()
    await author.page.getByRole('button', { name: 'Let the comment of a.fan through' }).click()
    await author.page.getByText('Nothing waits for you.').waitFor()
    await author.page.getByRole('button', { name: 'Close' }).click()
    await saying(sheet, 'FREE coins for all').waitFor()
    const bloom = sheet.getByRole('listitem').filter({ hasText: 'What a bloom' }).first()
    await bloom.getByRole('button', { name: 'Heart for the comment of a.fan' }).click()
    await bloom.getByRole('button', { name: 'Heart for the comment of a.fan', pressed: true }).waitFor()
    await bloom.getByRole('button', { name: 'More about the comment of a.fan' }).click()
    await bloom.getByRole('button', { name: 'Pin', exact: true }).click()
    await bloom.getByText('Pinned').waitFor()
    await bloom.getByRole('button', { name: 'Reply to a.fan' }).click()
    await say(sheet, 'Thank you @a.fan')
    await sheet.getByRole('list', { name: 'Replies to a.fan' }).getByText('Thank you').waitFor()
    expect(await faultsInBothThemes(author.page)).toEqual([])

    const answer = await fan.context.request.get(`/v1/posts/${postId}/comments?sort=top`)
    const [top] = ((await answer.json()) as ResponseOf<typeof listComments>).comments
    await fan.go(`/p/${postId}?comment=${top?.commentId}`)
    const again = fan.page.getByRole('dialog', { name: 'Comments', exact: true })
    const mine = again.getByRole('listitem').filter({ hasText: 'What a bloom' }).first()
    await mine.getByText('From the creator').waitFor()
    await mine.getByRole('button', { name: '1 reply' }).click()
    await mine.getByRole('button', { name: 'Like the comment of street.stage, 0' }).click()
    await mine.getByRole('button', { name: 'Like the comment of street.stage, 1', pressed: true }).waitFor()
    await mine.getByRole('button', { name: 'More about the comment of a.fan' }).click()
    await mine.getByRole('button', { name: 'Change' }).click()
    await again.getByLabel('Your comment').fill('What a lovely bloom')
    await again.getByRole('button', { name: 'Keep' }).click()
    await saying(again, 'What a lovely bloom').waitFor()
    await again.getByText('changed', { exact: true }).waitFor()
    await again.getByText('3 comments').waitFor()
  })

  test('whoever passes a video on learns how many watched and followed through the link', async () => {
    const sharer = await theatre.enter({ ...desktop, bypassCSP: true })
    await sharer.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await arriveWithAccount(sharer, 'a.sharer')
    await sharer.go(`/p/${postId}`)
    await sharer.page.getByRole('button', { name: 'Share' }).click()
    await sharer.page.getByRole('button', { name: 'Copy link' }).click()
    await sharer.page.getByText('Link copied').waitFor()
    const link = await sharer.page.evaluate(() => navigator.clipboard.readText())
    expect(link).toMatch(/\/s\/[\w-]{22}$/)
    await sharer.page.getByRole('button', { name: 'Code for a camera' }).click()
    await sharer.page.getByRole('img', { name: 'Code for a camera that leads to this video' }).waitFor()
    await sharer.page.getByRole('button', { name: 'Show on another page' }).click()
    const markup = await sharer.page.getByLabel('Markup for another page').inputValue()
    expect(markup).toContain(`/embed/${postId}`)
    expect(await faultsInTheme(sharer.page, 'dark')).toEqual([])
    const file = sharer.page.waitForEvent('download')
    await sharer.page.getByRole('link', { name: 'Download video' }).click()
    expect((await file).suggestedFilename()).toBe('street.stage - A flower opens #nature.mp4')

    const token = link.split('/').at(-1) ?? ''
    const guest = await theatre.enter(phone)
    await arriveWithAccount(guest, 'a.guest')
    const facts = ['views', 'actions'].map((kind) =>
      guest.page.waitForResponse((answer) => answer.url().endsWith(`/v1/facts/${kind}`)),
    )
    await guest.go(new URL(link).pathname)
    await watchUntil(guest.page, 0.5)
    const follow = guest.page.waitForRequest((request) => request.url().includes('/follow'))
    await guest.page.getByRole('button', { name: 'Follow' }).first().click()
    expect(new URL((await follow).url()).searchParams.get('shareToken')).toBe(token)
    await Promise.all(facts)
    for (const handle of ['guest.two', 'guest.three']) await watchByLink(await theatre.enter(), handle, token)
    await expect
      .poll(async () => (await ownShareOf(sharer)).watched, { timeout: patienceMs, interval: 200 })
      .toBe(3)
    await sharer.go(`/p/${postId}`)
    await sharer.page.getByRole('button', { name: 'Share' }).click()
    await sharer.page.getByText('3 people watched through your link').waitFor()
    expect((await ownShareOf(sharer)).followed, 'one follower could be told apart').toBeNull()
    await sharer.page.keyboard.press('Escape')
    await closed(sharer.page)
  })
})
