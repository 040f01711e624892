import type { KeyValueStorage } from '#shared/storage'

/** Something that is on or off for all videos, and remembered. */
export interface PlayerChoice {
  readonly on: boolean
  choose(on: boolean): void
  /** It could not be had in this visit; the choice is kept for the next one. */
  refused(): void
  subscribe(listener: () => void): () => void
}

const createChoice = (storage: KeyValueStorage, storageKey: string): PlayerChoice => {
  const listeners = new Set<() => void>()
  let on = storage.get(storageKey) === 'on'
  const change = (next: boolean): void => {
    on = next
    for (const listener of listeners) listener()
  }
  return {
    get on() {
      return on
    },
    choose: (next) => {
      storage.set(storageKey, next ? 'on' : 'off')
      change(next)
    },
    refused: () => change(false),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Whether videos play with sound: off until the first tap, because browsers only start silent videos by themselves. */
export const createSoundChoice = (storage: KeyValueStorage): PlayerChoice =>
  createChoice(storage, 'busker.sound')

/** Whether captions are shown. */
export const createCaptionChoice = (storage: KeyValueStorage): PlayerChoice =>
  createChoice(storage, 'busker.captions')
