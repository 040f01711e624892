import { Bag } from './bag.ts'
import type { Videos } from './videos.ts'

const leastHeat = 0.05
const most = 200

/** What many hold on to now: a list that is made again from time to time, at fixed places of the log. */
export class Trend {
  readonly #videos: Videos
  readonly warm = new Bag()
  #hottest: readonly number[] = []

  constructor(videos: Videos) {
    this.#videos = videos
  }

  /** The hottest first. */
  get hottest(): readonly number[] {
    return this.#hottest
  }

  touch(video: number): void {
    this.warm.add(video)
  }

  refresh(nowMs: number): void {
    const videos = this.#videos
    const heats = this.warm.list.map((video) => ({ video, heat: videos.heat(video, nowMs) }))
    for (const { video, heat } of heats)
      if (heat < leastHeat || !videos.isLive(video)) this.warm.remove(video)
    this.#hottest = heats
      .filter(({ video, heat }) => heat >= leastHeat && videos.isLive(video))
      .toSorted((one, other) => other.heat - one.heat || one.video - other.video)
      .slice(0, most)
      .map(({ video }) => video)
  }

  /** Topics by what their videos hold now. */
  topics(nowMs: number): { readonly topic: number; readonly heat: number }[] {
    const heats = new Map<number, number>()
    for (const video of this.warm.list)
      for (const topic of this.#videos.topics(video))
        heats.set(topic, (heats.get(topic) ?? 0) + this.#videos.heat(video, nowMs))
    return Array.from(heats, ([topic, heat]) => ({ topic, heat })).toSorted(
      (one, other) => other.heat - one.heat || one.topic - other.topic,
    )
  }

  /** For a state that was stored. */
  restore(warm: readonly number[], hottest: readonly number[]): void {
    for (const video of warm) this.warm.add(video)
    this.#hottest = hottest
  }
}
