import { defineJob } from '#platform/jobs'
import { z } from 'zod'
import type { PaymentsDeps } from './deps.ts'
import { learn } from './look-up.ts'
import type { ProviderEvent } from './provider.ts'
import { findEvent, insertEvent, markHandled, type EventRow } from './store/events.ts'

export const eventJob = defineJob({
  name: 'payments.event',
  payload: z.object({ provider: z.string(), eventId: z.string() }),
  maximumAttempts: 8,
})

/** Keeps hints and asks for the work on them in one transaction: what was acknowledged is not forgotten. */
export const takeEvents = (deps: PaymentsDeps, events: readonly ProviderEvent[]): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const provider = deps.provider.id
    for (const event of events) {
      const { eventId } = event
      if (!(await insertEvent(tx, { ...event, provider }, deps.clock.now()))) continue
      await deps.jobs.enqueue(tx, eventJob, { provider, eventId }, { key: `${eventJob.name}:${eventId}` })
    }
  })

/** What a hint says is never believed, only that something may have changed. False: the provider did not answer. */
export const workOnEvent = async (deps: PaymentsDeps, event: EventRow): Promise<boolean> => {
  const learned = await learn(deps, { ref: event.ref })
  if (learned === 'unknown') return false
  if (learned === 'stranger' || learned === 'not_found')
    deps.log.warn('payments.stranger', { ref: event.ref, kind: event.kind })
  await markHandled(deps.db.pool, event, deps.clock.now())
  return true
}

/** Does nothing when the event was dealt with, or is of a provider that is not the one of now. */
export const handleEvent = async (
  deps: PaymentsDeps,
  asked: { readonly provider: string; readonly eventId: string },
): Promise<boolean> => {
  if (asked.provider !== deps.provider.id) return true
  const event = await findEvent(deps.db.pool, asked.provider, asked.eventId)
  return event === null || workOnEvent(deps, event)
}
