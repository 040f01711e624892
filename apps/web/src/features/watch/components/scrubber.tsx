import type { SpriteSheet } from '@busker/contract'
import { useLingui } from '@lingui/react/macro'
import type { PointerEvent, ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { playTime } from '#shared/format'
import { seekTo, tileAt } from '#shared/player'

/** The small picture of a position, over the place on the scrubber that it belongs to. */
const SpritePreview = (props: { sprites: SpriteSheet; atMs: number; durationMs: number }): ReactNode => {
  const { sprites, atMs, durationMs } = props
  const { x, y } = tileAt(sprites, atMs)
  const half = sprites.tileWidth / 2
  return (
    <div
      aria-hidden="true"
      data-preview=""
      className="pointer-events-none absolute bottom-full z-10 mb-2 grid justify-items-center gap-1 ltr:-translate-x-1/2 rtl:translate-x-1/2"
      style={{ insetInlineStart: `clamp(${half}px, ${(100 * atMs) / durationMs}%, calc(100% - ${half}px))` }}
    >
      <div
        className="rounded-md border-2 border-on-stage bg-stage shadow-stage"
        style={{
          width: sprites.tileWidth,
          height: sprites.tileHeight,
          backgroundImage: `url(${sprites.url})`,
          backgroundPosition: `-${x}px -${y}px`,
          boxSizing: 'content-box',
        }}
      />
      <span className="rounded-full bg-[#120a0dcc] px-2 py-0.5 text-2xs font-bold text-on-stage tabular-nums">
        {playTime(atMs)}
      </span>
    </div>
  )
}

/** Draws the progress beside React, sixty times a second, only while it is the current one and is seen. */
const useProgress = (
  video: HTMLVideoElement | null,
  { active, durationMs }: { active: boolean; durationMs: number },
) => {
  const input = useRef<HTMLInputElement>(null)
  const dragging = useRef(false)
  useEffect(() => {
    const slider = input.current
    if (!video || !slider || !active) return
    let frame = 0
    let isSeen = false
    const draw = (): void => {
      frame = isSeen ? requestAnimationFrame(draw) : 0
      if (dragging.current) return
      const positionMs = video.currentTime * 1000
      slider.value = String(positionMs)
      slider.style.setProperty('--progress', `${Math.min(100, (positionMs / durationMs) * 100)}%`)
      const spoken = playTime(positionMs)
      if (slider.getAttribute('aria-valuetext') !== spoken) slider.setAttribute('aria-valuetext', spoken)
    }
    // Of the two scrubbers of a stage the layout shows one.
    const sight = new IntersectionObserver(([entry]) => {
      isSeen = entry?.isIntersecting === true
      if (isSeen && frame === 0) draw()
    })
    sight.observe(slider)
    return () => {
      sight.disconnect()
      cancelAnimationFrame(frame)
    }
  }, [video, active, durationMs])
  return { input, dragging }
}

/** Progress that can be dragged, with a look at where it leads. */
export const Scrubber = (props: {
  video: HTMLVideoElement | null
  active: boolean
  durationMs: number
  sprites: SpriteSheet | null
}): ReactNode => {
  const { t } = useLingui()
  const { video, active, durationMs, sprites } = props
  const { input, dragging } = useProgress(video, { active, durationMs })
  const [previewMs, setPreviewMs] = useState<number | null>(null)

  const seek = (slider: HTMLInputElement): void => {
    if (!video) return
    seekTo(video, Number(slider.value) / 1000)
    slider.style.setProperty('--progress', `${(Number(slider.value) / durationMs) * 100}%`)
  }
  const preview = (event: PointerEvent<HTMLInputElement>): void => {
    if (sprites === null) return
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const share = Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)))
    setPreviewMs(Math.round(durationMs * (document.dir === 'rtl' ? 1 - share : share)))
  }
  const letGo = (): void => {
    dragging.current = false
    setPreviewMs(null)
  }
  return (
    <div className="relative">
      {sprites !== null && previewMs !== null && (
        <SpritePreview sprites={sprites} atMs={previewMs} durationMs={durationMs} />
      )}
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
        onPointerMove={preview}
        onPointerUp={letGo}
        onPointerCancel={letGo}
        onPointerLeave={() => dragging.current || setPreviewMs(null)}
      />
    </div>
  )
}
