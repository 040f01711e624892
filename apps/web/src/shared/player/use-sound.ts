import { useCallback, useSyncExternalStore } from 'react'
import { usePlayerServices } from './services.ts'

/** The choice of sound, and how to change it. */
export const useSound = (): { on: boolean; toggle: () => void; refused: () => void } => {
  const { sound } = usePlayerServices()
  const on = useSyncExternalStore(sound.subscribe, () => sound.on)
  const toggle = useCallback(() => sound.choose(!sound.on), [sound])
  return { on, toggle, refused: sound.refused }
}
