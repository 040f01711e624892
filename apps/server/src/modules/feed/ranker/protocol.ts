import type { Exploration, Input, Page, PageRequest, Taste } from '@busker/ranking'

/** What the feed asks of the recommender. */
export type Question =
  | { readonly kind: 'page'; readonly request: PageRequest }
  | { readonly kind: 'taste'; readonly viewerId: string; readonly atMs: number }
  | { readonly kind: 'explorations'; readonly videoIds: readonly string[] }
  | { readonly kind: 'topics'; readonly most: number }
  /** Ids of all videos that may be served. */
  | { readonly kind: 'live' }
  /** Who watched what: fitted apart. */
  | { readonly kind: 'pairs' }
  | { readonly kind: 'told' }

export interface Answers {
  readonly page: Page
  readonly taste: Taste
  readonly explorations: readonly (readonly [string, Exploration])[]
  readonly topics: readonly { readonly topic: string; readonly videos: number }[]
  readonly live: readonly string[]
  readonly pairs: Pairs
  readonly told: number
}

/** Pairs as columns: rows are people, columns videos; each video's id by its column. */
export interface Pairs {
  readonly person: Int32Array
  readonly video: Int32Array
  /** 1: it held them. */
  readonly held: Uint8Array
  readonly videoIds: readonly string[]
}

/** Inputs and the offset of the journal after them. */
export interface Told {
  readonly inputs: readonly Input[]
  readonly offset: number
}

export type ToThread =
  | { readonly id: number; readonly question: Question }
  | { readonly id: number; readonly told: Told }
  /** Stores what is known and ends. */
  | { readonly id: number; readonly end: true }

export type FromThread =
  /** It stands where the journal was at this offset. */
  | { readonly ready: number }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly failure: string }

export interface ThreadData {
  /** Where snapshots lie. */
  readonly folder: string
  readonly places: number
}
