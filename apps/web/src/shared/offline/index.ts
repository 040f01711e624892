import { useSyncExternalStore } from 'react'

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}

/** Whether the device says that it has a network. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine)

export {
  forgetKept,
  keptCache,
  keptFolder,
  keptFormat,
  keptList,
  readKept,
  reserve,
  servedId,
  type Kept,
} from './kept.ts'
