/** Calls back once, when the element puts its next picture on the screen. Returns a function that gives up waiting. */
export const onNextPicture = (video: HTMLVideoElement, then: () => void): (() => void) => {
  if ('requestVideoFrameCallback' in video) {
    const handle = video.requestVideoFrameCallback(() => then())
    return () => video.cancelVideoFrameCallback(handle)
  }
  const element: HTMLVideoElement = video
  element.addEventListener('playing', then, { once: true })
  return () => element.removeEventListener('playing', then)
}

/**
 * Lays the picture that is on the screen over the video until its next source shows one: a video without a picture is
 * see-through, and what lies under it would flash.
 */
export const holdPicture = (video: HTMLVideoElement): (() => void) => {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.className = video.className
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  video.after(canvas)
  return () => canvas.remove()
}
