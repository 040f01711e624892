import type { RequestOf, ResponseOf, ViewEvent, reportViews } from '@busker/contract'
import type { Clock } from '#platform/clock'
import type { Journal } from '#platform/journal'
import { viewRecord } from './journal-records.ts'
import { acceptView, type AcceptedView, type Arrival, type KnownPost } from './rules/accept-view.ts'
import { calendarOf } from './rules/calendar.ts'
import type { RecentIds } from './rules/recent-ids.ts'

/** What telemetry must know of posts; the composition root fills it. */
export interface PostLookup {
  /** Posts that can be watched, by id. Others are absent. */
  lengthsOf(postIds: readonly string[]): Promise<ReadonlyMap<string, KnownPost>>
}

/** Who watched. */
export interface Watcher {
  readonly id: string
  readonly kind: 'person' | 'anonymous'
}

type Report = RequestOf<typeof reportViews>['body']
type Receipt = ResponseOf<typeof reportViews>

export interface ReporterParts {
  readonly journal: Journal
  readonly clock: Clock
  readonly posts: PostLookup
  readonly recent: RecentIds
}

interface Sorted {
  readonly fresh: AcceptedView[]
  readonly rejected: Receipt['rejected']
  readonly duplicates: number
  /** Writes of other requests that hold the duplicates: they must be safe before this request is answered. */
  readonly underWay: ReadonlySet<Promise<unknown>>
}

/**
 * Takes reports of watching. Answers when the facts are on disk; an event that is being written by another request
 * is a duplicate, but this request waits for that write too, so that its answer is as true.
 */
export const viewReporter = ({ journal, clock, posts, recent }: ReporterParts) => {
  const writing = new Map<string, Promise<unknown>>()

  const sort = (events: readonly ViewEvent[], arrivalOf: (event: ViewEvent) => Arrival): Sorted => {
    const fresh = new Map<string, AcceptedView>()
    const rejected: Receipt['rejected'] = []
    const underWay = new Set<Promise<unknown>>()
    let duplicates = 0
    for (const event of events) {
      const write = writing.get(event.eventId)
      if (write !== undefined) underWay.add(write)
      if (write !== undefined || recent.has(event.eventId) || fresh.has(event.eventId)) {
        duplicates += 1
        continue
      }
      const verdict = acceptView(event, arrivalOf(event))
      if (verdict.kind === 'accepted') fresh.set(event.eventId, verdict.fact)
      else rejected.push({ eventId: event.eventId, reason: verdict.reason })
    }
    return { fresh: [...fresh.values()], rejected, duplicates, underWay }
  }

  const write = async (facts: readonly AcceptedView[]): Promise<void> => {
    if (facts.length === 0) return
    const append = journal.appendAll(facts.map(viewRecord))
    for (const { eventId } of facts) writing.set(eventId, append)
    try {
      // The journal refuses with `overloaded` and a time to wait when too much is waiting for the disk.
      await append
      for (const { eventId } of facts) recent.add(eventId)
    } finally {
      for (const { eventId } of facts) writing.delete(eventId)
    }
  }

  return async (report: Report, watcher: Watcher): Promise<Receipt> => {
    const known = await posts.lengthsOf([...new Set(report.events.map((event) => event.postId))])
    const shared = {
      receivedMs: clock.nowMs(),
      sentMs: Date.parse(report.sentAt),
      calendar: calendarOf(report.timeZone),
      viewerId: watcher.id,
      viewerKind: watcher.kind,
    }
    // From here to the append nothing awaits: two requests with the same event cannot both find it new.
    const sorted = sort(report.events, (event) => ({ ...shared, post: known.get(event.postId) }))
    await Promise.all([write(sorted.fresh), ...sorted.underWay])
    return {
      accepted: sorted.fresh.length,
      duplicates: sorted.duplicates,
      rejected: sorted.rejected,
    }
  }
}
