import type { ViewEvent } from '@busker/contract'
import { isoTime, monotonicMs, uuidv7, wallMs } from '#shared/clock'
import type { FactWay } from '#shared/facts'
import { onNextPicture } from './pictures.ts'
import { arriveEvent, leaveEvent } from './positions.ts'
import type { Sample, ViewState } from './view-tracker.ts'
import { changed, hasNews, isOver, jumped, reportDue, reported, sampled, startView } from './view-tracker.ts'

/** What is being watched; `key` tells servings of the same post apart. */
export interface Watched {
  readonly key: string
  readonly postId: string
  readonly slotId: string | null
  readonly surface: ViewEvent['surface']
  readonly durationMs: number
  /** Which of the videos that this post had. */
  readonly version: number
}

/** Watches the watching: turns what a video element does into view reports. */
export interface ViewReporter {
  /** Follows a video while it is the current one. Returns a function that ends it. */
  follow(video: HTMLVideoElement, stage: Element, watched: Watched): () => void
}

const sampleEveryMs = 250
const rememberedViews = 200

const durationOf = (video: HTMLVideoElement, watched: Watched): number =>
  Math.max(1, Math.round(Number.isFinite(video.duration) ? video.duration * 1000 : watched.durationMs))

const reportOf = (view: ViewState, video: HTMLVideoElement, watched: Watched): Omit<ViewEvent, 'ended'> => {
  const durationMs = durationOf(video, watched)
  return {
    eventId: uuidv7(),
    viewId: view.viewId,
    seq: view.seq,
    // The id came from the server as a post id; the brand exists only for the compiler.
    postId: watched.postId as ViewEvent['postId'],
    slotId: watched.slotId,
    surface: watched.surface,
    startedAt: isoTime(view.startedAtMs),
    clientTime: isoTime(wallMs()),
    visibleMs: Math.round(view.visibleMs),
    played: view.played
      .map(([from, to]): [number, number] => [from, Math.min(to, durationMs)])
      .filter(([from, to]) => from < to),
    durationMs,
    version: watched.version,
    soundOn: !video.muted && video.volume > 0,
  }
}

interface World {
  /** Views by serving. It outlives each video, so that coming back within 30 s continues the same view. */
  readonly views: Map<string, ViewState>
  readonly enqueue: (event: ViewEvent) => void
}
type Conditions = Pick<ViewState, 'playing' | 'visible' | 'foreground'>

/** The view of one video: what happens to the element becomes steps of the tracker. */
const openView = (video: HTMLVideoElement, watched: Watched, { views, enqueue }: World) => {
  const conditions: Conditions = {
    playing: !video.paused && video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA,
    visible: false,
    foreground: document.visibilityState === 'visible',
  }
  let started = false
  const sample = (): Sample => ({ atMs: monotonicMs(), mediaMs: video.currentTime * 1000 })
  const at = () => ({ sample: sample(), durationMs: durationOf(video, watched) })
  const current = (): ViewState | undefined => (started ? views.get(watched.key) : undefined)
  const keep = (view: ViewState): void => {
    // Put last again: the map forgets the views that were not touched for the longest time.
    views.delete(watched.key)
    views.set(watched.key, view)
    for (const oldest of views.keys()) if (views.size > rememberedViews) views.delete(oldest)
  }

  const begin = (): void => {
    const before = views.get(watched.key)
    const view = before && !isOver(before, monotonicMs()) ? before : startView(uuidv7(), wallMs())
    started = true
    keep(changed(view, conditions, at()))
  }
  const change = (next: Partial<Conditions>): void => {
    Object.assign(conditions, next)
    const view = current()
    if (!view) return
    if (isOver(view, monotonicMs())) begin()
    else keep(changed(view, conditions, at()))
  }
  const report = (ended = true): void => {
    const view = current()
    if (!view || !hasNews(view)) return
    enqueue({ ...reportOf(view, video, watched), ended })
    keep(reported(view))
  }
  const tick = (): void => {
    const view = current()
    if (!view) return
    const next = sampled(view, sample(), durationOf(video, watched))
    keep(next)
    if (reportDue(next)) report(false)
  }
  const jump = (): void => {
    const view = current()
    if (view) keep(jumped(view, sample()))
  }
  return { begin, change, report, tick, jump }
}

/** Listens to one video and its stage until the returned function is called. */
const followVideo = (
  video: HTMLVideoElement,
  watched: Watched,
  options: World & { stage: Element },
): (() => void) => {
  const { begin, change, report, tick, jump } = openView(video, watched, options)
  const endings = new AbortController()
  const { signal } = endings
  const stop = (): void => {
    change({ playing: false })
    report()
  }
  video.addEventListener('playing', () => change({ playing: true }), { signal })
  video.addEventListener('waiting', () => change({ playing: false }), { signal })
  video.addEventListener('pause', stop, { signal })
  video.addEventListener(leaveEvent, tick, { signal })
  video.addEventListener(arriveEvent, jump, { signal })
  const onVisibility = (): void => {
    change({ foreground: document.visibilityState === 'visible' })
    report()
  }
  document.addEventListener('visibilitychange', onVisibility, { signal })
  // Captured, so that the last report is queued before the entry sends the queue away.
  window.addEventListener('pagehide', stop, { signal, capture: true })
  const seen = new IntersectionObserver(
    ([entry]) => {
      const visible = (entry?.intersectionRatio ?? 0) >= 0.5
      change({ visible })
      if (!visible) report()
    },
    { threshold: [0, 0.5] },
  )
  seen.observe(options.stage)
  const cancelFirstFrame = onNextPicture(video, begin)
  const timer = window.setInterval(tick, sampleEveryMs)

  return () => {
    change({ playing: false, visible: false })
    report()
    endings.abort()
    cancelFirstFrame()
    window.clearInterval(timer)
    seen.disconnect()
  }
}

/**
 * Makes the reporter. Reports go to the queue at once, which survives the page, and the sender carries them on.
 *
 * @example
 * const stop = reporter.follow(video, stage, { key: slotId, postId, slotId, surface: 'feed', durationMs })
 */
export const createViewReporter = (way: FactWay<ViewEvent>): ViewReporter => {
  const views = new Map<string, ViewState>()
  return {
    follow: (video, stage, watched) => followVideo(video, watched, { views, stage, enqueue: way.report }),
  }
}
