import { Top } from '../top.ts'
import { Bag } from './bag.ts'
import type { Videos } from './videos.ts'

const leastHeat = 0.05
const most = 200
const mostTopics = 60
const perTopic = 4
/** So many of a long list are looked at, from its newest end. */
const lookAt = 300

/** A topic, what its videos hold now, and the warmest of them. */
export interface TopicHeat {
  readonly topic: number
  heat: number
  videos: readonly number[]
}

/** What many hold on to now: a list that is made again from time to time, at fixed places of the log. */
export class Trend {
  readonly #videos: Videos
  readonly warm = new Bag()
  #hottest: readonly number[] = []
  #topics: readonly TopicHeat[] = []

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

  /** Topics by what their videos hold now, the hottest first. */
  get topics(): readonly TopicHeat[] {
    return this.#topics
  }

  refresh(nowMs: number): void {
    const videos = this.#videos
    const top = new Top(most)
    const topics = new Map<number, TopicHeat>()
    const cold: number[] = []
    for (const video of this.warm.list) {
      const heat = videos.heat(video, nowMs)
      if (heat < leastHeat || !videos.isLive(video)) {
        cold.push(video)
        continue
      }
      top.offer(video, heat)
      for (const topic of videos.topics(video)) {
        const own = topics.get(topic) ?? { topic, heat: 0, videos: [] }
        own.heat += heat
        topics.set(topic, own)
      }
    }
    for (const video of cold) this.warm.remove(video)
    this.#hottest = [...top.take()]
    this.#topics = [...topics.values()]
      .toSorted((one, other) => other.heat - one.heat || one.topic - other.topic)
      .slice(0, mostTopics)
    for (const own of this.#topics) own.videos = this.warmest(videos.ofTopic(own.topic), perTopic, nowMs)
  }

  /** The warmest of the newest: of a list in the order of publication. */
  warmest(list: readonly number[], count: number, nowMs: number): number[] {
    const from = Math.max(0, list.length - lookAt)
    const top = new Top(count)
    for (let at = from; at < list.length; at += 1)
      top.offer(at, this.#videos.heat(list[at] ?? 0, nowMs) + (at - from) / (4 * lookAt))
    return Array.from(top.take(), (at) => list[at] ?? 0)
  }

  /** For a state that was stored. */
  restore(stored: {
    readonly warm: readonly number[]
    readonly hottest: readonly number[]
    readonly topics: readonly TopicHeat[]
  }): void {
    for (const video of stored.warm) this.warm.add(video)
    this.#hottest = stored.hottest
    this.#topics = stored.topics
  }
}
