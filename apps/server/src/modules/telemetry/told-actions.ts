import type { Action } from '@busker/contract'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import type { Journal } from '#platform/journal'
import { actionRecord, restatementRecord, type NewRecord } from './journal-records.ts'
import { toldAction, type AcceptedAction } from './rules/accept-action.ts'
import { latestAcceptedMs } from './rules/arrival.ts'
import type { Calendar } from './rules/calendar.ts'
import type { RecentIds } from './rules/recent-ids.ts'

export interface ToldParts {
  readonly journal: Journal
  readonly clock: Clock
  readonly recent: RecentIds
  readonly calendarOf: (timeZone: string) => Calendar
}

/** An event that waited in the queue for longer than the days stay open is kept for a restatement, as a report is. */
const recordOf = (fact: AcceptedAction, action: Action): NewRecord =>
  fact.receivedAt - fact.occurredAt <= latestAcceptedMs
    ? actionRecord(fact)
    : restatementRecord({
        eventId: fact.eventId,
        kind: 'action',
        viewerId: fact.personId,
        viewerKind: 'person',
        occurredAt: fact.occurredAt,
        receivedAt: fact.receivedAt,
        reason: 'too_late',
        payload: JSON.stringify(action),
      })

/** Makes facts of what other modules tell. Done when the fact is on disk; told again, it is known already. */
export const actionWriter =
  ({ journal, clock, recent, calendarOf }: ToldParts) =>
  async (action: Action): Promise<void> => {
    if (recent.has(action.eventId)) return
    const arrival = { receivedMs: clock.nowMs(), calendar: calendarOf(action.timeZone ?? 'UTC') }
    const { kind, payload } = recordOf(toldAction(action, arrival), action)
    await journal.append(kind, payload)
    // Two deliveries at once may both get here; then the copy to ClickHouse leaves the second one out.
    recent.add(action.eventId)
  }

/** Listens to everything that people do. */
export const listenToActions = (bus: Bus, write: (action: Action) => Promise<void>): void => {
  for (const name of ['posts.acted', 'social.acted', 'moderation.acted', 'identity.acted'] as const) {
    bus.on(name, 'telemetry', write)
  }
}
