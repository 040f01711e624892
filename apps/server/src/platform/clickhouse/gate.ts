import { AppError } from '#platform/errors'

/** Lets a fixed number of works run at once and the others wait in order. */
export interface Gate {
  run<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>
}

export const createGate = (limits: { width: number; longestQueue: number }): Gate => {
  let running = 0
  const waiting: (() => void)[] = []
  const idleListeners: (() => void)[] = []

  const leave = () => {
    const next = waiting.shift()
    // The place is handed over, so nobody can slip in between.
    if (next !== undefined) return next()
    running -= 1
    if (running === 0) for (const listener of idleListeners.splice(0)) listener()
  }

  const enter = (): Promise<void> => {
    if (running < limits.width) {
      running += 1
      return Promise.resolve()
    }
    if (waiting.length >= limits.longestQueue) throw new AppError('overloaded')
    return new Promise((resolve) => waiting.push(resolve))
  }

  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }

  const idle = () =>
    running === 0 ? Promise.resolve() : new Promise<void>((resolve) => idleListeners.push(resolve))

  return { run, idle }
}
