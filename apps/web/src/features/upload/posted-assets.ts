import type { KeyValueStorage } from '#shared/storage'

/** Which uploads were posted from this browser, so that they are not offered as drafts after a reload. */
export interface PostedAssets {
  has(assetId: string): boolean
  add(assetId: string): void
}

const storageKey = 'busker.posted'
const remembered = 200

export const createPostedAssets = (storage: KeyValueStorage): PostedAssets => {
  const read = (): string[] => {
    try {
      const list: unknown = JSON.parse(storage.get(storageKey) ?? '[]')
      return Array.isArray(list) ? list.filter((id) => typeof id === 'string') : []
    } catch {
      return []
    }
  }
  return {
    has: (assetId) => read().includes(assetId),
    add: (assetId) => {
      const list = [assetId, ...read().filter((id) => id !== assetId)].slice(0, remembered)
      storage.set(storageKey, JSON.stringify(list))
    },
  }
}
