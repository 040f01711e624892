import type { Clock } from '#platform/clock'
import type { Journal } from '#platform/journal'
import { intakeRecord, restatementRecord, type NewRecord } from './journal-records.ts'
import type { Arrival, KnownPost, RejectionReason, Verdict } from './rules/arrival.ts'
import type { Calendar } from './rules/calendar.ts'
import { isLate, type ReportKind, type Restatement } from './rules/intake.ts'
import { unknownOrigin, type Origin } from './rules/origin.ts'
import type { RecentIds } from './rules/recent-ids.ts'
import type { ServedSlot } from './rules/served-slots.ts'

/** What telemetry must know of posts; the composition root fills it. */
export interface PostLookup {
  /** Posts that can be watched, by id. Others are absent. */
  lengthsOf(postIds: readonly string[]): Promise<ReadonlyMap<string, KnownPost>>
}

/** Who reports, and from where. */
export interface Watcher {
  readonly id: string
  readonly kind: 'person' | 'anonymous'
  /** What the headers of the request tell; nothing when not given. */
  readonly origin?: Origin
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
  readonly calendarOf: (timeZone: string) => Calendar
}

/** What tells one kind of fact from another. */
interface Kind<Event, Fact> {
  readonly name: ReportKind
  postOf(event: Event): string | null
  accept(event: Event, arrival: Arrival): Verdict<Fact>
  record(fact: Fact): NewRecord
  /** The servings that these events name, where they name any. */
  slotsOf?(
    events: readonly Event[],
    known: ReadonlyMap<string, KnownPost>,
  ): Promise<(event: Event) => ServedSlot | null | undefined>
}

interface Sorted<Fact> {
  readonly fresh: Fact[]
  /** Refused, but kept for a restatement. */
  readonly restated: Restatement[]
  readonly rejected: Receipt['rejected']
  readonly duplicates: number
  /** Writes of other requests that hold the duplicates: they must be safe before this request is answered. */
  readonly underWay: ReadonlySet<Promise<unknown>>
}
interface WithId {
  readonly eventId: string
}
type Timed = WithId & { readonly occurredAt: number; readonly receivedAt: number }

const restate = (
  event: WithId,
  arrival: Arrival,
  late: { kind: ReportKind; occurredMs: number },
): Restatement => ({
  eventId: event.eventId,
  kind: late.kind,
  viewerId: arrival.viewerId,
  viewerKind: arrival.viewerKind,
  occurredAt: late.occurredMs,
  receivedAt: arrival.receivedMs,
  reason: 'too_late',
  payload: JSON.stringify(event),
})

/** What is written of a batch: its facts, what came too late, and what became of the batch, in one go. */
const recordsOf = <Event, Fact extends Timed>(
  kind: Kind<Event, Fact>,
  sorted: Sorted<Fact>,
  batch: { receivedMs: number; origin: Origin; received: number },
): NewRecord[] => [
  ...sorted.fresh.map((fact) => kind.record(fact)),
  ...sorted.restated.map(restatementRecord),
  intakeRecord({
    kind: kind.name,
    receivedAt: batch.receivedMs,
    clientVersion: batch.origin.clientVersion,
    device: batch.origin.device,
    received: batch.received,
    accepted: sorted.fresh.length,
    late: sorted.fresh.filter(isLate).length,
    duplicates: sorted.duplicates,
    rejected: sorted.rejected.length,
    tooLate: sorted.restated.length,
  }),
]

/** What is known of events by their ids: those that are safe lately, and those that are being written. */
interface Seen {
  readonly recent: RecentIds
  readonly writing: ReadonlyMap<string, Promise<unknown>>
}

const sortEvents = <Event extends WithId, Fact>(
  kind: Kind<Event, Fact>,
  { recent, writing }: Seen,
  { events, arrivalOf }: { events: readonly Event[]; arrivalOf(event: Event): Arrival },
): Sorted<Fact> => {
  const fresh = new Map<string, Fact>()
  const restated = new Map<string, Restatement>()
  const rejected: Receipt['rejected'] = []
  const underWay = new Set<Promise<unknown>>()
  let duplicates = 0
  for (const event of events) {
    const { eventId } = event
    const write = writing.get(eventId)
    if (write !== undefined) underWay.add(write)
    if (write !== undefined || recent.has(eventId) || fresh.has(eventId) || restated.has(eventId)) {
      duplicates += 1
      continue
    }
    const arrival = arrivalOf(event)
    const verdict = kind.accept(event, arrival)
    if (verdict.kind === 'accepted') {
      fresh.set(eventId, verdict.fact)
      continue
    }
    rejected.push({ eventId, reason: verdict.reason })
    if (verdict.reason !== 'too_late') continue
    restated.set(eventId, restate(event, arrival, { kind: kind.name, occurredMs: verdict.occurredMs }))
  }
  return { fresh: [...fresh.values()], restated: [...restated.values()], rejected, duplicates, underWay }
}

/**
 * Takes reports of one kind. Answers when the facts are on disk; an event that is being written by another request
 * is a duplicate, but this request waits for that write too, so that its answer is as true.
 */
export const factReporter = <Event extends WithId, Fact extends Timed>(
  { journal, clock, posts, recent, calendarOf }: ReporterParts,
  kind: Kind<Event, Fact>,
) => {
  const writing = new Map<string, Promise<unknown>>()

  const write = async (records: readonly NewRecord[], kept: readonly WithId[]): Promise<void> => {
    const append = journal.appendAll(records)
    for (const { eventId } of kept) writing.set(eventId, append)
    try {
      // The journal refuses with `overloaded` and a time to wait when too much is waiting for the disk.
      await append
      for (const { eventId } of kept) recent.add(eventId)
    } finally {
      for (const { eventId } of kept) writing.delete(eventId)
    }
  }

  return async (report: Report<Event>, watcher: Watcher): Promise<Receipt> => {
    const { events } = report
    const postIds = new Set(events.map(kind.postOf).filter((id) => id !== null))
    const known = postIds.size === 0 ? new Map<string, KnownPost>() : await posts.lengthsOf([...postIds])
    const slotOf = await kind.slotsOf?.(events, known)
    const origin = watcher.origin ?? unknownOrigin
    const shared = {
      receivedMs: clock.nowMs(),
      sentMs: Date.parse(report.sentAt),
      calendar: calendarOf(report.timeZone),
      viewerId: watcher.id,
      viewerKind: watcher.kind,
      origin,
    }
    // From here to the append nothing awaits: two requests with the same event cannot both find it new.
    const arrivalOf = (event: Event): Arrival => ({
      ...shared,
      post: known.get(kind.postOf(event) ?? ''),
      slot: slotOf?.(event),
    })
    const sorted = sortEvents(kind, { recent, writing }, { events, arrivalOf })
    const batch = { receivedMs: shared.receivedMs, origin, received: events.length }
    const records = recordsOf(kind, sorted, batch)
    await Promise.all([write(records, [...sorted.fresh, ...sorted.restated]), ...sorted.underWay])
    return {
      accepted: sorted.fresh.length,
      duplicates: sorted.duplicates,
      rejected: sorted.rejected,
    }
  }
}
