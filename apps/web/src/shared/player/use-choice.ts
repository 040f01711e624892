import { useCallback, useSyncExternalStore } from 'react'
import type { PlayerChoice } from './choices.ts'
import { usePlayerServices } from './services.ts'

interface Chosen {
  readonly on: boolean
  readonly toggle: () => void
  readonly refused: () => void
}

const useChoice = (choice: PlayerChoice): Chosen => {
  const on = useSyncExternalStore(choice.subscribe, () => choice.on)
  const toggle = useCallback(() => choice.choose(!choice.on), [choice])
  return { on, toggle, refused: choice.refused }
}

/** The choice of sound, and how to change it. */
export const useSound = (): Chosen => useChoice(usePlayerServices().sound)

/** The choice of captions, and how to change it. */
export const useCaptions = (): Chosen => useChoice(usePlayerServices().captions)
