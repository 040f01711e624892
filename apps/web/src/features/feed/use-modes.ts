import type { FeedMode } from '@busker/contract'
import { useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import { useMe } from '#features/auth'
import { useGate } from '#features/social'
import { browserStorage } from '#shared/storage'
import { toast } from '#shared/ui'
import { keepMode } from './mode.ts'
import { useChangeMode, useRememberedMode } from './queries.ts'

/** Which of the three feeds is on, and how to get to another: for people it is remembered with them, else here. */
export const useModes = (feed: {
  /** Null: not known yet. */
  readonly mode: FeedMode | null
  readonly start: (mode: FeedMode) => void
}) => {
  const { mode, start } = feed
  const { t } = useLingui()
  const me = useMe()
  const gate = useGate()
  const change = useChangeMode()
  const remembered = useRememberedMode()
  useEffect(() => {
    if (me) keepMode(browserStorage(), null)
  }, [me])
  // It was changed among the settings, or could not be changed here.
  useEffect(() => {
    if (remembered !== undefined && mode !== null && remembered !== mode) start(remembered)
  }, [remembered, mode, start])

  const choose = (next: FeedMode): void => {
    if (next === mode) return
    if (next === 'following' && me === null) return gate.ask()
    if (me === null) keepMode(browserStorage(), next)
    else change(next, gate.fail)
    start(next)
    if (next === 'unprofiled') toast(t`What you watch does not count in this feed.`)
  }
  return { choose, asks: gate.asks, closeAsking: gate.close }
}
