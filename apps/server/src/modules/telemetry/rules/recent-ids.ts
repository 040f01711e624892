/** The newest ids, at most `limit`: the oldest is forgotten first. */
export interface RecentIds {
  has(id: string): boolean
  add(id: string): void
  readonly size: number
}

export const recentIds = (limit: number): RecentIds => {
  // A Set keeps the order of insertion, so its first member is the oldest.
  const ids = new Set<string>()
  return {
    has: (id) => ids.has(id),
    add: (id) => {
      ids.add(id)
      if (ids.size <= limit) return
      for (const oldest of ids) {
        ids.delete(oldest)
        return
      }
    },
    get size() {
      return ids.size
    },
  }
}
