import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { playTime } from '#shared/format'
import { seekTo } from '#shared/player'

/** Progress that can be dragged. It is drawn beside React, sixty times a second, only while it is the current one. */
export const Scrubber = (props: {
  video: HTMLVideoElement | null
  active: boolean
  durationMs: number
}): ReactNode => {
  const { t } = useLingui()
  const { video, active, durationMs } = props
  const input = useRef<HTMLInputElement>(null)
  const dragging = useRef(false)

  useEffect(() => {
    const slider = input.current
    if (!video || !slider || !active) return
    let frame = 0
    const draw = (): void => {
      frame = requestAnimationFrame(draw)
      if (dragging.current) return
      const positionMs = video.currentTime * 1000
      slider.value = String(positionMs)
      slider.style.setProperty('--progress', `${Math.min(100, (positionMs / durationMs) * 100)}%`)
      const spoken = playTime(positionMs)
      if (slider.getAttribute('aria-valuetext') !== spoken) slider.setAttribute('aria-valuetext', spoken)
    }
    draw()
    return () => cancelAnimationFrame(frame)
  }, [video, active, durationMs])

  const seek = (slider: HTMLInputElement): void => {
    if (!video) return
    seekTo(video, Number(slider.value) / 1000)
    slider.style.setProperty('--progress', `${(Number(slider.value) / durationMs) * 100}%`)
  }
  return (
    <input
      ref={input}
      type="range"
      className="scrubber"
      aria-label={t`Position in the video`}
      min={0}
      max={durationMs}
      step={100}
      defaultValue={0}
      disabled={!active}
      onInput={(event) => seek(event.currentTarget)}
      onPointerDown={() => {
        dragging.current = true
      }}
      onPointerUp={() => {
        dragging.current = false
      }}
      onPointerCancel={() => {
        dragging.current = false
      }}
    />
  )
}
