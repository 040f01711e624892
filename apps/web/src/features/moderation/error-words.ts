import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useCallback } from 'react'
import { ApiError, useErrorText, type ModerationErrorCode } from '#shared/api'

const sentences = (): Record<ModerationErrorCode | 'state_changed' | 'key_reused', MessageDescriptor> => ({
  claimed_by_other: msg`You do not hold this case: claim it first, or choose another one.`,
  own_decision: msg`You made this decision. Somebody else has to rule on the appeal.`,
  already_appealed: msg`You have appealed against this decision. There is one appeal for each.`,
  appeal_too_late: msg`The six months in which one can appeal are over.`,
  state_changed: msg`This has gone on since you looked at it. Look at it again, then decide.`,
  key_reused: msg`This was already sent with other contents. Look at what happened, then begin again.`,
})

/** As `useErrorText`, with what only goes wrong in moderation. */
export const useModerationErrorText = (): ((error: unknown) => string) => {
  const { i18n } = useLingui()
  const others = useErrorText()
  return useCallback(
    (error: unknown) => {
      const known = new Map(Object.entries(sentences()))
      const own = error instanceof ApiError ? known.get(error.code) : undefined
      return own ? i18n._(own) : others(error)
    },
    [i18n, others],
  )
}
