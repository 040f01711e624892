import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { arriveWithAccount, password, signUp } from './stage/account-pages.ts'
import {
  captionsInFeed,
  numbersOf,
  originalOf,
  receivedShare,
  postIdOf,
  postsOf,
  secondsWatched,
  untilWatched,
} from './stage/backstage.ts'
import {
  cutShort,
  heavyClip,
  landscapeClip,
  noiseInTheHeader,
  rotatedClip,
  sha256Of,
  silentClip,
  textNamedAsVideo,
  type Clip,
} from './stage/clips.ts'
import { openLine, watchUploads, type Line } from './stage/network.ts'
import { mediaFolder } from './stage/readiness.ts'
import {
  farthestOf,
  noteFarthest,
  pictureOf,
  sourceOf,
  stageOf,
  untilMoving,
  untilOnStage,
  watchUntil,
} from './stage/stage-view.ts'
import { curveIsDrawn, shownCurve, untilNumber } from './stage/stats-page.ts'
import { openTheatre } from './stage/theatre.ts'
import { patienceMs, phone, type Visitor } from './stage/visitor.ts'
import {
  cardOf,
  choose,
  openUploadPage,
  recordStates,
  statesSeen,
  untilState,
  writeAndPost,
} from './stage/upload-page.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)

const captions = {
  landscape: 'Two llamas and the traffic #animals',
  rotated: 'Coffee, poured upright #coffee',
  silent: 'All gestures, not a word #silent',
}

const expectLiveStates = async (page: Page, clip: Clip): Promise<void> => {
  const states = await statesSeen(page, clip.name)
  expect(states, clip.name).toContain('Uploading')
  expect(states.some((state) => state === 'Queued' || state === 'Processing')).toBe(true)
  expect(states.at(-1)).toBe('Published')
}

const expectRealPicture = async (page: Page): Promise<void> => {
  await untilMoving(page)
  const picture = await pictureOf(page)
  expect(picture.failed).toBe(false)
  expect(picture.brightness).toBeGreaterThan(5)
  expect(picture.contrast).toBeGreaterThan(2)
}

const uploadAllThree = async (creator: Visitor): Promise<void> => {
  const { page } = creator
  const [landscape, rotated, silent] = await Promise.all([landscapeClip(), rotatedClip(), silentClip()])
  await openUploadPage(creator)
  await recordStates(page)
  // One after the other: the viewer meets them in the order in which they were published, newest first.
  for (const [clip, caption] of [
    [silent, captions.silent],
    [rotated, captions.rotated],
    [landscape, captions.landscape],
  ] as const) {
    await choose(page, [clip.path])
    await writeAndPost(page, clip.name, caption)
    await untilState(page, clip.name, 'Published')
  }
  // The record lives in the page: that it is whole shows that the page was never loaded again.
  for (const clip of [landscape, rotated, silent]) await expectLiveStates(page, clip)
}

/** Waits until the server has this share of the file; the browser counts what it has handed to its own machine. */
const untilReceived = async (creator: Visitor, clip: Clip, share: number): Promise<void> => {
  await expect
    .poll(() => receivedShare(creator, clip.name), { timeout: patienceMs, interval: 50 })
    .toBeGreaterThanOrEqual(share)
}

/** A file that streams already travels as it is; others are copied in the browser first. */
const streamingClip = (): Clip => ({
  path: join(mediaFolder, 'originals/flower-bloom-fragmented.mp4'),
  name: 'flower-bloom-fragmented.mp4',
  seconds: 5,
})

/** A browser that keeps no files, such as some do in private windows. */
const forgetFiles = async (creator: Visitor): Promise<void> => {
  await creator.context.addInitScript(() => {
    // An empty page has no storage at all.
    if ('storage' in navigator)
      navigator.storage.getDirectory = () => Promise.reject(new DOMException('not here', 'SecurityError'))
  })
}

/** From here on remembers how many cards were shown at once. */
const recordCardCounts = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen = { most: 0 }
    const look = (): void => {
      seen.most = Math.max(seen.most, document.querySelectorAll('li[aria-label]').length)
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true })
    Object.assign(window, { cardsSeen: seen })
  })

const mostCards = (page: Page): Promise<number> =>
  page.evaluate(() => {
    // Written by `recordCardCounts` above.
    const { cardsSeen } = window as unknown as { cardsSeen?: { most: number } }
    return cardsSeen?.most ?? 0
  })

const slowLine = async (): Promise<Line & AsyncDisposable> => {
  const line = await openLine(theatre.house, 120_000)
  return { ...line, [Symbol.asyncDispose]: line.close }
}

const expectExactBytes = async (creator: Visitor, clip: Clip): Promise<void> => {
  const kept = await originalOf(creator, theatre.house.dataFolder, clip.name)
  expect(await sha256Of(kept)).toBe(await sha256Of(clip.path))
}

/** What a phone does with the share target of an installed app: it posts a form to its address. */
const shareFromOutside = async ({ page }: Visitor, paths: readonly string[]): Promise<void> => {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  const { share_target: target } = await page.evaluate(
    async (): Promise<{ share_target: { action: string; method: string; enctype: string } }> =>
      (await fetch('/manifest.webmanifest')).json(),
  )
  await page.evaluate(({ action, method, enctype }) => {
    const form = Object.assign(document.createElement('form'), { action, method, enctype, id: 'share' })
    form.append(
      Object.assign(document.createElement('input'), { type: 'file', name: 'videos', multiple: true }),
    )
    document.body.append(form)
  }, target)
  await page.locator('#share input').setInputFiles([...paths])
  await page.evaluate(() => document.querySelector<HTMLFormElement>('#share')?.submit())
}

describe.skipIf(!canPlay)('uploading', () => {
  test('a clip travels from its upload through the feed to its retention curve', async () => {
    const creator = await theatre.enter()
    await signUp(creator, 'first.creator')
    await creator.go('/settings')
    await creator.page.getByText('operator').first().waitFor()
    await uploadAllThree(creator)

    const viewer = await theatre.enter(phone)
    await signUp(viewer, 'second.viewer')
    await untilOnStage(viewer.page, captions.landscape)
    await noteFarthest(viewer.page)
    await expectRealPicture(viewer.page)
    const source = await sourceOf(viewer.page)
    await watchUntil(viewer.page, 5)
    await viewer.page.keyboard.press('ArrowDown')
    await untilOnStage(viewer.page, captions.rotated)
    const leftAt = await farthestOf(viewer.page, source)

    await expectRealPicture(viewer.page)
    const upright = await pictureOf(viewer.page)
    expect(upright.height, 'the rotated clip stands upright').toBeGreaterThan(upright.width)
    await viewer.page.keyboard.press('ArrowDown')
    await untilOnStage(viewer.page, captions.silent)
    await expectRealPicture(viewer.page)
    await stageOf(viewer.page).getByText('No sound').waitFor()
    expect(await viewer.page.getByRole('alert').count(), 'a clip without sound is no fault').toBe(0)
    await viewer.page.close()

    const postId = await postIdOf(creator, 'first.creator', captions.landscape)
    const numbers = await untilWatched(creator, postId, leftAt)
    expect(numbers).toMatchObject({ views: 1, hookRate: 1, completionRate: 0 })
    expect(Math.abs(secondsWatched(numbers) - leftAt)).toBeLessThanOrEqual(1)
    expect(numbers.retention.slice(0, secondsWatched(numbers)).every((share) => share === 1)).toBe(true)
    expect(numbers.retention).toHaveLength(Math.ceil((await landscapeClip()).seconds))

    const { page } = creator
    await creator.go('/@first.creator')
    await page.getByRole('link', { name: new RegExp(captions.landscape.slice(0, 15)) }).click()
    await page.getByRole('link', { name: 'Statistics' }).click()
    await untilNumber(page, 'Views', /^1$/)
    await untilNumber(page, 'Hook rate', /^100\s?%$/)
    await untilNumber(page, 'Completion rate', /^0\s?%$/)
    await expect.poll(() => curveIsDrawn(page), { timeout: patienceMs }).toBe(true)
    expect(await shownCurve(page)).toEqual(numbers.retention)
    expect((await numbersOf(creator, postId)).views, 'the author does not count').toBe(1)
  })

  test('files that are no videos are refused with a reason and a next step', async () => {
    const creator = await theatre.enter()
    await arriveWithAccount(creator, 'careless.one')
    const { scratchFolder } = theatre.house
    const bad = [
      {
        path: await noiseInTheHeader(scratchFolder),
        name: 'noise.mp4',
        says: /not a video we can read.*Export it again as MP4/,
      },
      {
        path: await cutShort(scratchFolder),
        name: 'cut-short.mp4',
        says: /The file ends too early.*Upload the original again/,
      },
      {
        path: await textNamedAsVideo(scratchFolder),
        name: 'notes.mp4',
        says: /not a video we can read.*Export it again as MP4/,
      },
    ]
    const stranger = await theatre.enter()
    const before = await captionsInFeed(stranger)
    await openUploadPage(creator)
    await choose(
      creator.page,
      bad.map(({ path }) => path),
    )
    for (const { name, says } of bad) {
      await untilState(creator.page, name, 'Refused')
      const card = cardOf(creator.page, name)
      await card.getByText(says).waitFor()
      expect(await card.getByRole('button', { name: 'Post', exact: true }).count()).toBe(0)
    }
    await creator.page.reload()
    await untilState(creator.page, 'notes.mp4', 'Refused')
    expect(await postsOf(creator, 'careless.one')).toEqual([])
    expect(await captionsInFeed(stranger)).toEqual(before)
  })

  test('an upload that loses the network in the middle goes on by itself, byte for byte', async () => {
    await using line = await slowLine()
    const creator = await theatre.enter({ baseURL: line.address })
    await arriveWithAccount(creator, 'train.rider')
    creator.faults.forgive(
      /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_EMPTY_RESPONSE|ERR_CONNECTION|ERR_SOCKET|ERR_INCOMPLETE/,
    )
    const clip = streamingClip()
    await openUploadPage(creator)
    const uploads = watchUploads(creator.page)
    await choose(creator.page, [clip.path])
    await writeAndPost(creator.page, clip.name, 'From the tunnel')
    // First the network goes away and the device knows it.
    await untilReceived(creator, clip, 0.5)
    line.cut()
    await creator.context.setOffline(true)
    await untilState(creator.page, clip.name, 'Waiting for the network')
    line.restore()
    await creator.context.setOffline(false)
    await expect.poll(() => uploads.offsets.length, { timeout: patienceMs }).toBeGreaterThan(1)
    // Then the line breaks somewhere on the way, and the device knows nothing of it.
    await untilReceived(creator, clip, 0.75)
    const failures = uploads.failures
    line.cut()
    await expect.poll(() => uploads.failures, { timeout: patienceMs }).toBeGreaterThan(failures)
    line.restore()
    line.speedUp()
    await untilState(creator.page, clip.name, 'Published')
    const [first, ...later] = uploads.offsets
    expect(first).toBe(0)
    expect(later.length).toBeGreaterThan(1)
    expect(Math.min(...later), 'it goes on where it was').toBeGreaterThan(0)
    await expectExactBytes(creator, clip)
  })

  test('an upload that loses its page in the middle goes on by itself when the page comes back', async () => {
    await using line = await slowLine()
    const creator = await theatre.enter({ baseURL: line.address })
    await arriveWithAccount(creator, 'tab.closer')
    creator.faults.forgive(/ERR_EMPTY_RESPONSE|ERR_CONNECTION|ERR_SOCKET|ERR_INCOMPLETE/)
    const clip = await heavyClip()
    await openUploadPage(creator)
    await choose(creator.page, [clip.path])
    await writeAndPost(creator.page, clip.name, 'Second wind')
    await untilReceived(creator, clip, 0.3)
    line.cut()
    await creator.page.close()
    line.restore()
    await creator.reopen('/upload')
    const uploads = watchUploads(creator.page)
    await untilState(creator.page, clip.name, 'Uploading')
    expect(await cardOf(creator.page, clip.name).count()).toBe(1)
    line.speedUp()
    await untilState(creator.page, clip.name, 'Published')
    expect(uploads.offsets).toHaveLength(1)
    expect(uploads.offsets[0], 'it goes on where it was').toBeGreaterThan(0)
  })

  test('where the browser keeps no files, the same file chosen again goes on where it was', async () => {
    await using line = await slowLine()
    const creator = await theatre.enter({ baseURL: line.address })
    await forgetFiles(creator)
    await arriveWithAccount(creator, 'private.window')
    creator.faults.forgive(/ERR_EMPTY_RESPONSE|ERR_CONNECTION|ERR_SOCKET|ERR_INCOMPLETE/)
    const clip = streamingClip()
    await openUploadPage(creator)
    await choose(creator.page, [clip.path])
    await untilReceived(creator, clip, 0.5)
    line.cut()
    await creator.page.close()
    line.restore()
    await creator.reopen('/upload')
    const uploads = watchUploads(creator.page)
    await untilState(creator.page, clip.name, 'Not finished')
    await recordCardCounts(creator.page)
    line.speedUp()
    await choose(creator.page, [clip.path])
    await writeAndPost(creator.page, clip.name, 'Second attempt')
    await untilState(creator.page, clip.name, 'Published')
    expect(await mostCards(creator.page), 'its card is never shown twice').toBe(1)
    expect(uploads.offsets).toHaveLength(1)
    expect(uploads.offsets[0], 'it goes on where it was').toBeGreaterThan(0)
    await expectExactBytes(creator, clip)
  })

  test('a video that another app shares waits through signing in, and goes nowhere unasked', async () => {
    const creator = await theatre.enter(phone)
    await arriveWithAccount(creator, 'shared.one')
    await creator.context.clearCookies()
    const clip = streamingClip()
    const { page } = creator
    await creator.go('/upload')
    const notes = await textNamedAsVideo(theatre.house.scratchFolder)
    await shareFromOutside(creator, [clip.path, notes])
    await page.getByText('What you shared waits here.').waitFor()
    await page.getByRole('main').getByRole('link', { name: 'Sign in', exact: true }).click()
    await page.getByLabel('Handle').fill('shared.one')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    const waiting = page.getByRole('region', { name: 'were shared with Busker' })
    await waiting.getByText(clip.name).waitFor()
    await page.reload()
    await waiting.getByText(clip.name).waitFor()
    expect(await page.getByRole('list', { name: 'Your uploads' }).count(), 'nothing is sent unasked').toBe(0)
    await waiting.getByRole('button', { name: 'Upload them' }).click()
    await untilState(page, clip.name, 'Ready')
    expect(new URL(page.url()).search).toBe('')
    await expectExactBytes(creator, clip)
    await page.reload()
    await untilState(page, clip.name, 'Ready')
    expect(await waiting.count(), 'it is asked about once').toBe(0)

    // A form with nothing in it that is a video, for example of another page.
    await shareFromOutside(creator, [])
    await page.getByText('What was shared could not be kept on this device').waitFor()
  })
})
