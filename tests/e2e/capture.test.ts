import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { arriveWithAccount } from './stage/account-pages.ts'
import { originalOf, postIdOf, receivedShare } from './stage/backstage.ts'
import { seriousFaults, settled } from './stage/axe.ts'
import { sha256Of, type Clip } from './stage/clips.ts'
import { openLine } from './stage/network.ts'
import { mediaFolder } from './stage/readiness.ts'
import { pictureOf, untilMoving } from './stage/stage-view.ts'
import { openTheatre } from './stage/theatre.ts'
import { choose, openUploadPage, untilState, writeAndPost } from './stage/upload-page.ts'
import { patienceMs, phone, type Visitor } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay, {
  browserArguments: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
})

const clipAt = (path: string): Clip => ({
  path: join(mediaFolder, path),
  name: path.split('/').at(-1) ?? path,
  seconds: 0,
})

/** Records for about so long and takes the recording; the name of its file is the answer. */
const record = async (page: Page, seconds: number): Promise<string> => {
  await page.getByRole('link', { name: 'Record', exact: true }).click()
  await page.getByRole('button', { name: 'Record', exact: true }).click()
  await page
    .getByRole('timer')
    .filter({ hasText: `0:0${seconds}` })
    .waitFor()
  await page.getByRole('button', { name: 'Pause recording' }).click()
  await page.getByRole('button', { name: 'Go on recording' }).click()
  await page.getByRole('button', { name: 'Stop recording' }).click()
  await page.getByLabel('Your recording').waitFor()
  await page.getByRole('button', { name: 'Use this video' }).click()
  const card = page.getByRole('listitem', { name: /^recording-/ })
  return (await card.getAttribute('aria-label')) ?? ''
}

/** The types of the boxes that a file begins with, and of those inside its moov. */
const boxesOf = async (path: string): Promise<string[]> => {
  const bytes = await readFile(path)
  const typesIn = (from: number, to: number): string[] => {
    const found: string[] = []
    for (let place = from; place + 8 <= to; place += Math.max(8, bytes.readUInt32BE(place))) {
      const type = bytes.toString('latin1', place + 4, place + 8)
      found.push(type)
      if (type === 'moov') found.push(...typesIn(place + 8, place + bytes.readUInt32BE(place)))
    }
    return found
  }
  return typesIn(0, bytes.length)
}

const publish = async (creator: Visitor, clip: Clip): Promise<void> => {
  await choose(creator.page, [clip.path])
  await writeAndPost(creator.page, clip.name, `This is ${clip.name}`)
  await untilState(creator.page, clip.name, 'Published')
}

describe.skipIf(!canPlay)('capturing', () => {
  test('a recording is posted, survives the page being closed, goes on by itself and plays', async () => {
    const line = await openLine(theatre.house, 15_000)
    try {
      const creator = await theatre.enter({ ...phone, baseURL: line.address, bypassCSP: true })
      creator.faults.forgive(/ERR_EMPTY_RESPONSE|ERR_CONNECTION|ERR_SOCKET|ERR_INCOMPLETE/)
      await arriveWithAccount(creator, 'camera.person')
      await openUploadPage(creator)
      const name = await record(creator.page, 2)
      await writeAndPost(creator.page, name, 'Live from the test pattern')
      await creator.page.getByRole('link', { name: 'Feed' }).first().click()
      await expect.poll(() => receivedShare(creator, name), { timeout: patienceMs }).toBeGreaterThan(0)
      await creator.page.close()
      const before = await receivedShare(creator, name)
      expect(before, 'the page was left before the upload was done').toBeLessThan(1)

      // The feed alone is opened: nobody chooses or presses anything.
      await creator.reopen('/')
      await expect.poll(() => receivedShare(creator, name), { timeout: patienceMs }).toBeGreaterThan(before)
      line.speedUp()
      await creator.go('/upload')
      await untilState(creator.page, name, 'Published')

      const postId = await postIdOf(creator, 'camera.person', 'Live from the test pattern')
      await creator.go(`/p/${postId}`)
      await untilMoving(creator.page)
      const picture = await pictureOf(creator.page)
      expect(picture.failed).toBe(false)
      expect(picture.contrast).toBeGreaterThan(2)
    } finally {
      await line.close()
    }
  })

  test('the recording page can be used by everybody, and says what to do without a camera', async () => {
    const creator = await theatre.enter({ ...phone, bypassCSP: true })
    await arriveWithAccount(creator, 'no.camera')
    await creator.go('/upload/record')
    await creator.page.locator('button:enabled[aria-label=Record]').waitFor()
    await settled(creator.page)
    expect(await seriousFaults(creator.page)).toEqual([])
    await creator.context.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))
    })
    await creator.page.reload()
    await creator.page.getByRole('alert').filter({ hasText: 'Allow camera and microphone' }).waitFor()
    await creator.page.getByRole('link', { name: 'Choose a video' }).click()
    await creator.page.getByRole('heading', { name: 'Post a video' }).waitFor()
  })

  test('a plain MP4 travels in fragments, anything else as it is', async () => {
    const creator = await theatre.enter()
    await arriveWithAccount(creator, 'careful.copier')
    await openUploadPage(creator)
    const landscape = clipAt('cuts/sintel-snow-mountain.mp4')
    await publish(creator, landscape)
    const boxes = await boxesOf(await originalOf(creator, theatre.house.dataFolder, landscape.name))
    expect(boxes.slice(0, 2)).toEqual(['ftyp', 'moov'])
    expect(boxes).toContain('mvex')
    expect(boxes.filter((type) => type === 'moof').length).toBeGreaterThan(1)
    const webm = clipAt('cuts/pottery-shop-aisle.webm')
    await publish(creator, webm)
    const kept = await originalOf(creator, theatre.house.dataFolder, webm.name)
    expect(await sha256Of(kept)).toBe(await sha256Of(webm.path))
  })
})
