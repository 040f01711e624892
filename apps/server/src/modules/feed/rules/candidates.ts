import type { PostId, Slot, SlotSource } from '@busker/contract'

/** A post that a source proposes. */
export interface Candidate {
  readonly postId: PostId
  readonly source: SlotSource
  readonly publishedAt: Date
}

/** A candidate with its place in the page, why it is there and how probable that was. */
export interface Ranked extends Candidate {
  readonly reason: Slot['reason']
  readonly propensity: number
}

/** What every ranker is given. Rankers are pure: the same request and candidates give the same page. */
export interface RankRequest {
  readonly viewerId: string
  readonly limit: number
}

/** The recommender replaces this by its own; the page, the log and the explanation stay as they are. */
export interface Ranker {
  readonly modelVersion: string
  rank(request: RankRequest, candidates: readonly Candidate[]): Ranked[]
}

const reasonCode = { newest: 'new_and_unseen', rewatch: 'everything_seen' } as const

/** Keeps the order of the sources: newest unseen first. Deterministic, so every chosen slot had probability 1. */
export const inGivenOrder: Ranker = {
  modelVersion: 'newest-1',
  rank: (request, candidates) => {
    const once = new Map(candidates.map((candidate) => [candidate.postId, candidate]))
    return [...once.values()].slice(0, request.limit).map((candidate) => ({
      ...candidate,
      reason: { code: reasonCode[candidate.source], publishedAt: candidate.publishedAt.toISOString() },
      propensity: 1,
    }))
  },
}
