import type { ClientId, SeenConversion } from '@busker/contract'
import { sameEventMs } from '../rules/conversions.ts'
import type { AcceptedEvent } from '../rules/told-conversion.ts'

type Source = SeenConversion['source']

interface Told {
  readonly atMs: number
  readonly byServer: boolean
}

const mostEvents = 200_000
const mostClients = 500
const shownEvents = 100

/** Drops what has been there longest. */
const trim = <Key>(map: Map<Key, unknown>, most: number): void => {
  for (const key of map.keys()) {
    if (map.size <= most) return
    map.delete(key)
  }
}

export interface RecentEvents {
  knows(clientId: ClientId, event: Pick<AcceptedEvent, 'event' | 'eventId'>): boolean
  /**
   * Notes an event. `new`: it was not told before. `again`: it was, and this report tells nothing more. `more`: it was,
   * but what a server says of it is to be kept, because it comes before what the pixel said.
   */
  note(
    clientId: ClientId,
    source: Source,
    event: Pick<AcceptedEvent, 'event' | 'eventId' | 'at'>,
  ): 'new' | 'again' | 'more'
  /** It could not be kept. */
  forget(clientId: ClientId, event: Pick<AcceptedEvent, 'event' | 'eventId'>): void
  show(clientId: ClientId, seen: readonly SeenConversion[]): void
  shown(clientId: ClientId): readonly SeenConversion[]
}

/**
 * What shops told lately: for the answer to them and for the test console. Nothing is counted by it, so that it may be
 * small and be lost.
 */
export const createRecentEvents = (): RecentEvents => {
  const told = new Map<string, Told>()
  const consoles = new Map<ClientId, readonly SeenConversion[]>()
  const keyOf = (clientId: ClientId, { event, eventId }: Pick<AcceptedEvent, 'event' | 'eventId'>): string =>
    `${clientId}|${event}|${eventId}`
  return {
    knows: (clientId, event) => told.has(keyOf(clientId, event)),
    note: (clientId, source, event) => {
      const key = keyOf(clientId, event)
      const before = told.get(key)
      const atMs = Date.parse(event.at)
      const isKnown = before !== undefined && Math.abs(atMs - before.atMs) <= sameEventMs
      const byServer = source === 'server'
      told.delete(key)
      told.set(
        key,
        isKnown ? { atMs: before.atMs, byServer: before.byServer || byServer } : { atMs, byServer },
      )
      trim(told, mostEvents)
      if (!isKnown) return 'new'
      return byServer && !before.byServer ? 'more' : 'again'
    },
    forget: (clientId, event) => void told.delete(keyOf(clientId, event)),
    show: (clientId, seen) => {
      const before = consoles.get(clientId) ?? []
      consoles.delete(clientId)
      consoles.set(clientId, [...seen.toReversed(), ...before].slice(0, shownEvents))
      trim(consoles, mostClients)
    },
    shown: (clientId) => consoles.get(clientId) ?? [],
  }
}
