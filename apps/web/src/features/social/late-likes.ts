import { browserStorage, type KeyValueStorage } from '#shared/storage'
import type { Surface } from './told.ts'

/** A like, or its taking back, that was meant without a network. Of several about one post the last one is meant. */
export interface LateLike {
  readonly personId: string
  readonly postId: string
  readonly authorId: string
  readonly on: boolean
  readonly surface: Surface
}

const prefix = 'busker.late-like.'
const keyOf = ({ personId, postId }: Pick<LateLike, 'personId' | 'postId'>): string =>
  `${prefix}${personId}.${postId}`

/** False when the browser keeps nothing. */
export const noteLateLike = (like: LateLike, storage: KeyValueStorage = browserStorage()): boolean =>
  storage.set(keyOf(like), JSON.stringify(like))

const parse = (text: string | null): LateLike | null => {
  try {
    // Written by `noteLateLike`.
    return JSON.parse(text ?? 'null') as LateLike | null
  } catch {
    return null
  }
}

/** What this person meant; what others meant who sit here at other times waits for them. */
export const lateLikesOf = (
  personId: string,
  storage: KeyValueStorage = browserStorage(),
): readonly LateLike[] =>
  storage
    .keys(`${prefix}${personId}.`)
    .map((key) => parse(storage.get(key)))
    .filter((like) => like !== null)

/** Forgets one that was sent, unless something else was meant in the meantime. */
export const forgetLateLike = (sent: LateLike, storage: KeyValueStorage = browserStorage()): void => {
  if (storage.get(keyOf(sent)) === JSON.stringify(sent)) storage.remove(keyOf(sent))
}

export const anyLateLikes = (storage: KeyValueStorage): boolean => storage.keys(prefix).length > 0
