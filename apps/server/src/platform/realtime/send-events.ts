import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Hub, Sink } from './hub.ts'

export interface SendEventsOptions {
  readonly hub: Hub
  readonly personId: string
  /** Headers that the framework prepared (security headers, request id) and that a hijacked answer would lose. */
  readonly headers?: OutgoingHttpHeaders
  /** Calls `tick` every so many milliseconds until the returned function is called; a test passes its own. */
  every?(ms: number, tick: () => void): () => void
}

/** A reader with more than this on the way is dropped. It comes back and resumes, or starts anew. */
const largestBuffered = 256 * 1024
const heartbeatMs = 15_000
const reconnectMs = 2000

const everyInterval = (ms: number, tick: () => void): (() => void) => {
  const timer = setInterval(tick, ms)
  return () => clearInterval(timer)
}

/**
 * Answers a request with the person's stream of server-sent events, from its `Last-Event-ID` on. Throws an AppError
 * before anything is written when there are too many streams. Everything is released when either side closes.
 *
 * @example
 * reply.hijack()
 * sendEvents(request.raw, reply.raw, { hub, personId, headers: reply.getHeaders() })
 */
export const sendEvents = (
  request: IncomingMessage,
  response: ServerResponse,
  options: SendEventsOptions,
): void => {
  const header = request.headers['last-event-id']
  const lastEventId = typeof header === 'string' && header !== '' ? header : null
  const start = [`retry: ${reconnectMs}\n\n`]
  const isOver = () => response.destroyed || response.writableEnded
  const sink: Sink = {
    send: (frame) => {
      if (!response.headersSent) return start.push(frame) > 0
      // What waits here is lost with the stream, but the hub remembers it for the reader's return.
      if (isOver() || response.writableLength + frame.length > largestBuffered) return false
      response.write(frame)
      return true
    },
    end: () => {
      // A slow reader could hold up a polite end for as long as it likes.
      if (response.writableLength > 0) response.destroy()
      else if (!isOver()) response.end()
    },
  }
  const unsubscribe = options.hub.subscribe(options.personId, lastEventId, sink)
  const stopHeartbeat = (options.every ?? everyInterval)(heartbeatMs, () => {
    if (!isOver() && response.writableLength === 0) response.write(': still here\n\n')
  })
  const release = (): void => {
    stopHeartbeat()
    unsubscribe()
  }
  response.once('close', release)
  response.on('error', release)
  response.writeHead(200, {
    ...options.headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  response.write(start.join(''))
  // A client that left before its answer began fires no further event.
  if (response.destroyed) release()
}
