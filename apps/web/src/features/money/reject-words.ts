import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useCallback } from 'react'

/** Why a view earns nothing. The server may know more reasons than this page has words for. */
const rejectReasons = (): Readonly<Record<string, MessageDescriptor>> => ({
  own_view: msg`Your own view`,
  suspected_traffic: msg`Looks bought or made by a program`,
  voided: msg`Taken out by an operator`,
  paid: msg`Came from advertising`,
  not_in_feed: msg`Did not come from the feed`,
  watched_too_short: msg`Watched too short`,
  repeat: msg`The same viewer saw it less than a day before`,
  creator_not_enrolled: msg`You were not in the fund`,
  video_withdrawn: msg`The video was withdrawn`,
  video_too_short: msg`The video is shorter than the terms ask`,
  not_original: msg`The video is not original enough`,
  not_own_form: msg`Not a video of its own: a duet, a stitch or an advertisement`,
  first_views: msg`Among the first views, which earn nothing`,
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
