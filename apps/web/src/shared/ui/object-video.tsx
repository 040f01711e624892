import type { ComponentProps, ReactNode } from 'react'
import { useImperativeHandle, useLayoutEffect, useRef } from 'react'

/**
 * A video whose source lies in the memory of this page. It lets go of the source when it is taken away: an element
 * that plays in a loop asks for its bytes again, even after it left the page and its address was revoked.
 */
export const ObjectVideo = ({
  url,
  ref,
  ...rest
}: Omit<ComponentProps<'video'>, 'src' | 'children'> & { url: string }): ReactNode => {
  const element = useRef<HTMLVideoElement>(null)
  useImperativeHandle<HTMLVideoElement | null, HTMLVideoElement | null>(ref, () => element.current)
  useLayoutEffect(() => {
    const video = element.current
    if (!video) return
    video.src = url
    return () => {
      video.removeAttribute('src')
      video.load()
    }
  }, [url])
  return (
    <video ref={element} {...rest}>
      {/* What was just recorded or chosen has no captions yet. */}
      <track kind="captions" />
    </video>
  )
}

const untilLetGoMs = 1000

/** Gives the memory behind an address back once the elements that show it have let go of it. */
export const revokeSoon = (url: string): void => {
  window.setTimeout(() => URL.revokeObjectURL(url), untilLetGoMs)
}
