import type { FeedMode } from '@busker/contract'
import type { KeyValueStorage } from '#shared/storage'

const modeKey = 'busker.feed-mode'

/** What a visitor without an account chose on this device. Null: nothing, the server says. */
export const readMode = (storage: KeyValueStorage): FeedMode | null =>
  storage.get(modeKey) === 'unprofiled' ? 'unprofiled' : null

/** Null forgets it: whoever signs in has the mode of their settings. */
export const keepMode = (storage: KeyValueStorage, mode: FeedMode | null): void => {
  if (mode === 'unprofiled') storage.set(modeKey, mode)
  else storage.remove(modeKey)
}
