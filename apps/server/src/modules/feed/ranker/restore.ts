import { Recommender, StateError } from '@busker/ranking'
import { openSnapshots } from './snapshots.ts'

export interface Restored {
  readonly recommender: Recommender
  /** The offset of the journal from which it must be told. */
  readonly offset: number
}

/** Whoever knows nothing hears the journal from its beginning. */
export const unknowing = (places: number): Restored => ({
  recommender: new Recommender({ places }),
  offset: 0,
})

/**
 * The recommender as the newest whole snapshot has it, or one that knows nothing: a snapshot that is torn or of another
 * version is as good as none, since the journal tells everything again.
 */
export const restoreRecommender = async (folder: string, places: number): Promise<Restored> => {
  let restored: Restored | null = null
  await openSnapshots(folder).load((state, offset) => {
    const recommender = new Recommender({ places })
    try {
      recommender.load([state])
    } catch (error) {
      if (error instanceof StateError) return false
      throw error
    }
    restored = { recommender, offset }
    return true
  })
  return restored ?? unknowing(places)
}
