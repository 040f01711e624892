/** People in a line: at most so many are served at once, the others wait in the order in which they came. */
export interface Line {
  /** Serves this one now or when its turn comes. Nothing happens when it is in the line already. */
  join(key: string, serve: () => void): void
  /** Goes away, served or not; the next one is served. */
  leave(key: string): void
}

export const createLine = (served: number): Line => {
  const inService = new Set<string>()
  const waiting = new Map<string, () => void>()
  const next = (): void => {
    for (const [key, serve] of waiting) {
      if (inService.size >= served) return
      waiting.delete(key)
      inService.add(key)
      serve()
    }
  }
  return {
    join: (key, serve) => {
      if (inService.has(key) || waiting.has(key)) return
      waiting.set(key, serve)
      next()
    },
    leave: (key) => {
      waiting.delete(key)
      if (inService.delete(key)) next()
    },
  }
}

/** Waits for a turn, does the work and leaves. */
export const inTurn = <T>(line: Line, key: string, work: () => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    line.join(key, () => {
      work()
        .then(resolve, reject)
        .finally(() => line.leave(key))
    })
  })
