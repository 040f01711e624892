import type { PlaybackEvent } from '@busker/contract'
import { isoTime, monotonicMs, uuidv7, wallMs } from '#shared/clock'
import type { FactWay } from '#shared/facts'
import { onNextPicture } from './pictures.ts'
import { became, pictured, startPlaying } from './playback-quality.ts'
import type { StageSource } from './stage-source.ts'
import type { Watched } from './view-reporter.ts'

/** Measures how well videos play. */
export interface QualityReporter {
  /** Follows a video from the wish to see it until the returned function is called. */
  follow(video: HTMLVideoElement, source: StageSource, watched: Watched): () => void
}

/** Passing by is no wish to see. */
const shortestMs = 100

const whole = (ms: number, most: number): number => Math.min(most, Math.round(ms))

/** One playing: what happens to the element becomes steps of the quality. */
const openPlaying = (video: HTMLVideoElement, source: StageSource, wishedAtMs: number) => {
  const endings = new AbortController()
  const { signal } = endings
  const switchesBefore = source.state.switchesDown
  const preloaded = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA
  let playing = startPlaying(wishedAtMs)
  const become = (phase: typeof playing.phase): void => {
    playing = became(playing, phase, monotonicMs())
  }
  const picture = (): void => {
    playing = pictured(playing, monotonicMs())
    if (!video.paused && video.readyState > HTMLMediaElement.HAVE_CURRENT_DATA) become('playing')
  }
  // Its picture was drawn before anybody came to it, so what it shows next is on the screen with the next frame.
  const frame = preloaded ? requestAnimationFrame(picture) : 0
  const cancelPicture = onNextPicture(video, picture)
  video.addEventListener('playing', () => become('playing'), { signal })
  video.addEventListener('pause', () => become('still'), { signal })
  video.addEventListener('waiting', () => become(video.seeking ? 'still' : 'stalled'), { signal })

  /** Ends it. Null when there is nothing worth telling. */
  return (watched: Watched): PlaybackEvent | null => {
    become('still')
    endings.abort()
    cancelAnimationFrame(frame)
    cancelPicture()
    const { rendition, failure, switchesDown } = source.state
    const { firstFrameMs } = playing
    if (firstFrameMs === null && failure === null && monotonicMs() - wishedAtMs < shortestMs) return null
    return {
      eventId: uuidv7(),
      // The id came from the server as a post id; the brand exists only for the compiler.
      postId: watched.postId as PlaybackEvent['postId'],
      surface: watched.surface,
      clientTime: isoTime(wallMs()),
      rendition,
      firstFrameMs: firstFrameMs === null ? null : whole(firstFrameMs, 600_000),
      preloaded,
      playedMs: whole(playing.playedMs, 86_400_000),
      stalls: whole(playing.stalls, 10_000),
      stalledMs: whole(playing.stalledMs, 86_400_000),
      switchesDown: whole(switchesDown - switchesBefore, 100),
      failure,
    }
  }
}

/** Makes the reporter. Its facts survive the page in the same way as reports of views. */
export const createQualityReporter = (way: FactWay<PlaybackEvent>): QualityReporter => {
  let isFirst = true
  /** Who opens a page at a video wishes it from then on; everybody else from when it comes to the screen. */
  const wishedAt = (): number => {
    const cameWithPage = isFirst && navigator.userActivation?.hasBeenActive === false
    isFirst = false
    return cameWithPage ? 0 : monotonicMs()
  }
  return {
    follow: (video, source, watched) => {
      const endings = new AbortController()
      const { signal } = endings
      let end: ReturnType<typeof openPlaying> | null = openPlaying(video, source, wishedAt())
      const tell = (): void => {
        const event = end?.(watched) ?? null
        end = null
        if (event !== null) way.report(event)
      }
      // A hidden page may never come back, so its playing ends there; coming back is another one.
      const onVisibility = (): void => {
        if (document.visibilityState === 'hidden') tell()
        else end ??= openPlaying(video, source, monotonicMs())
      }
      document.addEventListener('visibilitychange', onVisibility, { signal, capture: true })
      window.addEventListener('pagehide', tell, { signal, capture: true })
      return () => {
        tell()
        endings.abort()
      }
    },
  }
}
