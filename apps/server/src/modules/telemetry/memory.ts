import { assert } from '#platform/assert'
import type { Journal } from '#platform/journal'
import {
  actionFactsIn,
  impressionFactsIn,
  playbackFactsIn,
  restatementsIn,
  viewFactsIn,
} from './journal-records.ts'
import { recentIds, type RecentIds } from './rules/recent-ids.ts'
import { servedSlots, type ServedSlots } from './rules/served-slots.ts'

/** Newest records that are read at start, and newest ids and slots that are remembered. */
const remembered = 50_000
const batchSize = 2000

/** What is known of the newest records without asking ClickHouse. */
export interface Memory {
  /** So that a report repeated across a restart is known as a repetition. */
  readonly recent: RecentIds
  /** So that a view can be held against the serving it names. */
  readonly slots: ServedSlots
}

/** Reads the newest records of the journal. */
export const readMemory = async (journal: Journal): Promise<Memory> => {
  const recent = recentIds(remembered)
  const slots = servedSlots(remembered)
  let offset = Math.max(0, journal.end - remembered)
  while (offset < journal.end) {
    const records = await journal.read(offset, batchSize)
    assert(records.length > 0, 'records below the end of the journal can be read')
    const reports = [viewFactsIn, playbackFactsIn, actionFactsIn, restatementsIn].flatMap(
      (factsIn): readonly { readonly eventId: string }[] => factsIn(records),
    )
    for (const { eventId } of reports) recent.add(eventId)
    for (const { eventId, postId, viewerId, occurredAt } of impressionFactsIn(records)) {
      slots.set(eventId, { servedMs: occurredAt, postId, viewerId })
    }
    offset += records.length
  }
  return { recent, slots }
}
