import type { getPost, reportViews, ResponseOf } from '@busker/contract'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { arriveWithAccount, returnWithAccount } from './stage/account-pages.ts'
import { captionsInFeed, numbersOf, publish, secondsWatched, untilWatched } from './stage/backstage.ts'
import { landscapeClip, shortClips } from './stage/clips.ts'
import {
  farthestOf,
  noteFarthest,
  pictureOf,
  sourceOf,
  stageOf,
  untilBuffered,
  untilMoving,
  untilOnStage,
  watchUntil,
} from './stage/stage-view.ts'
import { openTheatre } from './stage/theatre.ts'
import { patienceMs, phone, type Visitor } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)

/** Newest first, as the feed shows them. */
const captions = [
  'Two llamas and the traffic',
  'Third: two people nod',
  'Second: funny faces',
  'First: a flower opens',
]
const [llamas = '', nodding = '', faces = '', flower = ''] = captions
const posts = new Map<string, string>()
const idOf = (caption: string): string => posts.get(caption) ?? ''

const untilPlaying = async (page: Page, playing: boolean): Promise<void> => {
  await expect
    .poll(async () => (await pictureOf(page)).paused, { timeout: patienceMs, interval: 100 })
    .toBe(!playing)
}

/** Reports that this browser still keeps for the server. */
const reportsWaiting = (page: Page): Promise<number> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('busker.view.')).length)

/** What this browser keeps for a time without a network. */
const captionsKept = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const answer = await caches.match('/kept/feed.json')
    // Written by the page itself.
    const kept = (await answer?.json()) as { slots: { post: { caption: string } }[] } | undefined
    return kept?.slots.map(({ post }) => post.caption) ?? []
  })

const likesOf = async ({ context }: Visitor, postId: string): Promise<number> => {
  const answer = await context.request.get(`/v1/posts/${postId}`)
  const { post } = (await answer.json()) as ResponseOf<typeof getPost>
  return post.state === 'published' ? post.likes : 0
}

describe.skipIf(!canPlay)('watching', () => {
  beforeAll(async () => {
    const creator = await theatre.enter()
    await arriveWithAccount(creator, 'street.stage')
    const clips = [...(await shortClips()), await landscapeClip()]
    for (const [index, clip] of clips.entries()) {
      const caption = captions[captions.length - 1 - index] ?? ''
      posts.set(caption, await publish(creator, clip, caption))
    }
  })

  test('what is watched without a network is counted later, once', async () => {
    const creator = await theatre.enter()
    await returnWithAccount(creator, 'street.stage')
    const viewer = await theatre.enter(phone)
    viewer.faults.forgive(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/)
    await arriveWithAccount(viewer, 'metro.rider')
    // The line is lost for reports first: until the whole video is here, some would be on their way already.
    await viewer.context.route('**/v1/facts/**', (route) => route.abort('internetdisconnected'))
    await viewer.go('/')
    await untilOnStage(viewer.page, llamas)
    await noteFarthest(viewer.page)
    const source = await sourceOf(viewer.page)
    await viewer.page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await untilBuffered(viewer.page)
    await viewer.context.setOffline(true)
    await watchUntil(viewer.page, 5)
    const leftAt = await farthestOf(viewer.page, source)
    const closed = viewer.page.waitForEvent('close')
    await viewer.page.close({ runBeforeUnload: true })
    await closed

    await viewer.reopen('/settings')
    await viewer.page.getByRole('heading', { name: 'Settings' }).waitFor()
    await viewer.page.getByText('You are offline').waitFor()
    expect((await numbersOf(creator, idOf(llamas))).views ?? 0).toBe(0)

    await viewer.context.unroute('**/v1/facts/**')
    await viewer.context.setOffline(false)
    const numbers = await untilWatched(creator, idOf(llamas), leftAt)
    expect(numbers).toMatchObject({ views: 1, hookRate: 1 })
    expect(Math.abs(secondsWatched(numbers) - leftAt)).toBeLessThanOrEqual(1)
    await viewer.page.reload()
    await viewer.page.getByRole('heading', { name: 'Settings' }).waitFor()
    await expect.poll(() => reportsWaiting(viewer.page), { timeout: patienceMs }).toBe(0)
    expect(await numbersOf(creator, idOf(llamas))).toEqual(numbers)
  })

  test('a report whose answer is lost is sent again and counted once', async () => {
    const creator = await theatre.enter()
    await returnWithAccount(creator, 'street.stage')
    const before = await numbersOf(creator, idOf(llamas))
    // A service worker would stand between the page and the place where the answer is taken away.
    const viewer = await theatre.enter({ serviceWorkers: 'block' })
    viewer.faults.forgive(/facts\/views|ERR_CONNECTION_RESET|registration blocked by Playwright/)
    await arriveWithAccount(viewer, 'lossy.line')
    const answers: ResponseOf<typeof reportViews>[] = []
    await viewer.context.route('**/v1/facts/views', async (route) => {
      const answer = await route.fetch()
      answers.push(await answer.json())
      if (answers.length === 1) await route.abort('connectionreset')
      else await route.fulfill({ response: answer })
    })
    await viewer.go('/')
    await untilOnStage(viewer.page, llamas)
    await noteFarthest(viewer.page)
    const source = await sourceOf(viewer.page)
    await watchUntil(viewer.page, 3.5)
    await viewer.page.keyboard.press('ArrowDown')
    await untilOnStage(viewer.page, nodding)
    const leftAt = await farthestOf(viewer.page, source)
    await expect.poll(() => answers.length, { timeout: patienceMs }).toBeGreaterThan(1)
    expect(answers[0]?.accepted).toBeGreaterThan(0)
    await expect
      .poll(() => answers.slice(1).reduce((sum, { duplicates }) => sum + duplicates, 0), {
        timeout: patienceMs,
      })
      .toBe(answers[0]?.accepted)
    await untilWatched(creator, idOf(llamas), leftAt)
    await expect
      .poll(async () => (await numbersOf(creator, idOf(llamas))).views, { timeout: patienceMs })
      .toBe((before.views ?? 0) + 1)
  })

  test('keys move, a tap pauses, sound and like are kept', async () => {
    const viewer = await theatre.enter()
    await arriveWithAccount(viewer, 'key.presser')
    await viewer.go('/')
    const { page } = viewer
    await untilOnStage(page, llamas)
    await untilMoving(page)
    await page.keyboard.press('ArrowDown')
    await untilOnStage(page, nodding)
    await page.keyboard.press('ArrowUp')
    await untilOnStage(page, llamas)
    await untilPlaying(page, true)

    await stageOf(page).getByRole('button', { name: 'Pause' }).click()
    await untilPlaying(page, false)
    await stageOf(page).getByRole('button', { name: 'Play' }).click()
    await untilPlaying(page, true)

    expect((await pictureOf(page)).muted).toBe(true)
    await stageOf(page).getByRole('button', { name: 'Tap for sound' }).click()
    await expect.poll(async () => (await pictureOf(page)).muted, { timeout: patienceMs }).toBe(false)

    const like = stageOf(page).getByRole('button', { name: 'Like' })
    await like.click()
    await expect.poll(() => like.getAttribute('aria-pressed'), { timeout: patienceMs }).toBe('true')
    await expect.poll(() => like.innerText(), { timeout: patienceMs }).toMatch(/1$/)

    await viewer.go(`/p/${idOf(llamas)}`)
    await expect.poll(() => like.getAttribute('aria-pressed'), { timeout: patienceMs }).toBe('true')
    await untilPlaying(page, true)
    // A browser lets sound begin by itself only where somebody has touched the page.
    await stageOf(page).getByRole('button', { name: 'Pause' }).click()
    await untilPlaying(page, false)
    await page.reload()
    await untilPlaying(page, true)
    expect((await pictureOf(page)).muted, 'the sound is on after a reload').toBe(false)
  })

  test('the place in the feed survives a look at a profile', async () => {
    const viewer = await theatre.enter(phone)
    await arriveWithAccount(viewer, 'back.goer')
    await viewer.go('/')
    const { page } = viewer
    await untilOnStage(page, llamas)
    await page.keyboard.press('ArrowDown')
    await untilOnStage(page, nodding)
    await page.keyboard.press('ArrowDown')
    await untilOnStage(page, faces)
    await stageOf(page)
      .getByRole('link', { name: /street\.stage/ })
      .first()
      .click()
    await page.getByRole('heading', { name: 'street.stage' }).waitFor()
    await page.goBack()
    await untilOnStage(page, faces)
    await page.goForward()
    await page.getByRole('heading', { name: 'street.stage' }).waitFor()
    await page.goBack()
    await untilOnStage(page, faces)
    await untilPlaying(page, true)
  })

  test('a guest who likes is asked to sign in', async () => {
    const guest = await theatre.enter(phone)
    await guest.go('/')
    await untilOnStage(guest.page, llamas)
    await stageOf(guest.page).getByRole('button', { name: 'Like' }).click()
    const sheet = guest.page.getByRole('dialog', { name: 'Like it? Say so.' })
    await sheet.getByRole('link', { name: 'Sign in' }).click()
    await guest.page.getByRole('heading', { name: 'Welcome back' }).waitFor()
  })

  test('the next videos play without a network, and a like is sent once when it is back', async () => {
    const viewer = await theatre.enter(phone)
    viewer.faults.forgive(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED/)
    await arriveWithAccount(viewer, 'night.bus')
    await viewer.go('/')
    await untilOnStage(viewer.page, llamas)
    await viewer.page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await expect.poll(() => captionsKept(viewer.page), { timeout: patienceMs }).toEqual(captions.slice(1))
    const before = await likesOf(viewer, idOf(nodding))
    await viewer.context.setOffline(true)
    await viewer.page.close()

    await viewer.reopen('/')
    await untilOnStage(viewer.page, nodding)
    await viewer.page.getByText('You are offline').waitFor()
    await untilMoving(viewer.page)
    expect(await sourceOf(viewer.page)).toContain('/kept/')
    const like = stageOf(viewer.page).getByRole('button', { name: /^Like/ })
    await like.click()
    await expect.poll(() => like.getAttribute('aria-pressed')).toBe('true')

    const likes: string[] = []
    viewer.context.on('request', (request) => {
      if (request.url().includes('/like')) likes.push(request.method())
    })
    await viewer.context.setOffline(false)
    await expect.poll(() => likesOf(viewer, idOf(nodding)), { timeout: patienceMs }).toBe(before + 1)
    await viewer.page.reload()
    await stageOf(viewer.page).waitFor()
    expect(await viewer.page.evaluate(() => Object.keys(localStorage).join())).not.toContain('late-like')
    expect(likes).toEqual(['PUT'])
  })

  test('the feed ends, offers to watch again, and forgets what was deleted', async () => {
    const creator = await theatre.enter()
    await returnWithAccount(creator, 'street.stage')
    const viewer = await theatre.enter(phone)
    await arriveWithAccount(viewer, 'sees.everything')
    await viewer.go('/')
    const { page } = viewer
    for (const caption of captions) {
      await untilOnStage(page, caption)
      await untilMoving(page)
      await page.keyboard.press('ArrowDown')
    }
    const end = page.getByRole('heading', { name: 'You have seen everything' })
    await end.waitFor()
    await expect.poll(() => captionsInFeed(viewer), { timeout: patienceMs }).toEqual([])
    await page.getByRole('button', { name: 'Watch again' }).click()
    await untilMoving(page)

    await creator.go(`/p/${idOf(flower)}`)
    await creator.page.getByRole('button', { name: 'Delete post' }).click()
    await creator.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await creator.page.getByText('The post was deleted').waitFor()
    await creator.page.waitForURL((url) => url.pathname === '/@street.stage')
    await creator.page.getByRole('link', { name: new RegExp(faces) }).waitFor()
    expect(await creator.page.getByRole('link', { name: new RegExp(flower) }).count()).toBe(0)
    const stranger = await theatre.enter()
    expect(await captionsInFeed(stranger)).toEqual(captions.filter((caption) => caption !== flower))
  })
})
