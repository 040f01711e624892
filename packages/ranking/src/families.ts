import type { Catalogue } from './catalogue.ts'
import { place } from './hash.ts'
import type { Term } from './recommender/page.ts'

/** Whoever is before the videos, and when and where. */
export interface Moment {
  readonly person: number
  /** Where it is shown: a page, a tab. */
  readonly surface: number
  readonly atMs: number
  /** Hour of the day where the person is, 0 … 23. */
  readonly hour: number
}

/** What is known of a person and a video beside their traits; left out: not known, and then no feature. */
export interface Facts {
  /** The person follows the author. */
  readonly following?: boolean | undefined
  /** Time since the video was published. */
  readonly ageMs?: number | undefined
}

/** A video before somebody, who may watch it or not. */
export interface Meeting extends Moment, Facts {
  readonly video: number
}

/** Something that has rates of its own, and how many usual sightings they start with. */
export interface RateFamily {
  readonly name: string
  readonly halfLifeMs: number
  readonly strength: number
  /** To what its features belong in an explanation. */
  readonly term: Term
  /** Part of the key is the person, part is the video or a trait of it. */
  readonly of: 'person' | 'video' | 'both'
}

/** How many edges a value has reached. */
export const bucketOf = (value: number, edges: readonly number[]): number => {
  let bucket = 0
  while (bucket < edges.length && value >= (edges[bucket] ?? 0)) bucket += 1
  return bucket
}

/** Seconds at which videos begin to be watched otherwise. */
const durationEdges = [7, 10, 14, 20, 30, 45, 60, 80, 110, 150, 200, 300].map((seconds) => seconds * 1000)
export const durationBucket = (durationMs: number): number => bucketOf(durationMs, durationEdges)

const hours = (count: number): number => count * 3_600_000

/** Those of the person alone come first. */
export const rateFamilies: readonly RateFamily[] = [
  { name: 'person', halfLifeMs: hours(72), strength: 5, term: 'habits', of: 'person' },
  { name: 'person and surface', halfLifeMs: hours(72), strength: 4, term: 'habits', of: 'person' },
  { name: 'person, over months', halfLifeMs: hours(1440), strength: 5, term: 'habits', of: 'person' },
  { name: 'video', halfLifeMs: hours(48), strength: 5, term: 'video', of: 'video' },
  { name: 'video and surface', halfLifeMs: hours(48), strength: 5, term: 'video', of: 'video' },
  { name: 'author', halfLifeMs: hours(72), strength: 5, term: 'kin', of: 'video' },
  { name: 'topic and surface', halfLifeMs: hours(48), strength: 10, term: 'kin', of: 'video' },
  { name: 'person and topic', halfLifeMs: hours(96), strength: 3, term: 'topic', of: 'both' },
  { name: 'person, topic and surface', halfLifeMs: hours(240), strength: 3, term: 'topic', of: 'both' },
  { name: 'person and author', halfLifeMs: hours(720), strength: 2, term: 'creator', of: 'both' },
  { name: 'person and duration', halfLifeMs: hours(96), strength: 3, term: 'length', of: 'both' },
]

/** Where the families of the person alone end. */
export const personFamilies = 3
export const personFamily = 0
export const videoFamily = 3

/** The keys of the families of the person alone. */
export const personKeys = ({ person, surface }: Moment, into: Uint32Array): void => {
  into[0] = place(1, person)
  into[1] = place(6, person, surface)
  into[2] = place(9, person)
}

/** The keys of the other families. */
export const videoKeys = (
  { person, surface }: Moment,
  { video, of }: { readonly video: number; readonly of: Catalogue },
  into: Uint32Array,
): void => {
  const [author, topic] = [of.author(video), of.topic(video)]
  into[3] = place(2, video)
  into[4] = place(5, video, surface)
  into[5] = place(4, author)
  into[6] = place(7, topic, surface)
  into[7] = place(3, person, topic)
  into[8] = place(11, person, topic * 64 + surface)
  into[9] = place(10, person, author)
  into[10] = place(8, person, durationBucket(of.durationMs(video)) >> 1)
}
