import type { Author } from '@busker/contract'
import { useLingui } from '@lingui/react/macro'
import { useCallback } from 'react'

/** What a sound is called: its title, or after whoever made it. */
export const useSoundName = (): ((sound: {
  readonly title: string | null
  readonly author: Author
}) => string) => {
  const { t } = useLingui()
  return useCallback(
    ({ title, author }) => {
      const { handle } = author
      return title ?? t`Original sound – @${handle}`
    },
    [t],
  )
}
