import type { KeyValueStorage } from '#shared/storage'
import { neverAsked, type Asked } from './rule.ts'

const choiceKey = 'busker.rating'
const memoryKey = (personId: string | null): string => `busker.rating.${personId ?? 'guest'}`

/** Whether this device may ask now and then. */
export const mayAsk = (storage: KeyValueStorage): boolean => storage.get(choiceKey) !== 'off'

export const chooseAsking = (storage: KeyValueStorage, on: boolean): void =>
  on ? storage.remove(choiceKey) : void storage.set(choiceKey, 'off')

const isText = (value: unknown): value is string => typeof value === 'string'

/** What was asked of this person here; null is a guest. What cannot be read counts as never asked. */
export const readAsked = (storage: KeyValueStorage, personId: string | null): Asked => {
  try {
    const kept: unknown = JSON.parse(storage.get(memoryKey(personId)) ?? 'null')
    if (typeof kept !== 'object' || kept === null) return neverAsked
    const { watched, lastAskedMs, postIds }: Partial<Record<keyof Asked, unknown>> = kept
    return {
      watched: typeof watched === 'number' ? watched : 0,
      lastAskedMs: typeof lastAskedMs === 'number' ? lastAskedMs : null,
      postIds: Array.isArray(postIds) ? postIds.filter(isText) : [],
    }
  } catch {
    return neverAsked
  }
}

/** Keeps it. False: the browser keeps nothing, so nobody must be asked, or it would ask again and again. */
export const keepAsked = (storage: KeyValueStorage, personId: string | null, asked: Asked): boolean =>
  storage.set(memoryKey(personId), JSON.stringify(asked))
