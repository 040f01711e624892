export interface Size {
  readonly width: number
  readonly height: number
}

/** What a page that names no limits gets: as tall as a phone, without filling a laptop's screen. */
const usual: Size = { width: 405, height: 720 }
/** Below this, buttons cannot be hit any more. A page that has less room gets no more than it has. */
const smallest = 200

/**
 * The largest player with the shape of the video that fits; never larger than asked for, and not smaller than can be
 * used while there is room.
 */
export const playerSize = (
  video: Size,
  limits: { readonly maxwidth?: number | undefined; readonly maxheight?: number | undefined },
): Size => {
  const most = {
    width: limits.maxwidth ?? Math.max(usual.width, limits.maxheight ?? 0),
    height: limits.maxheight ?? usual.height,
  }
  const scale = Math.min(most.width / video.width, most.height / video.height)
  const side = (pixels: number, room: number): number =>
    Math.min(room, Math.max(smallest, Math.round(pixels * scale)))
  return { width: side(video.width, most.width), height: side(video.height, most.height) }
}
