import type { getInstance, ResponseOf } from '@busker/contract'
import type { Objection } from './item.ts'

export type UploadLimits = ResponseOf<typeof getInstance>['upload']

const lookForMs = 4000

interface Shape {
  readonly durationMs: number
  readonly pixels: number
}

/** Length and size as this browser reads them; null when it cannot (the server may still be able to). */
const shapeOf = (url: string): Promise<Shape | null> =>
  new Promise((resolve) => {
    const video = document.createElement('video')
    const finish = (shape: Shape | null): void => {
      window.clearTimeout(timer)
      video.removeAttribute('src')
      video.load()
      resolve(shape)
    }
    const timer = window.setTimeout(() => finish(null), lookForMs)
    video.preload = 'metadata'
    video.muted = true
    video.onloadedmetadata = () =>
      finish({ durationMs: video.duration * 1000, pixels: video.videoWidth * video.videoHeight })
    video.onerror = () => finish(null)
    video.src = url
  })

// The length that a browser reads can be a few frames above what the server measures.
const durationToleranceMs = 500

/** What speaks against a file, judged by the limits of the instance before a byte is sent. */
export const inspectFile = async (
  file: File,
  previewUrl: string,
  limits: UploadLimits,
): Promise<Objection | null> => {
  if (file.size > limits.maximumBytes) return 'too_large'
  if (file.type !== '' && !file.type.startsWith('video/') && !file.type.startsWith('image/gif'))
    return 'not_a_video'
  const shape = await shapeOf(previewUrl)
  if (shape === null) return null
  // A recording in WebM says that it never ends; the server measures it.
  if (Number.isFinite(shape.durationMs) && shape.durationMs > limits.maximumDurationMs + durationToleranceMs)
    return 'too_long'
  return shape.pixels > limits.maximumPixels ? 'too_many_pixels' : null
}
