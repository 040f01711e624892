import { type RealtimeMessage, realtimeMessage } from '@busker/contract'
import { sql } from 'kysely'
import pg from 'pg'
import { z } from 'zod'
import { sleep } from '#platform/clock'
import type { Log } from '#platform/log'
import { type Database, type PostgresAddress, poolConfig, within } from '#platform/postgres'
import type { Hub } from './hub.ts'

/**
 * Carries messages from processes without browsers, such as workers, to the one whose hub the browsers are connected
 * to, by LISTEN and NOTIFY. What may have been lost on the way becomes a `reset`: its reader reads the state anew.
 */
const channel = 'busker_realtime'

/** PostgreSQL refuses a notification of 8000 bytes or more. */
const longestPayload = 7900

/** Without a person: everybody reads their state anew. */
const relayed = z.object({ personId: z.string().min(1).nullable(), message: z.unknown() })

interface Relayed {
  readonly personId: string | null
  readonly message: RealtimeMessage
}

const resetForAll: Relayed = { personId: null, message: { type: 'reset' } }

const encode = ({ personId, message }: Relayed): string => {
  const text = JSON.stringify({ personId, message })
  if (Buffer.byteLength(text) <= longestPayload) return text
  return JSON.stringify({ personId, message: { type: 'reset' } } satisfies Relayed)
}

export interface RelaySender {
  /** Returns at once. Messages arrive in the order of the calls. */
  publish(personId: string, message: RealtimeMessage): void
  /** Waits until what was published is sent; what cannot be sent soon is given up. */
  close(): Promise<void>
}

const mostWaiting = 1000
const retryMs = 1000
const triesAtClose = 2

/**
 * The sending end, for a process without a hub.
 *
 * @example
 * const relay = openRelaySender({ database, log })
 * relay.publish(personId, { type: 'asset.changed', asset })
 */
export const openRelaySender = ({ database, log }: { database: Database; log: Log }): RelaySender => {
  const waiting: Relayed[] = []
  const closing = new AbortController()
  /** Something was lost: one reset for everybody stands for all of it, as after a break of the listening end. */
  let hasLost = false
  let sending: Promise<void> | null = null

  const loseAll = (): void => {
    waiting.length = 0
    hasLost = true
  }
  const takeNext = (): Relayed | null => {
    if (!hasLost) return waiting.shift() ?? null
    hasLost = false
    return resetForAll
  }
  const sendAll = async (): Promise<void> => {
    let failures = 0
    for (let next = takeNext(); next !== null; next = takeNext()) {
      try {
        await sql`select pg_notify(${channel}, ${encode(next)})`.execute(within(database.pool))
        failures = 0
      } catch (error) {
        failures += 1
        if (failures === 1) log.error('realtime.relay_failed', error)
        loseAll()
        if (closing.signal.aborted && failures >= triesAtClose) return
        await sleep(retryMs, closing.signal)
      }
    }
  }
  return {
    publish: (personId, message) => {
      if (closing.signal.aborted) return
      if (waiting.length >= mostWaiting) loseAll()
      waiting.push({ personId, message })
      sending ??= sendAll().finally(() => {
        sending = null
      })
    },
    close: async () => {
      closing.abort()
      await sending
    },
  }
}

export interface RelayListener {
  /** Resolves when messages arrive for the first time. */
  readonly ready: Promise<void>
  stop(): Promise<void>
}

interface ListenOptions {
  readonly address: PostgresAddress
  readonly hub: Hub
  readonly log: Log
}

const firstPauseMs = 500
const longestPauseMs = 30_000
const pingMs = 15_000

const deliver = ({ hub, log }: ListenOptions, payload: string): void => {
  let given: unknown = null
  try {
    given = JSON.parse(payload)
  } catch {
    // Falls through to the check of its shape.
  }
  const shape = relayed.safeParse(given)
  if (!shape.success) return log.warn('realtime.relay_refused', { bytes: payload.length })
  const message = realtimeMessage.safeParse(shape.data.message)
  const { personId } = shape.data
  if (personId === null) hub.resetAll()
  // A message that only another version knows: its state can be read anew all the same.
  else hub.publish(personId, message.success ? message.data : { type: 'reset' })
}

/** A connection that broke without a word, as after a power cut, is noticed by a question that fails. */
const keepAsking = async (client: pg.Client, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await sleep(pingMs, signal)
    if (!signal.aborted) await client.query('select 1')
  }
}

/** Listens until the connection ends, which it throws, or the signal aborts. */
const listenOnce = async (
  options: ListenOptions,
  signal: AbortSignal,
  onListening: () => void,
): Promise<void> => {
  const client = new pg.Client({ ...poolConfig(options.address), keepAlive: true, query_timeout: pingMs })
  const lost = Promise.withResolvers<void>()
  const over = new AbortController()
  const stop = () => lost.resolve()
  // Settled early when the connection breaks before anybody waits for it.
  lost.promise.catch(() => undefined)
  client.on('error', lost.reject)
  client.on('end', stop)
  client.on('notification', ({ payload }) => deliver(options, payload ?? ''))
  signal.addEventListener('abort', stop, { once: true })
  try {
    await client.connect()
    await client.query(`listen ${channel}`)
    onListening()
    if (signal.aborted) return
    await Promise.race([lost.promise, keepAsking(client, over.signal)])
  } finally {
    over.abort()
    signal.removeEventListener('abort', stop)
    await client.end().catch(() => undefined)
  }
}

/**
 * The receiving end: what other processes publish goes to this hub. It connects again for ever, and after each gap
 * everybody reads their state anew.
 *
 * @example
 * const listener = listenToRelay({ address, hub, log })
 * await listener.stop()
 */
export const listenToRelay = (options: ListenOptions): RelayListener => {
  const { hub, log } = options
  const stopping = new AbortController()
  const { promise: ready, resolve } = Promise.withResolvers<void>()
  const listen = async (): Promise<void> => {
    let pauseMs = firstPauseMs
    while (!stopping.signal.aborted) {
      try {
        await listenOnce(options, stopping.signal, () => {
          pauseMs = firstPauseMs
          hub.resetAll()
          resolve()
        })
      } catch (error) {
        log.error('realtime.relay_lost', error)
      }
      await sleep(pauseMs, stopping.signal)
      pauseMs = Math.min(longestPauseMs, pauseMs * 2)
    }
    resolve()
  }
  const listening = listen()
  return {
    ready,
    stop: async () => {
      stopping.abort()
      await listening
    },
  }
}
