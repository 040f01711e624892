import type { KeyValueStorage } from '#shared/storage'

const storageKey = 'busker.sound'

/** Whether videos play with sound: off until the first tap, because browsers only start silent videos by themselves. */
export interface SoundChoice {
  readonly on: boolean
  choose(on: boolean): void
  /** The browser refused to start with sound in this visit; the choice is kept for the next tap. */
  refused(): void
  subscribe(listener: () => void): () => void
}

export const createSoundChoice = (storage: KeyValueStorage): SoundChoice => {
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
