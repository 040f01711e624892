import type { ImpressionFact } from '@busker/metrics'
import type { Calendar } from './calendar.ts'
import type { Origin } from './origin.ts'
import { trafficOf } from './traffic.ts'

/** An impression as it goes into the journal, where it gets its offset. */
export type ServedImpression = Omit<ImpressionFact, 'journalOffset'>

/** One page of the feed as it goes to the viewer. */
export interface ServedPage {
  /** UUIDv7 of this page. */
  readonly requestId: string
  readonly viewer: { readonly id: string; readonly kind: 'person' | 'anonymous' }
  readonly origin: Origin
  readonly modelVersion: string
  readonly servedAtMs: number
  readonly slots: readonly {
    readonly slotId: string
    readonly position: number
    readonly postId: string
    readonly authorId: string
    readonly source: string
    /** In (0, 1]. */
    readonly propensity: number
  }[]
}

const million = 1_000_000

/** The facts of a page. A propensity that rounds to nothing stays possible: one divides by it. */
export const impressionsOf = (page: ServedPage, calendar: Calendar): ServedImpression[] =>
  page.slots.map((slot) => ({
    eventId: slot.slotId,
    requestId: page.requestId,
    position: slot.position,
    viewerId: page.viewer.id,
    viewerKind: page.viewer.kind,
    postId: slot.postId,
    authorId: slot.authorId,
    source: slot.source,
    propensityMicros: Math.max(1, Math.round(slot.propensity * million)),
    modelVersion: page.modelVersion,
    occurredAt: page.servedAtMs,
    receivedAt: page.servedAtMs,
    localDate: calendar.dateOf(page.servedAtMs),
    timeZone: calendar.timeZone,
    country: page.origin.country,
    device: page.origin.device,
    traffic: trafficOf({
      isSelf: page.viewer.kind === 'person' && page.viewer.id === slot.authorId,
      isBot: page.origin.isBot,
    }),
  }))
