/** Time is a parameter: rules and use-cases take a clock, so that a month can run in a test. */
export interface Clock {
  nowMs(): number
  now(): Date
}

export interface VirtualClock extends Clock {
  advance(ms: number): void
}

/** The machine's clock. */
export const systemClock = (): Clock => ({ nowMs: () => Date.now(), now: () => new Date() })

/** A clock that only moves when told to. */
export const virtualClock = (startMs: number): VirtualClock => {
  let nowMs = startMs
  return {
    nowMs: () => nowMs,
    now: () => new Date(nowMs),
    advance: (ms) => {
      nowMs += ms
    },
  }
}

/** Resolves after `ms`, or at once when the signal aborts. */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done)
  })
