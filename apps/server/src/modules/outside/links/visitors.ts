/** Clicks of one visitor on one link in so short a time are one. */
export const sameClickMs = 30_000
/** More than so many of them tell nothing and are not kept. */
const mostRepeats = 10
const mostVisitors = 50_000

export interface Visitors {
  /** Under all names that somebody goes by. `flood`: not even worth a line. */
  meet(names: readonly string[], nowMs: number): 'ok' | 'repeat' | 'flood'
}

/** Who clicked what in the last half minute. It stays in memory, so that nothing about a visitor is ever written. */
export const createVisitors = (): Visitors => {
  const met = new Map<string, { readonly sinceMs: number; clicks: number }>()
  const clear = (nowMs: number): void => {
    // The oldest stand first.
    for (const [visitor, { sinceMs }] of met) {
      if (met.size <= mostVisitors && nowMs - sinceMs < sameClickMs) return
      met.delete(visitor)
    }
  }
  return {
    meet: (names, nowMs) => {
      clear(nowMs)
      const known = names.map((name) => met.get(name)).find((one) => one !== undefined)
      const visit = known ?? { sinceMs: nowMs, clicks: 0 }
      visit.clicks += 1
      for (const name of names) if (!met.has(name)) met.set(name, visit)
      if (known === undefined) return 'ok'
      return visit.clicks > mostRepeats ? 'flood' : 'repeat'
    },
  }
}
