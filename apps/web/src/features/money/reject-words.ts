import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useCallback } from 'react'

/** Why a view earns nothing. The server may know more reasons than this page has words for. */
const rejectReasons = (): Readonly<Record<string, MessageDescriptor>> => ({
  too_short: msg`Watched for less than 5 seconds`,
  repeat: msg`Seen by the same viewer on that day already`,
  own_view: msg`Your own view`,
  self: msg`Your own view`,
  paid: msg`Came from advertising`,
  not_feed: msg`Did not come from the feed`,
  surface: msg`Did not come from the feed`,
  bot: msg`Not a person`,
  invalid: msg`Not a person`,
  fraud: msg`Looks bought or made by a program`,
  voided: msg`Taken out by an operator`,
  viewer_cap: msg`This viewer reached the most that counts`,
  video_too_short: msg`The video is shorter than the terms ask`,
  first_views: msg`Among the first views, which earn nothing`,
  not_member: msg`You were not in the fund yet`,
  minor: msg`The viewer is too young to count`,
})

export const useRejectWord = (): ((reason: string) => string) => {
  const { i18n } = useLingui()
  return useCallback(
    (reason: string) => {
      const known = new Map(Object.entries(rejectReasons())).get(reason)
      return known ? i18n._(known) : reason.replaceAll('_', ' ')
    },
    [i18n],
  )
}
