import type { ViewEvent } from '@busker/contract'
import type { KeyValueStorage } from '#shared/storage'

/** Reports that the server has not acknowledged yet. They outlive the page and a missing network. */
export interface FactQueue {
  push(event: ViewEvent): void
  /** The oldest reports, at most `count` and together at most `bytes` of JSON. */
  peek(limits: { count: number; bytes: number }): ViewEvent[]
  remove(eventIds: readonly string[]): void
  readonly size: number
  /** Reports given up because the queue was full, since this page opened. */
  readonly dropped: number
}

const prefix = 'busker.view.'
export const queueLimit = 2000

/**
 * One storage key per report: two tabs can share the queue without overwriting each other, and because event ids are
 * UUIDv7 the keys sort by age.
 */
export const createFactQueue = (storage: KeyValueStorage, limit: number = queueLimit): FactQueue => {
  let dropped = 0
  const keys = (): string[] => storage.keys(prefix).toSorted()

  const dropOldest = (count: number): void => {
    for (const key of keys().slice(0, count)) {
      storage.remove(key)
      dropped++
    }
  }

  const read = (key: string): ViewEvent | null => {
    try {
      return JSON.parse(storage.get(key) ?? 'null')
    } catch {
      return null
    }
  }

  return {
    push: (event) => {
      const excess = keys().length + 1 - limit
      if (excess > 0) dropOldest(excess)
      const [key, text] = [prefix + event.eventId, JSON.stringify(event)]
      if (storage.set(key, text)) return
      // The browser's storage is full: older reports make room once, else this one is lost and counted.
      dropOldest(50)
      if (!storage.set(key, text)) dropped++
    },
    peek: ({ count, bytes }) => {
      const events: ViewEvent[] = []
      let size = 0
      for (const key of keys()) {
        if (events.length >= count) break
        const event = read(key)
        if (event === null) {
          storage.remove(key)
          continue
        }
        size += JSON.stringify(event).length + 1
        if (size > bytes && events.length > 0) break
        events.push(event)
      }
      return events
    },
    remove: (eventIds) => {
      for (const eventId of eventIds) storage.remove(prefix + eventId)
    },
    get size() {
      return keys().length
    },
    get dropped() {
      return dropped
    },
  }
}
