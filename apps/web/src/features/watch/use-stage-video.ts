import type { Playback } from '@busker/contract'
import type { RefObject } from 'react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Failure, SourceState, StageSource, Watched } from '#shared/player'
import {
  captionsFor,
  openStageSource,
  showCaptions,
  useCaptions,
  usePlayerServices,
  useSound,
} from '#shared/player'
import { mediaCalls } from './queries.ts'

export interface StageVideo {
  readonly video: HTMLVideoElement | null
  /** The first picture is there: the poster may go. */
  readonly shown: boolean
  readonly stalled: boolean
  /** Its conversion has nothing to show yet. */
  readonly preparing: boolean
  readonly failure: Failure | null
  readonly paused: boolean
  /** Enough is loaded, or nothing will be: the neighbours may load. */
  readonly settled: boolean
  togglePause(): void
  retry(): void
}

interface StageVideoOptions {
  readonly host: RefObject<HTMLElement | null>
  readonly place: number
  readonly playback: Playback
  /** Whether it may load: false holds a neighbour back while the current one still needs the line. */
  readonly load: boolean
  readonly active: boolean
  readonly watched: Watched
}

const stallShownAfterMs = 350
const nothingYet: SourceState = {
  phase: 'idle',
  rendition: '',
  switchesDown: 0,
  failure: null,
  comfortable: false,
}

/** Takes a video element from the pool for as long as the slide is mounted, puts it into the host and fills it. */
const usePooledVideo = ({ host, place, playback, load, watched }: StageVideoOptions) => {
  const { pool, link } = usePlayerServices()
  const [held, setHeld] = useState<{ video: HTMLVideoElement; source: StageSource } | null>(null)
  const [state, setState] = useState(nothingYet)
  const newest = useRef(playback)
  const { postId } = watched
  // After the picture of the page, not with it: what it begins must not hold up a swipe.
  useEffect(() => {
    if (!load) return
    const video = pool.take(place)
    video.className = 'absolute inset-0 size-full'
    host.current?.append(video)
    const source = openStageSource(video, newest.current, {
      link,
      refresh: () => mediaCalls.refresh(postId),
      askForSmallest: mediaCalls.askForSmallest,
      onChange: setState,
    })
    setHeld({ video, source })
    return () => {
      source.close()
      pool.release(video)
      setHeld(null)
      setState(nothingYet)
    }
  }, [pool, link, host, place, load, postId])
  useEffect(() => {
    if (newest.current === playback) return
    newest.current = playback
    held?.source.update(playback)
  }, [held, playback])
  return { video: held?.video ?? null, source: held?.source ?? null, state }
}

/** What the element says about itself, as state. */
const useVideoState = (video: HTMLVideoElement | null) => {
  const [shown, setShown] = useState(false)
  const [stalled, setStalled] = useState(false)
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
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) setShown(true)
    video.addEventListener('loadeddata', () => setShown(true), { signal })
    video.addEventListener('waiting', waiting, { signal })
    for (const name of ['playing', 'pause', 'seeked']) video.addEventListener(name, going, { signal })
    return () => {
      window.clearTimeout(timer)
      endings.abort()
      setShown(false)
      setStalled(false)
    }
  }, [video])
  return { shown, stalled }
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

/** The captions of this video in the language of the page, while they are wanted. */
const useCaptionTracks = (video: HTMLVideoElement | null, captions: Playback['captions']): void => {
  const { on } = useCaptions()
  useEffect(() => {
    if (!video || captions.length === 0) return
    return showCaptions(video, captions, on ? captionsFor(captions, document.documentElement.lang) : null)
  }, [video, captions, on])
}

/** Reports what is watched of the current video, and how well it plays. */
const useReports = (
  { host, active, watched }: StageVideoOptions,
  video: HTMLVideoElement | null,
  source: StageSource | null,
): void => {
  const { reporter, quality } = usePlayerServices()
  useEffect(() => {
    const stage = host.current
    if (!video || !source || !stage || !active) return
    video.preload = 'auto'
    source.setActive(true)
    const stopQuality = quality.follow(video, source, watched)
    const stopReporting = reporter.follow(video, stage, watched)
    return () => {
      stopReporting()
      stopQuality()
      source.setActive(false)
      // What was left is not loaded to its end.
      video.preload = 'metadata'
    }
  }, [video, source, host, active, reporter, quality, watched])
}

/** One video on its stage: plays while it is the current one and on screen, reports what was watched. */
export const useStageVideo = (options: StageVideoOptions): StageVideo => {
  const { active, playback } = options
  const { on: soundOn, refused } = useSound()
  const { video, source, state } = usePooledVideo(options)
  const { shown, stalled } = useVideoState(video)
  const [paused, setPaused] = useState(false)

  useEffect(() => {
    if (video) video.muted = !soundOn
  }, [video, soundOn])
  useReports(options, video, source)
  useCaptionTracks(video, playback.captions)
  useEffect(() => {
    if (!active) setPaused(false)
  }, [active])

  const { phase } = state
  useEffect(() => {
    // Without a source there is nothing to start; a stream brings its own later.
    if (!video || phase !== 'playable') return
    const update = (): void => {
      if (!active || paused || document.visibilityState === 'hidden') return video.pause()
      void start(video, refused).then((started) => setPaused(!started))
    }
    update()
    if (!active) video.currentTime = 0
    document.addEventListener('visibilitychange', update)
    return () => document.removeEventListener('visibilitychange', update)
  }, [video, active, paused, refused, phase])

  const retry = useCallback(() => {
    source?.retry()
    setPaused(false)
  }, [source])
  const togglePause = useCallback(() => setPaused((before) => !before), [])
  const failure = phase === 'failed' ? state.failure : null
  const settled = state.comfortable || phase === 'failed'
  return {
    video,
    shown,
    stalled,
    preparing: phase === 'preparing',
    failure,
    paused,
    settled,
    togglePause,
    retry,
  }
}
