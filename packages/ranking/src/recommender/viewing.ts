import type { Learner } from '../learner.ts'
import type { Opening } from '../opening.ts'
import { seeded, type Random } from '../random.ts'
import type { Names } from './names.ts'
import type { Nearest } from './nearest.ts'
import type { PageRequest } from './page.ts'
import type { People, Person } from './people.ts'
import { came, tastesOf, type Tastes } from './taste.ts'
import type { Trend } from './trend.ts'
import { outcomeAt } from './value-file.ts'
import type { Videos } from './videos.ts'

/** All that the recommender knows. */
export interface State {
  readonly names: NamesOf
  readonly people: People
  readonly videos: Videos
  readonly learner: Learner
  readonly nearest: Nearest
  readonly trend: Trend
  /** Followers of each creator, as far as they were told. */
  readonly followers: Map<number, number>
}

export interface NamesOf {
  readonly people: Names
  readonly videos: Names
  readonly sounds: Names
  readonly topics: Names
  readonly languages: Names
}

/** A video, creator or topic by slot. */
export interface Anchored {
  readonly kind: 'post' | 'creator' | 'topic'
  readonly slot: number
}

/** One request with what is known of who is asking; nothing of it changes the state. */
export interface Viewing {
  readonly state: State
  readonly request: PageRequest
  readonly atMs: number
  readonly random: Random
  /** Null: nobody known, or nobody who wants to be. */
  readonly person: Person | null
  /** The learner before this person: what it knows of them is looked up once. */
  readonly opening: Opening
  readonly tastes: Tastes
  /** Videos that held them, the latest last. */
  readonly held: readonly number[]
  /** Too little was watched to tell anything. */
  readonly isNew: boolean
  readonly dialOf: ReadonlyMap<number, number>
  mayShow(video: number): boolean
}

const newBelow = 5
const nothing: Tastes = { topics: new Map(), authors: new Map() }
/** Somebody whose age is not known sees what everybody may see. */
const unknownAge = 13

/** Slots of texts; what is not known cannot be met. */
const slotsOf = (names: Names, texts: readonly string[]): Set<number> => {
  const slots = new Set(texts.map((text) => names.find(text)))
  slots.delete(0)
  return slots
}

/** What must be true of a video, whatever it is worth. */
const eligibility = (
  state: State,
  request: PageRequest,
  viewer: { readonly slot: number; readonly person: Person | null },
): ((video: number) => boolean) => {
  const { names, videos } = state
  const { without, before } = request
  const gone = slotsOf(names.videos, [...without.videos, ...before])
  const authors = slotsOf(names.people, without.authors)
  const sounds = slotsOf(names.sounds, without.sounds)
  const topics = slotsOf(names.topics, without.topics)
  const age = request.viewer.age ?? unknownAge
  const { country, languages } = request.viewer
  const isForbidden = (video: number): boolean => {
    const { minimumAge, hiddenIn, language } = videos.limits(video)
    const reads = languages.length === 0 || language === '' || languages.includes(language)
    return minimumAge > age || (country !== '' && hiddenIn.includes(country)) || !reads
  }
  const isUnwanted = (video: number): boolean => {
    const author = videos.author.get(video)
    if (author === viewer.slot || authors.has(author) || sounds.has(videos.sound.get(video))) return true
    return topics.size > 0 && videos.topics(video).some((topic) => topics.has(topic))
  }
  return (video) =>
    videos.isLive(video) &&
    !gone.has(video) &&
    viewer.person?.seen.has(video) !== true &&
    !isUnwanted(video) &&
    !isForbidden(video)
}

/** Opens a request: the learner and the vectors look from this person until the next is opened. */
export const viewingOf = (state: State, request: PageRequest): Viewing => {
  const slot = state.names.people.find(request.viewerId)
  const person = request.profiled && slot !== 0 ? state.people.find(slot) : null
  const { atMs, hour } = request
  // Whoever watched nothing yet is nobody in particular.
  const number = person === null || person.watches.length === 0 ? 0 : person.number
  const held = person?.watches.filter((watch) => came(watch, outcomeAt.held)).map(({ video }) => video) ?? []
  state.nearest.look(held.length === 0 ? null : state.nearest.vectorOf(held))
  const dials = Object.entries(request.dials.topics).map(([topic, dial]): [number, number] => [
    state.names.topics.find(topic),
    dial,
  ])
  return {
    ...{ state, request, atMs, person, held },
    random: seeded(request.seed),
    opening: state.learner.openFor({ person: number, surface: 0, atMs, hour }),
    tastes: person === null ? nothing : tastesOf(person, state.videos, atMs),
    isNew: (person?.watches.length ?? 0) < newBelow,
    dialOf: new Map(dials.filter(([topic]) => topic !== 0)),
    mayShow: eligibility(state, request, { slot, person }),
  }
}
