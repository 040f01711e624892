import type { RealtimeMessage } from '@busker/contract'
import { AppError } from '#platform/errors'
import { createTopicMemory, type MemoryLimits, type RealtimeEvent } from './topic-memory.ts'

/** Where the frames of one stream go. A frame is a complete server-sent event. */
export interface Sink {
  /** False when the reader is too slow: it is dropped, and resumes when it comes back. */
  send(frame: string): boolean
  end(): void
}

export interface Hub {
  /** Sends the message to every open stream of the person and remembers it for those that come back. */
  publish(personId: string, message: RealtimeMessage): void
  /**
   * Continues after `lastEventId` without gap or duplicate, or begins with `reset` when that is not possible. With
   * null it begins now. Returns the function that ends the subscription.
   */
  subscribe(personId: string, lastEventId: string | null, sink: Sink): () => void
  /** Messages may have been missed: everybody reads their state anew, those who come back later too. */
  resetAll(): void
  /** Ends the streams of a person, for example when they sign out everywhere. */
  disconnect(personId: string): void
  readonly streams: number
  /** Ends all streams and refuses later ones as `shutting_down`. */
  close(): void
}

export interface HubOptions extends Partial<MemoryLimits> {
  /** Different at every start of the process: ids of an earlier process cannot be continued. */
  readonly bootId: string
  readonly streamsPerPerson?: number
  readonly streams?: number
}

/** More than this is not sent again: reading the state anew is quicker then. */
const largestBackfill = 128 * 1024

const encodeFrame = (id: string, message: RealtimeMessage): string =>
  `id: ${id}\nevent: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`

/** The sequence of an event id of this process, else null. */
const parseEventId = (eventId: string, bootId: string): number | null => {
  const prefix = `${bootId}-`
  if (!eventId.startsWith(prefix)) return null
  const digits = eventId.slice(prefix.length)
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null
}

interface Streams {
  readonly total: number
  admit(personId: string, limits: { perPerson: number; total: number }): void
  add(personId: string, sink: Sink): void
  remove(personId: string, sink: Sink): boolean
  of(personId: string): readonly Sink[]
  people(): readonly string[]
}

const createStreams = (): Streams => {
  const byPerson = new Map<string, Set<Sink>>()
  let total = 0
  return {
    get total() {
      return total
    },
    admit: (personId, limits) => {
      if ((byPerson.get(personId)?.size ?? 0) >= limits.perPerson) throw new AppError('rate_limited')
      if (total >= limits.total) throw new AppError('overloaded')
    },
    add: (personId, sink) => {
      const sinks = byPerson.get(personId) ?? new Set()
      byPerson.set(personId, sinks.add(sink))
      total += 1
    },
    remove: (personId, sink) => {
      const sinks = byPerson.get(personId)
      if (sinks?.delete(sink) !== true) return false
      total -= 1
      if (sinks.size === 0) byPerson.delete(personId)
      return true
    },
    of: (personId) => [...(byPerson.get(personId) ?? [])],
    people: () => [...byPerson.keys()],
  }
}

/**
 * The real-time channel of one process: a topic per person, messages numbered over all topics.
 *
 * @example
 * const hub = createHub({ bootId: ids.uuid() })
 * hub.publish(personId, { type: 'asset.changed', asset })
 */
export const createHub = (options: HubOptions): Hub => {
  const { bootId } = options
  const limits = { perPerson: options.streamsPerPerson ?? 12, total: options.streams ?? 5000 }
  const memory = createTopicMemory({
    eventsPerTopic: options.eventsPerTopic ?? 200,
    topics: options.topics ?? 10_000,
    size: options.size ?? 32 * 1024 * 1024,
  })
  const streams = createStreams()
  let sequence = 0
  let closed = false

  const drop = (personId: string, sink: Sink): void => {
    if (streams.remove(personId, sink)) sink.end()
  }
  const backfill = (personId: string, lastEventId: string): readonly RealtimeEvent[] | null => {
    const last = parseEventId(lastEventId, bootId)
    const missed = last === null || last > sequence ? null : memory.after(personId, last)
    const size = missed?.reduce((sum, event) => sum + event.frame.length, 0) ?? 0
    return size > largestBackfill ? null : missed
  }
  const opening = (personId: string, lastEventId: string | null): string => {
    const here = `${bootId}-${sequence}`
    // An id without data moves the reader's last event id and shows it no message: so it can resume from here.
    if (lastEventId === null) return `id: ${here}\n\n`
    const missed = backfill(personId, lastEventId)
    if (missed === null) return encodeFrame(here, { type: 'reset' })
    return missed.map((event) => event.frame).join('')
  }
  return {
    publish: (personId, message) => {
      if (closed) return
      sequence += 1
      const frame = encodeFrame(`${bootId}-${sequence}`, message)
      memory.remember(personId, { sequence, message, frame })
      for (const sink of streams.of(personId)) if (!sink.send(frame)) drop(personId, sink)
    },
    subscribe: (personId, lastEventId, sink) => {
      if (closed) throw new AppError('shutting_down')
      streams.admit(personId, limits)
      // Nothing can be published between the backfill and the registration: both happen in this turn.
      const first = opening(personId, lastEventId)
      streams.add(personId, sink)
      if (first !== '' && !sink.send(first)) drop(personId, sink)
      return () => {
        streams.remove(personId, sink)
      }
    },
    resetAll: () => {
      if (closed) return
      sequence += 1
      memory.forgetUpTo(sequence)
      const frame = encodeFrame(`${bootId}-${sequence}`, { type: 'reset' })
      for (const personId of streams.people())
        for (const sink of streams.of(personId)) if (!sink.send(frame)) drop(personId, sink)
    },
    disconnect: (personId) => {
      for (const sink of streams.of(personId)) drop(personId, sink)
    },
    get streams() {
      return streams.total
    },
    close: () => {
      closed = true
      for (const personId of streams.people()) for (const sink of streams.of(personId)) drop(personId, sink)
    },
  }
}
