import type { Locator, Page } from 'playwright-core'
import { until } from './until.ts'

/** The post on the screen: the other slides of the feed are inert. */
export const stageOf = (page: Page): Locator => page.locator(':not([inert]) > article')

export const videoOf = (page: Page): Locator => stageOf(page).locator('video')

interface Picture {
  readonly width: number
  readonly height: number
  readonly seconds: number
  readonly paused: boolean
  readonly muted: boolean
  readonly failed: boolean
  /** Mean brightness from 0 to 255, and how much the pixels differ. */
  readonly brightness: number
  readonly contrast: number
}

/** What the video really shows now: the decoded frame itself is looked at. */
export const pictureOf = (page: Page): Promise<Picture> =>
  videoOf(page).evaluate((element) => {
    const video = element as HTMLVideoElement
    const canvas = document.createElement('canvas')
    canvas.width = 32
    canvas.height = 32
    const pen = canvas.getContext('2d')
    pen?.drawImage(video, 0, 0, 32, 32)
    const pixels = pen?.getImageData(0, 0, 32, 32).data ?? new Uint8ClampedArray()
    const greys: number[] = []
    for (let place = 0; place + 3 < pixels.length; place += 4)
      greys.push(((pixels[place] ?? 0) + (pixels[place + 1] ?? 0) + (pixels[place + 2] ?? 0)) / 3)
    const mean = greys.reduce((sum, grey) => sum + grey, 0) / Math.max(1, greys.length)
    const spread = greys.reduce((sum, grey) => sum + Math.abs(grey - mean), 0) / Math.max(1, greys.length)
    return {
      width: video.videoWidth,
      height: video.videoHeight,
      seconds: video.currentTime,
      paused: video.paused,
      muted: video.muted,
      failed: video.error !== null,
      brightness: mean,
      contrast: spread,
    }
  })

/** How far the post on the screen is from its place: the feed glides. */
const offsetOf = (page: Page): Promise<number> =>
  stageOf(page).evaluate((stage) => {
    const feed = stage.closest('[role=feed]') ?? stage
    return Math.abs(stage.getBoundingClientRect().top - feed.getBoundingClientRect().top)
  })

/** Waits until the post with this caption is the one on the screen, and at rest. */
export const untilOnStage = async (page: Page, caption: string): Promise<void> => {
  await stageOf(page).filter({ hasText: caption }).waitFor()
  await until(
    'a feed at rest',
    () => offsetOf(page),
    (offset) => offset < 1,
  )
}

const secondsOf = (page: Page): Promise<number> =>
  videoOf(page).evaluate((video) => (video as HTMLVideoElement).currentTime)

/** Waits until the video on the screen has played up to this second of it. */
export const watchUntil = async (page: Page, seconds: number): Promise<void> => {
  await until(
    `second ${seconds} of the video`,
    () => secondsOf(page),
    (now) => now >= seconds,
  )
}

export const untilMoving = async (page: Page): Promise<void> => {
  await watchUntil(page, 0.1)
  const before = await secondsOf(page)
  await until(
    'a moving video',
    () => secondsOf(page),
    (now) => now !== before,
  )
}

/** From here on notes how far each video of this page has been played. */
export const noteFarthest = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const farthest: Record<string, number> = {}
    const look = (): void => {
      for (const video of document.querySelectorAll('video'))
        farthest[video.src] = Math.max(farthest[video.src] ?? 0, video.currentTime)
      requestAnimationFrame(look)
    }
    look()
    Object.assign(window, { farthest })
  })

/** The address of the video on the screen, to ask for it after it was left. */
export const sourceOf = (page: Page): Promise<string> =>
  videoOf(page).evaluate((video) => (video as HTMLVideoElement).src)

/** How far the video with this address was played; a player may have gone on to another size of the same video. */
export const farthestOf = (page: Page, source: string): Promise<number> =>
  page.evaluate((src) => {
    // Written by `noteFarthest` above.
    const { farthest = {} } = window as unknown as { farthest?: Record<string, number> }
    const folder = src.startsWith('http') ? src.slice(0, src.lastIndexOf('/') + 1) : src
    const places = Object.entries(farthest).filter(([address]) => address.startsWith(folder))
    return Math.max(0, ...places.map(([, seconds]) => seconds))
  }, source)

/** Waits until the whole video on the screen is in the browser. */
export const untilBuffered = async (page: Page): Promise<void> => {
  await until(
    'the whole video in the browser',
    () =>
      videoOf(page).evaluate((element) => {
        const { buffered, duration } = element as HTMLVideoElement
        // By bytes: of the last hundredth of a second some may still be on their way.
        return buffered.length > 0 && buffered.end(buffered.length - 1) >= duration - 0.001
      }),
    (isThere) => isThere,
  )
}
