/**
 * Reads by key that ask together: while one is on its way, those who come meanwhile wait and then ask at once, for all of
 * their keys. So the number of statements falls as the load rises, and nobody is answered by a read that began before
 * they asked. Keys that are not there are absent from the answer.
 *
 * @example const cards = mergedReads((ids: readonly PostId[]) => findMany(pool, ids))
 */
export const mergedReads = <Key, Value>(
  read: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
): ((keys: readonly Key[]) => Promise<Map<Key, Value>>) => {
  let waiting = new Set<Key>()
  let next: Promise<ReadonlyMap<Key, Value>> | null = null
  let running: Promise<unknown> = Promise.resolve()

  const begin = (): Promise<ReadonlyMap<Key, Value>> => {
    const before = running
    const reading = before.then(() => {
      const keys = [...waiting]
      waiting = new Set()
      next = null
      return read(keys)
    })
    running = reading.catch(() => undefined)
    return reading
  }
  return async (keys) => {
    if (keys.length === 0) return new Map()
    for (const key of keys) waiting.add(key)
    next ??= begin()
    const found = await next
    return new Map(
      keys.flatMap((key): [Key, Value][] => {
        const value = found.get(key)
        return value === undefined ? [] : [[key, value]]
      }),
    )
  }
}

/** Rows that several write at the same time are written together, in the order in which they came. */
export const mergedWrites = <Row>(
  write: (rows: readonly Row[]) => Promise<void>,
): ((rows: readonly Row[]) => Promise<void>) => {
  let waiting: Row[] = []
  let next: Promise<void> | null = null
  let running: Promise<void> = Promise.resolve()
  return async (rows) => {
    if (rows.length === 0) return
    waiting.push(...rows)
    if (next === null) {
      const writing = running.then(() => {
        const all = waiting
        waiting = []
        next = null
        return write(all)
      })
      next = writing
      running = writing.catch(() => undefined)
    }
    await next
  }
}
