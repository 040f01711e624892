import type { Playback } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode, Ref } from 'react'
import { useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { EditedCue } from '../cues.ts'

export interface VideoHandle {
  nowMs(): number
  seek(ms: number): void
  toggle(): void
}

const setTime = (video: HTMLVideoElement | null, ms: number): void => {
  if (video) video.currentTime = ms / 1000
}
const toggle = (video: HTMLVideoElement | null): void => {
  if (!video?.paused) return video?.pause()
  // A browser that does not let it play says so on its own controls.
  video.play().catch(() => undefined)
}

/** A new caption is typed into the text that is seen; tags are for players. */
const words = (text: string): string => text.replaceAll(/<[^<>]*>/g, '')

/** The video with the captions as they are being written. It tells its time about four times a second. */
export const CueVideo = (props: {
  ref: Ref<VideoHandle>
  playback: Playback
  cues: readonly EditedCue[]
  language: string
  onTime: (ms: number) => void
}): ReactNode => {
  const { t } = useLingui()
  const { playback, cues, onTime } = props
  const element = useRef<HTMLVideoElement>(null)
  const [nowMs, setNowMs] = useState(0)
  useImperativeHandle(props.ref, () => ({
    nowMs: () => Math.round((element.current?.currentTime ?? 0) * 1000),
    seek: (ms) => setTime(element.current, ms),
    toggle: () => toggle(element.current),
  }))
  useEffect(() => {
    const video = element.current
    if (!video) return
    const tell = (): void => {
      const ms = Math.round(video.currentTime * 1000)
      setNowMs(ms)
      onTime(ms)
    }
    const events = ['timeupdate', 'seeking', 'pause'] as const
    for (const event of events) video.addEventListener(event, tell)
    return () => {
      for (const event of events) video.removeEventListener(event, tell)
    }
  }, [onTime])
  const [smallest] = playback.renditions
  const shown = cues.filter(({ startMs, endMs }) => nowMs >= startMs && nowMs < endMs)
  return (
    <div className="relative flex h-[34dvh] items-center justify-center overflow-hidden rounded-lg bg-stage lg:h-[min(60dvh,34rem)]">
      {smallest ? (
        // The captions are drawn over it while they are typed: a track would show those that were saved.
        // oxlint-disable-next-line jsx-a11y/media-has-caption
        <video
          ref={element}
          src={smallest.url}
          poster={playback.posterUrl ?? undefined}
          aria-label={t`Your video`}
          controls
          playsInline
          preload="metadata"
          disableRemotePlayback
          className="size-full object-contain"
        />
      ) : (
        <p className="p-6 text-center text-sm text-on-stage">
          <Trans>The video is still being prepared. Come back in a moment.</Trans>
        </p>
      )}
      <div className="pointer-events-none absolute inset-x-3 bottom-16 grid justify-items-center gap-1">
        {shown.map((cue) => (
          <p
            key={cue.key}
            dir="auto"
            lang={props.language}
            className="rounded-sm bg-[#120a0dcc] px-2.5 py-1 text-center text-sm font-semibold whitespace-pre-line text-on-stage"
          >
            {words(cue.text)}
          </p>
        ))}
      </div>
    </div>
  )
}
