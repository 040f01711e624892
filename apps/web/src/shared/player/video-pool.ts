/**
 * A fixed number of video elements that slides take turns with. Twenty living elements cost 300 MB; and an element
 * that was once allowed to play with sound stays allowed, so reusing them keeps the sound on from slide to slide.
 */
export interface VideoPool {
  /** The element for the slide at this index, empty. Slides that are mounted together must be neighbours. */
  take(index: number): HTMLVideoElement
  release(video: HTMLVideoElement): void
}

export const poolSize = 3

const createElement = (): HTMLVideoElement => {
  const video = document.createElement('video')
  video.playsInline = true
  video.loop = true
  video.muted = true
  video.disableRemotePlayback = true
  video.tabIndex = -1
  return video
}

const release = (video: HTMLVideoElement): void => {
  video.pause()
  video.removeAttribute('src')
  video.replaceChildren()
  // Without load() the browser keeps the buffered bytes and the decoder.
  video.load()
  video.remove()
}

export const createVideoPool = (): VideoPool => {
  const elements: HTMLVideoElement[] = []
  return {
    take: (index) => {
      const place = index % poolSize
      const video = elements[place] ?? createElement()
      elements[place] = video
      video.preload = 'metadata'
      return video
    },
    release,
  }
}
