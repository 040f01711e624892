import type { Page } from 'playwright-core'

/** One video that came to the screen. */
export interface Arrival {
  /** When it became the current one, by the clock of the page. */
  readonly atMs: number
  /** Until its first picture was on the screen, and until the picture after it: it moves. Null: it was left before. */
  pictureMs: number | null
  movingMs: number | null
  /** It had a picture when the viewer came. */
  wasReady: boolean
  stalls: number
}
/** One video that began to load when nothing of it was there. */
export interface ColdStart {
  readonly firstFrameMs: number
  readonly onScreen: boolean
}
export interface Marks {
  readonly arrivals: Arrival[]
  readonly coldStarts: ColdStart[]
}

/** Runs in the page before anything of ours, and sees only what any page would see of its videos. */
const keepMarks = (): void => {
  const marks: Marks = { arrivals: [], coldStarts: [] }
  Object.assign(window, { marks })
  const pictured = new WeakMap<HTMLVideoElement, string>()
  const slideOf = (video: Element): Element | null => video.closest('[role=feed] > div')
  const isOnScreen = (video: Element): boolean => slideOf(video)?.hasAttribute('inert') === false

  document.addEventListener(
    'loadstart',
    ({ target }) => {
      if (!(target instanceof HTMLVideoElement) || target.currentSrc === '') return
      const startedAt = performance.now()
      const { src } = target
      target.requestVideoFrameCallback((now) => {
        if (target.src !== src) return
        pictured.set(target, src)
        marks.coldStarts.push({ firstFrameMs: now - startedAt, onScreen: isOnScreen(target) })
      })
    },
    true,
  )
  let current: { video: HTMLVideoElement; arrival: Arrival } | null = null
  const arrive = (video: HTMLVideoElement): void => {
    const startedAt = performance.now()
    const wasReady = pictured.get(video) === video.src
    const arrival: Arrival = { atMs: startedAt, pictureMs: null, movingMs: null, wasReady, stalls: 0 }
    marks.arrivals.push(arrival)
    current = { video, arrival }
    const after = (): number => performance.now() - startedAt
    // What was drawn before is on the screen with the next frame of the page.
    if (wasReady) requestAnimationFrame(() => (arrival.pictureMs = after()))
    video.requestVideoFrameCallback(() => {
      arrival.pictureMs ??= after()
      video.requestVideoFrameCallback(() => (arrival.movingMs = after()))
    })
  }
  document.addEventListener(
    'waiting',
    ({ target }) => {
      if (current === null || target !== current.video || current.arrival.pictureMs === null) return
      if (!current.video.paused && !current.video.seeking) current.arrival.stalls += 1
    },
    true,
  )
  const look = (): void => {
    const video = document.querySelector<HTMLVideoElement>('[role=feed] > :not([inert]) video')
    if (video !== null && video !== current?.video) arrive(video)
  }
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['inert'],
  })
}

export const watchVideos = (page: Page): Promise<unknown> => page.addInitScript(keepMarks)

export const marksOf = (page: Page): Promise<Marks> =>
  // Put there by `keepMarks`.
  page.evaluate(() => (window as unknown as { marks: Marks }).marks)
