import type { FeedMode, Slot } from '@busker/contract'
import { useEffect } from 'react'
import { useMe } from '#features/auth'
import { useOnline } from '#shared/offline'

/** The line belongs to what is watched: keeping begins when the viewer has stayed this long. */
const quietMs = 4000

/** Keeps the next videos for a time without a network, whenever the current one has all it needs. */
export const useKeepAhead = (given: {
  readonly slots: readonly Slot[]
  readonly current: number
  readonly mode: FeedMode | null
  /** Where the feed goes on. */
  readonly next: string | null
  readonly settled: boolean
  readonly saving: boolean
}): void => {
  const { slots, current, mode, next, settled, saving } = given
  const me = useMe()
  const online = useOnline()
  useEffect(() => {
    if (!settled || !online || mode === null || me === undefined) return
    const endings = new AbortController()
    const { signal } = endings
    const keep = async (): Promise<void> => {
      const { keepAhead } = await import('./keep-ahead.ts')
      if (!signal.aborted)
        await keepAhead({ slots: slots.slice(current + 1), me, mode }, { next, saving, signal })
    }
    // What could not be kept now is tried again at the next video.
    const timer = window.setTimeout(() => void keep().catch(() => undefined), quietMs)
    return () => {
      window.clearTimeout(timer)
      endings.abort()
    }
  }, [slots, current, mode, next, settled, saving, me, online])
}
