import { type EventName, type EventPayload, events } from '@busker/contract'
import { z } from 'zod'
import { assert } from '#platform/assert'
import { type JobDefinition, type Jobs, defineJob } from '#platform/jobs'
import type { Database, Tx } from '#platform/postgres'

export interface Bus {
  /** Tells all consumers, if and only if this transaction commits. */
  emit<Name extends EventName>(tx: Tx, name: Name, payload: EventPayload<Name>): Promise<void>
  /** Registers a consumer. Its handler may see an event twice and events out of order. */
  on<Name extends EventName>(
    name: Name,
    consumer: string,
    handler: (payload: EventPayload<Name>) => Promise<void>,
  ): void
}

/** With the queue's growing pauses this is about three days of trying. */
const maximumAttempts = 25

// Checked boundary: TypeScript does not follow a generic key through the table of schemas.
const schemaOf = <Name extends EventName>(name: Name): z.ZodType<EventPayload<Name>> =>
  events[name] as unknown as z.ZodType<EventPayload<Name>>

/**
 * The bus is the outbox: one job per consumer, written together with the change. Every process registers all
 * consumers, also one that runs no jobs, because the writer of an event must know who will read it.
 *
 * @example
 * bus.on('media.ready', 'posts', async ({ assetId }) => posts.publishWhenReady(assetId))
 * await bus.emit(tx, 'media.ready', { assetId, ownerId })
 */
export const createBus = ({ jobs }: { jobs: Jobs }): Bus => {
  const consumers = new Map<EventName, { consumer: string; job: JobDefinition<unknown> }[]>()
  return {
    emit: async (tx, name, payload) => {
      const parsed = schemaOf(name).parse(payload)
      for (const { job } of consumers.get(name) ?? []) await jobs.enqueue(tx, job, parsed)
    },
    on: (name, consumer, handler) => {
      const known = consumers.get(name) ?? []
      assert(!known.some((other) => other.consumer === consumer), `${consumer} listens to ${name} once`)
      const job = defineJob({ name: `event:${name}:${consumer}`, payload: schemaOf(name), maximumAttempts })
      jobs.handle(job, (payload) => handler(payload))
      consumers.set(name, [...known, { consumer, job }])
    },
  }
}

/** An event of a process that does not know who listens. The payload is parsed where it is emitted again. */
const forwardedEvent = defineJob({
  name: 'bus.forward',
  payload: z.object({ name: z.string(), payload: z.unknown() }),
  maximumAttempts,
})

const isEventName = (name: string): name is EventName => Object.hasOwn(events, name)

/**
 * The bus of a process that wires no listeners, such as a worker: its events are handed to a process that does, in the
 * same transaction, and are told to the consumers there.
 *
 * @example const bus = createForwardingBus({ jobs })
 */
export const createForwardingBus = ({ jobs }: { jobs: Jobs }): Bus => ({
  emit: (tx, name, payload) =>
    jobs.enqueue(tx, forwardedEvent, { name, payload: schemaOf(name).parse(payload) }),
  on: (name) => assert(false, `a process that forwards its events does not listen to ${name}`),
})

/**
 * Tells the consumers of this bus what processes without listeners have emitted.
 *
 * @example deliverForwarded({ jobs, bus, database: db })
 */
export const deliverForwarded = (options: { jobs: Jobs; bus: Bus; database: Database }): void => {
  const { jobs, bus, database } = options
  jobs.handle(forwardedEvent, ({ name, payload }) =>
    database.transaction(async (tx) => {
      assert(isEventName(name), `the event ${name} is known here`)
      await bus.emit(tx, name, schemaOf(name).parse(payload))
    }),
  )
}
