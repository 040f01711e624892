import type { ControlInput, Exploration, Page, PageRequest, Taste } from '@busker/ranking'

/**
 * The recommender as the feed asks it: in a thread of its own, or in the calling thread under virtual time. Every answer
 * may fail with `RankerUnavailable`: whoever asks has another way, or says so.
 */
export interface RankerPort {
  page(request: PageRequest): Promise<Page>
  taste(viewerId: string): Promise<Taste>
  /** Videos that the recommender does not know are absent. */
  explorations(videoIds: readonly string[]): Promise<Map<string, Exploration>>
  /** Topics that many hold on to now, the strongest first. */
  topics(most: number): Promise<readonly { readonly topic: string; readonly videos: number }[]>
  stop(): Promise<void>
}

/** The recommender is dead, or did not answer in time. */
export class RankerUnavailable extends Error {
  override readonly name = 'RankerUnavailable'
}

/**
 * Writes a viewer's word about what is learned of them to the journal and resolves when the recommender has heard it: the
 * next page obeys. Fails with `overloaded` when it does not within some seconds; it is heard later then.
 */
export type TellControl = (control: Omit<ControlInput, 'kind' | 'atMs'>) => Promise<void>
