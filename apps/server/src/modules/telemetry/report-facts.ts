import type { Clock } from '#platform/clock'
import type { Journal } from '#platform/journal'
import type { Arrival, KnownPost, RejectionReason, Verdict } from './rules/arrival.ts'
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

/** A batch of reports of one kind. */
interface Report<Event> {
  readonly sentAt: string
  readonly timeZone: string
  readonly events: readonly Event[]
}
interface Receipt {
  accepted: number
  duplicates: number
  rejected: { eventId: string; reason: RejectionReason }[]
}

export interface ReporterParts {
  readonly journal: Journal
  readonly clock: Clock
  readonly posts: PostLookup
  readonly recent: RecentIds
}

/** What tells one kind of fact from another. */
interface Kind<Event, Fact> {
  accept(event: Event, arrival: Arrival): Verdict<Fact>
  record(fact: Fact): { kind: string; payload: unknown }
}

interface Sorted<Fact> {
  readonly fresh: Fact[]
  readonly rejected: Receipt['rejected']
  readonly duplicates: number
  /** Writes of other requests that hold the duplicates: they must be safe before this request is answered. */
  readonly underWay: ReadonlySet<Promise<unknown>>
}
interface WithId {
  readonly eventId: string
}

/**
 * Takes reports of one kind. Answers when the facts are on disk; an event that is being written by another request
 * is a duplicate, but this request waits for that write too, so that its answer is as true.
 */
export const factReporter = <Event extends WithId & { readonly postId: string }, Fact extends WithId>(
  { journal, clock, posts, recent }: ReporterParts,
  kind: Kind<Event, Fact>,
) => {
  const writing = new Map<string, Promise<unknown>>()

  const sort = (events: readonly Event[], arrivalOf: (event: Event) => Arrival): Sorted<Fact> => {
    const fresh = new Map<string, Fact>()
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
      const verdict = kind.accept(event, arrivalOf(event))
      if (verdict.kind === 'accepted') fresh.set(event.eventId, verdict.fact)
      else rejected.push({ eventId: event.eventId, reason: verdict.reason })
    }
    return { fresh: [...fresh.values()], rejected, duplicates, underWay }
  }

  const write = async (facts: readonly Fact[]): Promise<void> => {
    if (facts.length === 0) return
    const append = journal.appendAll(facts.map((fact) => kind.record(fact)))
    for (const { eventId } of facts) writing.set(eventId, append)
    try {
      // The journal refuses with `overloaded` and a time to wait when too much is waiting for the disk.
      await append
      for (const { eventId } of facts) recent.add(eventId)
    } finally {
      for (const { eventId } of facts) writing.delete(eventId)
    }
  }

  return async (report: Report<Event>, watcher: Watcher): Promise<Receipt> => {
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
