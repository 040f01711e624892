import type { Rendition } from '@busker/contract'

/** What decides which size of a video is played. */
export interface RenditionQuestion {
  /** Smallest first. */
  readonly renditions: readonly Rendition[]
  /** What the link is known to carry; null before anything was measured. */
  readonly throughputBps: number | null
  readonly saveData: boolean
  /** The stage in CSS pixels. */
  readonly viewport: { readonly width: number; readonly height: number; readonly pixelRatio: number }
  /** Memory of the device as far as the browser tells. */
  readonly memoryGb: number | null
}

/** Before anything is measured: the size that starts quickly and looks right on a phone. */
const firstShortEdge = 540
/** The server sends at this multiple of the bitrate; a link that carries it never runs dry. */
const headroom = 1.5
/** Beyond two device pixels per CSS pixel nobody sees more in a moving picture. */
const mostPixelRatio = 2
/** So near to one pixel for each of the screen that the next size costs more than it shows. */
const enoughShare = 0.9
const littleMemoryGb = 2
const littleMemoryShortEdge = 720

const shortEdge = ({ width, height }: Rendition): number => Math.min(width, height)

/** The last one that fits, or else the first one. */
const lastThat = (
  renditions: readonly Rendition[],
  fits: (rendition: Rendition) => boolean,
): Rendition | null => renditions.findLast(fits) ?? renditions[0] ?? null

/** Short edge of the picture on the screen, in device pixels. */
const shownShortEdge = (rendition: Rendition, viewport: RenditionQuestion['viewport']): number => {
  const scale = Math.min(viewport.width / rendition.width, viewport.height / rendition.height)
  return shortEdge(rendition) * scale * Math.min(viewport.pixelRatio, mostPixelRatio)
}

/** Those worth their bytes here: up to the first one that has about the pixels that the stage shows. */
const worthShowing = ({ renditions, viewport, memoryGb }: RenditionQuestion): readonly Rendition[] => {
  const enough = renditions.findIndex(
    // The size for slow links is not for small stages: its bits are few for its pixels.
    (one) => shortEdge(one) >= Math.max(firstShortEdge, enoughShare * shownShortEdge(one, viewport)),
  )
  const shown = enough < 0 ? renditions : renditions.slice(0, enough + 1)
  if (memoryGb === null || memoryGb > littleMemoryGb) return shown
  const light = shown.filter((one) => shortEdge(one) <= littleMemoryShortEdge)
  return light.length > 0 ? light : shown.slice(0, 1)
}

/** Which size to play; null when there is none yet. */
export const chooseRendition = (question: RenditionQuestion): Rendition | null => {
  const { throughputBps, saveData } = question
  if (saveData) return question.renditions[0] ?? null
  const worth = worthShowing(question)
  if (throughputBps === null) return lastThat(worth, (one) => shortEdge(one) <= firstShortEdge)
  return lastThat(worth, ({ bitrate }) => bitrate * headroom <= throughputBps)
}

/** The next smaller size, or null at the smallest. */
export const nextLower = (renditions: readonly Rendition[], name: string): Rendition | null => {
  const place = renditions.findIndex((one) => one.name === name)
  return place > 0 ? (renditions[place - 1] ?? null) : null
}
