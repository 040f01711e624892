import type { Playback } from '@busker/contract'
import type { CSSProperties, ReactNode } from 'react'
import { classes } from '#shared/ui'
import { usePlayerServices } from './services.ts'

interface PosterProps {
  readonly playback: Pick<Playback, 'posterUrl' | 'thumbhash'>
  readonly className: string
  /** How it lies in its box. */
  readonly fit?: 'cover' | 'contain'
  readonly lazy?: boolean
}

/** A blur is only about as wide as its poster, so it fills the box, or is left out where the box would show. */
const blurStyle = (
  blur: string | null,
  { playback, fit }: Pick<PosterProps, 'playback' | 'fit'>,
): CSSProperties => {
  if (blur === null) return {}
  if (playback.posterUrl === null) return { objectFit: 'cover' }
  return fit === 'contain' ? {} : { background: `url(${blur}) center / cover no-repeat` }
}

/** The still picture of a video: its blur until it is loaded, and the light of the stage where there is neither. */
export const Poster = (props: PosterProps): ReactNode => {
  const { blurOf } = usePlayerServices()
  const { posterUrl, thumbhash } = props.playback
  const blur = thumbhash === null ? null : blurOf(thumbhash)
  const src = posterUrl ?? blur
  if (src === null)
    return (
      <div
        className={classes(
          props.className,
          'bg-stage bg-[radial-gradient(ellipse_80%_55%_at_50%_0%,#ffb52e44,#0000)]',
        )}
      />
    )
  return (
    <img
      src={src}
      alt=""
      loading={props.lazy ? 'lazy' : 'eager'}
      className={props.className}
      style={blurStyle(blur, props)}
    />
  )
}
