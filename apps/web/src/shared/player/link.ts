import type { KeyValueStorage } from '#shared/storage'
import type { Transfer } from './throughput.ts'
import { afterStall, afterTransfer } from './throughput.ts'

const storageKey = 'busker.throughput'

/** What is known of the line between this browser and the server, kept for the visit. */
export interface Link {
  readonly throughputBps: number | null
  readonly saveData: boolean
  readonly memoryGb: number | null
  /** A video of this bitrate stood still for want of data. */
  stalled(bitrate: number): void
  /** Ends the measuring. */
  stop(): void
}

/** What browsers tell of the device, where they do. */
interface DeviceFacts {
  readonly connection?: { readonly saveData?: boolean }
  readonly deviceMemory?: number
}

const transferOf = (entry: PerformanceResourceTiming): Transfer => ({
  bytes: entry.transferSize,
  durationMs: entry.responseEnd - entry.responseStart,
  // A player stops reading when it has enough, and the server paces what it sends to one.
  heldBack: entry.initiatorType === 'video' || entry.name.endsWith('.mp4'),
})

/** Starts measuring by what the browser notes of every response anyway. */
export const createLink = (storage: KeyValueStorage, savesData: (hint: boolean) => boolean): Link => {
  const stored = Number(storage.get(storageKey) ?? Number.NaN)
  let throughputBps = stored > 0 ? stored : null
  const learn = (next: number | null): void => {
    if (next === null || next === throughputBps) return
    throughputBps = next
    storage.set(storageKey, String(Math.round(next)))
  }
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (entry instanceof PerformanceResourceTiming) learn(afterTransfer(throughputBps, transferOf(entry)))
  })
  observer.observe({ type: 'resource', buffered: true })
  // Both are proposals that some browsers have; where they are missing, nothing is saved.
  const { connection, deviceMemory } = navigator as Navigator & DeviceFacts
  return {
    get throughputBps() {
      return throughputBps
    },
    get saveData() {
      return savesData(connection?.saveData ?? false)
    },
    memoryGb: deviceMemory ?? null,
    stalled: (bitrate) => learn(afterStall(throughputBps, bitrate)),
    stop: () => observer.disconnect(),
  }
}
