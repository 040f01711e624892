import type {
  ClientAction,
  PlaybackEvent,
  reportActions,
  reportPlayback,
  reportViews,
  ViewEvent,
} from '@busker/contract'
import { call } from '#shared/api'
import { isoTime, wallMs } from '#shared/clock'
import type { KeyValueStorage } from '#shared/storage'
import { createActionQueue, createPlaybackQueue, createViewQueue } from './fact-queue.ts'
import type { FactQueue } from './fact-queue.ts'
import { createFactSender } from './fact-sender.ts'
import type { FactSender, SenderWorld } from './fact-sender.ts'

/** The way of one kind of fact to the server: kept at once, sent with the next batch. */
export interface FactWay<Event> {
  report(event: Event): void
}

/** All ways of facts. Each kind has its own endpoint, and everything else in common. */
export interface Facts {
  readonly views: FactWay<ViewEvent>
  readonly playings: FactWay<PlaybackEvent>
  readonly actions: FactWay<ClientAction>
  /** Sends what waits: now and, where it is the page's last breath, so that the request outlives the page. */
  flush(options: { keepalive: boolean }): Promise<void>
}

const worldOf = <Event>(send: SenderWorld<Event>['send']): SenderWorld<Event> => ({
  send,
  nowIso: () => isoTime(wallMs()),
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  schedule: (afterMs, work) => {
    const timer = window.setTimeout(work, afterMs)
    return () => window.clearTimeout(timer)
  },
  get online() {
    return navigator.onLine
  },
})

const wayOf = <Event>(queue: FactQueue<Event>, sender: FactSender): FactWay<Event> => ({
  report: (event) => {
    queue.push(event)
    sender.poke()
  },
})

/** Shares of the 64 KiB that a vanishing page may send. */
const playbackKeepaliveBytes = 12_000
const actionKeepaliveBytes = 8000

/** Makes the ways. What an earlier visit left in the storage goes with the first batch. */
export const createFacts = (storage: KeyValueStorage): Facts => {
  const views = createViewQueue(storage)
  const viewSender = createFactSender(
    views,
    worldOf((body, { keepalive }) =>
      call<typeof reportViews>('POST', '/v1/facts/views', { body, keepalive }),
    ),
  )
  const playings = createPlaybackQueue(storage)
  const playingSender = createFactSender(
    playings,
    worldOf((body, { keepalive }) =>
      call<typeof reportPlayback>('POST', '/v1/facts/playback', { body, keepalive }),
    ),
    playbackKeepaliveBytes,
  )
  const actions = createActionQueue(storage)
  const actionSender = createFactSender(
    actions,
    worldOf((body, { keepalive }) =>
      call<typeof reportActions>('POST', '/v1/facts/actions', { body, keepalive }),
    ),
    actionKeepaliveBytes,
  )
  return {
    views: wayOf(views, viewSender),
    playings: wayOf(playings, playingSender),
    actions: wayOf(actions, actionSender),
    flush: async (options) => {
      await Promise.all([viewSender, playingSender, actionSender].map((sender) => sender.flush(options)))
    },
  }
}

/** Facts leave with the page, return with the network, and left-over ones of earlier visits go first. */
export const sendInTime = (facts: Facts): void => {
  window.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void facts.flush({ keepalive: true })
  })
  window.addEventListener('pagehide', () => void facts.flush({ keepalive: true }))
  window.addEventListener('online', () => void facts.flush({ keepalive: false }))
  void facts.flush({ keepalive: false })
}
