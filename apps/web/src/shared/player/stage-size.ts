interface Size {
  readonly width: number
  readonly height: number
}

/** The stages of a page are all of one size: what one of them has holds until the window changes. */
const known: { size: Size | null; isWatched: boolean } = { size: null, isWatched: false }

const forgetOnResize = (): void => {
  if (known.isWatched) return
  known.isWatched = true
  window.addEventListener('resize', () => (known.size = null))
}

/** How large a video is shown. To ask an element lays out the whole page, so it is asked once for all. */
export const stageSize = (video: HTMLVideoElement): Size => {
  forgetOnResize()
  if (known.size) return known.size
  const { clientWidth: width, clientHeight: height } = video
  if (width === 0 || height === 0) return { width: innerWidth, height: innerHeight }
  known.size = { width, height }
  return known.size
}
