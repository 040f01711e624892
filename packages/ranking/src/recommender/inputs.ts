/**
 * What the recommender is told, in the order of the log. The same inputs in the same order make the same state, bit for
 * bit. Ids are texts of any form; times are milliseconds since 1970, UTC.
 */
export type Input =
  | VideoInput
  | GoneInput
  | WatchInput
  | ReactionInput
  | ServedInput
  | ControlInput
  | VectorsInput

/** A video that may be served from now on; told again, its traits are replaced. */
export interface VideoInput {
  readonly kind: 'video'
  readonly videoId: string
  readonly authorId: string
  readonly soundId: string
  /** The first one is what it is mostly about. */
  readonly topics: readonly string[]
  readonly durationMs: number
  readonly publishedMs: number
  /** BCP 47, or empty: not known. */
  readonly language: string
  /** 0: for everybody. */
  readonly minimumAge: number
  /** ISO 3166 alpha-2 where it must not be shown. */
  readonly hiddenIn: readonly string[]
  readonly atMs: number
}

/** Not served from now on. */
export interface GoneInput {
  readonly kind: 'gone'
  readonly videoId: string
}

/** One report about a view; the one with the most watched of the same view counts. */
export interface WatchInput {
  readonly kind: 'watch'
  readonly viewerId: string
  readonly viewId: string
  readonly videoId: string
  readonly atMs: number
  /** Hour of the day where the viewer is. */
  readonly hour: number
  /** Index into the surfaces: 0 feed, 1 profile, 2 post. */
  readonly surface: number
  /** Visible time, and the union of positions played, ms. */
  readonly watchedMs: number
  readonly playedMs: number
  readonly durationMs: number
  /** False: more of the same view will be told. */
  readonly ended: boolean
  /** False: own views, bots and improbable watching mark the video as seen and teach nothing. */
  readonly counts: boolean
}

export type ReactionKind =
  | 'like'
  | 'unlike'
  | 'share'
  | 'save'
  | 'comment'
  | 'follow'
  | 'unfollow'
  | 'not_interested'
  | 'interested_again'

export interface ReactionInput {
  readonly kind: 'reaction'
  readonly what: ReactionKind
  readonly viewerId: string
  readonly videoId: string | null
  readonly authorId: string | null
  readonly atMs: number
}

export interface ServedInput {
  readonly kind: 'served'
  readonly viewerId: string
  readonly videoId: string
  readonly source: string
  readonly atMs: number
}

/** A viewer's word about what is learned of them. */
export interface ControlInput {
  readonly kind: 'control'
  readonly viewerId: string
  readonly atMs: number
  readonly control:
    | { readonly what: 'learning'; readonly on: boolean }
    /** Forgets what was watched since then; null: everything. */
    | { readonly what: 'reset'; readonly sinceMs: number | null }
    | { readonly what: 'forget'; readonly topic: string }
    | { readonly what: 'forget'; readonly authorId: string }
    | {
        readonly what: 'import'
        readonly topics: readonly {
          readonly topic: string
          readonly watched: number
          readonly held: number
        }[]
        readonly authors: readonly {
          readonly authorId: string
          readonly watched: number
          readonly held: number
        }[]
      }
}

/** Vectors of videos that were fitted apart, to be used from now on. */
export interface VectorsInput {
  readonly kind: 'vectors'
  readonly size: number
  readonly videoIds: readonly string[]
  readonly values: Float32Array
}
