import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useRef, useState } from 'react'
import { Icon, ObjectVideo } from '#shared/ui'

/** The finished take, again and again; a tap holds it. */
export const TakePreview = ({ url }: { url: string }): ReactNode => {
  const { t } = useLingui()
  const element = useRef<HTMLVideoElement>(null)
  const [playing, setPlaying] = useState(true)
  const toggle = (): void => {
    const video = element.current
    if (!video) return
    if (!video.paused) return video.pause()
    // A browser that refuses to play leaves the picture standing, with the sign that says so.
    video.play().catch(() => setPlaying(false))
  }
  return (
    <>
      <ObjectVideo
        ref={element}
        url={url}
        aria-label={t`Your recording`}
        autoPlay
        loop
        playsInline
        disableRemotePlayback
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        className="absolute inset-0 size-full bg-stage object-contain"
      />
      <button
        type="button"
        onClick={toggle}
        aria-label={playing ? t`Pause` : t`Play`}
        className="absolute inset-0 size-full cursor-pointer outline-offset-[-6px]"
      />
      {!playing && (
        <div
          aria-hidden="true"
          className="animate-pop pointer-events-none absolute inset-0 m-auto grid size-24 place-items-center rounded-full bg-[#120a0d88]"
        >
          <Icon name="play" filled className="size-12" />
        </div>
      )}
    </>
  )
}
