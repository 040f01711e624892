import { Bag } from './bag.ts'
import { Column } from './column.ts'

export type Stage = 'testing' | 'graduated' | 'ended'
const stages: readonly Stage[] = ['testing', 'graduated', 'ended']

/** What is served to nobody below an age, nowhere in some countries. */
export interface Limits {
  readonly minimumAge: number
  readonly hiddenIn: readonly string[]
  readonly language: string
}

export interface VideoFacts extends Limits {
  readonly author: number
  readonly sound: number
  readonly topics: readonly number[]
  readonly durationMs: number
  readonly publishedMs: number
}

const heatHalfLifeMs = 86_400_000
const noTopics: readonly number[] = []
const noLimits: Limits = { minimumAge: 0, hiddenIn: [], language: '' }

/** Everything about videos that changes while they are watched, and lists of those that may be served. */
export class Videos {
  /** Those that may be served. */
  readonly live = new Bag()
  /** New ones that are owed viewers. */
  readonly fresh = new Bag()
  /** By video, by creator and by topic, in the order in which they came. */
  readonly topicsOf: (readonly number[] | undefined)[] = []
  readonly limitsOf = new Map<number, Limits>()
  readonly byAuthor = new Map<number, number[]>()
  readonly byTopic = new Map<number, number[]>()
  readonly author = new Column(Int32Array, 0)
  readonly sound = new Column(Int32Array, 0)
  readonly durationMs = new Column(Int32Array, 0)
  readonly publishedMs = new Column(Float64Array, 0)
  /** Views that count, and those of them that held somebody. */
  readonly shown = new Column(Float32Array, 0)
  readonly held = new Column(Float32Array, 0)
  readonly #stage = new Column(Uint8Array, 0)
  readonly #heat = new Column(Float32Array, 0)
  readonly #heatMs = new Column(Float64Array, 0)

  isLive(video: number): boolean {
    return this.live.has(video)
  }

  topics(video: number): readonly number[] {
    return this.topicsOf[video] ?? noTopics
  }

  limits(video: number): Limits {
    return this.limitsOf.get(video) ?? noLimits
  }

  /** Videos of a creator, in the order in which they came. */
  ofAuthor(author: number): readonly number[] {
    return this.byAuthor.get(author) ?? noTopics
  }

  ofTopic(topic: number): readonly number[] {
    return this.byTopic.get(topic) ?? noTopics
  }

  stage(video: number): Stage {
    return stages[this.#stage.get(video)] ?? 'testing'
  }

  add(video: number, facts: VideoFacts): void {
    this.remove(video)
    this.live.add(video)
    this.#list(this.byAuthor, facts.author, video)
    for (const topic of facts.topics) this.#list(this.byTopic, topic, video)
    this.topicsOf[video] = facts.topics
    this.author.set(video, facts.author)
    this.sound.set(video, facts.sound)
    this.durationMs.set(video, facts.durationMs)
    this.publishedMs.set(video, facts.publishedMs)
    const { minimumAge, hiddenIn, language } = facts
    if (minimumAge > 0 || hiddenIn.length > 0 || language !== '')
      this.limitsOf.set(video, { minimumAge, hiddenIn, language })
    else this.limitsOf.delete(video)
    if (this.stage(video) === 'testing') this.fresh.add(video)
  }

  remove(video: number): void {
    if (!this.isLive(video)) return
    this.live.remove(video)
    this.fresh.remove(video)
    this.#unlist(this.byAuthor, this.author.get(video), video)
    for (const topic of this.topics(video)) this.#unlist(this.byTopic, topic, video)
  }

  /** How many it held lately: halved in a day. */
  heat(video: number, nowMs: number): number {
    const heat = this.#heat.get(video)
    return heat === 0 ? 0 : heat * 2 ** (-Math.max(0, nowMs - this.#heatMs.get(video)) / heatHalfLifeMs)
  }

  warm(video: number, nowMs: number): void {
    this.#heat.set(video, this.heat(video, nowMs) + 1)
    this.#heatMs.set(video, Math.max(nowMs, this.#heatMs.get(video)))
  }

  leaveFresh(video: number, stage: 'graduated' | 'ended'): void {
    this.#stage.set(video, stages.indexOf(stage))
    this.fresh.remove(video)
  }

  /** What has to be stored, and put back, by name; lists follow from it. */
  get columns(): Readonly<Record<string, Column>> {
    return {
      ...{
        author: this.author,
        sound: this.sound,
        durationMs: this.durationMs,
        publishedMs: this.publishedMs,
      },
      ...{ shown: this.shown, held: this.held, stage: this.#stage, heat: this.#heat, heatMs: this.#heatMs },
    }
  }

  #list(lists: Map<number, number[]>, key: number, video: number): void {
    const own = lists.get(key)
    if (own === undefined) lists.set(key, [video])
    else own.push(video)
  }

  #unlist(lists: Map<number, number[]>, key: number, video: number): void {
    const left = (lists.get(key) ?? []).filter((one) => one !== video)
    if (left.length === 0) lists.delete(key)
    else lists.set(key, left)
  }
}
