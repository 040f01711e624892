import { pipeline, Transform, type Readable } from 'node:stream'
import { nextDelayMs, type Pace } from '../rules/pacing.ts'

/** What pacing needs of the outside. */
export interface PacingClock {
  nowMs(): number
  /** Calls back once after the time; the returned function takes that back. */
  after(ms: number, then: () => void): () => void
}

export const pacingClock = (clock: { nowMs(): number }): PacingClock => ({
  nowMs: () => clock.nowMs(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },
})

export interface PacedStream {
  readonly stream: Readable
  /** The rest flows as fast as the link takes it; for a server that stops. */
  release(): void
}

/**
 * Lets a stream through at a pace, with one timer at most. A reader that is slower than the pace is the brake itself:
 * while it does not read, nothing is read for it. Destroying the result destroys the source.
 */
export const pacedStream = (
  source: Readable,
  paceNow: () => Pace,
  { nowMs, after }: PacingClock,
): PacedStream => {
  let sentBytes = 0
  let elapsedMs = 0
  let lastMs = nowMs()
  let released = false
  let goOn: (() => void) | null = null
  let cancel = (): void => {}
  const proceed = (): void => {
    const next = goOn
    goOn = null
    next?.()
  }
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      const now = nowMs()
      // A clock that was set back must not hold a viewer up.
      elapsedMs += Math.max(0, now - lastMs)
      lastMs = now
      sentBytes += chunk.length
      const delayMs = released ? 0 : nextDelayMs(sentBytes, elapsedMs, paceNow())
      if (delayMs === 0) return done(null, chunk)
      stream.push(chunk)
      goOn = done
      cancel = after(delayMs, () => {
        const wokeMs = nowMs()
        // The wait counts in full even if the clock says otherwise.
        elapsedMs += Math.max(delayMs, wokeMs - lastMs)
        lastMs = wokeMs
        proceed()
      })
    },
    destroy: (error, done) => {
      cancel()
      goOn = null
      done(error)
    },
  })
  pipeline(source, stream, () => {
    // An error of the source reaches the reader through the stream itself; one of the reader ends the source.
  })
  const release = (): void => {
    released = true
    cancel()
    proceed()
  }
  return { stream, release }
}
