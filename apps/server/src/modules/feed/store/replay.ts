import type { SlotFlag, SlotSource } from '@busker/contract'
import { within, type Queryable } from '#platform/postgres'
import type { FeedTables } from './tables.ts'

/** How a slot was filled by the recommender. */
export interface ChosenSlot {
  readonly slotId: string
  readonly viewerId: string
  readonly source: SlotSource
  readonly flags: SlotFlag[]
  readonly propensity: number
}

/** Slots served from a time to before another one that a recommender scored: the order of time is no choice. */
export const readChosen = async (handle: Queryable, from: Date, to: Date): Promise<ChosenSlot[]> =>
  within<FeedTables>(handle)
    .selectFrom('feed.served_slot')
    .select(['slot_id as slotId', 'viewer_id as viewerId', 'source', 'flags', 'propensity'])
    .where('served_at', '>=', from)
    .where('served_at', '<', to)
    .where('score', 'is not', null)
    .orderBy('served_at')
    .orderBy('slot_id')
    .execute()
