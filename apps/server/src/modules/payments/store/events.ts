import { within, type Queryable } from '#platform/postgres'
import type { ProviderEvent } from '../provider.ts'
import type { PaymentsTables } from './tables.ts'

export interface EventRow extends ProviderEvent {
  readonly provider: string
}

/** False when this event was heard before. */
export const insertEvent = async (handle: Queryable, event: EventRow, receivedAt: Date): Promise<boolean> => {
  const inserted = await within<PaymentsTables>(handle)
    .insertInto('payments.provider_event')
    .values({
      provider: event.provider,
      event_id: event.eventId,
      kind: event.kind,
      provider_ref: event.ref,
      received_at: receivedAt,
      handled_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

const waiting = (handle: Queryable) =>
  within<PaymentsTables>(handle)
    .selectFrom('payments.provider_event')
    .select(['provider', 'event_id as eventId', 'kind', 'provider_ref as ref'])
    .where('handled_at', 'is', null)

export const findEvent = async (
  handle: Queryable,
  provider: string,
  eventId: string,
): Promise<EventRow | null> =>
  (await waiting(handle)
    .where('provider', '=', provider)
    .where('event_id', '=', eventId)
    .executeTakeFirst()) ?? null

export const findWaitingEvents = (handle: Queryable, provider: string, limit: number): Promise<EventRow[]> =>
  waiting(handle).where('provider', '=', provider).orderBy('received_at').limit(limit).execute()

export const markHandled = async (handle: Queryable, event: EventRow, handledAt: Date): Promise<void> => {
  await within<PaymentsTables>(handle)
    .updateTable('payments.provider_event')
    .set({ handled_at: handledAt })
    .where('provider', '=', event.provider)
    .where('event_id', '=', event.eventId)
    .execute()
}
