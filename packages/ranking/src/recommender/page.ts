/** What a page is asked for with. With the state and this alone it is determined. */
export interface PageRequest {
  readonly viewerId: string
  readonly atMs: number
  /** Hour of the day where the viewer is. */
  readonly hour: number
  readonly seed: number
  readonly count: number
  /** What stands before this page in the same scroll, the latest last: the rules of variety go on from there. */
  readonly before: readonly string[]
  /** False: nothing that was watched is looked at, not even what was seen. */
  readonly profiled: boolean
  readonly dials: Dials
  readonly without: Without
  readonly viewer: {
    /** Null: not known, and then as of age. */
    readonly age: number | null
    /** ISO 3166 alpha-2; empty: not known. */
    readonly country: string
    /** Languages that the viewer reads; empty: all. */
    readonly languages: readonly string[]
  }
}

/** −2 … 2 each; 0 is what everybody has. */
export interface Dials {
  readonly exploration: number
  readonly freshness: number
  readonly length: number
  readonly topics: Readonly<Record<string, number>>
}

/** What must not be on the page. */
export interface Without {
  readonly videos: readonly string[]
  readonly authors: readonly string[]
  readonly sounds: readonly string[]
  readonly topics: readonly string[]
}

export const sources = [
  'similar_people',
  'similar_video',
  'followed',
  'creator',
  'topic',
  'trend',
  'fresh',
  'random',
] as const
export type Source = (typeof sources)[number]

export const terms = [
  'topic',
  'creator',
  'similar',
  'habits',
  'video',
  'kin',
  'length',
  'moment',
  'following',
  'freshness',
  'dials',
] as const
export type Term = (typeof terms)[number]

export type Flag = 'fresh_place' | 'explored' | 'varied' | 'fair_place'

export type Anchor =
  | { readonly kind: 'post'; readonly postId: string }
  | { readonly kind: 'creator'; readonly personId: string }
  | { readonly kind: 'topic'; readonly topic: string }

export interface RankedSlot {
  readonly videoId: string
  readonly source: Source
  readonly flags: readonly Flag[]
  readonly anchor: Anchor | null
  /** Probability with which this video was chosen for this place, given the places before it. */
  readonly propensity: number
  /** The value that it was ranked by. */
  readonly score: number
  /** How much lower the score would be without each term, the largest first. */
  readonly terms: readonly { readonly term: Term; readonly value: number }[]
  /** Its place among the candidates without its largest term. */
  readonly placeWithout: number | null
  /** Chance of each outcome, in the order of the value file. */
  readonly chances: readonly number[]
}

export interface Page {
  readonly slots: readonly RankedSlot[]
  /** All that the viewer ever began to watch is known here, and none of it is on the page. */
  readonly seenWhole: boolean
  readonly modelVersion: string
  /** Inputs that the state has been told. */
  readonly told: number
}

/** What is believed of a viewer, and what it stands on. */
export interface Taste {
  readonly learning: boolean
  readonly watched: number
  readonly topics: readonly (Interest & { readonly topic: string })[]
  readonly creators: readonly (Interest & { readonly authorId: string })[]
}

export interface Interest {
  /** −1 … 1: how much more or less than usual the viewer holds on. */
  readonly strength: number
  /** Faded by age. */
  readonly watched: number
  readonly held: number
  readonly lastMs: number
  /** The latest videos behind it, the newest first, at most six. */
  readonly videoIds: readonly string[]
}

/** How far a video came with its first viewers. */
export interface Exploration {
  readonly state: 'testing' | 'graduated' | 'ended'
  readonly shown: number
  readonly quota: number
  readonly held: { readonly mean: number; readonly low: number; readonly high: number }
  readonly usual: number
}
