import type { ViewEvent } from '@busker/contract'
import type { Clickhouse } from '#platform/clickhouse'
import type { Journal } from '#platform/journal'
import type { Log } from '#platform/log'
import { impressionRecord } from './journal-records.ts'
import type { KnownPost } from './rules/arrival.ts'
import type { Calendar } from './rules/calendar.ts'
import { impressionsOf, type ServedPage } from './rules/impressions.ts'
import type { ServedSlot, ServedSlots } from './rules/served-slots.ts'
import { storedSlots } from './store/served-slots.ts'

export interface ServingParts {
  readonly journal: Journal
  readonly clickhouse: Clickhouse
  readonly log: Log
  readonly slots: ServedSlots
  readonly calendarOf: (timeZone: string) => Calendar
}

/** The journal bounds the bytes that wait for the disk; this bounds the pages, whose answers do not wait. */
const mostPagesWaiting = 1000

/**
 * Writes down what was served. The page does not wait for the disk: its slots are known at once and their facts
 * follow within the next group commit. So a power cut may lose the impressions of the last few milliseconds (their
 * views then carry the flag `unknown_slot`); what does not fit into the queue is lost too, and counted.
 */
export const pageServer = ({ journal, log, slots, calendarOf }: ServingParts) => {
  const waiting = new Set<Promise<void>>()
  let lost = 0

  const append = async (page: ServedPage): Promise<void> => {
    const facts = impressionsOf(page, calendarOf(page.origin.timeZone ?? 'UTC'))
    try {
      await journal.appendAll(facts.map(impressionRecord))
    } catch (error) {
      lost += facts.length
      log.error('telemetry.impressions_lost', error, { slots: facts.length, lostSinceStart: lost })
    }
  }

  return {
    served: (page: ServedPage): void => {
      if (page.slots.length === 0) return
      for (const { slotId, postId } of page.slots) {
        slots.set(slotId, { servedMs: page.servedAtMs, postId, viewerId: page.viewer.id })
      }
      if (waiting.size >= mostPagesWaiting) {
        lost += page.slots.length
        return
      }
      const write = append(page).finally(() => waiting.delete(write))
      waiting.add(write)
    },
    /** Resolves when all that was served is written. */
    written: async (): Promise<void> => {
      await Promise.all(waiting)
    },
  }
}

/**
 * The servings that views name: from memory, else along the primary key. When ClickHouse cannot tell, watching is
 * accepted without that limit: no fact waits for it.
 */
export const slotLookup =
  ({ clickhouse, log, slots }: ServingParts) =>
  async (
    events: readonly ViewEvent[],
    known: ReadonlyMap<string, KnownPost>,
  ): Promise<(event: ViewEvent) => ServedSlot | null | undefined> => {
    const missing = new Map<string, { slotId: string; postId: string; authorId: string }>()
    for (const { slotId, postId } of events) {
      const post = known.get(postId)
      if (slotId === null || post === undefined || slots.get(slotId) !== undefined) continue
      missing.set(slotId, { slotId, postId, authorId: post.authorId })
    }
    if (missing.size > 0) {
      try {
        const stored = await storedSlots(clickhouse, [...missing.values()])
        for (const slotId of missing.keys()) slots.set(slotId, stored.get(slotId) ?? null)
      } catch (error) {
        log.error('telemetry.slots_unknown', error, { slots: missing.size })
      }
    }
    return ({ slotId }) => (slotId === null ? undefined : slots.get(slotId))
  }
