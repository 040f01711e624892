import type { Brought, Person, Watch } from './people.ts'
import { outcomeAt, valueFile } from './value-file.ts'
import type { Videos } from './videos.ts'

/** How somebody watches videos of one topic or creator: counts that fade. */
export interface Leaning {
  watched: number
  held: number
  lastMs: number
}

export interface Tastes {
  readonly topics: Map<number, Leaning>
  readonly authors: Map<number, Leaning>
}

/** A watch counts half after so many days, and half after so many watches since. */
const halfLifeMs = 14 * 86_400_000
const halfLifeWatches = 80
/** What the second and further topics of a video count. */
const besideWeight = 0.5
/** Not interested counts as so many watches that did not hold. */
const unwantedWatches = 3
const heldUsually = valueFile.outcomes[outcomeAt.held]?.usual ?? 0.31
const logit = (share: number): number => Math.log(share / (1 - share))
const usualLogit = logit(heldUsually)

export const came = (watch: Watch, outcome: number): boolean => (watch.outcomes & (1 << outcome)) !== 0

const add = (to: Map<number, Leaning>, key: number, one: Leaning): void => {
  if (key === 0) return
  const own = to.get(key)
  if (own === undefined) to.set(key, { ...one })
  else {
    own.watched += one.watched
    own.held += one.held
    own.lastMs = Math.max(own.lastMs, one.lastMs)
  }
}

const fade = (ageMs: number, since: number): number =>
  2 ** -(Math.max(0, ageMs) / halfLifeMs + since / halfLifeWatches)

const addBrought = (to: Map<number, Leaning>, brought: ReadonlyMap<number, Brought>, nowMs: number): void => {
  for (const [key, { watched, held, atMs }] of brought) {
    const left = fade(nowMs - atMs, 0)
    add(to, key, { watched: watched * left, held: held * left, lastMs: atMs })
  }
}

/** What somebody's watches say of topics and creators. */
export const tastesOf = (person: Person, videos: Videos, nowMs: number): Tastes => {
  const tastes: Tastes = { topics: new Map(), authors: new Map() }
  const { watches } = person
  for (const [at, watch] of watches.entries()) {
    const left = fade(nowMs - watch.atMs, watches.length - 1 - at)
    const unwanted = came(watch, outcomeAt.not_interested)
    const held = came(watch, outcomeAt.held) && !unwanted ? left : 0
    const one = { watched: unwanted ? left * unwantedWatches : left, held, lastMs: watch.atMs }
    add(tastes.authors, videos.author.get(watch.video), one)
    for (const [place, topic] of videos.topics(watch.video).entries()) {
      const weight = place === 0 ? 1 : besideWeight
      add(tastes.topics, topic, { ...one, watched: one.watched * weight, held: one.held * weight })
    }
  }
  addBrought(tastes.topics, person.broughtTopics, nowMs)
  addBrought(tastes.authors, person.broughtAuthors, nowMs)
  return tastes
}

/**
 * How much more somebody holds on than people usually do, as a difference of log-odds; 0: nothing is known. `doubt`: how
 * many usual watches it begins with.
 */
export const leans = (leaning: Leaning | undefined, doubt: number): number => {
  if (leaning === undefined) return 0
  const share = (leaning.held + heldUsually * doubt) / (leaning.watched + doubt)
  return logit(Math.min(0.97, Math.max(0.03, share))) - usualLogit
}

/** The same between −1 and 1, for people to read. */
export const strengthOf = (leaning: Leaning): number => Math.tanh(leans(leaning, 2) / 2)
