import type { Rendition, Slot } from '@busker/contract'

/** So many videos are kept for a time without a network, and all of them together take no more than this. */
export const mostKept = 10
export const keptBytes = 40 * 1024 * 1024
/** Free room that must be left to everything else in this browser. */
const spareBytes = 200 * 1024 * 1024

/** One video to keep, in its smallest size. */
export interface Planned {
  readonly slot: Slot
  readonly rendition: Rendition
}

const bytesOf = ({ bitrate }: Rendition, durationMs: number): number => (bitrate * durationMs) / 8000

/** Whether this device has room; a browser that does not say is taken at its word that it has none to give. */
export const hasRoom = ({ quota = 0, usage = 0 }: StorageEstimate): boolean =>
  quota - usage > keptBytes + spareBytes

/** What of the next videos is kept: in their order, as far as the room goes. One that is too large is left out. */
export const planKept = (next: readonly Slot[], roomBytes = keptBytes): readonly Planned[] => {
  const planned: Planned[] = []
  let left = roomBytes
  for (const slot of next.slice(0, mostKept)) {
    const { renditions, durationMs } = slot.post.playback
    const [rendition] = renditions
    if (rendition === undefined) continue
    const bytes = bytesOf(rendition, durationMs)
    if (bytes > left) continue
    left -= bytes
    planned.push({ slot, rendition })
  }
  return planned
}
