import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** The steps of a dial, from much less to much more. */
export const dialSteps = [-2, -1, 0, 1, 2] as const

export type DialName = 'exploration' | 'freshness' | 'length'

interface DialWords {
  readonly name: MessageDescriptor
  readonly low: MessageDescriptor
  readonly high: MessageDescriptor
  /** What each step does, in the order of `dialSteps`. */
  readonly steps: readonly MessageDescriptor[]
}

/** The dials with their ends and what each step does. */
export const dialWords = (): Record<DialName, DialWords> => ({
  exploration: {
    name: msg`Surprises`,
    low: msg`What surely fits`,
    high: msg`More to try out`,
    steps: [
      msg`Hardly any new videos and chance finds: nearly everything is what surely fits.`,
      msg`Fewer new videos and chance finds than usual.`,
      msg`As usual: now and then a new video or a chance find.`,
      msg`Twice as many new videos and chance finds as usual.`,
      msg`As many new videos and chance finds as there can be.`,
    ],
  },
  freshness: {
    name: msg`Freshness`,
    low: msg`What lasts`,
    high: msg`What is new`,
    steps: [
      msg`Older videos have an advantage over new ones.`,
      msg`How new a video is does not count.`,
      msg`As usual: a new video has a small advantage.`,
      msg`New videos have a larger advantage than usual.`,
      msg`New videos have a much larger advantage than usual.`,
    ],
  },
  length: {
    name: msg`Length`,
    low: msg`Shorter`,
    high: msg`Longer`,
    steps: [
      msg`Short videos have a large advantage.`,
      msg`Short videos have an advantage.`,
      msg`As usual: only how you watch such lengths counts.`,
      msg`Long videos have an advantage.`,
      msg`Long videos have a large advantage.`,
    ],
  },
})

/** How much of a topic is wanted. */
export const topicDialWords = (dial: number): MessageDescriptor => {
  if (dial <= -2) return msg`Much less`
  if (dial === -1) return msg`Less`
  if (dial === 0) return msg`As usual`
  return dial === 1 ? msg`More` : msg`Much more`
}
