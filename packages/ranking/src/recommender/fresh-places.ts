import { valueFile } from './value-file.ts'
import type { Videos } from './videos.ts'

/** A new video that still waits for viewers after so long is late. */
const lateMs = 24 * 3_600_000
/** How far the share of places moves at a time, and the most that it becomes. */
const step = 0.01
const most = 0.35

/**
 * The share of places that are kept for new videos: as the value file has it, and more while videos wait for longer than a
 * day for the viewers that they are owed.
 */
export class FreshPlaces {
  #share: number = valueFile.exploration.freshPlaces

  get share(): number {
    return this.#share
  }

  refresh(videos: Videos, nowMs: number): void {
    const isLate = videos.fresh.list.some((video) => nowMs - videos.publishedMs.get(video) > lateMs)
    const next = this.#share + (isLate ? step : -step)
    this.#share = Math.min(most, Math.max(valueFile.exploration.freshPlaces, next))
  }

  /** For a state that was stored. */
  restore(share: number): void {
    this.#share = share
  }
}
