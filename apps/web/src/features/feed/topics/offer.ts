import type { KeyValueStorage } from '#shared/storage'

const offeredKey = 'busker.topics-offered'

/** Whether this device may still offer topics to choose from: once, and not where nothing can be remembered. */
export const mayOffer = (storage: KeyValueStorage): boolean => storage.get(offeredKey) === null

/** False: the browser keeps nothing, so it would be offered again and again. */
export const keepOffered = (storage: KeyValueStorage): boolean => storage.set(offeredKey, 'yes')
