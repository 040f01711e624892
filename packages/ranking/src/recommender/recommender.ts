import type { Meeting } from '../families.ts'
import { StateError, StateReader, StateWriter } from '../state.ts'
import { Fairness, smallBelow } from './fairness.ts'
import { explorationOf, stageAfter } from './first-viewers.ts'
import { FreshPlaces } from './fresh-places.ts'
import type {
  ControlInput,
  Input,
  ReactionInput,
  ServedInput,
  VectorsInput,
  VideoInput,
  WatchInput,
} from './inputs.ts'
import { HeldFrom, labelsOf, type Labels } from './outcomes.ts'
import type { Exploration, Page, PageRequest, Taste } from './page.ts'
import { markSeen, mostSeen, openView, remember, type OpenView, type Person, type Watch } from './people.ts'
import { rankPage } from './rank-page.ts'
import { tasteOf } from './told-taste.ts'
import { newState } from './new-state.ts'
import { loadState, saveState, type Stored } from './stored.ts'
import { outcomeAt, valueFile, type OutcomeName } from './value-file.ts'
import { viewingOf } from './viewing.ts'

export interface RecommenderSettings {
  /** Places of hashed features: a power of two. */
  readonly places: number
}

/** Lists of what is warm are made again after so many inputs, and after more where they are long. */
const refreshEvery = 512
const warmForEach = 20

/** Raised whenever the same inputs would make another state. */
const stateVersion = `1 ${valueFile.version}`

const bitsOf = (labels: Labels): number =>
  labels.reduce((bits, label, at) => (label === 1 ? bits | (1 << at) : bits), 0)

/** Labels of which nothing is told. */
const untold = (): Labels => new Int8Array(valueFile.outcomes.length).fill(-1)

const outcomeOfReaction: Partial<Record<ReactionInput['what'], OutcomeName>> = {
  ...{ like: 'like', share: 'share', comment: 'comment', follow: 'follow', not_interested: 'not_interested' },
}

/**
 * The recommender: it is told what happens, in the order of the log, and answers pages. The same inputs make the same
 * state bit for bit, and a page follows from state and request alone; asking changes nothing.
 *
 * @example
 * const recommender = new Recommender({ places: 1 << 20 })
 * recommender.tell({ kind: 'video', … })
 * recommender.page({ viewerId, seed, count: 8, … })
 */
export class Recommender {
  readonly state: Stored
  readonly fairness = new Fairness()
  readonly freshPlaces = new FreshPlaces()
  readonly heldFrom = new HeldFrom()
  #told = 0
  #refreshAt = refreshEvery
  /** Watches that taught something. */
  #learned = 0

  constructor(settings: RecommenderSettings) {
    this.state = newState(settings.places)
  }

  /**
   * The whole state as bytes, to be written before anything else is told. A recommender that loads them goes on bit for
   * bit as this one does.
   */
  save(): Uint8Array[] {
    const writer = new StateWriter()
    writer.addText('version', stateVersion)
    saveState(this.state, writer)
    const { share, places } = this.fairness
    writer.add('counts', Float64Array.of(this.#told, this.#refreshAt, this.#learned))
    writer.add('shares', Float64Array.of(share, places, this.freshPlaces.share))
    writer.add('heldFrom', this.heldFrom.moved)
    return writer.chunks()
  }

  /** Reads what `save` wrote; of a recommender that was told nothing yet. Throws StateError. */
  load(chunks: readonly Uint8Array[]): void {
    const reader = StateReader.from(chunks)
    if (reader.takeText('version') !== stateVersion)
      throw new StateError('the state is of another version of the recommender')
    loadState(this.state, reader)
    const [told = 0, refreshAt = 0, learned = 0] = reader.take('counts', 'Float64Array', 3)
    const [share = 0, places = 0, freshPlaces = 0] = reader.take('shares', 'Float64Array', 3)
    this.#told = told
    this.#refreshAt = refreshAt
    this.#learned = learned
    this.fairness.restore(share, places)
    this.freshPlaces.restore(freshPlaces)
    this.heldFrom.moved.set(reader.take('heldFrom', 'Float64Array', this.heldFrom.moved.length))
  }

  /** Inputs so far. */
  get told(): number {
    return this.#told
  }

  get learned(): number {
    return this.#learned
  }

  page(request: PageRequest): Page {
    const viewing = viewingOf(this.state, request)
    const slots = rankPage(this.state, viewing, {
      ...{ learned: this.#learned, fairPlaces: this.fairness.places, freshPlaces: this.freshPlaces.share },
    })
    const seenWhole = (viewing.person?.seen.size ?? 0) < mostSeen
    return { slots, seenWhole, modelVersion: valueFile.version, told: this.#told }
  }

  taste(viewerId: string, atMs: number): Taste {
    const slot = this.state.names.people.find(viewerId)
    return tasteOf(this.state, slot === 0 ? null : this.state.people.find(slot), atMs)
  }

  /** Null: the video is not known, or may not be served. */
  exploration(videoId: string): Exploration | null {
    const video = this.state.names.videos.find(videoId)
    return this.state.videos.isLive(video) ? explorationOf(this.state.videos, video) : null
  }

  topics(most: number): { readonly topic: string; readonly videos: number }[] {
    const { trend, names, videos } = this.state
    return trend.topics
      .slice(0, most)
      .map(({ topic }) => ({ topic: names.topics.text(topic), videos: videos.ofTopic(topic).length }))
  }

  videoId(slot: number): string {
    return this.state.names.videos.text(slot)
  }

  /** Ids of all videos that may be served. */
  liveIds(): string[] {
    return this.state.videos.live.list.map((slot) => this.videoId(slot))
  }

  /** Who watched what, for whoever fits vectors: slots, and whether it held. What was watched twice comes twice. */
  *pairs(): Iterable<readonly [person: number, video: number, held: boolean]> {
    const bit = 1 << outcomeAt.held
    for (const [slot, person] of this.state.people.all())
      for (const { video, outcomes } of person.watches) yield [slot, video, (outcomes & bit) !== 0]
  }

  tell(input: Input): void {
    this.#told += 1
    switch (input.kind) {
      case 'video':
        this.#addVideo(input)
        break
      case 'gone':
        this.state.videos.remove(this.state.names.videos.find(input.videoId))
        break
      case 'watch':
        this.#watch(input)
        break
      case 'reaction':
        this.#react(input)
        break
      case 'served':
        this.#served(input)
        break
      case 'control':
        this.#control(input)
        break
      case 'vectors':
        this.#install(input)
        break
    }
    if (this.#told >= this.#refreshAt && 'atMs' in input) this.#refresh(input.atMs)
  }

  #refresh(nowMs: number): void {
    this.#refreshAt = this.#told + Math.max(refreshEvery, this.state.trend.warm.list.length / warmForEach)
    this.state.trend.refresh(nowMs)
    this.freshPlaces.refresh(this.state.videos, nowMs)
  }

  #addVideo(input: VideoInput): void {
    const { names, videos, catalogue } = this.state
    const video = names.videos.open(input.videoId)
    const traits = {
      author: names.people.open(input.authorId),
      sound: names.sounds.open(input.soundId),
      topics: input.topics.map((topic) => names.topics.open(topic)),
      durationMs: input.durationMs,
    }
    const { publishedMs, minimumAge, hiddenIn, language } = input
    videos.add(video, { ...traits, publishedMs, minimumAge, hiddenIn, language })
    catalogue.setVideo(video, {
      ...{ author: traits.author, sound: traits.sound, topic: traits.topics[0] ?? 0 },
      ...{ durationMs: traits.durationMs, kinds: [names.languages.open(language)] },
    })
  }

  #watch(input: WatchInput): void {
    const person = this.state.people.open(this.state.names.people.open(input.viewerId))
    const video = this.state.names.videos.open(input.videoId)
    markSeen(person, video)
    if (!input.counts || !person.learning) return
    const known = person.open.find(({ viewId }) => viewId === input.viewId)
    if (known?.watch) return this.#amend(person, known, input)
    if (known === undefined) this.#learnPending(person)
    const view = known ?? { viewId: input.viewId, video, pending: null, watch: null, features: null }
    if (known === undefined) openView(person, view)
    view.pending = input
    if (input.ended) this.#learn(person, view, input)
  }

  /** A view whose end was never told ended when the next one began. */
  #learnPending(person: Person): void {
    for (const view of person.open)
      if (view.watch === null && view.pending !== null) this.#learn(person, view, view.pending)
  }

  #meeting(person: Person, of: Pick<Watch, 'video' | 'atMs' | 'hour' | 'surface'>): Meeting {
    const { videos } = this.state
    return {
      ...{ person: person.number, video: of.video, surface: of.surface, atMs: of.atMs, hour: of.hour },
      following: person.follows.has(videos.author.get(of.video)),
      ageMs: Math.max(0, of.atMs - videos.publishedMs.get(of.video)),
    }
  }

  /** The first time that a view tells something. */
  #learn(person: Person, view: OpenView, input: WatchInput): void {
    const { learner, videos, trend } = this.state
    const { atMs, hour, surface, watchedMs } = input
    const labels = labelsOf(input, this.heldFrom.ms(input.durationMs))
    const watch = { video: view.video, atMs, hour, surface, watchedMs, outcomes: bitsOf(labels) }
    const meeting = this.#meeting(person, watch)
    view.features = Int32Array.from(learner.describe(meeting))
    view.watch = watch
    view.pending = null
    learner.learn(view.features, meeting, { labels, watchedSeconds: watchedMs / 1000 })
    this.heldFrom.learn(watchedMs, input.durationMs)
    remember(person, watch)
    this.#learned += 1
    videos.shown.set(view.video, videos.shown.get(view.video) + 1)
    if (labels[outcomeAt.held] === 1) {
      videos.held.set(view.video, videos.held.get(view.video) + 1)
      videos.warm(view.video, atMs)
      trend.touch(view.video)
    }
    this.#judgeFresh(view.video)
  }

  #judgeFresh(video: number): void {
    const { videos } = this.state
    if (videos.stage(video) !== 'testing' || !videos.isLive(video)) return
    const stage = stageAfter(videos.shown.get(video), videos.held.get(video))
    if (stage !== 'testing') videos.leaveFresh(video, stage)
  }

  /** A view that was learned went on: what came since is told, what was told before stays. */
  #amend(person: Person, view: OpenView, input: WatchInput): void {
    const { watch } = view
    if (watch === null || input.watchedMs <= watch.watchedMs) return
    const labels = labelsOf(input, this.heldFrom.ms(input.durationMs))
    const grown = untold()
    for (const name of ['held', 'finish', 'rewatch'] as const) {
      const at = outcomeAt[name]
      if (labels[at] === 1 && (watch.outcomes & (1 << at)) === 0) grown[at] = 1
    }
    if ((watch.outcomes & (1 << outcomeAt.skip)) !== 0 && labels[outcomeAt.skip] === 0)
      grown[outcomeAt.skip] = 0
    this.#correct(person, view, grown)
  }

  /** Tells labels of a watch anew: those that are not −1. */
  #correct(person: Person, view: OpenView, labels: Labels): void {
    const { watch, features } = view
    if (watch === null || features === null || labels.every((label) => label === -1)) return
    const { videos, learner, trend } = this.state
    learner.amend(features, this.#meeting(person, watch), labels)
    const wasHeld = (watch.outcomes & (1 << outcomeAt.held)) !== 0
    for (const [at, label] of labels.entries()) {
      if (label === 1) watch.outcomes |= 1 << at
      if (label === 0) watch.outcomes &= ~(1 << at)
    }
    if (wasHeld || labels[outcomeAt.held] !== 1) return
    videos.held.set(view.video, videos.held.get(view.video) + 1)
    videos.warm(view.video, watch.atMs)
    trend.touch(view.video)
  }

  #react(input: ReactionInput): void {
    const { names, people, followers } = this.state
    const person = people.open(names.people.open(input.viewerId))
    if (input.authorId !== null && (input.what === 'follow' || input.what === 'unfollow')) {
      const author = names.people.open(input.authorId)
      const had = person.follows.has(author)
      if (input.what === 'follow') person.follows.add(author)
      else person.follows.delete(author)
      const change = Number(person.follows.has(author)) - Number(had)
      followers.set(author, Math.max(0, (followers.get(author) ?? 0) + change))
    }
    const outcome = outcomeOfReaction[input.what]
    if (input.videoId === null || outcome === undefined) return
    const video = names.videos.open(input.videoId)
    if (input.what === 'not_interested') markSeen(person, video)
    if (!person.learning) return
    const view = person.open.findLast((one) => one.video === video)
    const labels = untold()
    labels[outcomeAt[outcome]] = 1
    if (view?.watch) this.#correct(person, view, labels)
    else this.#reactUnwatched(person, { video, atMs: input.atMs }, labels)
  }

  /** A reaction to something that was not watched lately: it stands alone. */
  #reactUnwatched(person: Person, { video, atMs }: { video: number; atMs: number }, labels: Labels): void {
    const { learner } = this.state
    const watch = { video, atMs, hour: 0, surface: 0, watchedMs: 0, outcomes: bitsOf(labels) }
    const meeting = this.#meeting(person, watch)
    learner.amend(Int32Array.from(learner.describe(meeting)), meeting, labels)
    if (labels[outcomeAt.not_interested] === 1) remember(person, watch)
  }

  #served(input: ServedInput): void {
    const { names, videos, followers } = this.state
    const author = videos.author.get(names.videos.find(input.videoId))
    this.fairness.served((followers.get(author) ?? 0) < smallBelow)
  }

  #control({ viewerId, control, atMs }: ControlInput): void {
    const { names, people, videos } = this.state
    const person = people.open(names.people.open(viewerId))
    switch (control.what) {
      case 'learning':
        person.learning = control.on
        return
      case 'reset': {
        const { sinceMs } = control
        if (sinceMs === null) {
          person.broughtTopics.clear()
          person.broughtAuthors.clear()
          person.seen.clear()
        }
        return this.#begin(person, (watch) => sinceMs !== null && watch.atMs < sinceMs)
      }
      case 'forget': {
        const topic = 'topic' in control ? names.topics.find(control.topic) : 0
        const author = 'authorId' in control ? names.people.find(control.authorId) : 0
        person.broughtTopics.delete(topic)
        person.broughtAuthors.delete(author)
        return this.#begin(
          person,
          ({ video }) => videos.author.get(video) !== author && !videos.topics(video).includes(topic),
        )
      }
      case 'import': {
        for (const { topic, watched, held } of control.topics)
          person.broughtTopics.set(names.topics.open(topic), { watched, held, atMs })
        for (const { authorId, watched, held } of control.authors) {
          const author = names.people.find(authorId)
          if (author !== 0) person.broughtAuthors.set(author, { watched, held, atMs })
        }
      }
    }
  }

  /** A new number, and what is kept is told again: what was learned of the old one is never found any more. */
  #begin(person: Person, isKept: (watch: Watch) => boolean): void {
    const { learner, people } = this.state
    const dropped = person.watches.filter((watch) => !isKept(watch))
    const kept = person.watches.filter(isKept)
    for (const { video } of dropped) person.seen.delete(video)
    person.watches.length = 0
    person.open.length = 0
    learner.forget(person.number)
    person.number = people.nextNumber()
    for (const watch of kept) {
      remember(person, watch)
      const labels = Int8Array.from(valueFile.outcomes, (_, at) =>
        (watch.outcomes & (1 << at)) === 0 ? 0 : 1,
      )
      learner.remember(this.#meeting(person, watch), { labels, watchedSeconds: watch.watchedMs / 1000 })
    }
  }

  #install({ size, videoIds, values }: VectorsInput): void {
    const slots = Int32Array.from(videoIds, (id) => this.state.names.videos.open(id))
    this.state.nearest.install(slots, values, size)
  }
}
