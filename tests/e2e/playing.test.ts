import type { getPost, PlaybackEvent, ResponseOf } from '@busker/contract'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { arriveWithAccount, returnWithAccount } from './stage/account-pages.ts'
import { publish } from './stage/backstage.ts'
import { shortClips, tallClip } from './stage/clips.ts'
import { clipThatMustBeEncoded } from './stage/long-clip.ts'
import { openShapedLine } from './stage/shaped-line.ts'
import {
  farthestOf,
  noteFarthest,
  sourceOf,
  stageOf,
  untilMoving,
  untilOnStage,
  videoOf,
  watchUntil,
} from './stage/stage-view.ts'
import { openTheatre } from './stage/theatre.ts'
import { until } from './stage/until.ts'
import { patienceMs, phone, type Visitor } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)

const wide = 10_000_000
const trickle = 150_000
/** Conversions are patient: they take what other work leaves them. */
const conversionMs = 240_000
const clipSeconds = 12
const tall = 'A glass of water'
const posts = new Map<string, string>()
const idOf = (caption: string): string => posts.get(caption) ?? ''

const playbackOf = async (visitor: Visitor, postId: string) => {
  const answer = await visitor.context.request.get(`/v1/posts/${postId}`)
  // The server checks its answers against the contract.
  const { post } = (await answer.json()) as ResponseOf<typeof getPost>
  return post.state === 'published' ? post.playback : null
}

/** What the player told of its playings and the server has safe, in the order of their beginning. */
const listenToFacts = (page: Page) => {
  const safe = new Map<string, PlaybackEvent>()
  page.on('response', (response) => {
    if (!response.url().endsWith('/v1/facts/playback') || !response.ok()) return
    // The page sends what the contract says; anything else is answered 400. A report that left with its page is sent
    // again by the next one, because nobody heard the answer: it is the same fact.
    const { events } = response.request().postDataJSON() as { events: PlaybackEvent[] }
    for (const event of events) safe.set(event.eventId, event)
  })
  return () => [...safe.values()].toSorted((one, other) => one.eventId.localeCompare(other.eventId))
}

const untilSource = (page: Page, pattern: RegExp, longestMs?: number): Promise<string> =>
  until(
    `a source like ${pattern}`,
    () => sourceOf(page),
    (source) => pattern.test(source),
    longestMs,
  )

const secondsOf = (page: Page): Promise<number> =>
  videoOf(page).evaluate((video) => (video as HTMLVideoElement).currentTime)

/** Uploads a file of captions on the page of its post and corrects the only one of them there. */
const writeCaptions = async (creator: Visitor, postId: string): Promise<void> => {
  const { page } = creator
  creator.faults.forgive(/ 400 .*\/captions\/en/)
  await creator.go(`/p/${postId}/stats`)
  await page.getByRole('link', { name: 'Captions', exact: true }).click()
  await page.getByText('No captions yet').waitFor()
  const broken = 'WEBVTT\n\n00:09.000 --> 00:05.000\nWater is poured\n'
  const chooseFile = (text: string): Promise<void> =>
    page
      .getByLabel('Caption file')
      .setInputFiles({ name: 'words.vtt', mimeType: 'text/vtt', buffer: Buffer.from(text) })
  await chooseFile(broken)
  await page.getByRole('alert').getByText('Line 3').waitFor()
  await chooseFile(broken.replace('00:09.000 --> 00:05.000', '00:00.000 --> 00:15.000'))
  await page.getByText('The captions were added').waitFor()
  await page.getByRole('link', { name: 'Edit English' }).click()
  await page.getByLabel('Words of caption 1').fill('Water is poured, slowly')
  await page.getByRole('status').filter({ hasText: 'Not saved' }).waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor()
}

describe.skipIf(!canPlay)('playing', () => {
  beforeAll(async () => {
    const creator = await theatre.enter()
    await arriveWithAccount(creator, 'glass.harp')
    for (const [index, clip] of (await shortClips()).entries())
      posts.set(`Short ${index}`, await publish(creator, clip, `Short ${index}`))
    posts.set(tall, await publish(creator, await tallClip(), tall))
    await until(
      'every size of the tall clip',
      () => playbackOf(creator, idOf(tall)),
      (playback) => playback?.complete === true && playback.renditions.length > 1,
      conversionMs,
    )
  })

  test('a thin line makes the video smaller, not stop; what was missed is told', async () => {
    const line = await openShapedLine(theatre.house.address, { roundTripMs: 20, downBitsPerSecond: wide })
    onTestFinished(() => line.close())
    // A sharp screen wants more than the smallest size.
    const viewer = await theatre.enter({ ...phone, deviceScaleFactor: 2, baseURL: line.address })
    const facts = listenToFacts(viewer.page)
    const { page } = viewer
    // A machine with other work to do measures a narrow line; this visit has seen a wide one before.
    await page.addInitScript(() => sessionStorage.setItem('busker.throughput', '1000000000'))
    const smallerAsked = page.waitForRequest(/\/v1\/media\/[^/]+\/smallest$/)
    await viewer.go(`/p/${idOf(tall)}`)
    await untilSource(page, /\/720(-\d+)?\.mp4/)
    await watchUntil(page, 0.3)
    const before = await secondsOf(page)
    line.narrow(trickle)
    await untilSource(page, /\/540(-\d+)?\.mp4/)
    expect(await secondsOf(page)).toBeGreaterThanOrEqual(before)
    // Too thin for that one, too: the server is asked for one more.
    await smallerAsked
    line.narrow(wide)
    await untilMoving(page)
    await viewer.go('/settings')
    await expect.poll(() => facts().length, { timeout: patienceMs }).toBe(1)
    const [told] = facts()
    expect(told).toMatchObject({ postId: idOf(tall), surface: 'post', failure: null })
    expect(told?.switchesDown).toBeGreaterThan(0)
    expect(told?.stalls).toBeGreaterThan(0)
  })

  test('captions come from a file, are corrected, and show when they are wanted, on this visit and the next', async () => {
    const creator = await theatre.enter()
    await returnWithAccount(creator, 'glass.harp')
    await writeCaptions(creator, idOf(tall))
    const viewer = await theatre.enter(phone)
    const { page } = viewer
    const shownText = (): Promise<string> =>
      videoOf(page).evaluate((video) => {
        const tracks = [...(video as HTMLVideoElement).textTracks].filter(({ mode }) => mode === 'showing')
        const [cue] = tracks.flatMap(({ activeCues }) => [...(activeCues ?? [])])
        return cue instanceof VTTCue ? cue.text : ''
      })
    await viewer.go(`/p/${idOf(tall)}`)
    await untilMoving(page)
    expect(await shownText()).toBe('')
    await stageOf(page).or(page.locator('article')).getByRole('button', { name: 'Captions' }).click()
    await expect.poll(shownText, { timeout: patienceMs }).toBe('Water is poured, slowly')
    await page.reload()
    await expect.poll(shownText, { timeout: patienceMs }).toBe('Water is poured, slowly')
  })

  test('what is still being converted plays as a stream and goes on as a file', async () => {
    const creator = await theatre.enter()
    await returnWithAccount(creator, 'glass.harp')
    const clip = await clipThatMustBeEncoded(theatre.house.scratchFolder, clipSeconds)
    const viewer = await theatre.enter(phone)
    // The stream goes when the conversion is done: that is how the player learns of it.
    viewer.faults.forgive(/404|\/stream\//)
    const { page } = viewer
    // Everything but the video is there already, so that the conversion is not over before the page is.
    await viewer.go('/settings')
    const postId = await publish(creator, clip, 'Still warm')
    await viewer.go(`/p/${postId}`)
    const stream = await untilSource(page, /^blob:/)
    await noteFarthest(page)
    await untilMoving(page)
    await untilSource(page, /\/\d+(-\d+)?\.mp4/, conversionMs)
    const streamedTo = await farthestOf(page, stream)
    // Who saw the whole stream begins again with the file; everybody else goes on where they are.
    if (streamedTo < clipSeconds - 1) expect(await secondsOf(page)).toBeGreaterThanOrEqual(streamedTo - 0.5)
    await untilMoving(page)
    expect((await playbackOf(viewer, postId))?.renditions.length).toBeGreaterThan(0)
  })

  test('every playing is told once: how soon it showed and how it went', async () => {
    const viewer = await theatre.enter(phone)
    const facts = listenToFacts(viewer.page)
    await viewer.go('/')
    const { page } = viewer
    // The newest is the one that was converted last.
    await untilMoving(page)
    await page.keyboard.press('ArrowDown')
    await untilOnStage(page, tall)
    await watchUntil(page, 2)
    await page.keyboard.press('ArrowDown')
    await untilOnStage(page, 'Short 2')
    await untilMoving(page)
    await viewer.go('/settings')
    await expect.poll(() => facts().length, { timeout: patienceMs }).toBe(3)
    const [, told] = facts()
    expect(told).toMatchObject({ postId: idOf(tall), surface: 'feed', switchesDown: 0, failure: null })
    expect(told?.rendition).toMatch(/^\d+$/)
    expect(told?.firstFrameMs).toBeGreaterThanOrEqual(0)
    expect(told?.playedMs).toBeGreaterThan(1000)
  })
})
