import type { ClientAction, PlaybackEvent, ViewEvent } from '@busker/contract'
import type { KeyValueStorage } from '#shared/storage'

/** Reports that the server has not acknowledged yet. They outlive the page and a missing network. */
export interface FactQueue<Event> {
  push(event: Event): void
  /** The oldest reports, at most `count` and together at most `bytes` of JSON. */
  peek(limits: { count: number; bytes: number }): Event[]
  remove(eventIds: readonly string[]): void
  readonly size: number
  /** Reports given up because the queue was full, since this page opened. */
  readonly dropped: number
}

interface QueueOptions {
  /** Begins every storage key of this kind of report. */
  readonly prefix: string
  /** Beyond this many the oldest report is given up. */
  readonly limit: number
}

/**
 * One storage key per report: two tabs can share the queue without overwriting each other, and because event ids are
 * UUIDv7 the keys sort by age.
 */
const createFactQueue = <Event extends { readonly eventId: string }>(
  storage: KeyValueStorage,
  { prefix, limit }: QueueOptions,
): FactQueue<Event> => {
  let dropped = 0
  const keys = (): string[] => storage.keys(prefix).toSorted()

  const dropOldest = (count: number): void => {
    for (const key of keys().slice(0, count)) {
      storage.remove(key)
      dropped++
    }
  }

  const read = (key: string): Event | null => {
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
      const events: Event[] = []
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

/** Watching is what everything else is computed from: much of it is kept. */
export const createViewQueue = (storage: KeyValueStorage, limit = 2000): FactQueue<ViewEvent> =>
  createFactQueue(storage, { prefix: 'busker.view.', limit })

/** One report a playing, and an old one is worth little. */
export const createPlaybackQueue = (storage: KeyValueStorage, limit = 300): FactQueue<PlaybackEvent> =>
  createFactQueue(storage, { prefix: 'busker.playback.', limit })

/** Few and small; a rating is worth keeping for long. */
export const createActionQueue = (storage: KeyValueStorage, limit = 500): FactQueue<ClientAction> =>
  createFactQueue(storage, { prefix: 'busker.action.', limit })
