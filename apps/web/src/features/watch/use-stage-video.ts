import type { RefObject } from 'react'
import { useCallback, useEffect, useLayoutEffect, useState } from 'react'
import type { Watched } from '#shared/player'
import { usePlayerServices, useSound } from '#shared/player'

export interface StageVideo {
  readonly video: HTMLVideoElement | null
  /** The first picture is there: the poster may go. */
  readonly shown: boolean
  readonly stalled: boolean
  readonly failed: boolean
  readonly paused: boolean
  togglePause(): void
  retry(): void
}

const stallShownAfterMs = 350

/** Takes a video element from the pool for as long as the slide is mounted, and puts it into the host. */
const usePooledVideo = (host: RefObject<HTMLElement | null>, place: number, url: string) => {
  const { pool } = usePlayerServices()
  const [video, setVideo] = useState<HTMLVideoElement | null>(null)
  useLayoutEffect(() => {
    const taken = pool.take(place, { url, preload: 'metadata' })
    taken.className = 'absolute inset-0 size-full'
    host.current?.append(taken)
    setVideo(taken)
    return () => {
      pool.release(taken)
      setVideo(null)
    }
  }, [pool, host, place, url])
  return video
}

/** What the element says about itself, as state. */
const useVideoState = (video: HTMLVideoElement | null) => {
  const [shown, setShown] = useState(false)
  const [stalled, setStalled] = useState(false)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    if (!video) return
    const endings = new AbortController()
    const { signal } = endings
    let timer = 0
    const going = (): void => {
      window.clearTimeout(timer)
      setStalled(false)
    }
    const waiting = (): void => {
      window.clearTimeout(timer)
      timer = window.setTimeout(() => setStalled(true), stallShownAfterMs)
    }
    const loaded = (): void => {
      setShown(true)
      setFailed(false)
    }
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) loaded()
    video.addEventListener('loadeddata', loaded, { signal })
    video.addEventListener('waiting', waiting, { signal })
    for (const name of ['playing', 'pause', 'seeked']) video.addEventListener(name, going, { signal })
    video.addEventListener('error', () => video.getAttribute('src') && setFailed(true), { signal })
    return () => {
      window.clearTimeout(timer)
      endings.abort()
      setShown(false)
      setStalled(false)
      setFailed(false)
    }
  }, [video])
  return { shown, stalled, failed }
}

/** Starts a video, silently when the browser does not allow sound. False when it may not start at all. */
const start = async (video: HTMLVideoElement, onSoundRefused: () => void): Promise<boolean> => {
  for (const attempt of ['as chosen', 'silent'] as const) {
    try {
      if (attempt === 'silent') video.muted = true
      await video.play()
      return true
    } catch (error) {
      const notAllowed = error instanceof DOMException && error.name === 'NotAllowedError'
      if (!notAllowed) return true
      if (!video.muted) onSoundRefused()
    }
  }
  return false
}

/** One video on its stage: plays while it is the current one and on screen, reports what was watched. */
export const useStageVideo = (options: {
  host: RefObject<HTMLElement | null>
  place: number
  url: string
  active: boolean
  watched: Watched
}): StageVideo => {
  const { host, active, watched } = options
  const { reporter } = usePlayerServices()
  const { on: soundOn, refused } = useSound()
  const video = usePooledVideo(host, options.place, options.url)
  const state = useVideoState(video)
  const [paused, setPaused] = useState(false)

  useEffect(() => {
    if (video) video.muted = !soundOn
  }, [video, soundOn])

  useEffect(() => {
    const stage = host.current
    if (!video || !stage || !active) return
    video.preload = 'auto'
    const stopReporting = reporter.follow(video, stage, watched)
    return () => {
      stopReporting()
      setPaused(false)
    }
  }, [video, host, active, reporter, watched])

  useEffect(() => {
    if (!video) return
    const update = (): void => {
      if (!active || paused || document.visibilityState === 'hidden') return video.pause()
      void start(video, refused).then((started) => setPaused(!started))
    }
    update()
    if (!active) video.currentTime = 0
    document.addEventListener('visibilitychange', update)
    return () => document.removeEventListener('visibilitychange', update)
  }, [video, active, paused, refused])

  const retry = useCallback(() => {
    video?.load()
    setPaused(false)
    if (video) void start(video, refused)
  }, [video, refused])
  const togglePause = useCallback(() => setPaused((before) => !before), [])
  return { video, ...state, paused, togglePause, retry }
}
