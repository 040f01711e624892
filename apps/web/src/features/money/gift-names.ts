import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useCallback } from 'react'

const names = (): Readonly<Record<string, MessageDescriptor>> => ({
  rose: msg`Rose`,
  coffee: msg`Coffee`,
  heart: msg`Heart`,
  balloon: msg`Balloon`,
  fireworks: msg`Fireworks`,
  rocket: msg`Rocket`,
  castle: msg`Castle`,
})

/** What a gift is called in the reader's language, or as its operator wrote it. */
export const useGiftName = (): ((gift: { name: string; label: string }) => string) => {
  const { i18n } = useLingui()
  return useCallback(
    ({ name, label }) => {
      const known = new Map(Object.entries(names())).get(name)
      return known ? i18n._(known) : label
    },
    [i18n],
  )
}
