import type { UploadItem } from './item.ts'

/** The items of a session and who wants to hear of their changes. */
export interface ItemList {
  readonly items: readonly UploadItem[]
  subscribe(listener: () => void): () => void
  set(items: readonly UploadItem[]): void
  find(key: string): UploadItem | undefined
  change(key: string, how: (item: UploadItem) => Partial<UploadItem>): void
}

export const createItemList = (): ItemList => {
  let items: readonly UploadItem[] = []
  const listeners = new Set<() => void>()
  const set = (next: readonly UploadItem[]): void => {
    items = next
    for (const listener of listeners) listener()
  }
  return {
    get items() {
      return items
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set,
    find: (key) => items.find((item) => item.key === key),
    change: (key, how) => set(items.map((item) => (item.key === key ? { ...item, ...how(item) } : item))),
  }
}
