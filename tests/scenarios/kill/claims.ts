import { setTimeout as pause } from 'node:timers/promises'

/** Moments at which a kill is most likely to hurt. */
export type Moment =
  | 'bytes on their way'
  | 'last byte sent'
  | 'upload acknowledged'
  | 'conversion seen'
  | 'post on its way'
  | 'published seen'
  | 'facts on their way'
  | 'like on its way'

export interface UploadClaim {
  readonly assetId: string
  readonly filename: string
  readonly sha256: string
}

export interface PostClaim {
  readonly postId: string
  readonly assetId: string
  readonly caption: string
}

/** What the clients know to be true, because the server said so; the end of the run is held against it. */
export interface Claims {
  readonly uploads: UploadClaim[]
  readonly posts: PostClaim[]
  /** Posts of which a client saw that they are published. */
  readonly published: Set<string>
  /** Event ids that were acknowledged, with the viewer and post that they are about. */
  readonly facts: Map<string, { viewerId: string; postId: string }>
  /** Event ids that were sent once and never acknowledged: there once or not at all. */
  readonly doubtfulFacts: Set<string>
  /** The last acknowledged state of each like, by person and post. */
  readonly likes: Map<string, boolean>
  /** Answers that no client should ever get, whatever is killed. */
  readonly surprises: string[]
}

export const newClaims = (): Claims => ({
  uploads: [],
  posts: [],
  published: new Set(),
  facts: new Map(),
  doubtfulFacts: new Set(),
  likes: new Map(),
  surprises: [],
})

/** Where clients say what they are doing and the killer listens. */
export interface Moments {
  tell(moment: Moment): void
  /** Resolves at the next such moment, or with false when it does not come in time. */
  next(moment: Moment, withinMs: number): Promise<boolean>
}

export const openMoments = (): Moments => {
  const waiting = new Map<Moment, Set<() => void>>()
  return {
    tell: (moment) => {
      for (const settle of waiting.get(moment) ?? []) settle()
      waiting.delete(moment)
    },
    next: async (moment, withinMs) => {
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const settlers = waiting.get(moment) ?? new Set()
      waiting.set(
        moment,
        settlers.add(() => resolve(true)),
      )
      const late = new AbortController()
      const timeout = pause(withinMs, false, { signal: late.signal }).catch(() => false)
      try {
        return await Promise.race([promise, timeout])
      } finally {
        late.abort()
      }
    },
  }
}
