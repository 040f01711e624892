import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useCallback } from 'react'
import { ApiError, useErrorText, type FamilyErrorCode } from '#shared/api'

const sentences = (): Record<FamilyErrorCode | 'key_reused', MessageDescriptor> => ({
  limit_by_parent: msg`A parent who is linked to you set a lower limit. Choose a lower one.`,
  extension_by_parent: msg`A parent who is linked to you wants the day to end here.`,
  only_minors_invite: msg`Only somebody under 18 can invite a parent.`,
  only_adults_link: msg`Only somebody of 18 or more can be linked as a parent.`,
  family_code_invalid: msg`This code was used, is older than a day, or is not quite right. Check it, or ask for a new one.`,
  already_linked: msg`You are linked to this person already.`,
  key_reused: msg`This was already sent with another code. Look at what happened, then begin again.`,
})

/** As `useErrorText`, with what only goes wrong between a parent and a teen. */
export const useFamilyErrorText = (): ((error: unknown) => string) => {
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
