import type { RealtimeMessage } from '@busker/contract'

type Listener = (message: RealtimeMessage) => void

const types = [
  ...(['reset', 'asset.changed', 'post.changed', 'import.changed', 'target.changed'] as const),
  'notification.changed' as const,
  ...(['payout.changed', 'earnings.changed', 'gift.received', 'wallet.changed', 'purchase.changed'] as const),
]
const firstRetryMs = 1000
const longestRetryMs = 30_000

/** One connection for the whole page: opened by the first listener, closed by the last. */
interface Connection {
  readonly listeners: Set<Listener>
  source: EventSource | null
  retryTimer: number
  retryMs: number
}
const connection: Connection = { listeners: new Set(), source: null, retryTimer: 0, retryMs: firstRetryMs }

const publish = (message: RealtimeMessage): void => {
  for (const listener of connection.listeners) listener(message)
}

const close = (): void => {
  window.clearTimeout(connection.retryTimer)
  connection.source?.close()
  connection.source = null
}

const open = (): void => {
  const source = new EventSource('/v1/realtime')
  connection.source = source
  source.addEventListener('open', () => {
    connection.retryMs = firstRetryMs
  })
  for (const type of types) {
    source.addEventListener(type, (event: MessageEvent<string>) => publish(JSON.parse(event.data)))
  }
  source.addEventListener('error', () => {
    // The browser reconnects by itself after a broken connection, but not after an answer other than 200.
    if (source.readyState !== EventSource.CLOSED || connection.source !== source) return
    connection.source = null
    connection.retryTimer = window.setTimeout(() => {
      if (connection.listeners.size === 0) return
      open()
      publish({ type: 'reset' })
    }, connection.retryMs)
    connection.retryMs = Math.min(connection.retryMs * 2, longestRetryMs)
  })
}

/**
 * Hears about changes of the signed-in person's own uploads, posts and imports, and of targets of their clients. After `reset` everything must be read anew.
 * Returns a function that stops listening.
 */
export const listenRealtime = (listener: Listener): (() => void) => {
  connection.listeners.add(listener)
  if (connection.listeners.size === 1) open()
  return () => {
    connection.listeners.delete(listener)
    if (connection.listeners.size === 0) close()
  }
}
