import { useCallback, useEffect, useState } from 'react'
import { browserStorage } from '#shared/storage'
import { mayOffer } from './offer.ts'

/** Whoever has swiped so far has chosen to just swipe. */
const lastPlace = 2

/** Whether topics are offered now: on the first visit, once the first video has all that it needs. */
export const useOffer = ({ current, settled }: { readonly current: number; readonly settled: boolean }) => {
  const [open, setOpen] = useState(() => mayOffer(browserStorage()))
  const [started, setStarted] = useState(false)
  useEffect(() => {
    if (settled) setStarted(true)
    if (current > lastPlace) setOpen(false)
  }, [settled, current])
  return { open: open && started, close: useCallback(() => setOpen(false), []) }
}
