import type { getExploration, ResponseOf } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

export type Exploration = ResponseOf<typeof getExploration>

/** How a video stands with its first viewers, and why. */
export const explorationWords = (): Record<
  Exploration['state'],
  { readonly name: MessageDescriptor; readonly meaning: MessageDescriptor }
> => ({
  waiting: {
    name: msg`Waiting`,
    meaning: msg`The feed does not know this video yet. It will be shown to its first viewers soon.`,
  },
  testing: {
    name: msg`Being tried out`,
    meaning: msg`The feed shows it to people whom it may suit, in places that are kept for new videos.`,
  },
  graduated: {
    name: msg`Passed`,
    meaning: msg`It had its first viewers, and they hold on to it at least as much as is usual. Now it stands for itself.`,
  },
  ended: {
    name: msg`Tried out`,
    meaning: msg`It had its first viewers, and they held on to it less than is usual. It is still shown where it fits, but no places are kept for it.`,
  },
})
